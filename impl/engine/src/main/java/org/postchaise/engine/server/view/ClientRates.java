/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.view;

import java.util.OptionalLong;

/**
 * The port to the counters of clients, anvil(8) in Postfix: simultaneous connections, and events per {@code anvil_rate_time_unit}. The
 * implementation knows the limits and the exceptions. Thread-safe; an implementation does not block.
 */
public interface ClientRates {

    /** The events that are counted besides connections. */
    enum Kind {
        /** A MAIL command ({@code smtpd_client_message_rate_limit}). */
        MESSAGE,
        /** A RCPT command ({@code smtpd_client_recipient_rate_limit}). */
        RECIPIENT,
        /** A TLS handshake ({@code smtpd_client_new_tls_session_rate_limit}). */
        TLS_SESSION,
        /** An AUTH command ({@code smtpd_client_auth_rate_limit}). */
        LOGIN
    }

    /** The result of counting a connection. */
    sealed interface Admission {
        /** The connection is within the limits. */
        record Admitted() implements Admission {}

        /** No limit applies to the client ({@code smtpd_client_event_limit_exceptions}): the connection was not counted. */
        record Uncounted() implements Admission {}

        /**
         * The client has too many connections at the same time ({@code smtpd_client_connection_count_limit}).
         *
         * @param count the number of connections, this one included
         */
        record TooMany(long count) implements Admission {}

        /**
         * The client connects too often ({@code smtpd_client_connection_rate_limit}).
         *
         * @param rate the number of connections per time unit, this one included
         */
        record TooOften(long rate) implements Admission {}
    }

    /** The rates of a server without limits. */
    ClientRates UNLIMITED = new ClientRates() {
        @Override
        public Admission connected(ClientIdentity client) {
            return new Admission.Admitted();
        }

        @Override
        public void disconnected(ClientIdentity client) {}

        @Override
        public OptionalLong exceeded(Kind kind, ClientIdentity client) {
            return OptionalLong.empty();
        }
    };

    /** Returns true if no limit applies to {@code client} ({@code smtpd_client_event_limit_exceptions}). */
    default boolean excepts(ClientIdentity client) {
        return false;
    }

    /** Returns true if a client's name, and not only its address, can decide whether limits apply to it. */
    default boolean exceptsNames() {
        return false;
    }

    /** Counts a new connection. {@link #disconnected} follows once, unless the connection was not counted. */
    Admission connected(ClientIdentity client);

    /** Counts the end of a connection. */
    void disconnected(ClientIdentity client);

    /** Counts an event, and returns its rate if that exceeds the limit. */
    OptionalLong exceeded(Kind kind, ClientIdentity client);
}
