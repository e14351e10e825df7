/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/**
 * A transport's name, the first column of master.cf, which begins the names of its own limits.
 *
 * @param text the name
 */
public record TransportName(String text) {}
