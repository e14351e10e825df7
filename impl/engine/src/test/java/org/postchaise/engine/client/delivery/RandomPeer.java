/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.net.Wire;

/**
 * A server in memory that answers as it should, and now and then anything but that. Each reply names the mail that it is about,
 * known by its sender {@code mN@example.com}. What would be waiting is a time-out at once.
 */
final class RandomPeer implements Wire {
    /** What it knows of a mail. */
    static final class Known {
        /** Whether the end of its content came. */
        boolean whole;

        /** The recipients that the reply to its content took, whether or not that reply was ever read. */
        final Set<String> taken = new LinkedHashSet<>();

        /** The content, as sent. */
        byte[] content = {};
    }

    private enum Reading {
        COMMANDS,
        DATA,
        CHUNK
    }

    private enum End {
        SILENCE,
        EOF,
        RESET
    }

    private static final long LAST_FIVE = 0xffffffffffL;

    private static final Pattern BEGINS = Pattern.compile("(?:RSET\r\n)?MAIL FROM:<m([0-9]+)@");

    /** CR LF dot CR LF. */
    private static final long DOT_LINE = 0x0d0a2e0d0aL;

    private final Random random;
    private final int mischief;
    private final boolean lmtp;
    private final Map<Integer, Known> mails = new HashMap<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final List<String> recipients = new ArrayList<>();
    private byte[] unread = {};
    private int next;
    private String endless = "";
    private End end = End.SILENCE;
    private boolean gone;
    private boolean inOrder = true;
    private Reading reading = Reading.COMMANDS;
    private long tail;
    private int chunkLeft;
    private boolean lastChunk;
    private int mail;
    private boolean inTransaction;
    private long octetsRead;
    private long octetsLeft;

    /** @param mischief how many of a hundred replies are not as they should be */
    RandomPeer(Random random, int mischief, boolean lmtp) {
        this.random = random;
        this.mischief = mischief;
        this.lmtp = lmtp;
        this.octetsLeft = random.nextInt(100) < mischief ? random.nextInt(2000) : Long.MAX_VALUE;
        answer("220", "greeting");
    }

    /** What it knows of mail {@code number}. */
    Known known(int number) {
        return mails.computeIfAbsent(number, n -> new Known());
    }

    /** Whether it gave one reply to each command so far. */
    boolean inOrder() {
        return inOrder;
    }

    /** Whether nothing it said is unread. */
    boolean isHeard() {
        return next == unread.length && endless.isEmpty();
    }

    /** How much was read of what it said. */
    long octetsRead() {
        return octetsRead;
    }

    @Override
    public int read(byte[] b, int off, int len, Deadline deadline) throws IOException {
        if (next == unread.length && !endless.isEmpty()) {
            say(endless.repeat(8192 / endless.length() + 1));
        }
        if (next < unread.length) {
            int count = Math.min(endless.isEmpty() ? 1 + random.nextInt(len) : len, unread.length - next);
            System.arraycopy(unread, next, b, off, count);
            next += count;
            octetsRead += count;
            return count;
        }
        return switch (end) {
            case SILENCE -> throw new SocketTimeoutException("silent");
            case RESET -> throw new SocketException("Connection reset");
            case EOF -> -1;
        };
    }

    @Override
    public void write(byte[] b, int off, int len, Deadline deadline) throws IOException {
        if (reading == Reading.COMMANDS && line.size() == 0 && !isHeard()) {
            String said = new String(b, off, len, StandardCharsets.ISO_8859_1);
            if (!said.startsWith("QUIT") && !said.startsWith("BDAT")) {
                throw new AssertionError("a reply was unread when the client said " + said);
            }
        }
        for (int i = off; i < off + len; i++) {
            if (reading == Reading.COMMANDS && line.size() == 0) {
                begun(new String(b, i, Math.min(off + len - i, 40), StandardCharsets.ISO_8859_1));
            }
            if (octetsLeft-- == 0) {
                gone = true;
                end = random.nextBoolean() ? End.EOF : End.RESET;
            }
            if (gone && random.nextBoolean()) {
                throw new SocketException("Broken pipe");
            } else if (!gone) {
                octet(b[i]);
            }
        }
    }

    @Override
    public int available() {
        return endless.isEmpty() ? unread.length - next : 1;
    }

    @Override
    public void close() {
        gone = true;
    }

    private void octet(byte octet) {
        switch (reading) {
            case COMMANDS -> {
                line.write(octet);
                if (octet == '\n') {
                    String command = line.toString(StandardCharsets.ISO_8859_1).strip();
                    line.reset();
                    command(command);
                }
            }
            case DATA -> {
                content.write(octet);
                tail = (tail << 8) | (octet & 0xff);
                if ((tail & LAST_FIVE) == DOT_LINE) {
                    end();
                }
            }
            case CHUNK -> {
                content.write(octet);
                chunkLeft--;
                chunk();
            }
        }
    }

    /** MAIL, or RSET that goes out in front of it, begins a mail. */
    private void begun(String commands) {
        Matcher begins = BEGINS.matcher(commands);
        if (begins.lookingAt()) {
            mail = Integer.parseInt(begins.group(1));
        }
    }

    private void command(String command) {
        String verb = command.split("[ :]", 2)[0];
        switch (verb) {
            case "EHLO", "LHLO" -> {
                StringBuilder keywords = new StringBuilder("250-peer\r\n");
                for (String keyword : List.of("PIPELINING", "CHUNKING", "8BITMIME", "DSN", "SIZE 100000")) {
                    keywords.append(random.nextInt(3) > 0 ? "250-" + keyword + "\r\n" : "");
                }
                answer(keywords + "250", verb);
            }
            case "MAIL" -> {
                forget();
                inTransaction = answer(perhaps(4, "451"), verb).startsWith("2");
            }
            case "RCPT" -> {
                if (answer(inTransaction ? perhaps(15, "550") : "503", verb).startsWith("2") && inTransaction) {
                    recipients.add(command.replaceFirst("RCPT TO:<([^>]*)>.*", "$1"));
                }
            }
            case "DATA" -> {
                if (answer(recipients.isEmpty() ? "554" : random.nextInt(25) == 0 ? "451" : "354", verb)
                        .startsWith("3")) {
                    reading = Reading.DATA;
                    tail = 0x0d0a;
                }
            }
            case "BDAT" -> {
                chunkLeft = Integer.parseInt(command.split(" ", 3)[1]);
                lastChunk = command.endsWith("LAST");
                reading = Reading.CHUNK;
                chunk();
            }
            case "RSET" -> {
                forget();
                answer("250", verb);
            }
            default -> answer("250", verb);
        }
    }

    /** In so many of a hundred cases a refusal. */
    private String perhaps(int often, String refusal) {
        return random.nextInt(100) < often ? refusal : "250";
    }

    private void chunk() {
        if (chunkLeft > 0) {
            return;
        }
        if (lastChunk) {
            end();
        } else {
            reading = Reading.COMMANDS;
            if (!answer(recipients.isEmpty() ? "554" : perhaps(4, "452"), "BDAT")
                    .startsWith("2")) {
                forget();
            }
        }
    }

    private void end() {
        boolean chunked = reading == Reading.CHUNK;
        reading = Reading.COMMANDS;
        Known known = known(mail);
        known.whole = true;
        known.content = content.toByteArray();
        if (recipients.isEmpty()) {
            if (chunked || !lmtp) {
                answer(chunked ? "554" : "250", "END");
            }
        } else if (!lmtp) {
            if (answer(perhaps(8, "552"), "END").startsWith("2")) {
                known.taken.addAll(recipients);
            }
        } else {
            int replies = recipients.size();
            if (mischievous()) {
                inOrder = false;
                replies += random.nextInt(5) - 2;
            }
            for (int i = 0; i < replies; i++) {
                boolean taken = answer(perhaps(8, "552"), "END").startsWith("2");
                if (taken && i < recipients.size()) {
                    known.taken.add(recipients.get(i));
                }
            }
        }
        forget();
    }

    private void forget() {
        inTransaction = false;
        recipients.clear();
        content.reset();
    }

    private boolean mischievous() {
        return random.nextInt(100) < mischief;
    }

    /** Says what is proper, or something else; gives the code that was meant. */
    private String answer(String code, String what) {
        String proper = code + " " + code.charAt(code.length() - 3) + ".0.0 m" + mail + " " + what + "\r\n";
        String meant = code.substring(code.length() - 3);
        if (gone || end != End.SILENCE || !endless.isEmpty()) {
            return meant;
        }
        if (!mischievous()) {
            say(proper);
            return meant;
        }
        // an endless reply costs the client more than all else
        switch (random.nextInt(50) == 0 ? random.nextInt(2) : 2 + random.nextInt(12)) {
            case 0 -> endless = meant + "-x\r\n";
            case 1 -> endless = meant + octets(1 + random.nextInt(50)).replace("\n", "");
            case 2 -> say(octets(random.nextInt(200)) + "\r\n" + proper);
            case 3 -> say(proper.replace("\r\n", "\0\0\r\n"));
            case 4 -> say((meant + "-m" + mail + " more\r\n").repeat(random.nextInt(20)) + proper);
            case 5 -> {
                inOrder = false;
                say(proper.repeat(2 + random.nextInt(3)));
            }
            case 6 -> inOrder = false;
            case 7, 8 -> {
                say(proper.substring(0, random.nextInt(proper.length())));
                end = End.values()[random.nextInt(3)];
                gone = true;
            }
            case 9 -> {
                say("421 4.3.2 m" + mail + " going down\r\n");
                end = random.nextBoolean() ? End.EOF : End.SILENCE;
                gone = end == End.EOF;
                return "421";
            }
            case 10 -> say(proper.replace("\r\n", "\n"));
            case 11 -> {
                inOrder = false;
                say("250 2.0.0 m" + mail + " to nothing\r\n" + proper);
            }
            default -> {
                String other = List.of("000", "150", "250", "251", "354", "450", "554", "600", "999")
                        .get(random.nextInt(9));
                say(other + " " + other.charAt(0) + ".0.0 m" + mail + " " + what + "\r\n");
                return other;
            }
        }
        return meant;
    }

    private void say(String text) {
        byte[] more = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[unread.length - next + more.length];
        System.arraycopy(unread, next, all, 0, unread.length - next);
        System.arraycopy(more, 0, all, unread.length - next, more.length);
        unread = all;
        next = 0;
    }

    private String octets(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
