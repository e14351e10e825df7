/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.List;

/**
 * The reports on TLS that destinations ask for (RFC 8460), for management: one bean for each started resource adapter, {@code
 * org.postchaise:type=TlsReports,adapter=N}, over its connection factories with {@code smtp_tlsrpt_enable}. What is counted is
 * kept for two days, and not across a restart. Sending the reports is the operator's affair.
 */
public interface TlsReportsMXBean {
    /** The days, of UTC and as {@code 2026-11-21}, for which there may be reports: today and the day before. */
    List<String> getDays();

    /**
     * The reports of a day, each in JSON (RFC 8460, section 4.4); empty where nothing was counted.
     *
     * @param day as {@link #getDays} writes it
     * @throws IllegalArgumentException when it is no day
     */
    List<String> reports(String day);

    /**
     * Where the domains of a day want their reports: a line for each, the domain, a space, and its {@code mailto:} and {@code
     * https:} addresses, with commas between.
     *
     * @param day as {@link #getDays} writes it
     * @throws IllegalArgumentException when it is no day
     */
    List<String> destinations(String day);
}
