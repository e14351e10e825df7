/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import org.postchaise.engine.tls.PeerVerifier;
import org.postchaise.engine.tls.Pin;

/**
 * The result of comparing a server's certificates with TLSA records (DANE, RFC 7672), and the reason.
 *
 * @param kind the result
 * @param reason the reason in one line; for a match the record
 */
public record DaneDiagnosis(Kind kind, String reason) {

    /** The possible results. */
    public enum Kind {
        /** A match of a record with a certificate. */
        MATCH,
        /** A mismatch: TLSA records exist, and no record matches. */
        MISMATCH,
        /** Unusable TLSA records: no record is usable for SMTP, so TLS is required, without authentication. */
        UNUSABLE,
        /** TLSA records without a comparison, since the server showed no certificate. */
        NOT_COMPARED,
        /** No TLSA records, or none that are validated by DNSSEC. */
        NONE,
        /** A failed lookup: at the DANE levels mail is deferred. */
        FAILED
    }

    static DaneDiagnosis without(DaneLookup.Finding finding, TlsTarget target) {
        if (finding instanceof DaneLookup.Failed failed) {
            return new DaneDiagnosis(Kind.FAILED, failed.text());
        }
        DaneLookup.Inapplicable none = (DaneLookup.Inapplicable) finding;
        if (none.instead() == TlsLevel.ENCRYPT) {
            return new DaneDiagnosis(Kind.UNUSABLE, none.text());
        }
        boolean insecure = target.port() != 0 && !target.trail().secure();
        return new DaneDiagnosis(
                Kind.NONE,
                none.text() + (insecure ? ": the address of " + target.host() + " is not validated (DNSSEC)" : ""));
    }

    static DaneDiagnosis of(PeerVerifier.PinnedPeer verifier, List<X509Certificate> chain) {
        if (verifier.pins().isEmpty()) {
            return new DaneDiagnosis(Kind.UNUSABLE, "TLSA records unusable");
        }
        if (chain.isEmpty()) {
            return new DaneDiagnosis(Kind.NOT_COMPARED, "TLSA records, and no certificate to compare them with");
        }
        PeerVerifier.Verdict verdict = verifier.judge(chain);
        if (!verdict.accepted()) {
            return new DaneDiagnosis(Kind.MISMATCH, verdict.reason());
        }
        return new DaneDiagnosis(
                Kind.MATCH,
                verifier.pins().stream()
                        .sorted(Comparator.comparingInt(Pin::rank).reversed())
                        .filter(pin -> only(verifier, pin).judge(chain).accepted())
                        .findFirst()
                        .map(pin -> "TLSA " + pin.record())
                        .orElse(""));
    }

    private static PeerVerifier.PinnedPeer only(PeerVerifier.PinnedPeer verifier, Pin pin) {
        return new PeerVerifier.PinnedPeer(
                List.of(pin), verifier.names(), verifier.check(), verifier.success(), verifier.depth());
    }
}
