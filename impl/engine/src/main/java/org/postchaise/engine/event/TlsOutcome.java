/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postchaise.api.Peer;

/**
 * The outcome of TLS with one server of a domain that requests TLS reports (RFC 8460).
 *
 * @param domain the policy domain, which requests reports, in ASCII
 * @param destinations the addresses that the domain wants reports sent to: {@code mailto:} and {@code https:}
 * @param policy the policy that was applied to the server
 * @param peer the server
 * @param source the local address; empty if unknown
 * @param fault the failure; empty for success
 */
public record TlsOutcome(
        String domain, List<String> destinations, Policy policy, Peer peer, String source, Optional<Fault> fault) {

    /** Creates an outcome with a copy of the list. */
    public TlsOutcome {
        destinations = List.copyOf(destinations);
    }

    /**
     * A policy of a domain (RFC 8460, section 4.4).
     *
     * @param type the type of the policy
     * @param domain the domain that the policy belongs to; empty where there is none
     * @param lines the policy's text: each field of an MTA-STS policy, each TLSA record of DANE
     * @param hosts the MX patterns of an MTA-STS policy
     */
    public record Policy(Type type, String domain, List<String> lines, List<String> hosts) {
        /** The policy of a domain for which no policy was found. */
        public static final Policy NONE = new Policy(Type.NO_POLICY_FOUND, "", List.of(), List.of());

        /** Creates a policy with copies of the lists. */
        public Policy {
            lines = List.copyOf(lines);
            hosts = List.copyOf(hosts);
        }
    }

    /** The types of policies. */
    public enum Type {
        /** DANE: TLSA records. */
        TLSA,
        /** An MTA-STS policy. */
        STS,
        /** No policy. */
        NO_POLICY_FOUND;

        /** Returns the type as it is written in a report. */
        public String label() {
            return TlsOutcome.label(name());
        }
    }

    /**
     * A failure of TLS.
     *
     * @param kind the kind of failure
     * @param reason the details, with underscores for spaces; empty if the kind says everything
     */
    public record Fault(Kind kind, String reason) {
        /** Returns a failure of {@code kind} with the details {@code words}, in plain text. */
        public static Fault of(Kind kind, String words) {
            return new Fault(kind, words.replace(' ', '_'));
        }
    }

    /** The result types of RFC 8460, section 4.3. */
    public enum Kind {
        /** The server does not offer STARTTLS, or refuses the command. */
        STARTTLS_NOT_SUPPORTED,
        /** The certificate is for other names. */
        CERTIFICATE_HOST_MISMATCH,
        /** The certificate has expired. */
        CERTIFICATE_EXPIRED,
        /** The certificate is not issued by a trusted authority. */
        CERTIFICATE_NOT_TRUSTED,
        /** Any other failure. */
        VALIDATION_FAILURE,
        /** No TLSA record is usable. */
        TLSA_INVALID,
        /** The MTA-STS policy can't be fetched. */
        STS_POLICY_FETCH_ERROR,
        /** The document fetched is not a valid MTA-STS policy. */
        STS_POLICY_INVALID,
        /** The certificate of the MTA-STS policy server is not valid. */
        STS_WEBPKI_INVALID;

        /** Returns the kind as it is written in a report. */
        public String label() {
            return TlsOutcome.label(name());
        }
    }

    private static String label(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns Postfix's log line:
     * {@code TLSRPT: status=failure, domain=example.org, receiving_mx=mail.example.org[192.0.2.1], failure_type=...}.
     */
    public String line() {
        return "TLSRPT: status=" + (fault.isEmpty() ? "success" : "failure") + ", domain=" + domain + ", receiving_mx="
                + peer.nameAndAddress()
                + fault.map(one -> ", failure_type=" + one.kind().name().toLowerCase(Locale.ROOT)
                                + (one.reason().isEmpty() ? "" : ", failure_reason=" + one.reason()))
                        .orElse("");
    }
}
