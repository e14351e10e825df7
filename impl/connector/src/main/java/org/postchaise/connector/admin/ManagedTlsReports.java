/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.admin;

import jakarta.resource.spi.BootstrapContext;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postchaise.api.TlsReportsMXBean;
import org.postchaise.connector.container.AdapterPart;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.Event;
import org.postchaise.engine.tls.report.TlsReports;

/**
 * The TLS reports of one adapter as an MXBean: counts TLS outcomes, and is registered from the adapter's start to its stop.
 * Thread-safe.
 */
public final class ManagedTlsReports implements TlsReportsMXBean, EngineListener, AdapterPart {
    /** The number of beans created, which makes the object names of several adapters in one server unique. */
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Clock clock;
    private final String name = "org.postchaise:type=TlsReports,adapter=" + STARTED.incrementAndGet();
    private volatile Optional<TlsReports> reports = Optional.empty();

    /** Creates a bean without reports, which is not registered. */
    public ManagedTlsReports(Clock clock) {
        this.clock = clock;
    }

    /** Starts reports in the name of {@code mydomain}, and registers this bean; a failed registration is only logged. */
    @Override
    public void start(Optional<BootstrapContext> container, Settings settings) {
        reports = Optional.of(new TlsReports(TlsReports.Author.from(settings), clock));
        MBeans.register(this, name);
    }

    /** Returns the object name. */
    public String name() {
        return name;
    }

    @Override
    public void on(Event event) {
        reports.ifPresent(own -> own.on(event));
    }

    @Override
    public List<String> getDays() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return List.of(today.toString(), today.minusDays(1).toString());
    }

    @Override
    public List<String> reports(String day) {
        return of(day).map(TlsReports.Report::json).toList();
    }

    @Override
    public List<String> destinations(String day) {
        return of(day).map(report -> report.domain() + " " + String.join(",", report.destinations()))
                .toList();
    }

    private Stream<TlsReports.Report> of(String day) {
        LocalDate parsed = parsed(day);
        return reports.stream().flatMap(own -> own.of(parsed).stream());
    }

    private static LocalDate parsed(String day) {
        try {
            return LocalDate.parse(day);
        } catch (DateTimeParseException | NullPointerException e) {
            throw new IllegalArgumentException("day is " + day + "; expected one such as 2026-11-21", e);
        }
    }

    /** Unregisters the bean. */
    @Override
    public void stop() {
        MBeans.unregister(name);
    }
}
