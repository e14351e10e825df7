/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Lookups of names: the {@link org.postchaise.engine.dns.DnsResolver} and its
 * {@linkplain org.postchaise.engine.dns.DnsAnswer answers}, a
 * {@linkplain org.postchaise.engine.dns.CachingResolver cache}, the operating system's
 * {@link org.postchaise.engine.dns.HostResolver}, and the syntax of
 * {@linkplain org.postchaise.engine.dns.HostName host names} and
 * {@linkplain org.postchaise.engine.dns.Idna internationalized names}. The package does not choose mail exchangers, and
 * does not read DNS messages: {@code dns.dnsjava} does.
 */
package org.postchaise.engine.dns;
