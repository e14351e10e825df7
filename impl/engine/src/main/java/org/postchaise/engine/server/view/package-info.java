/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What restrictions, policy requests, milter macros and the intake see of a session of the server:
 * {@link org.postchaise.engine.server.view.SessionView}, and the values in it; the
 * {@link org.postchaise.engine.server.view.Verdict} on a request, and the
 * {@link org.postchaise.engine.server.view.ServerReply}. The package is below all others of the server, so that a restriction never
 * depends on the session itself.
 */
package org.postchaise.engine.server.view;
