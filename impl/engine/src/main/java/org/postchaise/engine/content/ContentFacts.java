/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the headers of a message say about how it must be sent.
 *
 * @param eightBit whether a header at any depth declares 8bit or binary content: BODY=8BITMIME, whatever the sender said
 * @param internationalHeader whether a header at any depth goes beyond US-ASCII: with SMTPUTF8 asked for, it is needed
 * @param tlsNotRequired whether the header TLS-Required says no (RFC 8689, section 3)
 * @param deliveredTo the recipients that Delivered-To headers name, in lower case
 */
public record ContentFacts(
        boolean eightBit, boolean internationalHeader, boolean tlsNotRequired, Set<String> deliveredTo) {
    /** A copy of the set. */
    public ContentFacts {
        deliveredTo = Set.copyOf(deliveredTo);
    }

    /** Whether the message was delivered to {@code recipient}, as a header has it, before: a loop for flag D. */
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
        public void header(Place place, HeaderField header) {
            international |= !header.isAscii();
            if (header.isNamed("content-transfer-encoding")) {
                // as Postfix, which takes the value only where nothing follows it
                String value = header.value().stripLeading();
                eightBit |= value.equalsIgnoreCase("8bit") || value.equalsIgnoreCase("binary");
            } else if (place == Place.PRIMARY && header.isNamed("tls-required")) {
                tlsNotRequired |= header.value().strip().equalsIgnoreCase("no");
            } else if (place == Place.PRIMARY && header.isNamed("delivered-to")) {
                String value = header.value();
                int line = value.indexOf('\n');
                deliveredTo.add((line < 0 ? value : value.substring(0, line))
                        .stripLeading()
                        .toLowerCase(Locale.ROOT));
            }
        }

        @Override
        public void encoding(Place place, HeaderField header) {
            // nothing is converted
        }

        @Override
        public void body(byte[] octets, int off, int len, boolean more) {
            // only headers count
        }
    }
}
