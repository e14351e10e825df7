/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/**
 * The parameters of TLS requirements of destinations, other than DANE, and of senders. MTA-STS (RFC 8461) is this
 * product's own: Postfix leaves MTA-STS to a policy server of other authors. The other parameters are Postfix's since
 * 3.10 and 3.11.
 */
public final class SmtpTlsPolicy {
    /** The switch for MTA-STS policies ({@code smtp_tls_mta_sts_enable}). */
    public static final Parameter<Boolean> STS_ENABLE = Parameter.implemented(
                    "smtp_tls_mta_sts_enable",
                    Grammars.bool(),
                    "no",
                    Scope.FACTORY,
                    "Applies MTA-STS policies of destinations at the levels may and dane where no table has an entry.")
            .mirroredAs("lmtp_tls_mta_sts_enable", "no");

    /** The time limit of fetching an MTA-STS policy ({@code smtp_tls_mta_sts_timeout}). */
    public static final Parameter<Duration> STS_TIMEOUT = Parameter.implemented(
                    "smtp_tls_mta_sts_timeout",
                    Grammars.time("s", Duration.ofSeconds(1)),
                    "30s",
                    Scope.FACTORY,
                    "Time limit for fetching an MTA-STS policy.")
            .mirroredAs("lmtp_tls_mta_sts_timeout", "30s");

    /** The switch for TLS reports (TLSRPT, RFC 8460) ({@code smtp_tlsrpt_enable}). */
    public static final Parameter<Boolean> REPORT_ENABLE = Parameter.implemented(
                    "smtp_tlsrpt_enable",
                    Grammars.bool(),
                    "no",
                    Scope.FACTORY,
                    "Counts and logs the outcomes of TLS for destinations that ask for reports (TLSRPT).")
            .mirroredAs("lmtp_tlsrpt_enable", "no");

    /** The switch that leaves resumed handshakes out of TLS reports ({@code smtp_tlsrpt_skip_reused_handshakes}). */
    public static final Parameter<Boolean> REPORT_SKIP_REUSED = Parameter.implemented(
                    "smtp_tlsrpt_skip_reused_handshakes",
                    Grammars.bool(),
                    "yes",
                    Scope.FACTORY,
                    "Leaves handshakes that resume a session out of TLS reports.")
            .mirroredAs("lmtp_tlsrpt_skip_reused_handshakes", "yes");

    /** The switch for REQUIRETLS ({@code requiretls_enable}). */
    public static final Parameter<Boolean> REQUIRETLS_ENABLE = Parameter.implemented(
            "requiretls_enable",
            Grammars.bool(),
            "yes",
            Scope.FACTORY,
            "Obeys REQUIRETLS, by which a sender requires TLS with authenticated servers.");

    /** The enforcement of REQUIRETLS by destination ({@code smtp_requiretls_policy}). */
    public static final Parameter<List<String>> REQUIRETLS_POLICY = Parameter.implemented(
                    "smtp_requiretls_policy",
                    Grammars.list(),
                    "inline:{{$mydomain=opportunistic}, {.$mydomain=opportunistic}, {localhost=opportunistic}},"
                            + " cidr:{{0.0.0.0/0 opportunistic}, {::/0 opportunistic}}, enforce",
                    Scope.FACTORY,
                    "Enforcement of REQUIRETLS: enforce, opportunistic+starttls, opportunistic or disable, and tables"
                            + " of these by next hop.")
            .mirroredAs("lmtp_requiretls_policy", "opportunistic");

    /** The switch for the header TLS-Required ({@code tls_required_enable}). */
    public static final Parameter<Boolean> TLS_REQUIRED_ENABLE = Parameter.implemented(
            "tls_required_enable",
            Grammars.bool(),
            "yes",
            Scope.FACTORY,
            "Obeys the header TLS-Required: no, by which a sender prefers delivery to the protection by TLS.");

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
