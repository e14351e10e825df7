/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.postchaise.api.Failure;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.client.delivery.RouteReport;
import org.postchaise.engine.client.diagnosis.CertificateFacts;
import org.postchaise.engine.client.diagnosis.Diagnosis;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.wire.Capabilities;

/** A diagnosis as JSON (RFC 8259) in one line, ASCII only. */
final class DiagnosisJson {
    private final Diagnosis diagnosis;

    private DiagnosisJson(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** Returns {@code diagnosis} as one object. */
    static String of(Diagnosis diagnosis) {
        return new DiagnosisJson(diagnosis).object();
    }

    private String object() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("destination", diagnosis.destination());
        all.put("nextHop", diagnosis.report().nextHop().toString());
        all.put(
                "verdict",
                diagnosis
                        .report()
                        .obstacle()
                        .map(failure -> failure.temporary() ? "deferred" : "returned")
                        .orElse(diagnosis.isConnected() ? "deliverable" : "routable"));
        all.put("text", diagnosis.verdict());
        all.put("sites", diagnosis.report().sites().stream().map(this::site).toList());
        all.put("notes", diagnosis.notes());
        return Json.object(all);
    }

    private Map<String, Object> site(RouteReport.Site site) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("nextHop", site.site().hop().toString());
        map.put("role", lower(site.site().role()));
        map.put("lookups", site.lookups().stream().map(this::lookup).toList());
        site.failure().ifPresent(failure -> map.put("failure", failure(failure)));
        map.put("hosts", site.hosts().stream().map(this::host).toList());
        return map;
    }

    private Map<String, Object> lookup(RouteReport.Lookup lookup) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", lookup.name());
        map.put("type", lookup.type().name());
        if (lookup.answer() instanceof DnsAnswer.None none) {
            map.put("answer", lower(none.kind()));
            map.put("text", none.reason());
        } else {
            map.put("answer", "records");
            map.put(
                    "records",
                    ((DnsAnswer.Records) lookup.answer())
                            .list().stream().map(this::record).toList());
        }
        return map;
    }

    private Map<String, Object> record(DnsRecord record) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("owner", record.origin().name());
        map.put("data", record.data());
        map.put("ttl", record.origin().ttl());
        map.put("validated", record.origin().secure());
        return map;
    }

    private Map<String, Object> host(RouteReport.Host host) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("host", host.candidate().host());
        map.put("address", host.candidate().peer().address());
        map.put("port", host.candidate().peer().port());
        map.put("preference", host.candidate().trail().preference());
        map.put("exchanger", lower(host.candidate().trail().exchanger()));
        map.put("canonicalName", host.candidate().trail().canonicalName());
        map.put("validated", host.candidate().trail().secure());
        map.put("lookups", host.lookups().stream().map(this::lookup).toList());
        host.contact().ifPresent(contact -> map.put("contact", contact(contact)));
        return map;
    }

    private Map<String, Object> contact(RouteReport.Contact contact) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("milliseconds", contact.time().toMillis());
        map.put(
                "replies",
                contact.said().replies().stream().map(SmtpReply::lines).toList());
        contact.said().plain().ifPresent(offered -> map.put("capabilities", new TreeMap<>(offered.keywords())));
        contact.said()
                .secured()
                .ifPresent(offered -> map.put("securedCapabilities", new TreeMap<>(offered.keywords())));
        contact.tls().ifPresent(tls -> map.put("tls", tls(tls)));
        contact.said().plain().ifPresent(offered -> map.put("mechanisms", mechanisms(offered)));
        contact.said().secured().ifPresent(offered -> map.put("securedMechanisms", mechanisms(offered)));
        map.put("login", login(contact.login()));
        contact.failure().ifPresent(failure -> map.put("failure", failure(failure)));
        return map;
    }

    private List<String> mechanisms(Capabilities offered) {
        return Arrays.stream(
                        offered.keywords().getOrDefault(Capabilities.AUTH, "").split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private Map<String, Object> login(RouteReport.Login login) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("state", lower(login.state()));
        map.put("mechanism", login.mechanism());
        return map;
    }

    private Map<String, Object> tls(RouteReport.Tls tls) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("level", tls.level().toString());
        tls.broken().ifPresent(reason -> map.put("broken", reason));
        tls.handshake().ifPresent(handshake -> {
            map.put("protocol", handshake.summary().protocol());
            map.put("cipher", handshake.summary().cipher());
            map.put("bits", handshake.summary().bits());
            map.put("trust", lower(handshake.summary().trust()));
            map.put("accepted", handshake.certificates().accepted());
            map.put("reason", handshake.certificates().fault());
            map.put(
                    "certificates",
                    handshake.certificates().chain().stream()
                            .map(one -> certificate(diagnosis.facts(one)))
                            .toList());
        });
        tls.sts().ifPresent(sts -> map.put("mtaSts", Map.of("verdict", lower(sts.kind()), "reason", sts.reason())));
        tls.peer().ifPresent(peer -> {
            map.put("trusted", peer.fault().isEmpty());
            peer.fault().ifPresent(fault -> map.put("fault", fault));
            map.put("wantedNames", peer.names());
            map.put("named", peer.named());
            map.put(
                    "dane",
                    Map.of(
                            "verdict",
                            lower(peer.dane().kind()),
                            "reason",
                            peer.dane().reason()));
        });
        return map;
    }

    private Map<String, Object> certificate(CertificateFacts facts) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("subject", facts.subject());
        map.put("issuer", facts.issuer());
        map.put("names", facts.names());
        map.put("notBefore", facts.from().toString());
        map.put("notAfter", facts.to().toString());
        map.put("daysLeft", facts.daysLeft());
        map.put("key", facts.key());
        map.put(
                "fingerprints",
                Map.of(
                        "digest", facts.fingerprints().digest(),
                        "certificate", facts.fingerprints().certificate(),
                        "publicKey", facts.fingerprints().publicKey()));
        return map;
    }

    private Map<String, Object> failure(Failure failure) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("temporary", failure.temporary());
        map.put("status", failure.status().toString());
        map.put("stage", lower(failure.stage()));
        map.put("text", failure.text());
        return map;
    }

    private static String lower(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
