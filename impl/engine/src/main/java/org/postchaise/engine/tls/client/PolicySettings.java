/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTls;
import org.postchaise.engine.tls.Digests;

/**
 * The TLS settings that apply where no table has an entry.
 *
 * @param level the TLS security level ({@code smtp_tls_security_level})
 * @param optional the protocols and ciphers where plaintext is acceptable
 * @param mandatory the protocols and ciphers where TLS is required
 * @param serverName the server name to send (SNI)
 * @param reuse the permission to keep sessions
 * @param names the name strategies of the levels verify and secure, and fingerprints
 */
record PolicySettings(
        TlsLevel level,
        TlsPolicy.Terms optional,
        TlsPolicy.Terms mandatory,
        String serverName,
        TlsPolicy.Reuse reuse,
        Names names) {

    /**
     * The names and fingerprints by which a server is authenticated.
     *
     * @param verify the name strategies at level verify
     * @param secure the name strategies at level secure
     * @param fingerprints the fingerprints at level fingerprint
     * @param digest the Java name of the digest of the fingerprints
     * @param trustFiles the files with trust anchors
     */
    record Names(
            List<String> verify,
            List<String> secure,
            List<String> fingerprints,
            String digest,
            List<String> trustFiles) {}

    static PolicySettings from(Settings settings) {
        List<String> excluded = settings.get(SmtpTls.EXCLUDE_CIPHERS);
        List<String> excludedAlways = new ArrayList<>(excluded);
        excludedAlways.addAll(settings.get(SmtpTls.MANDATORY_EXCLUDE_CIPHERS));
        return new PolicySettings(
                TlsLevel.of(settings.get(SmtpTls.SECURITY_LEVEL)).orElse(TlsLevel.NONE),
                new TlsPolicy.Terms(
                        String.join(" ", settings.get(SmtpTls.PROTOCOLS)), settings.get(SmtpTls.CIPHERS), excluded),
                new TlsPolicy.Terms(
                        String.join(" ", settings.get(SmtpTls.MANDATORY_PROTOCOLS)),
                        settings.get(SmtpTls.MANDATORY_CIPHERS),
                        excludedAlways),
                settings.get(SmtpTls.SERVERNAME),
                settings.get(SmtpTls.CONNECTION_REUSE) ? TlsPolicy.Reuse.ALLOWED : TlsPolicy.Reuse.NEVER,
                new Names(
                        split(settings.get(SmtpTls.VERIFY_CERT_MATCH)),
                        split(settings.get(SmtpTls.SECURE_CERT_MATCH)),
                        settings.get(SmtpTls.FINGERPRINT_CERT_MATCH),
                        Digests.javaName(settings.get(SmtpTls.FINGERPRINT_DIGEST)),
                        Arrays.stream(settings.get(SmtpTls.TRUST_ANCHOR_FILE).split("[,\\s]+", -1))
                                .filter(file -> !file.isEmpty())
                                .toList()));
    }

    /** Returns the name strategies in {@code words}, which a colon separates too. */
    private static List<String> split(List<String> words) {
        return words.stream()
                .flatMap(word -> Arrays.stream(word.split(":", -1)))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
