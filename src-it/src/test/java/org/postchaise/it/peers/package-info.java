/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Mail servers of the system, as instances of our own: on loopback, on free ports, and in a directory directly below the
 * system's temporary one, since their unprivileged processes must get there and socket names have a limit.
 */
package org.postchaise.it.peers;
