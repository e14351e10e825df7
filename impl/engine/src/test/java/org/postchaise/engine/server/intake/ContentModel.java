/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.nio.charset.StandardCharsets;
import org.postchaise.engine.wire.StrayCr;

/** A simple reading of received content, line by line: the CRs before an LF, or only one, belong to the line end, and every line gets CRLF. */
final class ContentModel {
    private final StringBuilder text = new StringBuilder();
    private final boolean lenient;
    private final StrayCr strayCr;
    private boolean bareLf;
    private boolean lastBare;
    private boolean ended;
    private int end;

    private ContentModel(boolean lenient, StrayCr strayCr) {
        this.lenient = lenient;
        this.strayCr = strayCr;
    }

    /** Reads dot-stuffed content from {@code from} on. */
    static ContentModel dots(byte[] octets, int from, boolean lenient, StrayCr strayCr) {
        ContentModel model = new ContentModel(lenient, strayCr);
        String all = new String(octets, StandardCharsets.ISO_8859_1);
        int at = from;
        for (int lf = all.indexOf('\n', at); lf >= 0 && !model.ended; lf = all.indexOf('\n', at)) {
            model.dotLine(all.substring(at, lf));
            at = lf + 1;
        }
        if (!model.ended) {
            String rest = model.withoutCrs(all.substring(at));
            model.write(rest.startsWith(".") ? rest.substring(1) : rest);
            at = all.length();
        }
        model.end = at;
        return model;
    }

    /** Reads content in chunks, put together. */
    static ContentModel chunks(String all, boolean lenient, StrayCr strayCr) {
        ContentModel model = new ContentModel(lenient, strayCr);
        int at = 0;
        for (int lf = all.indexOf('\n'); lf >= 0; lf = all.indexOf('\n', at)) {
            model.line(model.withoutCrs(all.substring(at, lf)));
            model.bareLf |= lf == at || all.charAt(lf - 1) != '\r';
            at = lf + 1;
        }
        if (at < all.length()) {
            model.line(all.substring(at));
        }
        return model;
    }

    private void dotLine(String raw) {
        String line = withoutCrs(raw);
        boolean bare = line.length() == raw.length();
        if (line.equals(".")) {
            ended = lenient || (raw.equals(".\r") && !lastBare);
        } else {
            line(line.startsWith(".") ? line.substring(1) : line);
        }
        bareLf |= bare;
        lastBare = bare;
    }

    private void line(String line) {
        write(line);
        text.append("\r\n");
    }

    private void write(String part) {
        text.append(strayCr == StrayCr.KEPT ? part : part.replace('\r', ' '));
    }

    private String withoutCrs(String line) {
        int to = line.length();
        while (to > 0 && line.charAt(to - 1) == '\r') {
            to--;
            if (!lenient) {
                break;
            }
        }
        return line.substring(0, to);
    }

    /** Throws if a decoder made something else of the content. */
    void check(String decoded, boolean hasBareLf) {
        if (!text.toString().equals(decoded) || bareLf != hasBareLf) {
            throw new AssertionError("decoded \"" + decoded + "\", bare LF " + hasBareLf + " instead of \"" + text
                    + "\", bare LF " + bareLf);
        }
    }

    /** Returns true if the content has ended. */
    boolean ended() {
        return ended;
    }

    /** Returns the index after the end of the content, or after all octets. */
    int end() {
        return end;
    }
}
