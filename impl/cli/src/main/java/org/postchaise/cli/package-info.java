/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The command {@code postchaise} ({@link org.postchaise.cli.PostchaiseCommand}): sends a mail, examines a destination,
 * prints settings and looks keys up in tables with the engine alone, without an application server, and manages the
 * queue of an application on a running server over HTTP ({@link org.postchaise.cli.QueueClient}). The command itself
 * queues no mail.
 */
package org.postchaise.cli;
