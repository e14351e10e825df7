/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Intake of one message: {@link org.postchaise.engine.server.intake.Intake} decodes the content into a spool, adds the Received header
 * field, does the work of cleanup(8), and passes the message to an {@link org.postchaise.engine.server.intake.IntakeSink}.
 */
package org.postchaise.engine.server.intake;
