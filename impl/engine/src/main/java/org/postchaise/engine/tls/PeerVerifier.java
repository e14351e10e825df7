/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postchaise.engine.event.TlsOutcome;
import org.postchaise.engine.event.TlsSummary.Trust;

/**
 * A verifier of a server's certificates, which decides whether the certificates satisfy a policy. Called after every
 * handshake, also after the resumption of a session.
 */
public sealed interface PeerVerifier {

    /**
     * A decision about a server.
     *
     * @param trust the trust in the server, for the log
     * @param defect the reason why the server is not trusted; empty if the server is trusted
     * @param accepted true if mail may be sent to the server
     */
    record Verdict(Trust trust, Optional<Defect> defect, boolean accepted) {
        static Verdict matched(Trust trust) {
            return new Verdict(trust, Optional.empty(), true);
        }

        static Verdict refused(Defect defect) {
            return new Verdict(Trust.UNTRUSTED, Optional.of(defect), false);
        }

        /** Returns the reason why the server is not trusted, in words; empty text if the server is trusted. */
        public String reason() {
            return defect.map(Defect::text).orElse("");
        }
    }

    /**
     * A defect of a server's certificates.
     *
     * @param kind the kind of the defect, for reports
     * @param text the description of the defect, for people
     */
    record Defect(TlsOutcome.Kind kind, String text) {
        static final Defect NO_CERTIFICATE = new Defect(TlsOutcome.Kind.VALIDATION_FAILURE, "no certificate");
        static final Defect OTHER_NAME = new Defect(TlsOutcome.Kind.CERTIFICATE_HOST_MISMATCH, "hostname mismatch");
        static final Defect NO_MATCH =
                new Defect(TlsOutcome.Kind.CERTIFICATE_NOT_TRUSTED, "no matching DANE TLSA records");
    }

    /**
     * Returns the decision about {@code chain}, the server's own certificate first; empty where the server showed no
     * certificate.
     */
    Verdict judge(List<X509Certificate> chain);

    /**
     * A verifier that accepts any server; the trust in the certificate is for the log only.
     *
     * @param trusted the trusted authorities
     */
    record AnyPeer(TrustStore trusted) implements PeerVerifier {
        @Override
        public Verdict judge(List<X509Certificate> chain) {
            if (chain.isEmpty()) {
                return Verdict.matched(Trust.ANONYMOUS);
            }
            Optional<Defect> fault = trusted.fault(chain, CertificatePath.Signatures.ANY);
            return new Verdict(fault.isEmpty() ? Trust.TRUSTED : Trust.UNTRUSTED, fault, true);
        }
    }

    /**
     * A verifier that requires a certificate from a trusted authority with one of these names.
     *
     * @param trusted the trusted authorities
     * @param names the names of which the certificate must have one
     */
    record NamedPeer(TrustStore trusted, PeerNames names) implements PeerVerifier {
        @Override
        public Verdict judge(List<X509Certificate> chain) {
            if (chain.isEmpty()) {
                return Verdict.refused(Defect.NO_CERTIFICATE);
            }
            Optional<Defect> fault = trusted.fault(chain, CertificatePath.Signatures.STRONG);
            if (fault.isPresent()) {
                return Verdict.refused(fault.get());
            }
            return names.match(chain.get(0)) ? Verdict.matched(Trust.VERIFIED) : Verdict.refused(Defect.OTHER_NAME);
        }
    }

    /**
     * A verifier that requires a certificate from a trusted authority with this name among its alternative names, as
     * MTA-STS does (RFC 8461, sections 3.3 and 4.1): the common name does not count.
     *
     * @param trusted the trusted authorities
     * @param host the name that the certificate must have, in any form
     */
    record StsPeer(TrustStore trusted, String host) implements PeerVerifier {
        @Override
        public Verdict judge(List<X509Certificate> chain) {
            PeerNames names = PeerNames.ofHost(host);
            Verdict verdict = new NamedPeer(trusted, names).judge(chain);
            return verdict.accepted() && !PeerNames.hasAlternatives(chain.get(0))
                    ? Verdict.refused(Defect.OTHER_NAME)
                    : verdict;
        }
    }

    /**
     * A verifier that requires a pinned certificate, or a certificate that a pinned issuer has signed.
     *
     * @param pins the pins; of several pins with the same usage and part only those with the strongest digest count
     * @param names the names of which the certificate must have one
     * @param check the certificates whose names are checked
     * @param success the trust that the log reports for a match
     * @param depth the value of {@code smtp_tls_scert_verifydepth}
     */
    record PinnedPeer(List<Pin> pins, PeerNames names, NameCheck check, Trust success, int depth)
            implements PeerVerifier {

        /** The certificates that must have one of the names. */
        public enum NameCheck {
            /** No certificate: fingerprints. */
            NEVER,
            /** Certificates that an issuer signed: DANE (RFC 7672, section 3.1.1). */
            ISSUED,
            /** All certificates: trust anchor files. */
            ALWAYS
        }

        /** Creates a verifier with a copy of the list. */
        public PinnedPeer {
            pins = List.copyOf(pins);
        }

        @Override
        public Verdict judge(List<X509Certificate> chain) {
            if (chain.isEmpty()) {
                return Verdict.refused(Defect.NO_CERTIFICATE);
            }
            X509Certificate leaf = chain.get(0);
            if (counting(Pin.Usage.SERVER).anyMatch(pin -> pin.matches(leaf))) {
                return check != NameCheck.ALWAYS || names.match(leaf)
                        ? Verdict.matched(success)
                        : Verdict.refused(Defect.OTHER_NAME);
            }
            List<TrustAnchor> anchors = anchors(chain);
            if (anchors.isEmpty()) {
                return Verdict.refused(Defect.NO_MATCH);
            }
            Optional<Defect> fault =
                    new CertificatePath(leaf, chain, depth, CertificatePath.Signatures.STRONG).fault(anchors);
            if (fault.isPresent()) {
                return Verdict.refused(fault.get());
            }
            return check == NameCheck.NEVER || names.match(leaf)
                    ? Verdict.matched(success)
                    : Verdict.refused(Defect.OTHER_NAME);
        }

        /**
         * Returns the pins of {@code usage} that count. By digest agility, a record with a weaker digest is ignored if
         * there is a record with a stronger digest.
         */
        private Stream<Pin> counting(Pin.Usage usage) {
            return pins.stream()
                    .filter(pin -> pin.usage() == usage)
                    .filter(pin -> pin.digest().isEmpty()
                            || pins.stream()
                                    .noneMatch(other -> other.usage() == usage
                                            && other.part() == pin.part()
                                            && other.rank() > pin.rank()));
        }

        private List<TrustAnchor> anchors(List<X509Certificate> chain) {
            List<TrustAnchor> anchors = new ArrayList<>();
            counting(Pin.Usage.ISSUER).forEach(pin -> {
                chain.stream().skip(1).filter(pin::matches).forEach(issuer -> anchors.add(anchor(issuer)));
                // that of the server itself is no issuer
                pin.certificate()
                        .filter(issuer -> !issuer.equals(chain.get(0)))
                        .ifPresent(issuer -> anchors.add(anchor(issuer)));
                pin.publicKey()
                        .ifPresent(key -> chain.forEach(
                                signed -> anchors.add(new TrustAnchor(signed.getIssuerX500Principal(), key, null))));
            });
            return anchors;
        }

        private static TrustAnchor anchor(X509Certificate issuer) {
            return new TrustAnchor(issuer, null);
        }
    }
}
