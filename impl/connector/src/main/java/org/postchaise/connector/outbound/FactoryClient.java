/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.util.Map;
import java.util.Optional;
import org.postchaise.api.Envelope;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.engine.client.delivery.ClientCheck;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.LineLog;

/**
 * The mail client of a connection factory, and the keys of its sessions: turns the engine's exceptions for bad arguments into
 * those of Jakarta Connectors.
 *
 * @param mail the engine's client
 */
record FactoryClient(MailClient mail) {
    /**
     * Makes the client of {@code settings}.
     *
     * @param adapter the adapter of the factory, if any
     * @throws IllegalArgumentException for a malformed setting
     */
    static FactoryClient of(Settings settings, Optional<SmtpResourceAdapter> adapter) {
        // settings equal to the adapter's were checked at its start
        if (adapter.filter(own -> own.settings().equals(settings)).isEmpty()) {
            ClientCheck.require(settings);
        }
        return new FactoryClient(MailClient.of(settings, FactoryListener.wantedBy(settings, reports(adapter))));
    }

    /** Returns the listener for TLS reports, which asks for the adapter's at each event: containers make factories before the adapter's start. */
    static EngineListener reports(Optional<SmtpResourceAdapter> adapter) {
        return adapter.<EngineListener>map(own -> event -> own.tlsReports().on(event))
                .orElse(EngineListener.NONE);
    }

    /** Logs the warnings of the settings, except those that the adapter has logged at its start. */
    static void warn(Settings settings, Optional<SmtpResourceAdapter> adapter) {
        settings.warnings().stream()
                .skip(adapter.map(own -> own.settings().warnings().size()).orElse(0))
                .forEach(line -> LineLog.of(SmtpManagedConnectionFactory.class.getName())
                        .log(System.Logger.Level.WARNING, line));
    }

    /** Refuses an envelope that can't be delivered as requested; see {@link MailClient#requireDeliverable}. */
    void requireDeliverable(Envelope envelope) throws ResourceException {
        try {
            mail.requireDeliverable(envelope);
        } catch (IllegalArgumentException e) {
            throw new ResourceException("mail was not taken: " + e.getMessage(), e);
        }
    }

    /** Returns the key of sessions to the configured next hop. */
    ConnectionKey defaultKey() throws ResourceException {
        return mail.defaultNextHop().map(mail::key).orElseThrow(FactoryClient::noNextHop);
    }

    /** Returns the key of sessions to {@code nextHop}. */
    ConnectionKey keyOf(String nextHop) throws ResourceException {
        return keyOf(nextHop, Map.of());
    }

    /** Returns the key of sessions to {@code nextHop} with settings of their own. */
    ConnectionKey keyOf(String nextHop, Map<String, String> settings) throws ResourceException {
        if (nextHop == null) {
            throw new InvalidPropertyException("next hop is null; expected host:port or [host]:port");
        }
        if (settings == null
                || settings.entrySet().stream().anyMatch(one -> one.getKey() == null || one.getValue() == null)) {
            throw new InvalidPropertyException("settings are null or hold null; expected main.cf names and values");
        }
        try {
            return mail.key(nextHop, settings);
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertyException(e.getMessage(), e);
        }
    }

    static ResourceException noNextHop() {
        return new ResourceException(
                "no next hop: the configuration property relayhost is not set; set it to host:port,"
                        + " or ask for a connection to a next hop");
    }
}
