/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of TLS in both directions that code does not read yet, or never will. */
final class Tls {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            tls_daemon_random_bytes | int:1:2147483647 | - | adapter | n/a Java's own source of randomness is used
              The number of random octets that a process requests from the TLS manager.
              32
            tls_disable_workarounds | list | - | adapter | n/a TLS is Java's, which has no such work-arounds
              Work-arounds of OpenSSL to switch off.
            tls_dane_digest_agility | text | - | adapter | ignored always on since Postfix 3.2, here too
              The method that chooses the digest of DANE records.
              on
            tls_dane_trust_anchor_digest_enable | bool | - | adapter | ignored always on since Postfix 3.2, here too
              Accepts DANE trust anchors that are given as digests.
              yes
            tlsmgr_service_name | text! | - | adapter | n/a there is no TLS manager process
              The name of the TLS manager in master.cf.
              tlsmgr
            tls_eecdh_strong_curve | text | - | adapter | ignored Java agrees on the strongest curve that both sides have
              The curve of grade strong.
              prime256v1
            tls_eecdh_ultra_curve | text | - | adapter | ignored Java agrees on the strongest curve that both sides have
              The curve of grade ultra.
              secp384r1
            tls_preempt_cipherlist | bool | - | adapter | planned
              Prefers the server's order of ciphers to the client's.
              no
            smtp_tls_enable_rpk | bool | = | adapter | ignored Java's TLS has no raw public keys; certificates are used
              Allows raw public keys in place of certificates.
              no
            tls_server_sni_maps | list | - | adapter | planned
              Tables by the name that a client asks for (SNI) with keys and certificates.
            tls_eecdh_auto_curves | list | - | adapter | ignored Java agrees on the strongest curve that both sides have
              The curves for the key exchange, the best first.
              X25519 X448 prime256v1 secp521r1 secp384r1
            tls_ssl_options | list | - | adapter | n/a TLS is Java's, which has no such options
              Options of OpenSSL to switch on.
            tls_random_source | text | - | adapter | n/a Java's own source of randomness is used
              The source of randomness of the TLS manager.
              dev:/dev/urandom
            """);

    private Tls() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
