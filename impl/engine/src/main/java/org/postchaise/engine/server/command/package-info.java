/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The commands of the server, one class per verb, and their {@code CommandTable}; what they need of the
 * listener, its {@linkplain org.postchaise.engine.server.command.SessionRules rules} and
 * {@linkplain org.postchaise.engine.server.command.SessionContext ports}.
 */
package org.postchaise.engine.server.command;
