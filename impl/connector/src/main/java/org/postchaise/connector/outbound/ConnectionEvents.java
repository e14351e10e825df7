/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.spi.CommException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ManagedConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.postchaise.engine.log.LineLog;

/**
 * The connection event listeners of one managed connection. Listeners may be added or removed during an event. Source:
 * Jakarta Connectors 2.1, section 6.5.6.
 */
final class ConnectionEvents {
    private final ManagedConnection source;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();

    ConnectionEvents(ManagedConnection source) {
        this.source = source;
    }

    void add(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    void remove(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    /** Sends the event that the application has closed {@code handle}. */
    void closed(MailConnectionHandle handle) {
        ConnectionEvent event = new ConnectionEvent(source, ConnectionEvent.CONNECTION_CLOSED);
        event.setConnectionHandle(handle);
        tell(listener -> listener.connectionClosed(event));
    }

    /** Sends the event that the connection is unusable. */
    void failed(String why) {
        // containers log the stack trace, which is useless for a network failure
        CommException reason = new CommException(why);
        reason.setStackTrace(new StackTraceElement[0]);
        ConnectionEvent event = new ConnectionEvent(source, ConnectionEvent.CONNECTION_ERROR_OCCURRED, reason);
        tell(listener -> listener.connectionErrorOccurred(event));
    }

    /** Calls the listeners and logs their exceptions, which must not replace a delivery's report: the mail may have been sent. */
    private void tell(Consumer<ConnectionEventListener> event) {
        for (ConnectionEventListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LineLog.of(ConnectionEvents.class.getName())
                        .log(System.Logger.Level.WARNING, "a connection event listener failed", e);
            }
        }
    }
}
