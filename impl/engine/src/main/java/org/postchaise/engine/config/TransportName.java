/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/**
 * The name of a transport, the first column of master.cf, with which the names of the transport's own limits begin.
 *
 * @param text the name
 */
public record TransportName(String text) {}
