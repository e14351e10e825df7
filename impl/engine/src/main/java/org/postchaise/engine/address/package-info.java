/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The syntax of addresses in envelopes: {@linkplain org.postchaise.engine.address.LocalPart local parts},
 * {@linkplain org.postchaise.engine.address.Xtext xtext} and ORCPT, and
 * {@linkplain org.postchaise.engine.address.Verp variable envelope return paths}. The package looks nothing up, in DNS
 * or in tables, and rewrites no addresses.
 */
package org.postchaise.engine.address;
