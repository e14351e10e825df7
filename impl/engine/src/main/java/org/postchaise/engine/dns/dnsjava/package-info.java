/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The {@linkplain org.postchaise.engine.dns.dnsjava.DnsjavaResolver DNS resolver} on the library dnsjava, which
 * encodes, decodes and optionally validates (DNSSEC) the messages. Queries are sent by code of this package, on the
 * calling thread, not by dnsjava's own network classes. Answers are not cached here.
 */
package org.postchaise.engine.dns.dnsjava;
