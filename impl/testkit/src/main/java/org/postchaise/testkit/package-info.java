/* SPDX-License-Identifier: Apache-2.0 */
/**
 * For tests of applications that send mail: {@link org.postchaise.testkit.MockMailbox}, an SMTP server that takes mail and
 * shows it; {@link org.postchaise.testkit.ScriptedPeer}, one that misbehaves as a text file says; and {@link
 * org.postchaise.testkit.ManualClock}. All listen on 127.0.0.1 only.
 */
package org.postchaise.testkit;
