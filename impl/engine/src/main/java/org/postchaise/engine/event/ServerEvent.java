/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postchaise.engine.log.Printable;

/**
 * An event of a session of the SMTP and LMTP server. Most events have a log line, in the form of smtpd(8), so that log analyzers
 * for Postfix read them. Clients are named {@code name[address]}, or {@code name[address]:port} with
 * {@code smtpd_client_port_logging}.
 */
public sealed interface ServerEvent extends Event {
    /** The text in place of a queue id for a mail without one. */
    String NO_QUEUE = "NOQUEUE";

    /** Returns the kind of event, for an exhaustive switch. */
    Kind kind();

    /** Returns the log line; empty for an event that is not logged. */
    default Optional<String> line() {
        return Optional.empty();
    }

    /** The kinds of events, one for each record. */
    enum Kind {
        /** See {@link ClientConnected}. */
        CLIENT_CONNECTED,
        /** See {@link MailBegun}. */
        MAIL_BEGUN,
        /** See {@link MailAccepted}. */
        MAIL_ACCEPTED,
        /** See {@link RequestRejected}. */
        REQUEST_REJECTED,
        /** See {@link Noted}. */
        NOTED,
        /** See {@link Warned}. */
        WARNED,
        /** See {@link SessionBroken}. */
        SESSION_BROKEN,
        /** See {@link ClientDisconnected}. */
        CLIENT_DISCONNECTED
    }

    /**
     * A client connected.
     *
     * @param client the client
     */
    record ClientConnected(String client) implements ServerEvent {
        @Override
        public Kind kind() {
            return Kind.CLIENT_CONNECTED;
        }

        @Override
        public Optional<String> line() {
            return Optional.of("connect from " + client);
        }
    }

    /**
     * A mail got its queue id.
     *
     * @param queueId the queue id
     * @param client the client
     * @param details what is known of its login and of its original client, such as {@code sasl_username=user}
     */
    record MailBegun(String queueId, String client, List<String> details) implements ServerEvent {
        /** Creates an event with a copy of the list. */
        public MailBegun {
            details = List.copyOf(details);
        }

        @Override
        public Kind kind() {
            return Kind.MAIL_BEGUN;
        }

        @Override
        public Optional<String> line() {
            StringBuilder line = new StringBuilder(queueId).append(": client=").append(client);
            details.forEach(detail -> line.append(", ").append(detail));
            return Optional.of(Printable.line(line.toString()));
        }
    }

    /**
     * A mail was accepted, for some of its recipients at least.
     *
     * @param queueId the queue id
     * @param client the client
     * @param size the size of the content in octets
     * @param recipients the number of recipients for which the mail was accepted
     */
    record MailAccepted(String queueId, String client, long size, int recipients) implements ServerEvent {
        @Override
        public Kind kind() {
            return Kind.MAIL_ACCEPTED;
        }
    }

    /**
     * A request was rejected by access control or for lack of resources.
     *
     * @param queueId the queue id, or {@link #NO_QUEUE}
     * @param stage the verb, or {@code CONNECT} or {@code END-OF-MESSAGE}
     * @param client the client
     * @param reason the reply, or the reason for it
     * @param facts the sender, recipient, protocol and HELO name of the session
     */
    record RequestRejected(String queueId, String stage, String client, String reason, Facts facts)
            implements ServerEvent {

        /**
         * The facts of a session that a rejection's log line shows.
         *
         * @param sender the sender, empty text for the null sender
         * @param recipient the recipient
         * @param protocol the protocol, such as {@code ESMTP}
         * @param helo the name in HELO or EHLO
         */
        public record Facts(
                Optional<String> sender, Optional<String> recipient, String protocol, Optional<String> helo) {
            private String text() {
                StringBuilder text = new StringBuilder();
                sender.ifPresent(s -> text.append(" from=<").append(s).append('>'));
                recipient.ifPresent(r -> text.append(" to=<").append(r).append('>'));
                text.append(" proto=").append(protocol);
                helo.ifPresent(h -> text.append(" helo=<").append(h).append('>'));
                return text.toString();
            }
        }

        @Override
        public Kind kind() {
            return Kind.REQUEST_REJECTED;
        }

        @Override
        public Optional<String> line() {
            return Optional.of(Printable.line(
                    queueId + ": reject: " + stage + " from " + client + ": " + reason + ";" + facts.text()));
        }
    }

    /**
     * A fact worth a log line.
     *
     * @param text the fact
     */
    record Noted(String text) implements ServerEvent {
        @Override
        public Kind kind() {
            return Kind.NOTED;
        }

        @Override
        public Optional<String> line() {
            return Optional.of(Printable.line(text));
        }
    }

    /**
     * Something is wrong with a client's requests, or with this system.
     *
     * @param text the fault
     */
    record Warned(String text) implements ServerEvent {
        @Override
        public Kind kind() {
            return Kind.WARNED;
        }

        @Override
        public Optional<String> line() {
            return Optional.of(Printable.line("warning: " + text));
        }
    }

    /**
     * A session ended without QUIT.
     *
     * @param reason the reason, such as {@code lost connection} or {@code timeout}
     * @param stage the last verb, or {@code CONNECT} or {@code END-OF-MESSAGE}
     * @param received the octets of content received within that stage; empty outside of content
     * @param client the client
     */
    record SessionBroken(String reason, String stage, OptionalLong received, String client) implements ServerEvent {
        @Override
        public Kind kind() {
            return Kind.SESSION_BROKEN;
        }

        @Override
        public Optional<String> line() {
            String octets = received.isPresent() ? " (" + received.getAsLong() + " bytes)" : "";
            return Optional.of(reason + " after " + stage + octets + " from " + client);
        }
    }

    /**
     * A client disconnected, or was disconnected.
     *
     * @param client the client
     * @param counts the numbers of its commands, such as {@code ehlo=1 mail=0/1 commands=1/2}: successful ones, and all if some failed
     */
    record ClientDisconnected(String client, String counts) implements ServerEvent {
        @Override
        public Kind kind() {
            return Kind.CLIENT_DISCONNECTED;
        }

        @Override
        public Optional<String> line() {
            return Optional.of("disconnect from " + client + " " + counts);
        }
    }
}
