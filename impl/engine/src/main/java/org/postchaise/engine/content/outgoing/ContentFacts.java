/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.postchaise.engine.content.HeaderField;
import org.postchaise.engine.content.mime.Conversion;
import org.postchaise.engine.content.mime.MimeHandler;
import org.postchaise.engine.content.mime.MimeState;

/**
 * The properties of a message that decide how the message must be sent, found in its headers.
 *
 * @param eightBit true if a header at any depth declares 8bit or binary content, which requires BODY=8BITMIME whatever
 *     the sender declared
 * @param internationalHeader true if a header at any depth is not US-ASCII, which requires SMTPUTF8 where the sender
 *     asked for SMTPUTF8
 * @param tlsNotRequired true if the header TLS-Required has the value no (RFC 8689, section 3)
 * @param deliveredTo the recipients in Delivered-To headers, in lower case
 */
public record ContentFacts(
        boolean eightBit, boolean internationalHeader, boolean tlsNotRequired, Set<String> deliveredTo) {
    /** Creates facts with a copy of the set. */
    public ContentFacts {
        deliveredTo = Set.copyOf(deliveredTo);
    }

    /** Returns true if a Delivered-To header names {@code recipient}, which is a mail loop for flag D. */
    public boolean wasDeliveredTo(String recipient) {
        return deliveredTo.contains(recipient.toLowerCase(Locale.ROOT));
    }

    static ContentFacts of(InputStream message, ContentLimits limits) throws IOException {
        Collector collector = new Collector();
        MimeState mime = new MimeState(limits.mime(), Conversion.NONE, collector);
        // nothing comes out of this stream but the blocks that need no look
        ContentStream stream = new ContentStream(
                message, mime, new FoldedLines(0, ContentOptions.PLAIN.notes()), ContentStream.Lines.BLOCKS, limits);
        stream.run(mime::headersMayFollow);
        return new ContentFacts(
                collector.eightBit, collector.international, collector.tlsNotRequired, collector.deliveredTo);
    }

    private static final class Collector implements MimeHandler {
        private final Set<String> deliveredTo = new HashSet<>();
        private boolean eightBit;
        private boolean international;
        private boolean tlsNotRequired;

        @Override
        public void header(HeaderClass headerClass, HeaderField header) {
            international |= !header.isAscii();
            if (header.isNamed("content-transfer-encoding")) {
                // as Postfix, which takes the value only where nothing follows it
                String value = header.value().stripLeading();
                eightBit |= value.equalsIgnoreCase("8bit") || value.equalsIgnoreCase("binary");
            } else if (headerClass == HeaderClass.PRIMARY && header.isNamed("tls-required")) {
                tlsNotRequired |= header.value().strip().equalsIgnoreCase("no");
            } else if (headerClass == HeaderClass.PRIMARY && header.isNamed("delivered-to")) {
                String value = header.value();
                int line = value.indexOf('\n');
                deliveredTo.add((line < 0 ? value : value.substring(0, line))
                        .stripLeading()
                        .toLowerCase(Locale.ROOT));
            }
        }

        @Override
        public void encoding(HeaderClass headerClass, HeaderField header) {
            // nothing is converted
        }

        @Override
        public void body(byte[] octets, int off, int len, boolean more) {
            // only headers count
        }
    }
}
