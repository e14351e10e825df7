/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.postchaise.api.Envelope;
import org.postchaise.engine.address.Xtext;
import org.postchaise.engine.config.catalog.Notices;
import org.postchaise.engine.server.view.MailFacts;
import org.postchaise.engine.server.view.ServerReply;

/**
 * The parameters of one MAIL command: SIZE (RFC 1870), BODY (RFC 6152), SMTPUTF8 (RFC 6531), RET and ENVID (RFC 3461), AUTH (RFC 4954),
 * REQUIRETLS (RFC 8689), and XVERP of Postfix. Names are compared without regard to case.
 */
final class MailParameters {
    private static final ServerReply BAD_SIZE = ServerReply.of(501, "5.5.4", "Bad message size syntax");
    private static final ServerReply SIZE_OVERFLOW =
            ServerReply.of(552, "5.3.4", "Message size exceeds file system imposed limit");
    private static final ServerReply BAD_RET = ServerReply.of(501, "5.5.4", "Bad RET parameter syntax");
    private static final ServerReply BAD_ENVID = ServerReply.of(501, "5.5.4", "Bad ENVID parameter syntax");
    static final ServerReply NO_DSN = ServerReply.of(501, "5.7.1", "DSN support is disabled");

    /** The maximum length of ENVID in characters (RFC 3461, section 4.4). */
    private static final int ENVID_LIMIT = 100;

    private final SessionState session;
    private Envelope.Body body = Envelope.Body.UNSPECIFIED;
    private Envelope.Return ret = Envelope.Return.UNSPECIFIED;
    private OptionalLong size = OptionalLong.empty();
    private String envelopeId = "";
    private boolean smtpUtf8;
    private boolean requireTls;
    private Optional<String> verp = Optional.empty();

    MailParameters(SessionState session) {
        this.session = session;
    }

    /** Returns the facts of the MAIL command. */
    MailFacts facts(String sender) {
        return new MailFacts(sender, body, size, ret, envelopeId, new MailFacts.Options(smtpUtf8, requireTls, verp));
    }

    /** Adds a parameter; returns the reply if the parameter is wrong or not offered. */
    Optional<ServerReply> add(String parameter) {
        int equals = parameter.indexOf('=');
        String name = (equals < 0 ? parameter : parameter.substring(0, equals)).toUpperCase(Locale.ROOT);
        return equals < 0 ? option(name, parameter) : value(name, parameter.substring(equals + 1), parameter);
    }

    private Optional<ServerReply> option(String name, String parameter) {
        boolean offered = true;
        switch (name) {
            case EhloKeywords.SMTPUTF8 -> {
                offered = session.rules().smtpUtf8() && !session.discarded().holds(EhloKeywords.SMTPUTF8);
                smtpUtf8 = offered;
            }
            case EhloKeywords.REQUIRETLS -> {
                offered = session.rules().requireTls() && session.tls().isPresent();
                requireTls = offered;
            }
            case EhloKeywords.XVERP -> {
                offered = session.rules().mayVerp(session.client());
                verp = Optional.of(session.settings().get(Notices.DEFAULT_VERP_DELIMITERS));
            }
            default -> offered = false;
        }
        return offered ? Optional.empty() : Optional.of(Replies.unsupported(parameter));
    }

    private Optional<ServerReply> value(String name, String value, String parameter) {
        return switch (name) {
            case EhloKeywords.SIZE -> size(value);
            case "BODY" -> body(value, parameter);
            case "RET" -> dsn(() -> ret(value));
            case "ENVID" -> dsn(() -> envelopeId(value));
            // the authorised sender of RFC 4954, section 5, counts only between systems that trust each other
            case "AUTH" -> Optional.empty();
            case EhloKeywords.XVERP -> verp(value, parameter);
            default -> Optional.of(Replies.unsupported(parameter));
        };
    }

    private Optional<ServerReply> size(String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(BAD_SIZE);
        }
        try {
            size = OptionalLong.of(Long.parseLong(value));
            return Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of(SIZE_OVERFLOW);
        }
    }

    private Optional<ServerReply> body(String value, String parameter) {
        switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT" -> body = Envelope.Body.SEVEN_BIT;
            case "8BITMIME" -> body = Envelope.Body.EIGHT_BIT_MIME;
            default -> {
                return Optional.of(Replies.unsupported(parameter));
            }
        }
        return Optional.empty();
    }

    /** Reads a parameter of DSN, if DSN is offered. */
    private Optional<ServerReply> dsn(Supplier<Optional<ServerReply>> reading) {
        return session.discarded().holds(EhloKeywords.DSN) ? Optional.of(NO_DSN) : reading.get();
    }

    private Optional<ServerReply> ret(String value) {
        String upper = value.toUpperCase(Locale.ROOT);
        if (ret != Envelope.Return.UNSPECIFIED || !(upper.equals("FULL") || upper.equals("HDRS"))) {
            return Optional.of(BAD_RET);
        }
        ret = Envelope.Return.valueOf(upper);
        return Optional.empty();
    }

    private Optional<ServerReply> envelopeId(String value) {
        if (!envelopeId.isEmpty() || value.isEmpty() || !isXtext(value) || !isPrintable(Xtext.decode(value))) {
            return Optional.of(BAD_ENVID);
        }
        envelopeId = Xtext.normalized(value);
        return envelopeId.length() > ENVID_LIMIT ? Optional.of(BAD_ENVID) : Optional.empty();
    }

    private Optional<ServerReply> verp(String value, String parameter) {
        if (!session.rules().mayVerp(session.client())) {
            return Optional.of(Replies.unsupported(parameter));
        }
        String allowed = session.settings().get(Notices.VERP_DELIMITER_FILTER);
        if (value.length() != 2 || !value.chars().allMatch(c -> allowed.indexOf(c) >= 0)) {
            return Optional.of(ServerReply.of(501, "5.5.4", "Error: XVERP needs two characters from " + allowed));
        }
        verp = Optional.of(value);
        return Optional.empty();
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /** Returns true if each plus sign in {@code text} is followed by two hexadecimal digits. */
    static boolean isXtext(String text) {
        for (int i = text.indexOf('+'); i >= 0; i = text.indexOf('+', i + 3)) {
            if (i + 2 >= text.length()
                    || Character.digit(text.charAt(i + 1), 16) < 0
                    || Character.digit(text.charAt(i + 2), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
