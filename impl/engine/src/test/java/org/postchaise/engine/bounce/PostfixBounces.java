/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.postchaise.engine.Postfix;

/** Postfix with a queue of its own, whose smtpd(8) takes mail, whose bounce(8) writes notices, and which delivers to a {@link Destination}. */
final class PostfixBounces implements AutoCloseable {
    private static final int LIMIT_SECONDS = 240;
    private static final String SERVICES = """
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            127.0.0.1:PORT inet n - n - - smtpd
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            smtp unix - - n - - smtp
            lmtp unix - - n - - lmtp
            error unix - - n - - error
            retry unix - - n - - error
            proxymap unix - - n - - proxymap
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            flush unix n - n 1000? 0 flush
            tlsmgr unix - - n 1000? 1 tlsmgr
            postlog unix-dgram n - n - 1 postlogd
            """;

    private final Destination destination = new Destination();
    private final AutoCloseable master;
    private final int port;

    /**
     * A mail to submit.
     *
     * @param parameters of MAIL
     * @param recipients each an address in angle brackets and the parameters of RCPT
     */
    record Submission(String sender, String parameters, List<String> recipients, String content) {}

    PostfixBounces(Postfix postfix, String lines) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        master = postfix.startMaster(
                """
                inet_protocols = ipv4
                inet_interfaces = 127.0.0.1
                myhostname = mail.example.test
                mydestination =
                alias_maps =
                mynetworks = 127.0.0.0/8
                maillog_file = DIRECTORY/log
                maillog_file_prefixes = DIRECTORY
                default_transport = smtp:[127.0.0.1]:PORT
                transport_maps = inline:{final.test=lmtp:inet:127.0.0.1:PORT, {closed.test=error:5.2.1 mailbox is closed}, {late.test=retry:4.2.1 mailbox is busy}, down.test=smtp:[127.0.0.1]:1}
                lmtp_assume_final = yes
                smtpd_reject_unlisted_recipient = no
                notify_classes = bounce, 2bounce, delay
                smtp_connection_cache_on_demand = no
                """.replace("DIRECTORY", postfix.directory().toString()).replace("PORT", "" + destination.port())
                        + lines,
                SERVICES.replace("PORT", "" + port));
    }

    /** Where mail is delivered. */
    Destination destination() {
        return destination;
    }

    /** Submits mails in one session; gives the queue ID of each. */
    List<String> submit(List<Submission> submissions) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            reply(in);
            command(in, out, "EHLO client.test");
            List<String> ids = new ArrayList<>();
            for (Submission one : submissions) {
                command(in, out, "MAIL FROM:<" + one.sender() + "> " + one.parameters());
                for (String recipient : one.recipients()) {
                    command(in, out, "RCPT TO:" + recipient);
                }
                command(in, out, "DATA");
                out.write(one.content().getBytes(StandardCharsets.UTF_8));
                String reply = command(in, out, ".");
                ids.add(reply.substring(reply.lastIndexOf(' ') + 1));
            }
            command(in, out, "QUIT");
            return ids;
        }
    }

    /** The mails that were delivered when {@code enough} says that no more is to come; fails after a generous time. */
    List<Destination.Mail> await(Predicate<List<Destination.Mail>> enough) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!enough.test(destination.mails())) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "only " + destination.mails().size() + " mails from Postfix in " + LIMIT_SECONDS + " s");
            }
            Thread.sleep(50);
        }
        return destination.mails();
    }

    private static String command(BufferedReader in, OutputStream out, String line) throws IOException {
        out.write((line.strip() + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        String reply = reply(in);
        if (reply.charAt(0) != '2' && reply.charAt(0) != '3') {
            throw new AssertionError(line + " was answered with " + reply);
        }
        return reply;
    }

    private static String reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith("-", 3)) {
            line = in.readLine();
        }
        if (line == null) {
            throw new AssertionError("Postfix closed the connection");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        try (destination) {
            master.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A directory for one. */
    static Postfix in(Path directory) {
        return Postfix.in(directory).assumeInstalled();
    }
}
