/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");

    private final EncodedLine octets;

    private CommandEncoder(Charset charset) {
        this.octets = new EncodedLine(charset);
    }

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
        CommandEncoder line = new CommandEncoder(charset);
        line.octets.text(command.verb());
        // an expression, so that the compiler demands a branch for each kind
        CommandEncoder complete = switch (command.kind()) {
            case EHLO -> line.name("EHLO name", ((Command.Ehlo) command).clientName());
            case HELO -> line.name("HELO name", ((Command.Helo) command).clientName());
            case LHLO -> line.name("LHLO name", ((Command.Lhlo) command).clientName());
            case XFORWARD -> line.parameters(((Command.Xforward) command).attributes());
            case MAIL_FROM -> line.mail((Command.MailFrom) command);
            case RCPT_TO -> line.recipient((Command.RcptTo) command);
            case BDAT -> line.chunk((Command.Bdat) command);
            case AUTH -> line.login((Command.Auth) command);
            case AUTH_RESPONSE -> line.base64(((Command.AuthResponse) command).response());
            case STARTTLS, DATA, RSET, QUIT -> line;
        };
        return complete.octets.end();
    }

    /** Returns the text of a command line that {@link #encode} returned, without CRLF, for a log. */
    public static String show(byte[] encoded) {
        return new String(encoded, 0, encoded.length - EncodedLine.CRLF.length, StandardCharsets.UTF_8);
    }

    private CommandEncoder name(String what, String value) throws UnsafeArgumentException {
        return space().word(what, value);
    }

    private CommandEncoder mail(Command.MailFrom mail) throws UnsafeArgumentException {
        return path("sender address", mail.reversePath(), mail.form()).parameters(mail.parameters());
    }

    private CommandEncoder recipient(Command.RcptTo rcpt) throws UnsafeArgumentException {
        return path("recipient address", rcpt.forwardPath(), rcpt.form()).parameters(rcpt.parameters());
    }

    private CommandEncoder chunk(Command.Bdat bdat) {
        octets.text(" " + bdat.octets() + (bdat.last() ? " LAST" : ""));
        return this;
    }

    private CommandEncoder login(Command.Auth auth) throws UnsafeArgumentException {
        space().word("mechanism", auth.mechanism());
        return auth.initialResponse().isEmpty() ? this : space().base64(auth.initialResponse());
    }

    private CommandEncoder space() {
        octets.text(" ");
        return this;
    }

    /** Appends an argument that ends at a space. */
    private CommandEncoder word(String what, String value) throws UnsafeArgumentException {
        ByteBuffer encoded = octets.encoded(what, value);
        for (int i = 0; i < encoded.limit(); i++) {
            if (encoded.get(i) == ' ') {
                throw new UnsafeArgumentException(what, value, "holds a space");
            }
        }
        if (encoded.limit() == 0) {
            throw new UnsafeArgumentException(what, value, "is empty");
        }
        octets.append(encoded);
        return this;
    }

    /** Appends a colon, and an address between angle brackets. */
    private CommandEncoder path(String what, String value, Command.PathForm form) throws UnsafeArgumentException {
        ByteBuffer encoded = octets.encoded(what, value);
        switch (form) {
            case QUOTED -> requireQuotes(what, value, encoded);
            case BARE -> requireNoEarlyEnd(what, value, encoded);
        }
        octets.text(":<");
        octets.append(encoded);
        octets.text(">");
        return this;
    }

    /** Checks that each angle bracket or space in an address stands in a quoted string. */
    private static void requireQuotes(String what, String value, ByteBuffer encoded) throws UnsafeArgumentException {
        boolean quoted = false;
        for (int i = 0; i < encoded.limit(); i++) {
            byte b = encoded.get(i);
            if (b == '\\' && quoted) {
                i++;
            } else if (b == '\\' && (i + 1 == encoded.limit() || encoded.get(i + 1) == '"')) {
                // some servers take the backslash for an escape outside of quotes, too: then they disagree on where the
                // quoted string or the path ends
                throw new UnsafeArgumentException(what, value, "holds an unquoted \"\\\"");
            } else if (b == '"') {
                quoted = !quoted;
            } else if ((b == '>' || b == '<' || b == ' ') && !quoted) {
                throw new UnsafeArgumentException(what, value, "holds an unquoted \"" + (char) b + "\"");
            }
        }
        if (quoted) {
            throw new UnsafeArgumentException(what, value, "has an open quoted string");
        }
    }

    /**
     * Checks that an address without quotes has no closing angle bracket before a space: the server would take the rest for
     * parameters.
     */
    private static void requireNoEarlyEnd(String what, String value, ByteBuffer encoded)
            throws UnsafeArgumentException {
        for (int i = 0; i + 1 < encoded.limit(); i++) {
            if (encoded.get(i) == '>' && encoded.get(i + 1) == ' ') {
                throw new UnsafeArgumentException(
                        what, value, "holds a \">\" before a space, and addresses are sent without quotes");
            }
        }
    }

    private CommandEncoder parameters(List<String> parameters) throws UnsafeArgumentException {
        for (String parameter : parameters) {
            space().word("command parameter", parameter);
        }
        return this;
    }

    /** Appends base64 text; the message of an exception does not name the text, which is secret. */
    private CommandEncoder base64(String value) throws UnsafeArgumentException {
        if (!BASE64.matcher(value).matches()) {
            throw new UnsafeArgumentException("AUTH response", "(credentials)", "is not base64");
        }
        octets.text(value);
        return this;
    }
}
