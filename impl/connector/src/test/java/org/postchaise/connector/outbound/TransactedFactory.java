/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * The real factory and its real connections, with a local transaction that does nothing, so that a container enlists them
 * and shares one per transaction.
 */
final class TransactedFactory {
    private static final Object DONE = new Object();

    private final SmtpManagedConnectionFactory real;
    private final Map<ManagedConnection, ManagedConnection> realByProxy = new ConcurrentHashMap<>();

    private TransactedFactory(SmtpManagedConnectionFactory real) {
        this.real = real;
    }

    static ManagedConnectionFactory of(SmtpManagedConnectionFactory real) {
        TransactedFactory transacted = new TransactedFactory(real);
        return proxy(ManagedConnectionFactory.class, real, (name, arguments) -> transacted.answer(name, arguments));
    }

    private Object answer(String method, Object[] arguments) throws Exception {
        return switch (method) {
            case "createManagedConnection" -> create(info(arguments[1]));
            case "matchManagedConnections" -> match((Set<?>) arguments[0], info(arguments[2]));
            default -> null;
        };
    }

    private ManagedConnection create(ConnectionRequestInfo info) throws ResourceException {
        ManagedConnection made = real.createManagedConnection(null, info);
        AtomicReference<ManagedConnection> proxy = new AtomicReference<>();
        proxy.set(proxy(ManagedConnection.class, made, (name, arguments) -> switch (name) {
            case "getLocalTransaction" -> new NoOp();
            case "addConnectionEventListener" -> {
                made.addConnectionEventListener(new Forwarder(proxy, (ConnectionEventListener) arguments[0]));
                yield DONE;
            }
            default -> null;
        }));
        realByProxy.put(proxy.get(), made);
        return proxy.get();
    }

    private ManagedConnection match(Set<?> candidates, ConnectionRequestInfo info) throws ResourceException {
        Set<?> unwrapped = candidates.stream().map(realByProxy::get).collect(Collectors.toSet());
        ManagedConnection match = real.matchManagedConnections(unwrapped, null, info);
        return realByProxy.entrySet().stream()
                .filter(entry -> entry.getValue().equals(match))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static ConnectionRequestInfo info(Object argument) {
        return (ConnectionRequestInfo) argument;
    }

    /** {@code target} with the answers of {@code special} where it gives any. */
    private static <T> T proxy(Class<T> type, Object target, Special special) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getName().equals("equals")) {
                return self == args[0];
            }
            Object answer = special.answer(method.getName(), args);
            if (answer == DONE) {
                return null;
            }
            if (answer != null || method.getName().startsWith("match")) {
                return answer;
            }
            try {
                return method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private interface Special {
        Object answer(String method, Object[] arguments) throws Exception;
    }

    private static final class NoOp implements LocalTransaction {
        @Override
        public void begin() {}

        @Override
        public void commit() {}

        @Override
        public void rollback() {}
    }

    /** Containers check where an event comes from. */
    private record Forwarder(AtomicReference<ManagedConnection> source, ConnectionEventListener target)
            implements ConnectionEventListener {
        private ConnectionEvent from(ConnectionEvent event) {
            ConnectionEvent copy = new ConnectionEvent(source.get(), event.getId(), event.getException());
            copy.setConnectionHandle(event.getConnectionHandle());
            return copy;
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            target.connectionClosed(from(event));
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            target.connectionErrorOccurred(from(event));
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {}

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {}

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {}
    }
}
