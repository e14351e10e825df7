/* SPDX-License-Identifier: Apache-2.0 */
/**
 * MTA-STS policies of mail domains (RFC 8461): {@link StsPolicies} looks policies up in DNS, fetches them by HTTPS and
 * keeps them. The package does not enforce the policies.
 */
package org.postchaise.engine.tls.sts;
