/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The sinks of {@code postchaise serve}: where the server puts mail that it accepted. Each is an {@link
 * org.postchaise.engine.server.intake.IntakeSink}; the server itself is the engine's.
 */
package org.postchaise.cli.serve;
