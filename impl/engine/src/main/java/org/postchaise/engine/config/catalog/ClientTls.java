/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of TLS of the SMTP and LMTP client that code does not read yet, or never will. */
final class ClientTls {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            smtp_use_tls | bool | = | factory | obsolete smtp_tls_security_level = may
              Uses TLS with servers that offer TLS.
              no
            smtp_enforce_tls | bool | = | factory | obsolete smtp_tls_security_level = encrypt or verify
              Requires TLS.
              no
            smtp_tls_cipherlist | text | - | factory | obsolete smtp_tls_ciphers
              The OpenSSL cipher list.
            smtp_tls_block_early_mail_reply | bool | = | factory | ignored always done: a reply that no command asked for ends the session
              Detects replies sent before their command, a sign of an attack on the handshake.
              no
            smtp_tls_dcert_file | text | = | factory | ignored DSA certificates are not accepted by TLS 1.3 or by current Java; use RSA or ECDSA
              A file with this client's DSA certificate.
            smtp_tls_dkey_file | text | = | factory | ignored DSA certificates are not accepted by TLS 1.3 or by current Java; use RSA or ECDSA
              A file with the key of the DSA certificate.
              $smtp_tls_dcert_file
            smtp_tls_enforce_peername | bool | = | factory | obsolete smtp_tls_security_level = verify
              Verifies the server's name too where TLS is required.
              yes
            smtp_tls_session_cache_database | text | = | factory | ignored Java keeps TLS sessions in memory; nothing is written to a file
              The file that keeps TLS sessions for resumption.
            """);

    private ClientTls() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
