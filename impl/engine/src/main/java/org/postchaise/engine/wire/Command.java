/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.util.List;

/** A client's command (RFC 5321, section 4.1.1). Values as the user means them; {@link CommandEncoder} makes octets. */
public sealed interface Command {

    /** The verb, as sent. */
    String verb();

    /**
     * EHLO.
     *
     * @param clientName host name or address literal
     */
    record Ehlo(String clientName) implements Command {
        @Override
        public String verb() {
            return "EHLO";
        }
    }

    /**
     * HELO.
     *
     * @param clientName host name or address literal
     */
    record Helo(String clientName) implements Command {
        @Override
        public String verb() {
            return "HELO";
        }
    }

    /**
     * LHLO (RFC 2033, section 4.1).
     *
     * @param clientName host name or address literal
     */
    record Lhlo(String clientName) implements Command {
        @Override
        public String verb() {
            return "LHLO";
        }
    }

    /** STARTTLS (RFC 3207). */
    record StartTls() implements Command {
        @Override
        public String verb() {
            return "STARTTLS";
        }
    }

    /**
     * XFORWARD, Postfix's own (XFORWARD_README).
     *
     * @param attributes such as {@code NAME=mx.example.com}, values as xtext
     */
    record Xforward(List<String> attributes) implements Command {
        @Override
        public String verb() {
            return "XFORWARD";
        }
    }

    /** How an address stands in MAIL and RCPT. */
    enum PathForm {
        /** As RFC 5321, section 4.1.2, has it: what is special stands in a quoted string. */
        QUOTED,
        /** With its local part as it is meant ({@code smtp_quote_rfc821_envelope = no}); it may hold anything but a bracket's end with a space behind. */
        BARE
    }

    /**
     * MAIL FROM.
     *
     * @param reversePath the sender without brackets; empty for the null sender
     * @param form how the sender is written
     * @param parameters such as {@code SIZE=1000}
     */
    record MailFrom(String reversePath, PathForm form, List<String> parameters) implements Command {
        /** The same with a sender that is quoted where it must be. */
        public MailFrom(String reversePath, List<String> parameters) {
            this(reversePath, PathForm.QUOTED, parameters);
        }

        @Override
        public String verb() {
            return "MAIL FROM";
        }
    }

    /**
     * RCPT TO.
     *
     * @param forwardPath the recipient without brackets
     * @param form how the recipient is written
     * @param parameters such as {@code NOTIFY=NEVER}
     */
    record RcptTo(String forwardPath, PathForm form, List<String> parameters) implements Command {
        /** The same with a recipient that is quoted where it must be. */
        public RcptTo(String forwardPath, List<String> parameters) {
            this(forwardPath, PathForm.QUOTED, parameters);
        }

        @Override
        public String verb() {
            return "RCPT TO";
        }
    }

    /** DATA. */
    record Data() implements Command {
        @Override
        public String verb() {
            return "DATA";
        }
    }

    /**
     * BDAT (RFC 3030, section 2); the octets follow it at once.
     *
     * @param octets how many
     * @param last whether they are the last ones of the content
     */
    record Bdat(long octets, boolean last) implements Command {
        @Override
        public String verb() {
            return "BDAT";
        }
    }

    /**
     * AUTH (RFC 4954, section 4).
     *
     * @param mechanism its name
     * @param initialResponse in base64; empty: none
     */
    record Auth(String mechanism, String initialResponse) implements Command {
        @Override
        public String verb() {
            return "AUTH";
        }

        /** Without the response. */
        @Override
        public String toString() {
            return "AUTH " + mechanism;
        }
    }

    /**
     * A line by which AUTH goes on, which has no verb.
     *
     * @param response in base64; may be empty
     */
    record AuthResponse(String response) implements Command {
        @Override
        public String verb() {
            return "";
        }

        /** Without the response. */
        @Override
        public String toString() {
            return "response to a challenge";
        }
    }

    /** RSET. */
    record Rset() implements Command {
        @Override
        public String verb() {
            return "RSET";
        }
    }

    /** QUIT. */
    record Quit() implements Command {
        @Override
        public String verb() {
            return "QUIT";
        }
    }
}
