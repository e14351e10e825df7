/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A dialogue in a text file, readable by a mail person. Lines are
 *
 * <pre>
 * # a comment
 * set name = value       a setting
 * protocol lmtp          the protocol of the listener
 * reject stage reply     access control rejects at client, helo, sender, recipient, etrn, data or end
 * C: text                a line of the client; lines that follow each other are sent at once
 * R: text                octets of the client, with \r, \n, \\ and \xNN, sent as they are
 * S: text                a line of the server
 * PAUSE                  the server makes its client wait
 * END                    the server ends the session
 * L: text                a line of the log, in order among the lines that are named
 * </pre>
 */
record Dialogue(
        String name,
        Map<String, String> settings,
        boolean lmtp,
        List<String> rejects,
        List<Turn> turns,
        List<String> log) {

    /** What the client sends, as Latin-1 text, and what the server answers: replies, {@code PAUSE}, {@code END}. */
    record Turn(String sent, List<String> answers) {}

    static Dialogue read(Path file) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        List<String> rejects = new ArrayList<>();
        List<Turn> turns = new ArrayList<>();
        List<String> log = new ArrayList<>();
        boolean lmtp = false;
        StringBuilder sent = new StringBuilder();
        List<String> answers = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String rest = line.length() > 3 ? line.substring(3) : "";
            if (line.startsWith("set ")) {
                String[] pair = line.substring(4).split(" = ?", 2);
                settings.put(pair[0], pair[1]);
            } else if (line.equals("protocol lmtp")) {
                lmtp = true;
            } else if (line.startsWith("reject ")) {
                rejects.add(line.substring(7));
            } else if (line.startsWith("L: ")) {
                log.add(rest);
            } else if (line.startsWith("S:") || line.equals("PAUSE") || line.equals("END")) {
                answers.add(line.startsWith("S:") ? rest : line);
            } else if (line.startsWith("C:") || line.startsWith("R:")) {
                if (!answers.isEmpty()) {
                    turns.add(new Turn(sent.toString(), answers));
                    sent = new StringBuilder();
                    answers = new ArrayList<>();
                }
                sent.append(line.startsWith("C:") ? latin1(rest) + "\r\n" : unescaped(rest));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IOException(file + ": " + line);
            }
        }
        turns.add(new Turn(sent.toString(), answers));
        return new Dialogue(file.getFileName().toString(), settings, lmtp, rejects, turns, log);
    }

    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String unescaped(String text) {
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                octets.append(text.charAt(i));
                continue;
            }
            char c = text.charAt(++i);
            switch (c) {
                case 'r' -> octets.append('\r');
                case 'n' -> octets.append('\n');
                case 't' -> octets.append('\t');
                case 'x' -> {
                    octets.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> octets.append(c);
            }
        }
        return octets.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
