/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The benchmark of the SMTP server: mail accepted and dropped beside other servers, idle sessions, slow sessions, and a message larger than the server's
 * heap. Servers run in processes of their own.
 */
package org.postchaise.bench.server;
