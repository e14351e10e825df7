/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client's session with a {@link MockMailbox}: the server's side of RFC 5321 and RFC 3030. Confined to one thread. */
final class MailboxSession {
    private static final String NAME = "mailbox.invalid";
    private static final int LINE_LIMIT = 4096;
    private static final int RECIPIENT_LIMIT = 10_000;
    private static final int ERROR_LIMIT = 100;
    private static final Pattern CHUNK = Pattern.compile("([0-9]{1,9})( +LAST)?", Pattern.CASE_INSENSITIVE);
    private static final List<String> MAIL_PARAMETERS = List.of("SIZE", "BODY", "RET", "ENVID");
    private static final List<String> RCPT_PARAMETERS = List.of("NOTIFY", "ORCPT");

    private enum Greeted {
        NO,
        HELO,
        EHLO
    }

    private final Socket socket;
    private final MockMailbox.SessionEnd mailbox;
    private final OutputStream out;
    private final SmtpInput in;
    private final List<String> recipients = new ArrayList<>();
    private Greeted greeted = Greeted.NO;
    private Optional<String> sender = Optional.empty();
    private Optional<BoundedContent> chunks = Optional.empty();
    private boolean refusesChunks;
    private int errors;
    private boolean ended;

    MailboxSession(Socket socket, MockMailbox.SessionEnd mailbox) throws IOException {
        this.socket = socket;
        this.mailbox = mailbox;
        this.out = new BufferedOutputStream(socket.getOutputStream(), 8192);
        this.in = new SmtpInput(socket.getInputStream(), out);
    }

    void serve() throws IOException {
        reply("220 " + NAME + " ESMTP mock mailbox");
        while (!ended) {
            Optional<String> line = nextLine();
            if (line.isEmpty()) {
                return;
            }
            command(line.get());
        }
        out.flush();
        LoopbackServer.closeOrderly(socket);
    }

    private Optional<String> nextLine() throws IOException {
        try {
            return in.line(LINE_LIMIT);
        } catch (SocketTimeoutException e) {
            end("421 4.4.2 " + NAME + " Error: timeout exceeded");
            out.flush();
            return Optional.empty();
        }
    }

    private void command(String line) throws IOException {
        mailbox.record("C: " + line);
        if (line.length() > LINE_LIMIT) {
            error("500 5.5.2 Error: line too long");
            return;
        }
        if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0 || line.indexOf('\0') >= 0) {
            error("500 5.5.2 Error: bare CR, bare LF or NUL in command");
            return;
        }
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        String argument = space < 0 ? "" : line.substring(space + 1).strip();
        switch (verb) {
            case "EHLO", "HELO" -> hello(verb, argument);
            case "MAIL" -> mail(argument);
            case "RCPT" -> rcpt(argument);
            case "DATA" -> data(argument);
            case "BDAT" -> bdat(argument);
            case "RSET" -> {
                reset();
                reply("250 2.0.0 Ok");
            }
            case "NOOP" -> reply("250 2.0.0 Ok");
            case "VRFY" -> reply("252 2.0.0 Can't verify, but will take mail");
            case "QUIT" -> end("221 2.0.0 Bye");
            case "EXPN", "HELP", "TURN", "ETRN" -> error("502 5.5.1 Error: command not implemented");
            default -> error("500 5.5.2 Error: command not recognized");
        }
    }

    private void hello(String verb, String argument) throws IOException {
        if (argument.isEmpty()) {
            error("501 5.5.4 Syntax: " + verb + " hostname");
            return;
        }
        reset();
        if (verb.equals("HELO")) {
            greeted = Greeted.HELO;
            reply("250 " + NAME);
            return;
        }
        greeted = Greeted.EHLO;
        reply("250-" + NAME);
        reply("250-PIPELINING");
        reply("250-SIZE " + MockMailbox.SIZE_LIMIT);
        reply("250-8BITMIME");
        reply("250-ENHANCEDSTATUSCODES");
        reply("250-DSN");
        reply("250 CHUNKING");
    }

    private void mail(String argument) throws IOException {
        if (greeted == Greeted.NO) {
            error("503 5.5.1 Error: send HELO or EHLO first");
            return;
        }
        if (sender.isPresent()) {
            error("503 5.5.1 Error: nested MAIL command");
            return;
        }
        Optional<PathArgument> path = PathArgument.parse("FROM:", argument);
        if (path.isEmpty()) {
            error("501 5.5.4 Syntax: MAIL FROM:<address>");
            return;
        }
        Optional<String> complaint = complaint(path.get(), MAIL_PARAMETERS).or(() -> sizeComplaint(path.get()));
        if (complaint.isPresent()) {
            error(complaint.get());
            return;
        }
        sender = Optional.of(path.get().path());
        reply("250 2.1.0 Ok");
    }

    private Optional<String> complaint(PathArgument path, List<String> known) {
        List<String> allowed = greeted == Greeted.EHLO ? known : List.of();
        return path.unknown(allowed).map(parameter -> "555 5.5.4 Unsupported option: " + parameter);
    }

    private static Optional<String> sizeComplaint(PathArgument path) {
        Optional<String> size = path.value("SIZE");
        if (size.isEmpty()) {
            return Optional.empty();
        }
        if (!size.get().matches("[0-9]{1,18}")) {
            return Optional.of("501 5.5.4 Bad message size syntax");
        }
        return Long.parseLong(size.get()) > MockMailbox.SIZE_LIMIT
                ? Optional.of("552 5.3.4 Message size exceeds fixed limit")
                : Optional.empty();
    }

    private void rcpt(String argument) throws IOException {
        if (sender.isEmpty() || chunks.isPresent()) {
            error("503 5.5.1 Error: need MAIL command");
            return;
        }
        Optional<PathArgument> path = PathArgument.parse("TO:", argument);
        if (path.isEmpty() || path.get().path().isEmpty()) {
            error("501 5.1.3 Syntax: RCPT TO:<address>");
            return;
        }
        Optional<String> complaint = complaint(path.get(), RCPT_PARAMETERS);
        if (complaint.isPresent()) {
            error(complaint.get());
            return;
        }
        if (recipients.size() == RECIPIENT_LIMIT) {
            reply("452 4.5.3 Error: too many recipients");
            return;
        }
        Optional<String> refusal = mailbox.refusalOfRecipient(path.get().path());
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        recipients.add(path.get().path());
        reply("250 2.1.5 Ok");
    }

    private void data(String argument) throws IOException {
        if (!argument.isEmpty()) {
            error("501 5.5.4 Syntax: DATA");
            return;
        }
        if (sender.isEmpty()) {
            error("503 5.5.1 Error: need MAIL command");
            return;
        }
        if (recipients.isEmpty()) {
            error("554 5.5.1 Error: no valid recipients");
            return;
        }
        if (chunks.isPresent()) {
            error("503 5.5.1 Error: DATA after BDAT");
            return;
        }
        reply("354 End data with <CR><LF>.<CR><LF>");
        out.flush();
        BoundedContent content = new BoundedContent();
        long octets = in.content(content, SmtpInput.Dots.REMOVED);
        if (octets > MockMailbox.SIZE_LIMIT) {
            refuse("552 5.3.4 Message size exceeds fixed limit");
        } else {
            take(content.toByteArray());
        }
        reset();
    }

    /**
     * Handles BDAT by RFC 3030, section 2: the chunk's octets are read even if the command is refused, and after a refusal
     * no content is accepted before RSET.
     */
    private void bdat(String argument) throws IOException {
        Matcher chunk = CHUNK.matcher(argument);
        if (!chunk.matches()) {
            // without the chunk's size the start of the next command is unknown
            end("521 5.5.4 Syntax: BDAT count [LAST]");
            return;
        }
        int octets = Integer.parseInt(chunk.group(1));
        Optional<String> complaint = chunkComplaint();
        if (complaint.isPresent()) {
            in.octets(OutputStream.nullOutputStream(), octets);
            refusesChunks = true;
            error(complaint.get());
            return;
        }
        BoundedContent content = chunks.orElseGet(BoundedContent::new);
        in.octets(content, octets);
        chunks = Optional.of(content);
        if (content.size() > MockMailbox.SIZE_LIMIT) {
            refusesChunks = true;
            refuse("552 5.3.4 Message size exceeds fixed limit");
        } else if (chunk.group(2) == null) {
            reply("250 2.0.0 Ok: " + octets + " octets");
        } else {
            take(content.toByteArray());
            reset();
        }
    }

    private Optional<String> chunkComplaint() {
        if (refusesChunks || sender.isEmpty()) {
            return Optional.of("503 5.5.1 Error: need " + (refusesChunks ? "RSET" : "MAIL") + " command");
        }
        return recipients.isEmpty() ? Optional.of("554 5.5.1 Error: no valid recipients") : Optional.empty();
    }

    private void take(byte[] content) throws IOException {
        Optional<String> refusal = mailbox.refusalOfContent(sender.orElseThrow());
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        // stored before the reply, so that a client that has read the reply finds the mail
        mailbox.keep(sender.orElseThrow(), recipients, content);
        reply("250 2.0.0 Ok: kept, " + content.length + " octets");
    }

    private void reset() {
        sender = Optional.empty();
        recipients.clear();
        chunks = Optional.empty();
        refusesChunks = false;
    }

    private void refuse(String line) throws IOException {
        if (line.startsWith("421")) {
            end(line);
        } else {
            reply(line);
        }
    }

    private void error(String line) throws IOException {
        errors++;
        if (errors >= ERROR_LIMIT) {
            end("421 4.7.0 " + NAME + " Error: too many errors");
        } else {
            reply(line);
        }
    }

    private void end(String line) throws IOException {
        ended = true;
        reply(line);
    }

    private void reply(String line) throws IOException {
        mailbox.record("S: " + line);
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A buffer that keeps at most one octet more than the size limit and drops the rest. */
    private static final class BoundedContent extends ByteArrayOutputStream {
        @Override
        public synchronized void write(int octet) {
            if (size() <= MockMailbox.SIZE_LIMIT) {
                super.write(octet);
            }
        }
    }
}
