/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Access control of the server: one class per restriction, evaluated in lists. The session asks through the port
 * {@link org.postchaise.engine.server.access.AccessControl}.
 */
package org.postchaise.engine.server.access;
