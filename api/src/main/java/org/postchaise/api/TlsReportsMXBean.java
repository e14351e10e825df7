/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.List;

/**
 * The SMTP TLS reports that destinations request (RFC 8460), for management: one bean for each started resource adapter,
 * {@code org.postchaise:type=TlsReports,adapter=N}, covering its connection factories with {@code smtp_tlsrpt_enable}. Counts
 * are kept for two days, and not across a restart. The operator sends the reports.
 */
public interface TlsReportsMXBean {
    /** Returns the days, of UTC and as {@code 2026-11-21}, for which there may be reports: today and the day before. */
    List<String> getDays();

    /**
     * Returns the reports of a day, each in JSON (RFC 8460, section 4.4); empty if nothing was counted.
     *
     * @param day a day in the form of {@link #getDays}
     * @throws IllegalArgumentException when {@code day} is not a day
     */
    List<String> reports(String day);

    /**
     * Returns the report destinations of a day's domains, a line for each: the domain, a space, and its {@code mailto:} and
     * {@code https:} addresses, with commas between.
     *
     * @param day a day in the form of {@link #getDays}
     * @throws IllegalArgumentException when {@code day} is not a day
     */
    List<String> destinations(String day);
}
