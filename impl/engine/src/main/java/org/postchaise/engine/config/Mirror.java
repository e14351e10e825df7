/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/**
 * The second name of a catalog row, which the LMTP client reads: {@code lmtp_connect_timeout} of {@code
 * smtp_connect_timeout}.
 *
 * @param name the main.cf name
 * @param defaultText the default under this name, which may differ from that of the row
 */
public record Mirror(String name, String defaultText) {}
