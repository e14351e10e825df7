/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.util.List;

/** A command of an SMTP or LMTP client (RFC 5321, section 4.1.1), with unencoded arguments; {@link CommandEncoder} encodes commands to octets. */
public sealed interface Command {

    /** The kind of a command, for an exhaustive switch. */
    enum Kind {
        /** {@link Ehlo}. */
        EHLO("EHLO"),
        /** {@link Helo}. */
        HELO("HELO"),
        /** {@link Lhlo}. */
        LHLO("LHLO"),
        /** {@link StartTls}. */
        STARTTLS("STARTTLS"),
        /** {@link Xforward}. */
        XFORWARD("XFORWARD"),
        /** {@link MailFrom}. */
        MAIL_FROM("MAIL FROM"),
        /** {@link RcptTo}. */
        RCPT_TO("RCPT TO"),
        /** {@link Data}. */
        DATA("DATA"),
        /** {@link Bdat}. */
        BDAT("BDAT"),
        /** {@link Auth}. */
        AUTH("AUTH"),
        /** {@link AuthResponse}. */
        AUTH_RESPONSE(""),
        /** {@link Rset}. */
        RSET("RSET"),
        /** {@link Quit}. */
        QUIT("QUIT");

        private final String verb;

        Kind(String verb) {
            this.verb = verb;
        }
    }

    /** Returns the kind, which determines the class of the command. */
    Kind kind();

    /** Returns the verb as sent; empty for a line that has no verb. */
    default String verb() {
        return kind().verb;
    }

    /**
     * The EHLO command.
     *
     * @param clientName host name or address literal
     */
    record Ehlo(String clientName) implements Command {
        @Override
        public Kind kind() {
            return Kind.EHLO;
        }
    }

    /**
     * The HELO command.
     *
     * @param clientName host name or address literal
     */
    record Helo(String clientName) implements Command {
        @Override
        public Kind kind() {
            return Kind.HELO;
        }
    }

    /**
     * The LHLO command (RFC 2033, section 4.1).
     *
     * @param clientName host name or address literal
     */
    record Lhlo(String clientName) implements Command {
        @Override
        public Kind kind() {
            return Kind.LHLO;
        }
    }

    /** The STARTTLS command (RFC 3207). */
    record StartTls() implements Command {
        @Override
        public Kind kind() {
            return Kind.STARTTLS;
        }
    }

    /**
     * The XFORWARD command, an extension of Postfix (XFORWARD_README).
     *
     * @param attributes attributes such as {@code NAME=mx.example.com}, with values in xtext
     */
    record Xforward(List<String> attributes) implements Command {
        @Override
        public Kind kind() {
            return Kind.XFORWARD;
        }
    }

    /** The form in which an address is written in MAIL and RCPT. */
    enum PathForm {
        /** The form of RFC 5321, section 4.1.2: a local part with special characters is a quoted string. */
        QUOTED,
        /**
         * The local part without quotes ({@code smtp_quote_rfc821_envelope = no}); the address may hold anything but a closing angle bracket before a
         * space.
         */
        BARE
    }

    /**
     * The MAIL FROM command.
     *
     * @param reversePath the sender without angle brackets; empty for the null sender
     * @param form the form in which the sender is written
     * @param parameters ESMTP parameters such as {@code SIZE=1000}
     */
    record MailFrom(String reversePath, PathForm form, List<String> parameters) implements Command {
        /** Creates a MAIL FROM command whose sender is in the form {@link PathForm#QUOTED}. */
        public MailFrom(String reversePath, List<String> parameters) {
            this(reversePath, PathForm.QUOTED, parameters);
        }

        @Override
        public Kind kind() {
            return Kind.MAIL_FROM;
        }
    }

    /**
     * The RCPT TO command.
     *
     * @param forwardPath the recipient without angle brackets
     * @param form the form in which the recipient is written
     * @param parameters ESMTP parameters such as {@code NOTIFY=NEVER}
     */
    record RcptTo(String forwardPath, PathForm form, List<String> parameters) implements Command {
        /** Creates a RCPT TO command whose recipient is in the form {@link PathForm#QUOTED}. */
        public RcptTo(String forwardPath, List<String> parameters) {
            this(forwardPath, PathForm.QUOTED, parameters);
        }

        @Override
        public Kind kind() {
            return Kind.RCPT_TO;
        }
    }

    /** The DATA command. */
    record Data() implements Command {
        @Override
        public Kind kind() {
            return Kind.DATA;
        }
    }

    /**
     * The BDAT command (RFC 3030, section 2); the chunk's octets follow the command line at once.
     *
     * @param octets the length of the chunk in octets
     * @param last true for the last chunk of the content
     */
    record Bdat(long octets, boolean last) implements Command {
        @Override
        public Kind kind() {
            return Kind.BDAT;
        }
    }

    /**
     * The AUTH command (RFC 4954, section 4).
     *
     * @param mechanism the name of the SASL mechanism
     * @param initialResponse the initial response in base64; empty for none
     */
    record Auth(String mechanism, String initialResponse) implements Command {
        @Override
        public Kind kind() {
            return Kind.AUTH;
        }

        /** Returns the command without the initial response, which is secret. */
        @Override
        public String toString() {
            return "AUTH " + mechanism;
        }
    }

    /**
     * A client's response in an AUTH exchange: a line without a verb.
     *
     * @param response the response in base64; may be empty
     */
    record AuthResponse(String response) implements Command {
        @Override
        public Kind kind() {
            return Kind.AUTH_RESPONSE;
        }

        /** Returns a description without the response, which is secret. */
        @Override
        public String toString() {
            return "response to a challenge";
        }
    }

    /** The RSET command. */
    record Rset() implements Command {
        @Override
        public Kind kind() {
            return Kind.RSET;
        }
    }

    /** The QUIT command. */
    record Quit() implements Command {
        @Override
        public Kind kind() {
            return Kind.QUIT;
        }
    }
}
