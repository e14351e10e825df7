/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/** The parameters of TLS of the SMTP and LMTP client (TLS_README). */
public final class SmtpTls {
    /** The TLS security level ({@code smtp_tls_security_level}). */
    public static final Parameter<String> SECURITY_LEVEL = Parameter.implemented(
                    "smtp_tls_security_level",
                    Grammars.word(List.of(
                            "", "none", "may", "encrypt", "dane", "dane-only", "fingerprint", "verify", "secure")),
                    "",
                    Scope.FACTORY,
                    "TLS level: none, may, encrypt, dane, dane-only, fingerprint, verify or secure; empty: none.")
            .mirroredAs("lmtp_tls_security_level", "");

    /** The tables of TLS policies by next hop ({@code smtp_tls_policy_maps}). */
    public static final Parameter<List<String>> POLICY_MAPS = Parameter.implemented(
                    "smtp_tls_policy_maps",
                    Grammars.list(),
                    "",
                    Scope.FACTORY,
                    "Tables by next hop with the TLS level and its details.")
            .mirroredAs("lmtp_tls_policy_maps", "");

    /** The older tables of TLS policies by next hop or host ({@code smtp_tls_per_site}). */
    public static final Parameter<List<String>> PER_SITE = Parameter.implemented(
                    "smtp_tls_per_site",
                    Grammars.list(),
                    "",
                    Scope.FACTORY,
                    "Tables with an older form of TLS policy by next hop or host, without smtp_tls_policy_maps: NONE, MAY, MUST_NOPEERMATCH or MUST.")
            .mirroredAs("lmtp_tls_per_site", "");

    /** The switch for TLS from the start of a connection, without STARTTLS ({@code smtp_tls_wrappermode}). */
    public static final Parameter<Boolean> WRAPPERMODE = Parameter.implemented(
                    "smtp_tls_wrappermode",
                    Grammars.bool(),
                    "no",
                    Scope.FACTORY,
                    "Starts TLS with the connection (port 465), without STARTTLS.")
            .mirroredAs("lmtp_tls_wrappermode", "no");

    /** The time limit of each read and write of the TLS handshake and close ({@code smtp_starttls_timeout}). */
    public static final Parameter<Duration> STARTTLS_TIMEOUT = Parameter.implemented(
                    "smtp_starttls_timeout",
                    Grammars.time("s", Duration.ofSeconds(1)),
                    "300s",
                    Scope.FACTORY,
                    "Time limit for each read and write of the TLS handshake at the start and the end of TLS.")
            .mirroredAs("lmtp_starttls_timeout", "300s");

    /** The switch that logs servers whose offer of TLS is not used ({@code smtp_tls_note_starttls_offer}). */
    public static final Parameter<Boolean> NOTE_STARTTLS_OFFER = Parameter.implemented(
                    "smtp_tls_note_starttls_offer",
                    Grammars.bool(),
                    "no",
                    Scope.FACTORY,
                    "Logs the servers that offer TLS when TLS is not in use.")
            .mirroredAs("lmtp_tls_note_starttls_offer", "no");

    /** The switch that keeps sessions with TLS for reuse ({@code smtp_tls_connection_reuse}). */
    public static final Parameter<Boolean> CONNECTION_REUSE = Parameter.implemented(
                    "smtp_tls_connection_reuse",
                    Grammars.bool(),
                    "no",
                    Scope.FACTORY,
                    "Keeps sessions with TLS open for reuse.")
            .mirroredAs("lmtp_tls_connection_reuse", "no");

    /** The verbosity of the log about TLS, from 0 to 4 ({@code smtp_tls_loglevel}). */
    public static final Parameter<String> LOGLEVEL = Parameter.implemented(
                    "smtp_tls_loglevel",
                    Grammars.text("text on one line"),
                    "0",
                    Scope.FACTORY,
                    "Verbosity of the log about TLS: 0 faults only; 1 also each handshake and why a server is not"
                            + " trusted; 2 and higher also names of certificates.")
            .mirroredAs("lmtp_tls_loglevel", "0");

    /** The time for which a TLS session may be resumed ({@code smtp_tls_session_cache_timeout}). */
    public static final Parameter<Duration> SESSION_CACHE_TIMEOUT = Parameter.implemented(
                    "smtp_tls_session_cache_timeout",
                    Grammars.time("s", Duration.ofSeconds(0)),
                    "3600s",
                    Scope.FACTORY,
                    "The time for which a TLS session may be resumed.")
            .mirroredAs("lmtp_tls_session_cache_timeout", "3600s");

    /** The TLS versions where TLS is optional ({@code smtp_tls_protocols}). */
    public static final Parameter<List<String>> PROTOCOLS = Parameter.implemented(
                    "smtp_tls_protocols",
                    Grammars.list(),
                    ">=TLSv1",
                    Scope.FACTORY,
                    "The TLS versions to use where TLS is optional.")
            .mirroredAs("lmtp_tls_protocols", ">=TLSv1");

    /** The TLS versions where TLS is mandatory ({@code smtp_tls_mandatory_protocols}). */
    public static final Parameter<List<String>> MANDATORY_PROTOCOLS = Parameter.implemented(
                    "smtp_tls_mandatory_protocols",
                    Grammars.list(),
                    ">=TLSv1",
                    Scope.FACTORY,
                    "The TLS versions to use where TLS is a must.")
            .mirroredAs("lmtp_tls_mandatory_protocols", ">=TLSv1");

    /** The weakest cipher grade where TLS is optional ({@code smtp_tls_ciphers}). */
    public static final Parameter<String> CIPHERS = Parameter.implemented(
                    "smtp_tls_ciphers",
                    Grammars.word(List.of("export", "low", "medium", "high", "null")),
                    "medium",
                    Scope.FACTORY,
                    "The weakest cipher grade where TLS is optional.")
            .mirroredAs("lmtp_tls_ciphers", "medium");

    /** The weakest cipher grade where TLS is mandatory ({@code smtp_tls_mandatory_ciphers}). */
    public static final Parameter<String> MANDATORY_CIPHERS = Parameter.implemented(
                    "smtp_tls_mandatory_ciphers",
                    Grammars.word(List.of("export", "low", "medium", "high", "null")),
                    "medium",
                    Scope.FACTORY,
                    "The weakest cipher grade where TLS is a must.")
            .mirroredAs("lmtp_tls_mandatory_ciphers", "medium");

    /** The ciphers that are never used ({@code smtp_tls_exclude_ciphers}). */
    public static final Parameter<List<String>> EXCLUDE_CIPHERS = Parameter.implemented(
                    "smtp_tls_exclude_ciphers", Grammars.list(), "", Scope.FACTORY, "Ciphers that are never used.")
            .mirroredAs("lmtp_tls_exclude_ciphers", "");

    /** The additional ciphers that are not used where TLS is mandatory ({@code smtp_tls_mandatory_exclude_ciphers}). */
    public static final Parameter<List<String>> MANDATORY_EXCLUDE_CIPHERS = Parameter.implemented(
                    "smtp_tls_mandatory_exclude_ciphers",
                    Grammars.list(),
                    "",
                    Scope.FACTORY,
                    "Further ciphers that are not used where TLS is a must.")
            .mirroredAs("lmtp_tls_mandatory_exclude_ciphers", "");

    /** The server name to send in the handshake (SNI) ({@code smtp_tls_servername}). */
    public static final Parameter<String> SERVERNAME = Parameter.implemented(
                    "smtp_tls_servername",
                    Grammars.text("text on one line"),
                    "",
                    Scope.FACTORY,
                    "The name to ask for in the handshake (SNI): hostname, nexthop or a name; empty: only with DANE.")
            .mirroredAs("lmtp_tls_servername", "");

    /** The accepted names in a certificate at level verify ({@code smtp_tls_verify_cert_match}). */
    public static final Parameter<List<String>> VERIFY_CERT_MATCH = Parameter.implemented(
                    "smtp_tls_verify_cert_match",
                    Grammars.list(),
                    "hostname",
                    Scope.FACTORY,
                    "The names in a server's certificate that are accepted at level verify.")
            .mirroredAs("lmtp_tls_verify_cert_match", "hostname");

    /** The accepted names in a certificate at level secure ({@code smtp_tls_secure_cert_match}). */
    public static final Parameter<List<String>> SECURE_CERT_MATCH = Parameter.implemented(
                    "smtp_tls_secure_cert_match",
                    Grammars.list(),
                    "nexthop, dot-nexthop",
                    Scope.FACTORY,
                    "The names in a server's certificate that are accepted at level secure.")
            .mirroredAs("lmtp_tls_secure_cert_match", "nexthop");

    /** The accepted fingerprints at level fingerprint ({@code smtp_tls_fingerprint_cert_match}). */
    public static final Parameter<List<String>> FINGERPRINT_CERT_MATCH = Parameter.implemented(
                    "smtp_tls_fingerprint_cert_match",
                    Grammars.list(),
                    "",
                    Scope.FACTORY,
                    "Fingerprints of server certificates or keys to accept at level fingerprint.")
            .mirroredAs("lmtp_tls_fingerprint_cert_match", "");

    /** The digest of fingerprints ({@code smtp_tls_fingerprint_digest}). */
    public static final Parameter<String> FINGERPRINT_DIGEST = Parameter.implemented(
                    "smtp_tls_fingerprint_digest",
                    Grammars.someText("text on one line that is not empty"),
                    "${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}",
                    Scope.FACTORY,
                    "The digest in which fingerprints are written.")
            .mirroredAs("lmtp_tls_fingerprint_digest", "${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}");

    /** The file with certificates of trusted authorities ({@code smtp_tls_CAfile}). */
    public static final Parameter<String> CAFILE = Parameter.implemented(
                    "smtp_tls_CAfile",
                    Grammars.text("text on one line"),
                    "",
                    Scope.FACTORY,
                    "A file with certificates of the authorities to trust, in PEM form.")
            .mirroredAs("lmtp_tls_CAfile", "");

    /** The directory with certificates of trusted authorities ({@code smtp_tls_CApath}). */
    public static final Parameter<String> CAPATH = Parameter.implemented(
                    "smtp_tls_CApath",
                    Grammars.text("text on one line"),
                    "",
                    Scope.FACTORY,
                    "A directory with certificates of the authorities to trust, named by hash.")
            .mirroredAs("lmtp_tls_CApath", "");

    /** The files with trust anchors that replace the trusted authorities ({@code smtp_tls_trust_anchor_file}). */
    public static final Parameter<String> TRUST_ANCHOR_FILE = Parameter.implemented(
                    "smtp_tls_trust_anchor_file",
                    Grammars.text("text on one line"),
                    "",
                    Scope.FACTORY,
                    "Files with trust anchors that take the place of the usual authorities.")
            .mirroredAs("lmtp_tls_trust_anchor_file", "");

    /** The maximum depth of a server's certificate chain ({@code smtp_tls_scert_verifydepth}). */
    public static final Parameter<Long> SCERT_VERIFYDEPTH = Parameter.implemented(
                    "smtp_tls_scert_verifydepth",
                    Grammars.integer(0, Integer.MAX_VALUE),
                    "9",
                    Scope.FACTORY,
                    "The maximum depth of a server's certificate chain.")
            .mirroredAs("lmtp_tls_scert_verifydepth", "9");

    /** The file with this client's RSA certificate and its chain ({@code smtp_tls_cert_file}). */
    public static final Parameter<String> CERT_FILE = Parameter.implemented(
                    "smtp_tls_cert_file",
                    Grammars.text("text on one line"),
                    "",
                    Scope.FACTORY,
                    "A file with this client's RSA certificate and its chain, in PEM form.")
            .mirroredAs("lmtp_tls_cert_file", "");

    /** The file with the key of the RSA certificate ({@code smtp_tls_key_file}). */
    public static final Parameter<String> KEY_FILE = Parameter.implemented(
                    "smtp_tls_key_file",
                    Grammars.text("text on one line"),
                    "$smtp_tls_cert_file",
                    Scope.FACTORY,
                    "A file with the key of the RSA certificate, in PEM form without a pass phrase.")
            .mirroredAs("lmtp_tls_key_file", "$lmtp_tls_cert_file");

    /** The file with this client's ECDSA certificate and its chain ({@code smtp_tls_eccert_file}). */
    public static final Parameter<String> ECCERT_FILE = Parameter.implemented(
                    "smtp_tls_eccert_file",
                    Grammars.text("text on one line"),
                    "",
                    Scope.FACTORY,
                    "A file with this client's ECDSA certificate and its chain, in PEM form.")
            .mirroredAs("lmtp_tls_eccert_file", "");

    /** The file with the key of the ECDSA certificate ({@code smtp_tls_eckey_file}). */
    public static final Parameter<String> ECKEY_FILE = Parameter.implemented(
                    "smtp_tls_eckey_file",
                    Grammars.text("text on one line"),
                    "$smtp_tls_eccert_file",
                    Scope.FACTORY,
                    "A file with the key of the ECDSA certificate.")
            .mirroredAs("lmtp_tls_eckey_file", "$lmtp_tls_eccert_file");

    /** The files with keys, each followed by its certificate chain ({@code smtp_tls_chain_files}). */
    public static final Parameter<List<String>> CHAIN_FILES = Parameter.implemented(
                    "smtp_tls_chain_files",
                    Grammars.list(),
                    "",
                    Scope.FACTORY,
                    "Files with keys, each followed by its certificate chain, in PEM form.")
            .mirroredAs("lmtp_tls_chain_files", "");

    /**
     * The TLS level for hosts with TLSA records whose MX record was not validated
     * ({@code smtp_tls_dane_insecure_mx_policy}).
     */
    public static final Parameter<String> DANE_INSECURE_MX_POLICY = Parameter.implemented(
            "smtp_tls_dane_insecure_mx_policy",
            Grammars.word(List.of("may", "encrypt", "dane")),
            "${{$smtp_tls_security_level} == {dane} ? {dane} : {may}}",
            Scope.FACTORY,
            "The TLS level of MX hosts with validated DANE records whose MX record was not validated.");

    /**
     * The switch for TLSA lookups of hosts whose addresses were not validated
     * ({@code smtp_tls_force_insecure_host_tlsa_lookup}).
     */
    public static final Parameter<Boolean> FORCE_INSECURE_HOST_TLSA_LOOKUP = Parameter.implemented(
                    "smtp_tls_force_insecure_host_tlsa_lookup",
                    Grammars.bool(),
                    "no",
                    Scope.FACTORY,
                    "Looks up DANE records even where the host's addresses were not validated.")
            .mirroredAs("lmtp_tls_force_insecure_host_tlsa_lookup", "no");

    /** The OpenSSL cipher list of grade high ({@code tls_high_cipherlist}). */
    public static final Parameter<String> TLS_HIGH_CIPHERLIST = Parameter.implemented(
            "tls_high_cipherlist",
            Grammars.someText("text on one line that is not empty"),
            "aNULL:-aNULL:HIGH:@STRENGTH",
            Scope.ADAPTER,
            "The OpenSSL cipher list of grade high.");

    /** The OpenSSL cipher list of grade medium ({@code tls_medium_cipherlist}). */
    public static final Parameter<String> TLS_MEDIUM_CIPHERLIST = Parameter.implemented(
            "tls_medium_cipherlist",
            Grammars.someText("text on one line that is not empty"),
            "aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH",
            Scope.ADAPTER,
            "The OpenSSL cipher list of grade medium.");

    /** The OpenSSL cipher list of grade low ({@code tls_low_cipherlist}). */
    public static final Parameter<String> TLS_LOW_CIPHERLIST = Parameter.implemented(
            "tls_low_cipherlist",
            Grammars.text("text on one line"),
            "aNULL:-aNULL:HIGH:MEDIUM:LOW:+RC4:@STRENGTH",
            Scope.ADAPTER,
            "The OpenSSL cipher list of grade low.");

    /** The OpenSSL cipher list of grade export ({@code tls_export_cipherlist}). */
    public static final Parameter<String> TLS_EXPORT_CIPHERLIST = Parameter.implemented(
            "tls_export_cipherlist",
            Grammars.text("text on one line"),
            "aNULL:-aNULL:HIGH:MEDIUM:LOW:EXPORT:+RC4:@STRENGTH",
            Scope.ADAPTER,
            "The OpenSSL cipher list of grade export.");

    /** The OpenSSL cipher list of grade null ({@code tls_null_cipherlist}). */
    public static final Parameter<String> TLS_NULL_CIPHERLIST = Parameter.implemented(
            "tls_null_cipherlist",
            Grammars.someText("text on one line that is not empty"),
            "eNULL:!aNULL",
            Scope.ADAPTER,
            "The OpenSSL cipher list of grade null, authentication without encryption.");

    /** The digests of TLSA records, the strongest first ({@code tls_dane_digests}). */
    public static final Parameter<List<String>> TLS_DANE_DIGESTS = Parameter.implemented(
            "tls_dane_digests",
            Grammars.list(),
            "sha512 sha256",
            Scope.ADAPTER,
            "The digests of DANE records, the strongest first.");

    /** The switch that also trusts the system's default authorities ({@code tls_append_default_CA}). */
    public static final Parameter<Boolean> TLS_APPEND_DEFAULT_CA = Parameter.implemented(
            "tls_append_default_CA",
            Grammars.bool(),
            "no",
            Scope.ADAPTER,
            "Trusts Java's default authorities (javax.net.ssl.trustStore or cacerts) besides the configured ones.");

    /** The switch that closes TLS without waiting for the peer's close message ({@code tls_fast_shutdown_enable}). */
    public static final Parameter<Boolean> TLS_FAST_SHUTDOWN_ENABLE = Parameter.implemented(
            "tls_fast_shutdown_enable",
            Grammars.bool(),
            "yes",
            Scope.ADAPTER,
            "Closes TLS without waiting for the peer's closing message.");

    private SmtpTls() {}

    /** Returns all rows of this topic. */
    public static List<Parameter<?>> rows() {
        return List.of(
                SECURITY_LEVEL,
                POLICY_MAPS,
                PER_SITE,
                WRAPPERMODE,
                STARTTLS_TIMEOUT,
                NOTE_STARTTLS_OFFER,
                CONNECTION_REUSE,
                LOGLEVEL,
                SESSION_CACHE_TIMEOUT,
                PROTOCOLS,
                MANDATORY_PROTOCOLS,
                CIPHERS,
                MANDATORY_CIPHERS,
                EXCLUDE_CIPHERS,
                MANDATORY_EXCLUDE_CIPHERS,
                SERVERNAME,
                VERIFY_CERT_MATCH,
                SECURE_CERT_MATCH,
                FINGERPRINT_CERT_MATCH,
                FINGERPRINT_DIGEST,
                CAFILE,
                CAPATH,
                TRUST_ANCHOR_FILE,
                SCERT_VERIFYDEPTH,
                CERT_FILE,
                KEY_FILE,
                ECCERT_FILE,
                ECKEY_FILE,
                CHAIN_FILES,
                DANE_INSECURE_MX_POLICY,
                FORCE_INSECURE_HOST_TLSA_LOOKUP,
                TLS_HIGH_CIPHERLIST,
                TLS_MEDIUM_CIPHERLIST,
                TLS_LOW_CIPHERLIST,
                TLS_EXPORT_CIPHERLIST,
                TLS_NULL_CIPHERLIST,
                TLS_DANE_DIGESTS,
                TLS_APPEND_DEFAULT_CA,
                TLS_FAST_SHUTDOWN_ENABLE);
    }
}
