/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of TLS of the SMTP server that code does not read yet, or never will. */
final class ServerTls {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            smtpd_tls_security_level | enum:|none|may|encrypt | - | listener | planned
              The security level of TLS with clients: none, may or encrypt; empty: none.
            smtpd_sasl_tls_security_options | list | - | listener | planned
              Properties that offered login mechanisms must not lack on connections with TLS.
              $smtpd_sasl_security_options
            smtpd_starttls_timeout | time:s:1 | - | listener | planned
              Time limit for each read and write of the TLS handshake with a client.
              ${stress?{10}:{300}}s
            smtpd_tls_CAfile | text | - | listener | planned
              A file with certificates of the authorities to trust for client certificates, in PEM form.
            smtpd_tls_CApath | text | - | listener | planned
              A directory with certificates of the authorities to trust for client certificates.
            smtpd_tls_ask_ccert | bool | - | listener | planned
              Asks clients for a certificate.
              no
            smtpd_tls_auth_only | bool | - | listener | planned
              Offers AUTH only with TLS.
              no
            smtpd_tls_ccert_verifydepth | int:0:2147483647 | - | listener | planned
              The maximum depth of a client's certificate chain.
              9
            smtpd_tls_cert_file | text | - | listener | planned
              A file with this server's RSA certificate and its chain, in PEM form.
            smtpd_tls_exclude_ciphers | list | - | listener | planned
              Ciphers that are never used with clients.
            smtpd_tls_dcert_file | text | - | listener | ignored DSA certificates are not accepted by TLS 1.3 or by current Java; use RSA or ECDSA
              A file with this server's DSA certificate.
            smtpd_tls_dh1024_param_file | text | - | listener | ignored Java brings its own groups of sufficient size
              A file with parameters for Diffie-Hellman.
            smtpd_tls_dh512_param_file | text | - | listener | ignored export-grade ciphers are broken and not offered
              A file with parameters for export-grade Diffie-Hellman.
            smtpd_tls_dkey_file | text | - | listener | ignored DSA certificates are not accepted by TLS 1.3 or by current Java; use RSA or ECDSA
              A file with the key of the DSA certificate.
              $smtpd_tls_dcert_file
            smtpd_tls_key_file | text | - | listener | planned
              A file with the key of this server's RSA certificate.
              $smtpd_tls_cert_file
            smtpd_tls_loglevel | text | - | listener | planned
              The verbosity of the log about TLS with clients, from 0 to 4.
              0
            smtpd_tls_mandatory_ciphers | enum:export|low|medium|high|null | - | listener | planned
              The weakest cipher grade where TLS is a must for clients.
              medium
            smtpd_tls_mandatory_exclude_ciphers | list | - | listener | planned
              Further ciphers that are not used where TLS is a must for clients.
            smtpd_tls_mandatory_protocols | list | - | listener | planned
              The TLS versions to use where TLS is a must for clients.
              >=TLSv1
            smtpd_tls_received_header | bool | - | listener | planned
              Names protocol, cipher and certificate in the Received header.
              no
            smtpd_tls_req_ccert | bool | - | listener | planned
              Requires a trusted certificate from clients.
              no
            smtpd_tls_session_cache_database | text | - | listener | ignored Java keeps TLS sessions in memory; nothing is written to a file
              The file that keeps TLS sessions of clients for resumption.
            smtpd_tls_session_cache_timeout | time:s:0 | - | listener | planned
              The time for which a client may resume a TLS session.
              3600s
            smtpd_tls_wrappermode | bool | - | listener | planned
              Starts TLS with the connection (port 465), without STARTTLS.
              no
            smtpd_tls_fingerprint_digest | text! | - | listener | planned
              The digest in which fingerprints of client certificates are written.
              ${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}
            smtpd_tls_protocols | list | - | listener | planned
              The TLS versions to use where TLS is optional for clients.
              >=TLSv1
            smtpd_tls_ciphers | enum:export|low|medium|high|null | - | listener | planned
              The weakest cipher grade where TLS is optional for clients.
              medium
            smtpd_tls_eccert_file | text | - | listener | planned
              A file with this server's ECDSA certificate and its chain, in PEM form.
            smtpd_tls_eckey_file | text | - | listener | planned
              A file with the key of this server's ECDSA certificate.
              $smtpd_tls_eccert_file
            smtpd_tls_eecdh_grade | enum:auto|none|strong|ultra | - | listener | ignored Java agrees on the strongest curve that both sides have
              The strength of elliptic curves for the key exchange.
              auto
            smtpd_use_tls | bool | - | listener | obsolete smtpd_tls_security_level = may
              Offers TLS to clients.
              no
            smtpd_enforce_tls | bool | - | listener | obsolete smtpd_tls_security_level = encrypt
              Requires TLS from clients.
              no
            smtpd_tls_cipherlist | text | - | listener | obsolete smtpd_tls_ciphers
              The OpenSSL cipher list for clients.
            smtpd_tls_chain_files | list | - | listener | planned
              Files with this server's keys, each followed by its certificate chain, in PEM form.
            """);

    private ServerTls() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
