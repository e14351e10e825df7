/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.admin;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.postchaise.api.TlsReportsMXBean;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.TlsOutcome;
import org.postchaise.engine.tls.report.TlsReports;

/**
 * The TLS reports of one started adapter as an MXBean: counts TLS outcomes, and is registered until {@link #close}.
 * Thread-safe.
 */
public final class ManagedTlsReports implements TlsReportsMXBean, EngineListener, AutoCloseable {
    /** The number of beans created, which makes the object names of several adapters in one server unique. */
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final TlsReports reports;
    private final Clock clock;
    private final String name = "org.postchaise:type=TlsReports,adapter=" + STARTED.incrementAndGet();

    private ManagedTlsReports(TlsReports reports, Clock clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /**
     * Returns a registered bean whose reports are in the name of {@code mydomain}; if the registration fails, the bean
     * is usable and the failure is logged.
     */
    public static ManagedTlsReports of(Settings settings, Clock clock) {
        ManagedTlsReports bean = new ManagedTlsReports(new TlsReports(TlsReports.Author.from(settings), clock), clock);
        MBeans.register(bean, bean.name);
        return bean;
    }

    /** Returns the object name. */
    public String name() {
        return name;
    }

    @Override
    public void tlsTried(TlsOutcome outcome) {
        reports.tlsTried(outcome);
    }

    @Override
    public List<String> getDays() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return List.of(today.toString(), today.minusDays(1).toString());
    }

    @Override
    public List<String> reports(String day) {
        return reports.of(parsed(day)).stream().map(TlsReports.Report::json).toList();
    }

    @Override
    public List<String> destinations(String day) {
        return reports.of(parsed(day)).stream()
                .map(report -> report.domain() + " " + String.join(",", report.destinations()))
                .toList();
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
    public void close() {
        MBeans.unregister(name);
    }
}
