/* SPDX-License-Identifier: Apache-2.0 */
/** Application servers as processes of the build: set up below {@code target}, on free loopback ports, and never left behind. */
package org.postchaise.it.server;
