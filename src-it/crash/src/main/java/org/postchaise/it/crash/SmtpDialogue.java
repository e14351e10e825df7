/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Server side of one SMTP connection, with the few commands that the client of a crash test needs. Subclasses decide which recipients and contents are
 * accepted.
 */
public abstract class SmtpDialogue {
    private final String name;
    private final InputStream in;
    private final OutputStream out;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    /**
     * Creates a dialogue.
     *
     * @param name the server's name
     */
    protected SmtpDialogue(String name, Socket client) throws IOException {
        this.name = name;
        this.in = new BufferedInputStream(client.getInputStream());
        this.out = client.getOutputStream();
    }

    /** Runs the dialogue from the greeting to QUIT. */
    public final void run() throws IOException, InterruptedException {
        reply("220 " + name + " ESMTP");
        for (String line = line(); !line.startsWith("QUIT"); line = line()) {
            answer(line);
        }
        reply("221 bye");
    }

    private void answer(String line) throws IOException, InterruptedException {
        switch (line.substring(0, Math.min(4, line.length()))) {
            case "EHLO" -> reply("250-" + name + "\r\n250 PIPELINING");
            case "MAIL" -> mail(address(line));
            case "RCPT" -> recipient(address(line));
            case "DATA" -> data();
            case "RSET" -> reply("250 ok");
            default -> reply("502 no");
        }
    }

    private void mail(String address) throws IOException {
        begin();
        sender = local(address);
        recipients.clear();
        reply("250 ok");
    }

    private void recipient(String address) throws IOException {
        String refusal = refusal(address);
        if (refusal.isEmpty()) {
            recipients.add(address);
        }
        reply(refusal.isEmpty() ? "250 ok" : refusal);
    }

    private void data() throws IOException, InterruptedException {
        if (recipients.isEmpty()) {
            reply("554 5.5.1 no valid recipients");
            return;
        }
        reply("354 go on");
        reply(content());
    }

    /** Begins a mail; an exception closes the connection. */
    protected void begin() throws IOException {}

    /** Returns the reply to a refused recipient; empty for an accepted one. */
    protected abstract String refusal(String address);

    /** Reads the content up to the final dot, and returns the reply. */
    protected abstract String content() throws IOException, InterruptedException;

    /** Returns the local part of the sender. */
    protected final String sender() {
        return sender;
    }

    /** Returns the accepted recipients of this mail. */
    protected final List<String> recipients() {
        return recipients;
    }

    /** Returns the local part of an address. */
    protected static String local(String address) {
        return address.substring(0, Math.max(0, address.indexOf('@')));
    }

    private static String address(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    /** Returns the next line. */
    protected final String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the client has gone");
            }
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }

    private void reply(String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
