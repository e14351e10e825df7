/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.postchaise.api.DoctorMXBean;
import org.postchaise.engine.client.delivery.RouteProbe;
import org.postchaise.engine.client.diagnosis.Doctor;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpClient;

/** The doctor as an MXBean of one started adapter, registered until {@link #close}. Thread-safe. */
public final class ManagedDoctor implements DoctorMXBean, AutoCloseable {
    /** The number of beans created, which makes the object names of several adapters in one server unique. */
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Supplier<? extends Collection<Settings>> inUse;
    private final String name = "org.postchaise:type=Doctor,adapter=" + STARTED.incrementAndGet();

    private ManagedDoctor(Supplier<? extends Collection<Settings>> inUse) {
        this.inUse = inUse;
    }

    /**
     * Returns a registered bean; if the registration fails, the bean is usable and the failure is logged.
     *
     * @param inUse the supplier of the settings in current use, at least one
     */
    public static ManagedDoctor of(Supplier<? extends Collection<Settings>> inUse) {
        ManagedDoctor bean = new ManagedDoctor(inUse);
        MBeans.register(bean, bean.name);
        return bean;
    }

    /** Returns the object name. */
    public String name() {
        return name;
    }

    @Override
    public List<String> examine(String destination) {
        if (destination == null || destination.isBlank()) {
            throw new IllegalArgumentException(
                    "destination is empty; expected a mail domain, an address or a next hop such as [mail.example.com]:587");
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // management's threads have another context class loader, in which the engine's libraries find no services
        thread.setContextClassLoader(ManagedDoctor.class.getClassLoader());
        try {
            List<String> lines = new ArrayList<>();
            for (Settings settings : inUse.get()) {
                if (!lines.isEmpty()) {
                    lines.add("");
                }
                lines.add("with relayhost = " + settings.text(SmtpClient.RELAYHOST.name()));
                lines.addAll(Doctor.of(settings)
                        .examine(Doctor.Question.of(destination.strip()), RouteProbe.Reach.GREETING, Doctor.LIMIT)
                        .lines());
            }
            return List.copyOf(lines);
        } catch (IllegalArgumentException e) {
            // a new exception, since management clients know the JDK's exception types only
            throw new IllegalArgumentException(e.getMessage());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Unregisters the bean. */
    @Override
    public void close() {
        MBeans.unregister(name);
    }
}
