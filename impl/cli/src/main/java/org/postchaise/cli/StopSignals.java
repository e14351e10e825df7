/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The signals SIGTERM and SIGINT as an interruption of a thread, so that the command ends with its own exit status and its log lines, which
 * a shutdown hook could do neither. Where the Java runtime has no {@code sun.misc.Signal} or leaves signals alone ({@code -Xrs}), the
 * signals end the process as ever.
 */
final class StopSignals implements AutoCloseable {
    private final Class<?> signalType;
    private final Class<?> handlerType;

    /** The former handler of each signal. */
    private final Map<Object, Object> former = new LinkedHashMap<>();

    private StopSignals() throws ReflectiveOperationException {
        // by reflection, since the compiler warns of each use of this class
        signalType = Class.forName("sun.misc.Signal");
        handlerType = Class.forName("sun.misc.SignalHandler");
    }

    /** Lets the signals interrupt {@code thread}, until {@link #close}; empty where they end the process as ever. */
    static Optional<StopSignals> interrupt(Thread thread) {
        try {
            StopSignals signals = new StopSignals();
            InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    thread.interrupt();
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "interruption of " + thread.getName();
            };
            Object interrupting = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {signals.handlerType}, handler);
            for (String name : List.of("TERM", "INT")) {
                Object signal = signals.signalType.getConstructor(String.class).newInstance(name);
                signals.former.put(signal, signals.handle(signal, interrupting));
            }
            return Optional.of(signals);
        } catch (ReflectiveOperationException unable) {
            return Optional.empty();
        }
    }

    private Object handle(Object signal, Object handler) throws ReflectiveOperationException {
        return signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    }

    /** Gives the signals back to their former handlers. */
    @Override
    public void close() {
        former.forEach((signal, handler) -> {
            try {
                handle(signal, handler);
            } catch (ReflectiveOperationException ignored) {
                // the process ends anyway
            }
        });
    }
}
