/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of TLS of the SMTP and LMTP client that code does not read yet, or never will. */
final class ClientTls {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            smtp_use_tls | bool | = | factory | obsolete smtp_tls_security_level = may
              Whether to use TLS where it is offered.
              no
            smtp_enforce_tls | bool | = | factory | obsolete smtp_tls_security_level = encrypt or verify
              Whether to insist on TLS.
              no
            smtp_starttls_timeout | time:s:1 | = | factory | planned
              Time limit for each read and write of the TLS handshake at the start and the end of TLS.
              300s
            smtp_tls_CAfile | text | = | factory | planned
              A file with certificates of the authorities to trust, in PEM form.
            smtp_tls_CApath | text | = | factory | planned
              A directory with certificates of the authorities to trust, named by hash.
            smtp_tls_cert_file | text | = | factory | planned
              A file with this client's RSA certificate and its chain, in PEM form.
            smtp_tls_cipherlist | text | - | factory | obsolete smtp_tls_ciphers
              The OpenSSL cipher list.
            smtp_tls_dcert_file | text | = | factory | ignored DSA certificates are not accepted by TLS 1.3 or by current Java; use RSA or ECDSA
              A file with this client's DSA certificate.
            smtp_tls_dkey_file | text | = | factory | ignored DSA certificates are not accepted by TLS 1.3 or by current Java; use RSA or ECDSA
              A file with the key of the DSA certificate.
              $smtp_tls_dcert_file
            smtp_tls_enforce_peername | bool | = | factory | obsolete smtp_tls_security_level = verify
              Whether insisting on TLS means to verify the server's name too.
              yes
            smtp_tls_key_file | text | = | factory | planned
              A file with the key of the RSA certificate, in PEM form without a pass phrase.
              $smtp_tls_cert_file
            smtp_tls_loglevel | text | = | factory | planned
              How much to log about TLS, from 0 (nothing) to 4 (everything on the wire).
              0
            smtp_tls_note_starttls_offer | bool | = | factory | planned
              Whether to log the servers that offer TLS when it is not in use.
              no
            smtp_tls_per_site | text | = | factory | obsolete smtp_tls_policy_maps
              Tables with an old form of TLS policy by host.
            smtp_tls_scert_verifydepth | int:0:2147483647 | = | factory | planned
              How long a server's certificate chain may be.
              9
            smtp_tls_session_cache_database | text | = | factory | ignored Java keeps TLS sessions in memory; nothing is written to a file
              The file that keeps TLS sessions for resumption.
            smtp_tls_session_cache_timeout | time:s:0 | = | factory | planned
              How long a TLS session may be resumed.
              3600s
            smtp_tls_security_level | enum:|none|may|encrypt|dane|dane-only|fingerprint|verify|secure | = | factory | planned
              How much TLS is asked for: none, may, encrypt, dane, dane-only, fingerprint, verify or secure; empty: none.
            smtp_tls_mandatory_ciphers | enum:export|low|medium|high|null | = | factory | planned
              The weakest cipher grade where TLS is a must.
              medium
            smtp_tls_exclude_ciphers | list | = | factory | planned
              Ciphers that are never used.
            smtp_tls_mandatory_exclude_ciphers | list | = | factory | planned
              Further ciphers that are not used where TLS is a must.
            smtp_tls_policy_maps | list | = | factory | planned
              Tables by next hop with the TLS level and its details.
            smtp_tls_mandatory_protocols | list | = | factory | planned
              The TLS versions to use where TLS is a must.
              >=TLSv1
            smtp_tls_secure_cert_match | list | lmtp_tls_secure_cert_match=nexthop | factory | planned
              Which names in a server's certificate are accepted at level secure.
              nexthop, dot-nexthop
            smtp_tls_verify_cert_match | list | = | factory | planned
              Which names in a server's certificate are accepted at level verify.
              hostname
            smtp_tls_fingerprint_cert_match | list | = | factory | planned
              Fingerprints of server certificates or keys to accept at level fingerprint.
            smtp_tls_fingerprint_digest | text! | = | factory | planned
              The digest in which fingerprints are written.
              ${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}
            smtp_tls_protocols | list | = | factory | planned
              The TLS versions to use where TLS is optional.
              >=TLSv1
            smtp_tls_ciphers | enum:export|low|medium|high|null | = | factory | planned
              The weakest cipher grade where TLS is optional.
              medium
            smtp_tls_eccert_file | text | = | factory | planned
              A file with this client's ECDSA certificate and its chain, in PEM form.
            smtp_tls_eckey_file | text | = | factory | planned
              A file with the key of the ECDSA certificate.
              $smtp_tls_eccert_file
            smtp_tls_block_early_mail_reply | bool | = | factory | planned
              Whether to look for replies that were sent before their command, a sign of an attack on the handshake.
              no
            smtp_tls_trust_anchor_file | text | = | factory | planned
              Files with trust anchors that take the place of the usual authorities.
            smtp_tls_force_insecure_host_tlsa_lookup | bool | = | factory | planned
              Whether DANE records are looked up also where the host's addresses were not validated.
              no
            smtp_tls_wrappermode | bool | = | factory | planned
              Whether TLS starts with the connection (port 465), without STARTTLS.
              no
            smtp_tls_dane_insecure_mx_policy | enum:may|encrypt|dane | - | factory | planned
              The TLS level of MX hosts with validated DANE records whose MX record was not validated.
              ${{$smtp_tls_security_level} == {dane} ? {dane} : {may}}
            smtp_tls_connection_reuse | bool | = | factory | planned
              Whether sessions with TLS are kept for reuse.
              no
            smtp_tls_chain_files | list | = | factory | planned
              Files with keys, each followed by its certificate chain, in PEM form.
            smtp_tls_servername | text | = | factory | planned
              The name to ask for in the handshake (SNI): hostname, nexthop or a name; empty: only with DANE.
            """);

    private ClientTls() {}

    /** All rows of this topic; the form of the table is that of {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
