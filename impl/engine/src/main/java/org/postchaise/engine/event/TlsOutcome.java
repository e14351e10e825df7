/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postchaise.api.Peer;

/**
 * What came of TLS with one server of a domain that wants to be told (RFC 8460).
 *
 * @param domain that wants to be told, in ASCII
 * @param destinations where it wants the report: {@code mailto:} and {@code https:} addresses
 * @param policy by which its server was judged
 * @param peer the server
 * @param source the address of this side; empty if unknown
 * @param fault what was wrong; empty: nothing
 */
public record TlsOutcome(
        String domain, List<String> destinations, Policy policy, Peer peer, String source, Optional<Fault> fault) {

    /** A copy of the list. */
    public TlsOutcome {
        destinations = List.copyOf(destinations);
    }

    /**
     * A policy of a domain (section 4.4).
     *
     * @param type its kind
     * @param domain it is of; empty where there is none
     * @param lines its text: of a policy of MTA-STS each field, of DANE each TLSA record
     * @param hosts the patterns of a policy of MTA-STS
     */
    public record Policy(Type type, String domain, List<String> lines, List<String> hosts) {
        /** No policy was found. */
        public static final Policy NONE = new Policy(Type.NO_POLICY_FOUND, "", List.of(), List.of());

        /** Copies of the lists. */
        public Policy {
            lines = List.copyOf(lines);
            hosts = List.copyOf(hosts);
        }
    }

    /** Kinds of policies. */
    public enum Type {
        /** DANE. */
        TLSA,
        /** MTA-STS. */
        STS,
        /** None. */
        NO_POLICY_FOUND;

        /** The word of a report. */
        public String label() {
            return TlsOutcome.label(name());
        }
    }

    /**
     * A fault.
     *
     * @param kind what kind
     * @param reason in words, with underscores for spaces; empty if the kind says it all
     */
    public record Fault(Kind kind, String reason) {
        /** Of {@code kind}, for a reason in plain words. */
        public static Fault of(Kind kind, String words) {
            return new Fault(kind, words.replace(' ', '_'));
        }
    }

    /** Kinds of faults (section 4.3). */
    public enum Kind {
        /** The server does not offer STARTTLS, or refuses it. */
        STARTTLS_NOT_SUPPORTED,
        /** The certificate is for other names. */
        CERTIFICATE_HOST_MISMATCH,
        /** The certificate has expired. */
        CERTIFICATE_EXPIRED,
        /** No one who is trusted vouches for the certificate. */
        CERTIFICATE_NOT_TRUSTED,
        /** Any other. */
        VALIDATION_FAILURE,
        /** No TLSA record can be used. */
        TLSA_INVALID,
        /** The policy of MTA-STS can't be fetched. */
        STS_POLICY_FETCH_ERROR,
        /** What was fetched is no policy of MTA-STS. */
        STS_POLICY_INVALID,
        /** The server that has the policy of MTA-STS is not known to be the right one. */
        STS_WEBPKI_INVALID;

        /** The word of a report. */
        public String label() {
            return TlsOutcome.label(name());
        }
    }

    private static String label(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code TLSRPT: status=failure, domain=example.org, receiving_mx=mail.example.org[192.0.2.1], failure_type=...}. */
    public String line() {
        return "TLSRPT: status=" + (fault.isEmpty() ? "success" : "failure") + ", domain=" + domain + ", receiving_mx="
                + peer.nameAndAddress()
                + fault.map(one -> ", failure_type=" + one.kind().name().toLowerCase(Locale.ROOT)
                                + (one.reason().isEmpty() ? "" : ", failure_reason=" + one.reason()))
                        .orElse("");
    }
}
