/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/**
 * What destinations ask of TLS beside DANE, and senders. MTA-STS (RFC 8461) is ours: Postfix leaves it to a policy server of others.
 * The rest is Postfix's since 3.10 and 3.11.
 */
public final class SmtpTlsPolicy {
    /** Whether MTA-STS counts. */
    public static final Parameter<Boolean> STS_ENABLE = Parameter.implemented(
                    "smtp_tls_mta_sts_enable",
                    Grammars.bool(),
                    "no",
                    Scope.FACTORY,
                    "Whether MTA-STS policies of destinations are heeded, at the levels may and dane where no table has an entry.")
            .mirroredAs("lmtp_tls_mta_sts_enable", "no");

    /** How long a fetch may take. */
    public static final Parameter<Duration> STS_TIMEOUT = Parameter.implemented(
                    "smtp_tls_mta_sts_timeout",
                    Grammars.time("s", Duration.ofSeconds(1)),
                    "30s",
                    Scope.FACTORY,
                    "Time limit for fetching an MTA-STS policy.")
            .mirroredAs("lmtp_tls_mta_sts_timeout", "30s");

    /** Whether there are reports. */
    public static final Parameter<Boolean> REPORT_ENABLE = Parameter.implemented(
                    "smtp_tlsrpt_enable",
                    Grammars.bool(),
                    "no",
                    Scope.FACTORY,
                    "Whether what came of TLS is counted and logged for destinations that ask for reports (TLSRPT).")
            .mirroredAs("lmtp_tlsrpt_enable", "no");

    /** What counts in them. */
    public static final Parameter<Boolean> REPORT_SKIP_REUSED = Parameter.implemented(
                    "smtp_tlsrpt_skip_reused_handshakes",
                    Grammars.bool(),
                    "yes",
                    Scope.FACTORY,
                    "Whether reports on TLS leave out handshakes that resume a session.")
            .mirroredAs("lmtp_tlsrpt_skip_reused_handshakes", "yes");

    /** Whether senders may ask for TLS. */
    public static final Parameter<Boolean> REQUIRETLS_ENABLE = Parameter.implemented(
            "requiretls_enable",
            Grammars.bool(),
            "yes",
            Scope.FACTORY,
            "Whether REQUIRETLS, by which a sender asks for TLS with servers that are known, is heeded.");

    /** How strictly. */
    public static final Parameter<List<String>> REQUIRETLS_POLICY = Parameter.implemented(
                    "smtp_requiretls_policy",
                    Grammars.list(),
                    "inline:{{$mydomain=opportunistic}, {.$mydomain=opportunistic}, {localhost=opportunistic}},"
                            + " cidr:{{0.0.0.0/0 opportunistic}, {::/0 opportunistic}}, enforce",
                    Scope.FACTORY,
                    "How strictly REQUIRETLS is taken: enforce, opportunistic+starttls, opportunistic or disable, and tables with these by next hop.")
            .mirroredAs("lmtp_requiretls_policy", "opportunistic");

    /** Whether senders may do without. */
    public static final Parameter<Boolean> TLS_REQUIRED_ENABLE = Parameter.implemented(
            "tls_required_enable",
            Grammars.bool(),
            "yes",
            Scope.FACTORY,
            "Whether the header TLS-Required: no, by which a sender does without protection that keeps mail back, is heeded.");

    private SmtpTlsPolicy() {}

    static List<Parameter<?>> rows() {
        return List.of(
                STS_ENABLE,
                STS_TIMEOUT,
                REPORT_ENABLE,
                REPORT_SKIP_REUSED,
                REQUIRETLS_ENABLE,
                REQUIRETLS_POLICY,
                TLS_REQUIRED_ENABLE);
    }
}
