/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The events that a container would have got. */
final class RecordedEvents implements ConnectionEventListener {
    private final List<ConnectionEvent> closed = new CopyOnWriteArrayList<>();
    private final List<ConnectionEvent> errors = new CopyOnWriteArrayList<>();

    List<ConnectionEvent> closed() {
        return closed;
    }

    List<ConnectionEvent> errors() {
        return errors;
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
        closed.add(event);
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        errors.add(event);
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {}

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {}

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {}
}
