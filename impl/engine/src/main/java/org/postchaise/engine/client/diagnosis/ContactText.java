/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.diagnosis;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.engine.client.delivery.RouteReport.Contact;
import org.postchaise.engine.client.delivery.RouteReport.Handshake;
import org.postchaise.engine.client.delivery.RouteReport.Login;
import org.postchaise.engine.client.delivery.RouteReport.Tls;
import org.postchaise.engine.tls.Fingerprints;
import org.postchaise.engine.tls.client.DaneDiagnosis;
import org.postchaise.engine.tls.client.PeerDiagnosis;
import org.postchaise.engine.tls.client.TlsLevel;
import org.postchaise.engine.tls.sts.StsDiagnosis;
import org.postchaise.engine.wire.Capabilities;

/** The description of a session's result for people. */
final class ContactText {
    private final List<String> lines = new ArrayList<>();

    private final Diagnosis diagnosis;

    private ContactText(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** Returns a line for each fact, in the order of the session. */
    static List<String> lines(Contact contact, Diagnosis diagnosis) {
        ContactText text = new ContactText(diagnosis);
        if (!contact.said().replies().isEmpty()) {
            text.add("greets", contact.said().replies().get(0).toString());
        }
        contact.said().plain().ifPresent(offered -> text.add("offers", words(offered)));
        contact.tls().ifPresent(tls -> text.tls(contact, tls));
        text.login(contact);
        contact.failure()
                .ifPresentOrElse(
                        failure -> text.add("fails", failure.status() + " " + failure.text()),
                        () -> text.lines.add(
                                "is ready for mail after " + contact.time().toMillis() + " ms"));
        return text.lines;
    }

    private void add(String label, String text) {
        lines.add(String.format("%-8s %s", label + ":", text));
    }

    private void tls(Contact contact, Tls tls) {
        boolean offered = contact.said()
                .plain()
                .filter(one -> one.offers(Capabilities.STARTTLS))
                .isPresent();
        tls.broken().ifPresent(reason -> add("TLS", "the handshake broke off: " + reason));
        if (tls.handshake().isEmpty()) {
            boolean asked =
                    tls.level() != TlsLevel.NONE && contact.said().plain().isPresent();
            if (tls.broken().isEmpty() && (offered || asked)) {
                add("TLS", (offered ? "offered, and not tried" : "not offered") + "; " + asked(tls.level()));
            }
            sts(tls);
            return;
        }
        Handshake handshake = tls.handshake().get();
        add(
                "TLS",
                handshake.summary().protocol() + " with cipher "
                        + handshake.summary().cipher() + " ("
                        + handshake.summary().bits() + "/" + handshake.summary().keyBits() + " bits); "
                        + asked(tls.level()));
        contact.said().secured().ifPresent(inside -> add("inside", words(inside)));
        List<X509Certificate> chain = handshake.certificates().chain();
        chain.stream().map(diagnosis::facts).forEach(facts -> add("shows", facts.line()));
        chain.stream().limit(1).map(diagnosis::facts).forEach(server -> fingerprints(server.fingerprints()));
        tls.peer().ifPresent(peer -> peer(peer, chain.isEmpty()));
        sts(tls);
        add(
                "verdict",
                (handshake.certificates().accepted() ? "accepted as " : "refused as ")
                        + handshake.summary().trust().label().toLowerCase(Locale.ROOT)
                        + (handshake.certificates().fault().isEmpty()
                                ? ""
                                : ": " + handshake.certificates().fault()));
    }

    private void fingerprints(Fingerprints of) {
        add(of.digest(), "certificate " + of.certificate());
        add(of.digest(), "public key " + of.publicKey());
    }

    private static String asked(TlsLevel level) {
        return level == TlsLevel.NONE ? "not asked for (smtp_tls_security_level)" : "asked for at level " + level;
    }

    private void peer(PeerDiagnosis peer, boolean anonymous) {
        if (!anonymous) {
            add("trust", peer.fault().orElse("a trusted authority vouches for it"));
            String names = String.join(", ", peer.names());
            add("names", peer.named() ? "it is for one of: " + names : "it is for none of: " + names);
        }
        add("DANE", dane(peer.dane()));
    }

    private void sts(Tls tls) {
        tls.sts()
                .filter(sts ->
                        sts.kind() != StsDiagnosis.Kind.NONE || tls.handshake().isPresent())
                .ifPresent(sts -> add("MTA-STS", sts.reason()));
    }

    private static String dane(DaneDiagnosis dane) {
        return switch (dane.kind()) {
            case MATCH -> "matches " + dane.reason();
            case MISMATCH -> "does not match: " + dane.reason();
            case UNUSABLE, NOT_COMPARED, NONE, FAILED -> dane.reason();
        };
    }

    private void login(Contact contact) {
        Optional<String> before = contact.said().plain().map(ContactText::mechanisms);
        Optional<String> after = contact.said().secured().map(ContactText::mechanisms);
        if (Stream.of(before, after).flatMap(Optional::stream).anyMatch(text -> !text.isEmpty())) {
            List<String> both = new ArrayList<>();
            before.ifPresent(text -> both.add("before TLS " + (text.isEmpty() ? "none" : text)));
            after.ifPresent(text -> both.add("under TLS " + (text.isEmpty() ? "none" : text)));
            add("logins", String.join("; ", both));
        }
        Login login = contact.login();
        String mechanism = login.mechanism().isEmpty() ? "" : " with " + login.mechanism();
        switch (login.state()) {
            case NOT_TRIED -> {}
            case NOT_OFFERED -> add("login", "not offered");
            case TAKEN -> add("login", "taken" + mechanism);
            case FAILED -> add("login", "failed" + mechanism);
        }
    }

    private static String mechanisms(Capabilities offered) {
        return offered.keywords().getOrDefault(Capabilities.AUTH, "").strip();
    }

    private static String words(Capabilities offered) {
        return offered.keywords().isEmpty()
                ? "nothing (no EHLO, or no keyword)"
                : new TreeMap<>(offered.keywords())
                        .entrySet().stream()
                                .map(one -> (one.getKey() + " " + one.getValue()).strip())
                                .collect(Collectors.joining(", "));
    }
}
