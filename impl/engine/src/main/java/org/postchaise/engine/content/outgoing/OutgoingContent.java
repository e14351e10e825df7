/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.postchaise.engine.content.ContentChecks;
import org.postchaise.engine.content.HeaderField;
import org.postchaise.engine.content.mime.MimeHandler;

/** The handler that applies checks and generic maps to the elements of a message, and folds its lines. */
final class OutgoingContent implements MimeHandler {
    private static final Set<String> MIME_HEADERS = Set.of(
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "content-description",
            "content-disposition",
            "content-id");

    private static final byte[] TAB = {'\t'};

    private final Map<HeaderClass, ContentChecks> headerChecks;
    private final boolean anyHeaderChecks;
    private final ContentChecks bodyChecks;
    private final HeaderRewriter rewriter;
    private final FoldedLines lines;
    private final Consumer<String> notes;

    OutgoingContent(
            Map<HeaderClass, ContentChecks> headerChecks,
            ContentChecks bodyChecks,
            HeaderRewriter rewriter,
            FoldedLines lines,
            Consumer<String> notes) {
        this.headerChecks = headerChecks;
        this.anyHeaderChecks = !headerChecks.values().stream().allMatch(ContentChecks::isEmpty);
        this.bodyChecks = bodyChecks;
        this.rewriter = rewriter;
        this.lines = lines;
        this.notes = notes;
    }

    @Override
    public void header(HeaderClass headerClass, HeaderField header) throws IOException {
        // most often there is no check at all, and the name need not be looked at
        boolean mime = anyHeaderChecks && MIME_HEADERS.contains(header.name());
        checked(headerClass, header, headerChecks.get(mime ? HeaderClass.PART : headerClass));
    }

    @Override
    public void encoding(HeaderClass headerClass, HeaderField header) throws IOException {
        // Postfix takes the header it makes for one that is not a MIME header
        checked(headerClass, header, headerChecks.get(headerClass));
    }

    private void checked(HeaderClass headerClass, HeaderField header, ContentChecks checks) throws IOException {
        HeaderField left = header;
        if (!checks.isEmpty()) {
            ContentChecks.Outcome outcome = checks.apply(header.text(), notes);
            outcome.prepended().forEach(line -> write(header.with(line)));
            if (outcome.text().isEmpty()) {
                return;
            }
            left = header.with(outcome.text().get());
        }
        write(headerClass == HeaderClass.PRIMARY ? rewriter.rewrite(left, notes) : left);
    }

    @Override
    public void body(byte[] octets, int off, int len, boolean more) throws IOException {
        if (bodyChecks.isEmpty() || len == 0) {
            lines.write(octets, off, len, more);
            return;
        }
        HeaderField line = HeaderField.of(Arrays.copyOfRange(octets, off, off + len), len);
        ContentChecks.Outcome outcome = bodyChecks.apply(line.text(), notes);
        outcome.prepended().forEach(before -> write(line.with(before)));
        if (outcome.text().isPresent()) {
            HeaderField left = line.with(outcome.text().get());
            lines.write(left.octets(), 0, left.length(), more);
        }
    }

    /** Writes a header; lines of a folded header begin with white space, even where a rule removed the white space. */
    private void write(HeaderField header) {
        byte[] octets = header.octets();
        int start = 0;
        for (int i = 0; i <= header.length(); i++) {
            if (i == header.length() || octets[i] == '\n') {
                boolean indented = start == 0 || (i > start && (octets[start] == ' ' || octets[start] == '\t'));
                if (!indented) {
                    lines.write(TAB, 0, 1, true);
                }
                lines.write(octets, start, i - start, false);
                start = i + 1;
            }
        }
    }

    /** Returns the octets of a line that is not part of the message. */
    static byte[] octets(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }
}
