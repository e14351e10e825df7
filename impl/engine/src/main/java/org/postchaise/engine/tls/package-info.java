/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The parts of TLS that a client and a server share: keys and trusted authorities in files that are read again after a
 * change ({@link KeyFiles}, {@link TrustFiles}, {@link WatchedKeys}), lists of TLS versions and ciphers, digests, and
 * the verification of a peer's certificates ({@link PeerVerifier}). The package opens no connection and looks up no
 * policy.
 */
package org.postchaise.engine.tls;
