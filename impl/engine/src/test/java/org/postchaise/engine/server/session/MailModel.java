/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.util.ArrayList;
import java.util.List;

/** A model of a session in few words: what a client may expect of each command. It knows nothing of syntax, and nothing of octets. */
final class MailModel {
    /** A mail that the server has taken: sender, recipients, and content with CRLF. */
    record Taken(String sender, List<String> recipients, String content) {}

    /** The states of content in chunks. */
    private enum Chunks {
        NONE,
        OPEN,
        FAILED
    }

    final List<Taken> taken = new ArrayList<>();
    private String sender;
    private final List<String> recipients = new ArrayList<>();
    private final StringBuilder chunks = new StringBuilder();
    private Chunks state = Chunks.NONE;

    /** Returns the reply code of a greeting. */
    int greet() {
        return reset();
    }

    int reset() {
        sender = null;
        recipients.clear();
        chunks.setLength(0);
        state = Chunks.NONE;
        return 250;
    }

    int mail(String from, boolean valid) {
        if (sender != null || state != Chunks.NONE) {
            return 503;
        }
        if (!valid) {
            return 501;
        }
        sender = from;
        return 250;
    }

    int rcpt(String to, boolean known) {
        if (sender == null || state != Chunks.NONE) {
            return 503;
        }
        if (known) {
            recipients.add(to);
        }
        return known ? 250 : 550;
    }

    /** Returns the reply code of DATA; content follows after 354. */
    int data() {
        return state != Chunks.NONE ? 503 : !recipients.isEmpty() ? 354 : sender == null ? 503 : 554;
    }

    int content(String text) {
        taken.add(new Taken(sender, List.copyOf(recipients), text));
        return reset();
    }

    int bdat(String chunk, boolean last) {
        int code = 250;
        if (state == Chunks.FAILED) {
            code = 551;
        } else if (state == Chunks.NONE && recipients.isEmpty()) {
            code = sender == null ? 503 : 554;
        } else if (chunk.isEmpty() && !last) {
            code = 551;
        }
        if (code != 250) {
            reset();
            state = last ? Chunks.NONE : Chunks.FAILED;
            return code;
        }
        chunks.append(chunk);
        state = Chunks.OPEN;
        if (last && chunks.length() > 0 && !chunks.toString().endsWith("\r\n")) {
            chunks.append("\r\n");
        }
        return last ? content(chunks.toString()) : code;
    }
}
