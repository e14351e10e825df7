/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/**
 * The second name of a row, which the LMTP client reads: {@code lmtp_connect_timeout} of {@code smtp_connect_timeout}.
 *
 * @param name the main.cf name
 * @param defaultText its own default, which may differ
 */
public record Mirror(String name, String defaultText) {}
