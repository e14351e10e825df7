/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Content-Transfer-Encoding (RFC 2045, section 6), or uuencode, which older systems use. */
enum TransferEncoding {
    NONE,
    QUOTED_PRINTABLE,
    BASE64,
    UUENCODE;

    private static final Map<String, TransferEncoding> BY_NAME = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        BY_NAME.put("7bit", NONE);
        BY_NAME.put("8bit", NONE);
        BY_NAME.put("binary", NONE);
        BY_NAME.put("quoted-printable", QUOTED_PRINTABLE);
        BY_NAME.put("base64", BASE64);
        BY_NAME.put("uuencode", UUENCODE);
        BY_NAME.put("x-uuencode", UUENCODE);
        BY_NAME.put("x-uue", UUENCODE);
    }

    /** Returns the encoding with {@code name} in any case; empty where the name is unknown. */
    static Optional<TransferEncoding> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Returns a stream of the decoded octets of {@code body}. */
    InputStream decoded(InputStream body) {
        return switch (this) {
            case NONE -> body;
            case QUOTED_PRINTABLE -> new DecodedStream(new QuotedPrintableDecoder(body));
            case BASE64 -> new DecodedStream(new Base64Decoder(body));
            case UUENCODE -> new DecodedStream(new UuDecoder(body));
        };
    }
}
