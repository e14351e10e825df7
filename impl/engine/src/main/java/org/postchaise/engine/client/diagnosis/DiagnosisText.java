/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postchaise.engine.client.delivery.RouteReport;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.log.Printable;

/** The text of a diagnosis for people. */
final class DiagnosisText {
    /** The maximum number of records of an answer that are shown. */
    private static final int SHOWN = 10;

    private DiagnosisText() {}

    /** Returns a line for each fact: the verdict first, then each site with its lookups and hosts, the notes last. */
    static List<String> lines(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        lines.add(diagnosis.destination() + ": " + diagnosis.verdict());
        diagnosis.report().sites().forEach(site -> addSite(lines, site, diagnosis));
        List<String> notes = diagnosis.notes();
        if (!notes.isEmpty()) {
            lines.add("");
        }
        notes.forEach(note -> lines.add("note: " + note));
        return lines.stream().map(line -> Printable.line(line).stripTrailing()).toList();
    }

    private static void addSite(List<String> lines, RouteReport.Site site, Diagnosis diagnosis) {
        lines.add("");
        lines.add(
                switch (site.site().role()) {
                    case DESTINATION -> "next hop " + site.site().hop();
                    case RELAYHOST -> "relayhost " + site.site().hop();
                    case FALLBACK_RELAY -> "fallback relay " + site.site().hop() + ", when all before failed";
                });
        site.lookups().forEach(lookup -> addLookup(lines, lookup));
        site.failure().ifPresent(failure -> lines.add("  no host: " + failure.status() + " " + failure.text()));
        int number = 0;
        for (RouteReport.Host host : site.hosts()) {
            number++;
            String trail = Diagnosis.trail(host.candidate());
            lines.add("  host " + number + ": " + host.candidate().peer() + (trail.isEmpty() ? "" : ", " + trail));
            host.lookups().forEach(lookup -> addLookup(lines, lookup));
            host.contact()
                    .ifPresent(
                            contact -> ContactText.lines(contact, diagnosis).forEach(line -> lines.add("    " + line)));
        }
    }

    private static void addLookup(List<String> lines, RouteReport.Lookup lookup) {
        String question = "  " + lookup.type() + " of " + lookup.name() + ": ";
        if (lookup.answer() instanceof DnsAnswer.None none) {
            lines.add(question + words(none.kind()));
            return;
        }
        List<DnsRecord> records = ((DnsAnswer.Records) lookup.answer()).list();
        String data = records.stream().limit(SHOWN).map(DnsRecord::data).collect(Collectors.joining(", "));
        String rest = records.size() > SHOWN ? " and " + (records.size() - SHOWN) + " more" : "";
        DnsRecord.Origin origin = records.get(0).origin();
        lines.add(question + data + rest + " (" + (origin.secure() ? "validated" : "not validated") + ", for "
                + lookup.answer().ttl() + " s)");
    }

    private static String words(DnsAnswer.Kind kind) {
        return switch (kind) {
            case NO_SUCH_NAME -> "there is no such name";
            case NO_DATA -> "there is no such record";
            case NULL_SERVICE -> "the record says that the service is not offered";
            case TRY_AGAIN -> "no answer, or the name server failed (as it does when DNSSEC validation fails)";
            case FAILED -> "the name server refuses such questions";
            case BAD_REPLY -> "the answer holds names that no host can have, or aliases in a circle";
            case MALFORMED -> "the answer can't be read";
            case FILTERED -> "smtp_dns_reply_filter drops the answer";
        };
    }
}
