/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Demonstration by {@code mvn -Pdemo verify} ({@link org.postchaise.it.demo.Demo}): a server with the adapter and the
 * sample application, for a person to use, or for one mail as a test. It checks nothing but the delivery of that mail.
 */
package org.postchaise.it.demo;
