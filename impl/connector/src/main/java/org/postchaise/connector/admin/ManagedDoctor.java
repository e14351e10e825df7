/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.admin;

import jakarta.resource.spi.BootstrapContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.postchaise.api.DoctorMXBean;
import org.postchaise.connector.container.AdapterPart;
import org.postchaise.engine.client.delivery.RouteProbe;
import org.postchaise.engine.client.diagnosis.Doctor;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpClient;

/** The doctor as an MXBean of one adapter, registered from the adapter's start to its stop. Thread-safe. */
public final class ManagedDoctor implements DoctorMXBean, AdapterPart {
    /** The number of beans created, which makes the object names of several adapters in one server unique. */
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Supplier<? extends Collection<Settings>> inUse;
    private final String name = "org.postchaise:type=Doctor,adapter=" + STARTED.incrementAndGet();

    private volatile Optional<Settings> adapter = Optional.empty();

    /**
     * Creates a bean that is not registered.
     *
     * @param inUse the supplier of the settings in current use; if there are none, the doctor uses the adapter's settings
     */
    public ManagedDoctor(Supplier<? extends Collection<Settings>> inUse) {
        this.inUse = inUse;
    }

    /** Registers this bean; a failed registration is only logged. */
    @Override
    public void start(Optional<BootstrapContext> container, Settings settings) {
        adapter = Optional.of(settings);
        MBeans.register(this, name);
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
            for (Settings settings : settings()) {
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

    private Collection<Settings> settings() {
        Collection<Settings> own = inUse.get();
        return own.isEmpty() ? adapter.stream().toList() : own;
    }

    /** Unregisters the bean. */
    @Override
    public void stop() {
        MBeans.unregister(name);
    }
}
