/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Membership of this system: its addresses ({@link Interfaces}: {@code inet_interfaces}, {@code proxy_interfaces}) and
 * the domains whose mail it delivers itself ({@link LocalDomains}: {@code mydestination}).
 */
package org.postchaise.engine.domain;
