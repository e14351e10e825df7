/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import static java.time.Duration.ZERO;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Grammar;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/** The parameters of logins of the SMTP and LMTP client (SASL_README). */
public final class SmtpSasl {
    private static final List<String> OPTIONS =
            List.of("noplaintext", "noactive", "nodictionary", "forward_secrecy", "noanonymous", "mutual_auth");

    /** The switch for logins with AUTH ({@code smtp_sasl_auth_enable}). */
    public static final Parameter<Boolean> AUTH_ENABLE = mirrored(
            "smtp_sasl_auth_enable",
            Grammars.bool(),
            "no",
            "Logs in (AUTH) to servers for which there are credentials.");

    /** The tables with login names and passwords ({@code smtp_sasl_password_maps}). */
    public static final Parameter<List<String>> PASSWORD_MAPS = mirrored(
            "smtp_sasl_password_maps",
            Grammars.list(),
            "",
            "Tables with user:password by server name, next hop or sender.");

    /**
     * The tables with grants of OAuth 2.0 tokens, a parameter of this product: Postfix leaves tokens to plug-ins of its
     * SASL library ({@code smtp_sasl_token_maps}).
     */
    public static final Parameter<List<String>> TOKEN_MAPS = mirrored(
            "smtp_sasl_token_maps",
            Grammars.list(),
            "",
            "Tables, searched before the passwords, that say how to get OAuth 2.0 tokens for XOAUTH2 and OAUTHBEARER.");

    /** The required properties of mechanisms without TLS ({@code smtp_sasl_security_options}). */
    public static final Parameter<List<String>> SECURITY_OPTIONS = mirrored(
            "smtp_sasl_security_options",
            Grammars.words(OPTIONS),
            "noplaintext, noanonymous",
            "Properties that login mechanisms must not lack on connections without TLS.");

    /** The required properties of mechanisms with TLS ({@code smtp_sasl_tls_security_options}). */
    public static final Parameter<List<String>> TLS_SECURITY_OPTIONS = mirrored(
            "smtp_sasl_tls_security_options",
            Grammars.words(OPTIONS),
            "$smtp_sasl_security_options",
            "Properties that login mechanisms must not lack on connections with TLS.");

    /**
     * The required properties of mechanisms with TLS to a verified server
     * ({@code smtp_sasl_tls_verified_security_options}).
     */
    public static final Parameter<List<String>> TLS_VERIFIED_SECURITY_OPTIONS = mirrored(
            "smtp_sasl_tls_verified_security_options",
            Grammars.words(OPTIONS),
            "$smtp_sasl_tls_security_options",
            "Properties that login mechanisms must not lack on connections with TLS to a verified server.");

    /** The match list of allowed mechanisms ({@code smtp_sasl_mechanism_filter}). */
    public static final Parameter<MatchPatterns> MECHANISM_FILTER = mirrored(
            "smtp_sasl_mechanism_filter",
            Grammars.matchList(MatchPatterns.Subject.STRING),
            "",
            "The login mechanisms to consider; empty: all that the server offers.");

    /** The minimum iteration count of SCRAM ({@code smtp_sasl_scram_minimum_iterations}). */
    public static final Parameter<Long> SCRAM_MINIMUM_ITERATIONS = mirrored(
            "smtp_sasl_scram_minimum_iterations",
            Grammars.integer(1, 65_536),
            "4096",
            "The least iteration count that a SCRAM login takes from a server (RFC 7677, section 4); not a parameter of"
                    + " Postfix.");

    /** The switch for credentials by sender ({@code smtp_sender_dependent_authentication}). */
    public static final Parameter<Boolean> SENDER_DEPENDENT_AUTHENTICATION = mirrored(
            "smtp_sender_dependent_authentication",
            Grammars.bool(),
            "no",
            "Looks up credentials by sender first, and keeps sessions of different senders apart.");

    /** The switch, by any text, for remembering refused logins ({@code smtp_sasl_auth_cache_name}). */
    public static final Parameter<String> AUTH_CACHE_NAME = mirrored(
            "smtp_sasl_auth_cache_name",
            Grammars.text("text on one line"),
            "",
            "The name of the cache of refused logins: any name stands for a cache in memory; empty: none.");

    /** The time for which a refused login is remembered ({@code smtp_sasl_auth_cache_time}). */
    public static final Parameter<Duration> AUTH_CACHE_TIME = mirrored(
            "smtp_sasl_auth_cache_time",
            Grammars.time("d", ZERO),
            "90d",
            "The time for which a refused login is remembered.");

    /** The switch that defers mail after a permanent refusal of a login ({@code smtp_sasl_auth_soft_bounce}). */
    public static final Parameter<Boolean> AUTH_SOFT_BOUNCE = mirrored(
            "smtp_sasl_auth_soft_bounce",
            Grammars.bool(),
            "yes",
            "Defers mail instead of returning it when a login is refused permanently.");

    /** The switch that sends an authorization identity ({@code send_cyrus_sasl_authzid}). */
    public static final Parameter<Boolean> SEND_CYRUS_SASL_AUTHZID = Parameter.implemented(
            "send_cyrus_sasl_authzid",
            Grammars.bool(),
            "no",
            Scope.FACTORY,
            "Sends an explicit authorization identity in the AUTH command.");

    /** The switch for AUTH=&lt;&gt; in MAIL FROM ({@code smtp_send_dummy_mail_auth}). */
    public static final Parameter<Boolean> SEND_DUMMY_MAIL_AUTH = mirrored(
            "smtp_send_dummy_mail_auth",
            Grammars.bool(),
            "no",
            "Adds AUTH=<> to MAIL FROM in a session that has logged in.");

    private static final List<Parameter<?>> ROWS = List.of(
            AUTH_ENABLE,
            PASSWORD_MAPS,
            TOKEN_MAPS,
            SECURITY_OPTIONS,
            TLS_SECURITY_OPTIONS,
            TLS_VERIFIED_SECURITY_OPTIONS,
            MECHANISM_FILTER,
            SCRAM_MINIMUM_ITERATIONS,
            SENDER_DEPENDENT_AUTHENTICATION,
            AUTH_CACHE_NAME,
            AUTH_CACHE_TIME,
            AUTH_SOFT_BOUNCE,
            SEND_CYRUS_SASL_AUTHZID,
            SEND_DUMMY_MAIL_AUTH);

    private SmtpSasl() {}

    /** Returns all rows of this topic. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }

    private static <T> Parameter<T> mirrored(String name, Grammar<T> grammar, String defaultText, String summary) {
        return Parameter.implemented(name, grammar, defaultText, Scope.FACTORY, summary)
                .mirroredAs(name.replace("smtp_", "lmtp_"), defaultText.replace("smtp_", "lmtp_"));
    }
}
