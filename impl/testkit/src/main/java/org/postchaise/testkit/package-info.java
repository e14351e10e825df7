/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Test servers and a clock for tests of applications that send mail: {@link org.postchaise.testkit.MockMailbox}, an SMTP
 * server that accepts mail and keeps the mail for inspection; {@link org.postchaise.testkit.ScriptedPeer}, a server that
 * plays a dialogue with faults; and {@link org.postchaise.testkit.ManualClock}. The servers listen on 127.0.0.1 only and
 * deliver no mail, but for {@link org.postchaise.testkit.PostfixInstance}, which delivers as the test configures it.
 */
package org.postchaise.testkit;
