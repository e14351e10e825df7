/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.postchaise.api.MessageSource;

/**
 * The mail that a notice returns. The needed properties are read once in advance: from the header, and from the rest up
 * to the size limit. One line of the header is held in memory, truncated at {@value #LINE_LIMIT} octets.
 *
 * @param source the mail
 * @param headerOctets the length of the header, without the empty line
 * @param size the length of the mail with CRLF as line ends; more than the limit where the mail was not read to its end
 * @param octets the length of the mail with its own line ends; 0 where the mail was not read to its end
 * @param lineEnd true if the last line has a line end
 * @param messageId the Message-ID with its angle brackets; empty where there is none
 * @param encoding the Content-Transfer-Encoding of its header, in lower case; empty where there is none
 */
record OriginalMessage(
        MessageSource source,
        long headerOctets,
        long size,
        long octets,
        boolean lineEnd,
        String messageId,
        String encoding) {
    private static final int LINE_LIMIT = 2048;
    private static final byte[] CRLF = {'\r', '\n'};

    /** The extent of the returned message. */
    enum Extent {
        FULL,
        HEADER
    }

    /** Reads the properties that a notice needs. */
    static OriginalMessage read(MessageSource source, long sizeLimit) throws IOException {
        try (InputStream in = new BufferedInputStream(source.open(), 8192)) {
            return new Reader().read(source, in, sizeLimit);
        }
    }

    /** Returns the part that is returned, with a line end after the last line. */
    InputStream open(Extent extent) throws IOException {
        InputStream in = source.open();
        InputStream part = extent == Extent.FULL ? in : new FirstOctets(in, headerOctets);
        return addsLineEnd(extent) ? new SequenceInputStream(part, new ByteArrayInputStream(CRLF)) : part;
    }

    /** Returns the number of octets of {@link #open}; for the whole message only if the mail was read to its end. */
    long length(Extent extent) {
        return (extent == Extent.FULL ? octets : headerOctets) + (addsLineEnd(extent) ? CRLF.length : 0);
    }

    private boolean addsLineEnd(Extent extent) {
        return octets > 0 && !lineEnd && (extent == Extent.FULL || headerOctets == octets);
    }

    /** A reader that scans the octets once. */
    private static final class Reader {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        private boolean inHeader = true;
        private long headerOctets;
        private long octets;
        private long size;
        private String messageId = "";
        private String encoding = "";

        OriginalMessage read(MessageSource source, InputStream in, long sizeLimit) throws IOException {
            int before = -1;
            int octet = in.read();
            while (octet >= 0 && (inHeader || size <= sizeLimit)) {
                octets++;
                size += octet == '\n' && before != '\r' ? 2 : 1;
                if (inHeader) {
                    header(octet);
                }
                before = octet;
                octet = in.read();
            }
            if (octet < 0 && before != '\n' && before >= 0) {
                size += CRLF.length;
                if (inHeader) {
                    endLine();
                }
            }
            return new OriginalMessage(
                    source, headerOctets, size, octet < 0 ? octets : 0, before == '\n', messageId, encoding);
        }

        private void header(int octet) {
            if (octet == '\n') {
                endLine();
            } else if (line.size() < LINE_LIMIT) {
                line.write(octet);
            }
        }

        private void endLine() {
            String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            boolean folded = line.size() > 0 && (line.toByteArray()[0] == ' ' || line.toByteArray()[0] == '\t');
            line.reset();
            int name = nameLength(text);
            if (folded) {
                headerOctets = octets;
            } else if (name > 0) {
                headerOctets = octets;
                field(text.substring(0, name).toLowerCase(Locale.ROOT), text.substring(text.indexOf(':') + 1));
            } else {
                inHeader = false;
            }
        }

        private void field(String name, String value) {
            String text = value.strip();
            if (name.equals("message-id") && text.matches("<[!-~]{1,900}>")) {
                messageId = text;
            } else if (name.equals("content-transfer-encoding")) {
                encoding = text.toLowerCase(Locale.ROOT);
            }
        }

        /** Returns the length of the name with which a header begins; 0 if the line is not a header. */
        private static int nameLength(String line) {
            int end = 0;
            while (end < line.length() && line.charAt(end) > ' ' && line.charAt(end) < 127 && line.charAt(end) != ':') {
                end++;
            }
            int colon = end;
            while (colon < line.length() && (line.charAt(colon) == ' ' || line.charAt(colon) == '\t')) {
                colon++;
            }
            return colon < line.length() && line.charAt(colon) == ':' ? end : 0;
        }
    }

    /** The first octets of another stream. */
    private static final class FirstOctets extends InputStream {
        private final InputStream in;
        private long left;

        FirstOctets(InputStream in, long count) {
            this.in = in;
            this.left = count;
        }

        @Override
        public int read() throws IOException {
            int octet = left > 0 ? in.read() : -1;
            left -= octet < 0 ? 0 : 1;
            return octet;
        }

        @Override
        public int read(byte[] octets, int off, int len) throws IOException {
            if (len == 0) {
                return 0;
            }
            int count = left > 0 ? in.read(octets, off, (int) Math.min(len, left)) : -1;
            left -= Math.max(count, 0);
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
