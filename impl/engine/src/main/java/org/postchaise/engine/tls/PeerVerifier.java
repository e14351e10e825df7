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

/** Decides whether a server's certificates will do. Asked after every handshake, a resumed one too. */
public sealed interface PeerVerifier {

    /**
     * A decision.
     *
     * @param trust what the log says of the server
     * @param defect why it is not trusted; empty if it is
     * @param accepted whether mail may go to it
     */
    record Verdict(Trust trust, Optional<Defect> defect, boolean accepted) {
        static Verdict matched(Trust trust) {
            return new Verdict(trust, Optional.empty(), true);
        }

        static Verdict refused(Defect defect) {
            return new Verdict(Trust.UNTRUSTED, Optional.of(defect), false);
        }

        /** Why it is not trusted, in words; empty if it is. */
        public String reason() {
            return defect.map(Defect::text).orElse("");
        }
    }

    /**
     * What is wrong with a server's certificates.
     *
     * @param kind for reports
     * @param text for people
     */
    record Defect(TlsOutcome.Kind kind, String text) {
        static final Defect NO_CERTIFICATE = new Defect(TlsOutcome.Kind.VALIDATION_FAILURE, "no certificate");
        static final Defect OTHER_NAME = new Defect(TlsOutcome.Kind.CERTIFICATE_HOST_MISMATCH, "hostname mismatch");
        static final Defect NO_MATCH =
                new Defect(TlsOutcome.Kind.CERTIFICATE_NOT_TRUSTED, "no matching DANE TLSA records");
    }

    /** The decision about {@code chain}, the server's own certificate first; empty where it has none. */
    Verdict judge(List<X509Certificate> chain);

    /**
     * Anyone will do; whether the certificate is trusted is for the log.
     *
     * @param trusted authorities
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
     * A certificate from a trusted authority with one of these names.
     *
     * @param trusted authorities
     * @param names to have
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
     * A certificate from a trusted authority with this name among its alternative names, as MTA-STS wants it (RFC 8461, sections
     * 3.3 and 4.1): the common name does not count.
     *
     * @param trusted authorities
     * @param host to have, in any form
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
     * A certificate that was told, or one that an issuer who was told has signed.
     *
     * @param pins what was told; of the same usage and part only those with the strongest digest count
     * @param names to have
     * @param check whose certificates must have one of the names
     * @param success what the log says when it matches
     * @param depth {@code smtp_tls_scert_verifydepth}
     */
    record PinnedPeer(List<Pin> pins, PeerNames names, NameCheck check, Trust success, int depth)
            implements PeerVerifier {

        /** Whose certificates must have one of the names. */
        enum NameCheck {
            /** No one's: fingerprints. */
            NEVER,
            /** Those that an issuer signed: DANE (RFC 7672, section 3.1.1). */
            ISSUED,
            /** All: trust anchor files. */
            ALWAYS
        }

        /** A copy of the list. */
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

        /** Digest agility: a record with a weaker digest says nothing beside one with a stronger. */
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
