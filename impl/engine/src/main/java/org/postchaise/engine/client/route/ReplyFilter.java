/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.LookupOption;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.LookupTable;

/**
 * A resolver that filters records through tables ({@code smtp_dns_reply_filter}): a record whose text a table maps to
 * {@code IGNORE} is dropped.
 */
final class ReplyFilter implements DnsResolver {
    private static final System.Logger LOG = LineLog.of(ReplyFilter.class.getName());

    private final DnsResolver resolver;
    private final List<LookupTable> tables;

    ReplyFilter(DnsResolver resolver, List<LookupTable> tables) {
        this.resolver = resolver;
        this.tables = List.copyOf(tables);
    }

    private enum Verdict {
        KEEP,
        DROP,
        FAULT
    }

    @Override
    public DnsAnswer lookup(String name, RecordType type, Set<LookupOption> options) {
        DnsAnswer answer = resolver.lookup(name, type, options);
        if (!(answer instanceof DnsAnswer.Records records)) {
            return answer;
        }
        List<DnsRecord> kept = new ArrayList<>();
        for (DnsRecord record : records.list()) {
            switch (verdict(record.text())) {
                case KEEP -> kept.add(record);
                case DROP -> LOG.log(System.Logger.Level.INFO, "ignoring DNS RR: " + record.text());
                case FAULT -> {
                    return none(name, type, DnsAnswer.Kind.TRY_AGAIN, "Invalid DNS reply filter syntax");
                }
            }
        }
        return kept.isEmpty()
                ? none(name, type, DnsAnswer.Kind.FILTERED, "DNS reply filter drops all results")
                : new DnsAnswer.Records(kept);
    }

    private static DnsAnswer none(String name, RecordType type, DnsAnswer.Kind kind, String what) {
        return new DnsAnswer.None(kind, "Error looking up name=" + name + " type=" + type + ": " + what, 0);
    }

    private Verdict verdict(String record) {
        for (LookupTable table : tables) {
            LookupResult result = table.find(record);
            if (result instanceof LookupResult.Unavailable unavailable) {
                LOG.log(System.Logger.Level.WARNING, unavailable.cause());
                return Verdict.FAULT;
            }
            if (result instanceof LookupResult.Found found) {
                return action(table, found.value());
            }
        }
        return Verdict.KEEP;
    }

    private static Verdict action(LookupTable table, String value) {
        if (value.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT).equals("IGNORE")) {
            return Verdict.DROP;
        }
        LOG.log(System.Logger.Level.WARNING, table + ": unknown DNS filter action \"" + value + "\"; expected IGNORE");
        return Verdict.FAULT;
    }
}
