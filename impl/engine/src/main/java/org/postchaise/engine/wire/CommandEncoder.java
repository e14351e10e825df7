/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The encoder of commands: the only code that makes the octets of a command line.
 *
 * <p>Each argument is encoded to octets first and then refused if an octet is CR, LF or NUL, or is a space where the
 * argument ends at a space. The order matters: a check on characters followed by a narrowing encoder let U+760D U+760A
 * through as CR LF elsewhere (CVE-2025-7962). Characters that the charset lacks are refused, not narrowed.
 */
public final class CommandEncoder {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");

    private CommandEncoder() {}

    /**
     * Returns the octets of {@code command} with CRLF, in US-ASCII.
     *
     * @throws UnsafeArgumentException when an argument can't be sent; nothing was written
     */
    public static byte[] encode(Command command) throws UnsafeArgumentException {
        return encode(command, StandardCharsets.US_ASCII);
    }

    /**
     * Returns the octets of {@code command} with CRLF, in UTF-8, for a server that offers SMTPUTF8 (RFC 6531).
     *
     * @throws UnsafeArgumentException when an argument can't be sent; nothing was written
     */
    public static byte[] encodeUtf8(Command command) throws UnsafeArgumentException {
        return encode(command, StandardCharsets.UTF_8);
    }

    private static byte[] encode(Command command, Charset charset) throws UnsafeArgumentException {
        Line line = new Line(command.verb(), charset);
        if (command instanceof Command.Ehlo ehlo) {
            line.text(" ").word("EHLO name", ehlo.clientName());
        } else if (command instanceof Command.Lhlo lhlo) {
            line.text(" ").word("LHLO name", lhlo.clientName());
        } else if (command instanceof Command.Xforward xforward) {
            line.parameters(xforward.attributes());
        } else if (command instanceof Command.Helo helo) {
            line.text(" ").word("HELO name", helo.clientName());
        } else if (command instanceof Command.MailFrom mail) {
            line.text(":<")
                    .path("sender address", mail.reversePath(), mail.form())
                    .text(">")
                    .parameters(mail.parameters());
        } else if (command instanceof Command.RcptTo rcpt) {
            line.text(":<")
                    .path("recipient address", rcpt.forwardPath(), rcpt.form())
                    .text(">")
                    .parameters(rcpt.parameters());
        } else if (command instanceof Command.Auth auth) {
            line.text(" ").word("mechanism", auth.mechanism());
            if (!auth.initialResponse().isEmpty()) {
                line.text(" ").base64(auth.initialResponse());
            }
        } else if (command instanceof Command.AuthResponse auth) {
            line.base64(auth.response());
        } else if (command instanceof Command.Bdat bdat) {
            line.text(" " + bdat.octets()).text(bdat.last() ? " LAST" : "");
        }
        return line.end();
    }

    /** Returns the text of a command line that {@link #encode} returned, without CRLF, for a log. */
    public static String show(byte[] encoded) {
        return new String(encoded, 0, encoded.length - CRLF.length, StandardCharsets.UTF_8);
    }

    private static final class Line {
        private byte[] octets = new byte[128];
        private final Charset charset;
        private int length;

        Line(String verb, Charset charset) {
            this.charset = charset;
            text(verb);
        }

        Line text(String ours) {
            byte[] b = ours.getBytes(StandardCharsets.US_ASCII);
            append(ByteBuffer.wrap(b));
            return this;
        }

        /** Appends an argument that ends at a space. */
        Line word(String what, String value) throws UnsafeArgumentException {
            ByteBuffer encoded = octets(what, value);
            for (int i = 0; i < encoded.limit(); i++) {
                if (encoded.get(i) == ' ') {
                    throw new UnsafeArgumentException(what, value, "holds a space");
                }
            }
            if (encoded.limit() == 0) {
                throw new UnsafeArgumentException(what, value, "is empty");
            }
            append(encoded);
            return this;
        }

        /** Appends an address between angle brackets; an angle bracket in the address must stand in a quoted string. */
        Line path(String what, String value, Command.PathForm form) throws UnsafeArgumentException {
            ByteBuffer encoded = octets(what, value);
            if (form == Command.PathForm.BARE) {
                return bare(what, value, encoded);
            }
            boolean quoted = false;
            for (int i = 0; i < encoded.limit(); i++) {
                byte b = encoded.get(i);
                if (b == '\\' && quoted) {
                    i++;
                } else if (b == '"') {
                    quoted = !quoted;
                } else if ((b == '>' || b == '<' || b == ' ') && !quoted) {
                    throw new UnsafeArgumentException(what, value, "holds an unquoted \"" + (char) b + "\"");
                }
            }
            if (quoted) {
                throw new UnsafeArgumentException(what, value, "has an open quoted string");
            }
            append(encoded);
            return this;
        }

        /**
         * Appends an address without quotes. A closing angle bracket before a space is refused: the server would take the
         * rest for parameters.
         */
        private Line bare(String what, String value, ByteBuffer encoded) throws UnsafeArgumentException {
            for (int i = 0; i + 1 < encoded.limit(); i++) {
                if (encoded.get(i) == '>' && encoded.get(i + 1) == ' ') {
                    throw new UnsafeArgumentException(
                            what, value, "holds a \">\" before a space, and addresses are sent without quotes");
                }
            }
            append(encoded);
            return this;
        }

        Line parameters(List<String> parameters) throws UnsafeArgumentException {
            for (String parameter : parameters) {
                text(" ").word("command parameter", parameter);
            }
            return this;
        }

        /** Appends base64 text; the message of an exception does not name the text, which is secret. */
        Line base64(String value) throws UnsafeArgumentException {
            if (!BASE64.matcher(value).matches()) {
                throw new UnsafeArgumentException("AUTH response", "(credentials)", "is not base64");
            }
            return text(value);
        }

        byte[] end() {
            append(ByteBuffer.wrap(CRLF));
            return Arrays.copyOf(octets, length);
        }

        private ByteBuffer octets(String what, String value) throws UnsafeArgumentException {
            ByteBuffer encoded;
            try {
                encoded = isAscii(value)
                        ? ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII))
                        : charset.newEncoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)
                                .encode(CharBuffer.wrap(value));
            } catch (CharacterCodingException e) {
                throw new UnsafeArgumentException(what, value, "holds a character outside " + charset, e);
            }
            for (int i = 0; i < encoded.limit(); i++) {
                byte b = encoded.get(i);
                if (b == '\r' || b == '\n' || b == 0) {
                    throw new UnsafeArgumentException(
                            what, value, "holds " + (b == '\r' ? "CR" : b == '\n' ? "LF" : "NUL"));
                }
            }
            return encoded;
        }

        /** Returns true if {@code value} is US-ASCII; such characters are encoded to the same octets in both charsets. */
        private static boolean isAscii(String value) {
            for (int i = 0; i < value.length(); i++) {
                if (value.charAt(i) > 0x7f) {
                    return false;
                }
            }
            return true;
        }

        private void append(ByteBuffer more) {
            int count = more.remaining();
            if (length + count > octets.length) {
                octets = Arrays.copyOf(octets, Math.max(length + count, octets.length * 2));
            }
            more.get(octets, length, count);
            length += count;
        }
    }
}
