/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Counters of TLS outcomes by domain and day, and the reports made from the counters (SMTP TLS Reporting, RFC 8460):
 * {@link TlsReports}. The package keeps the counters in memory and does not send reports.
 */
package org.postchaise.engine.tls.report;
