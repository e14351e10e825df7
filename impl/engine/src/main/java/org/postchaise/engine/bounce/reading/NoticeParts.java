/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of a MIME message (RFC 2046) as successive streams, none of which is held in memory. */
final class NoticeParts {
    /** The largest header section, in octets; as Postfix's {@code header_size_limit}. */
    static final int HEADER_LIMIT = 102_400;

    /** The longest boundary; RFC 2046, section 5.1.1, has 70. */
    private static final int BOUNDARY_LIMIT = 200;

    private static final int LONGEST_LINE = 1000;
    private static final Pattern MESSAGE_ID =
            Pattern.compile("Message-ID:\\s*(<[^<>]*>|\\S+).*", Pattern.CASE_INSENSITIVE);

    private static final Pattern FOLD = Pattern.compile("[ \\t]*[\\r\\n]+[ \\t]*");

    /** Content-Type parameter, also with characters that must be quoted and are not; the closing quote may be missing. */
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*(?<name>[^\\s;=\"]+)\\s*=\\s*(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"?|(?<plain>[^\\s;\"]*))");

    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private NoticeParts() {}

    /** Failure to parse a notification; the message says why. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /** Returns at most the first {@code limit} octets of {@code in}; further octets are not read. */
    static InputStream beginning(InputStream in, long limit) {
        return new Limited(new BufferedInputStream(in), limit, "");
    }

    /**
     * Returns the header section at the position of {@code in}, and consumes the empty line after it.
     *
     * @throws MalformedException when the section is too long
     */
    static HeaderFields headers(InputStream in) throws IOException {
        return HeaderFields.read(
                new Limited(in, HEADER_LIMIT, "a header section has more than " + HEADER_LIMIT + " octets"));
    }

    /** Returns the first field of a name, unfolded; empty where there is none. */
    static String field(HeaderFields headers, String name) {
        return headers.values(name).stream()
                .findFirst()
                .map(value -> FOLD.matcher(value).replaceAll(" ").strip())
                .orElse("");
    }

    /** Returns the media type in lower case, without parameters; empty where there is none. */
    static String type(HeaderFields headers) {
        String value = field(headers, "Content-Type");
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Returns a parameter of the media type, even if other parameters are malformed; empty where the parameter is missing. */
    static Optional<String> parameter(HeaderFields headers, String name) {
        Matcher parameter = PARAMETER.matcher(field(headers, "Content-Type"));
        while (parameter.find()) {
            if (parameter.group("name").equalsIgnoreCase(name)) {
                String quoted = parameter.group("quoted");
                return Optional.of(
                        quoted == null
                                ? parameter.group("plain")
                                : ESCAPED.matcher(quoted).replaceAll("$1"));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the decoded content of a part.
     *
     * @throws MalformedException when the transfer encoding is unknown
     */
    static InputStream decoded(HeaderFields headers, InputStream body) throws MalformedException {
        String encoding = field(headers, "Content-Transfer-Encoding").toLowerCase(Locale.ROOT);
        if (encoding.isEmpty()) {
            return body;
        }
        return TransferEncoding.named(encoding)
                .orElseThrow(() -> new MalformedException("the encoding of " + type(headers)
                        + " is unknown; expected 7bit, 8bit, binary, quoted-printable or base64"))
                .decoded(body);
    }

    /** Returns the decoded content of a part; the undecoded content where the transfer encoding is unknown. */
    static InputStream decodedOrNot(HeaderFields headers, InputStream body) {
        try {
            return decoded(headers, body);
        } catch (MalformedException e) {
            return body;
        }
    }

    /** Returns the first Message-ID of a header section of any length, with its angle brackets, as far as it can be read; empty where there is none. */
    static String messageId(InputStream content) throws IOException {
        StringBuilder line = new StringBuilder();
        String last = "";
        boolean more = true;
        boolean begun = false;
        while (more) {
            int octet = content.read();
            more = octet >= 0;
            if (more && octet != '\n') {
                line.append(octet == '\r' || line.length() > LONGEST_LINE ? "" : String.valueOf((char) octet));
                continue;
            }
            boolean folded = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
            last = folded ? last + line : line.toString();
            Matcher id = MESSAGE_ID.matcher(last);
            if (id.matches()) {
                return id.group(1);
            }
            more &= !(begun && line.toString().isBlank());
            begun |= !line.toString().isBlank();
            line.setLength(0);
        }
        return "";
    }

    /** Reader of a multipart body, part by part. */
    static final class Parts {
        private final byte[] delimiter;
        private final PushbackInputStream body;
        private Part current;
        private boolean ended;

        /**
         * Creates a reader at the start of {@code body}.
         *
         * @throws MalformedException when there is no boundary, or the boundary is too long
         */
        Parts(HeaderFields headers, InputStream body) throws MalformedException {
            String boundary = parameter(headers, "boundary").orElse("");
            if (boundary.isEmpty() || boundary.length() > BOUNDARY_LIMIT) {
                throw new MalformedException("the boundary of " + type(headers) + " has " + boundary.length()
                        + " characters; expected 1 to " + BOUNDARY_LIMIT);
            }
            this.delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
            this.body = new PushbackInputStream(body, delimiter.length + 2);
            // the preamble before the first part
            this.current = new Part();
        }

        /** Returns the next part, header and content, after skipping the rest of the last part; empty at the end. */
        Optional<InputStream> next() throws IOException {
            current.transferTo(OutputStream.nullOutputStream());
            current = new Part();
            return ended ? Optional.empty() : Optional.of(current);
        }

        /** A part that ends before the line with the boundary, and consumes that line. */
        private final class Part extends InputStream {
            private boolean lineStart = true;
            private boolean over;

            @Override
            public int read() throws IOException {
                if (over || ended || (lineStart && atDelimiter())) {
                    return -1;
                }
                int octet = body.read();
                ended = octet < 0;
                lineStart = octet == '\n';
                return octet;
            }

            @Override
            public int read(byte[] octets, int offset, int length) throws IOException {
                int count = 0;
                int octet = length == 0 ? 0 : read();
                while (octet >= 0 && count < length) {
                    octets[offset + count++] = (byte) octet;
                    octet = count < length ? read() : 0;
                }
                return count == 0 && octet < 0 ? -1 : count;
            }

            private boolean atDelimiter() throws IOException {
                byte[] start = body.readNBytes(delimiter.length + 2);
                int length = delimiter.length;
                String after = new String(
                        start,
                        Math.min(length, start.length),
                        Math.max(0, start.length - length),
                        StandardCharsets.US_ASCII);
                boolean last = after.equals("--");
                over = start.length >= length
                        && Arrays.equals(start, 0, length, delimiter, 0, length)
                        && (last || after.isBlank() || after.charAt(0) == '\n');
                if (!over || !last) {
                    body.unread(start, over ? length : 0, start.length - (over ? length : 0));
                }
                ended = over && last;
                for (int octet = over && !last ? body.read() : '\n'; octet >= 0 && octet != '\n'; ) {
                    octet = body.read();
                }
                return over;
            }
        }
    }

    /** Stream of limited length: ends at the limit, or fails there if a complaint is given. */
    private static final class Limited extends FilterInputStream {
        private final String complaint;
        private long left;

        Limited(InputStream in, long limit, String complaint) {
            super(in);
            this.left = limit;
            this.complaint = complaint;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                if (!complaint.isEmpty()) {
                    throw new MalformedException(complaint);
                }
                return -1;
            }
            int octet = super.read();
            left -= octet < 0 ? 0 : 1;
            return octet;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int first = read();
            if (first < 0) {
                return -1;
            }
            octets[offset] = (byte) first;
            int more = left == 0 ? 0 : super.read(octets, offset + 1, (int) Math.min(left, length - 1));
            left -= Math.max(more, 0);
            return 1 + Math.max(more, 0);
        }
    }
}
