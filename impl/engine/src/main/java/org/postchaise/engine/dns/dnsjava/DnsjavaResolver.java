/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns.dnsjava;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsAnswer.Kind;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.LookupOption;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.RecordType;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The DNS resolver with dnsjava as encoder and decoder of messages, and as validator where trust anchors are given. The
 * network resolvers of dnsjava are not used: they start threads that outlive an application in a server, and distinguish fewer
 * causes of failure than Postfix's messages do.
 */
public final class DnsjavaResolver implements DnsResolver {
    /** The maximum number of aliases followed whose target is not in the same reply. */
    private static final int MOST_ALIASES = 10;

    private static final String ROOT = ".";

    private final NameServers servers;
    private final Optional<Validator> validator;

    /** Creates a resolver that asks {@code servers}, and trusts their AD bit. */
    public DnsjavaResolver(NameServers servers) {
        this.servers = servers;
        this.validator = Optional.empty();
    }

    /**
     * Creates a resolver that asks {@code servers}, and validates their answers.
     *
     * @param anchors the trust anchors: DS or DNSKEY records in the form of a zone file
     * @throws IOException when the trust anchors are malformed
     */
    public DnsjavaResolver(NameServers servers, byte[] anchors) throws IOException {
        this.servers = servers;
        this.validator = Optional.of(new Validator(servers, anchors));
    }

    @Override
    public DnsAnswer lookup(String name, RecordType type, Set<LookupOption> options) {
        if (!name.equals(ROOT) && !HostName.isValid(name)) {
            return new DnsAnswer.None(
                    Kind.NO_SUCH_NAME, "Name service error for " + name + ": invalid host or domain name", 0);
        }
        Set<LookupOption> left = new HashSet<>(options);
        boolean secure = true;
        String next = name;
        for (int i = 0; i < MOST_ALIASES; i++) {
            Reading reading = new Reading(name, next, type, left.contains(LookupOption.DNSSEC));
            Optional<DnsAnswer> none = reading.take(search(next, type, left));
            if (none.isPresent()) {
                return none.get();
            }
            secure &= reading.secure();
            if (!reading.records.isEmpty()) {
                return new DnsAnswer.Records(reading.records(secure));
            }
            if (!secure) {
                // an answer behind an alias that was not validated can't be secure
                left.remove(LookupOption.DNSSEC);
            }
            next = reading.alias;
        }
        // a validated loop does not prove that a server has no TLSA records
        Kind kind = type == RecordType.TLSA && secure ? Kind.FAILED : Kind.NO_SUCH_NAME;
        return new DnsAnswer.None(kind, "Name server loop for " + next, 0);
    }

    /**
     * Looks a name up as res_search(3) does: as given first if the name has enough dots, else with each search domain first.
     */
    private Query.Reply search(String name, RecordType type, Set<LookupOption> options) {
        List<String> names = new ArrayList<>();
        long dots = name.chars().filter(c -> c == '.').count();
        if (options.contains(LookupOption.SEARCH)) {
            servers.search().forEach(domain -> names.add(name + "." + domain));
        } else if (options.contains(LookupOption.DEFAULT_DOMAIN) && dots == 0) {
            servers.search().stream().limit(1).forEach(domain -> names.add(name + "." + domain));
        }
        names.add(dots >= servers.dots() ? 0 : names.size(), name);
        Query.Reply first = ask(names.get(0), type, options);
        Query.Reply reply = first;
        for (int i = 1; i < names.size() && found(reply) == Found.NOT; i++) {
            reply = ask(names.get(i), type, options);
        }
        return found(reply) == Found.NOT ? first : reply;
    }

    private enum Found {
        YES,
        NOT,
        UNKNOWN
    }

    private static Found found(Query.Reply reply) {
        if (!(reply instanceof Query.Answer answer)) {
            return Found.UNKNOWN;
        }
        Message message = answer.message();
        return switch (message.getHeader().getRcode()) {
            case Rcode.NXDOMAIN -> Found.NOT;
            case Rcode.NOERROR -> message.getSection(Section.ANSWER).isEmpty() ? Found.NOT : Found.YES;
            default -> Found.UNKNOWN;
        };
    }

    private Query.Reply ask(String name, RecordType type, Set<LookupOption> options) {
        try {
            Name asked = Name.fromString(name, Name.root);
            int number = Type.value(type.name());
            return validator
                    .map(one -> one.ask(asked, number))
                    .orElseGet(() -> new Query(servers, asked, number, options, Query.Checking.ENABLED).run());
        } catch (TextParseException e) {
            // a name of more than 255 octets, after a search domain was added
            return new Query.Silence();
        }
    }

    /** The reader of one reply. */
    private static final class Reading {
        private final String asked;
        private final String name;
        private final RecordType type;
        private final List<Record> records = new ArrayList<>();
        private String alias = "";
        private final boolean wantsValidation;
        private boolean validated;
        private boolean aliased;

        Reading(String asked, String name, RecordType type, boolean wantsValidation) {
            this.asked = asked;
            this.name = name;
            this.type = type;
            this.wantsValidation = wantsValidation;
        }

        /**
         * Reads the records and aliases of the reply.
         *
         * @return an answer if the reply has neither records nor aliases, else empty
         */
        Optional<DnsAnswer> take(Query.Reply reply) {
            if (reply instanceof Query.Silence) {
                return none(Kind.TRY_AGAIN, error("Host not found, try again"), 0);
            }
            if (reply instanceof Query.Unreadable) {
                return malformed(Kind.MALFORMED);
            }
            Message message = ((Query.Answer) reply).message();
            validated = wantsValidation && message.getHeader().getFlag(Flags.AD);
            return switch (message.getHeader().getRcode()) {
                case Rcode.NXDOMAIN -> none(Kind.NO_SUCH_NAME, error("Host not found"), negativeTtl(message));
                case Rcode.NOERROR -> takeAnswers(message);
                default -> none(Kind.FAILED, error("Non-recoverable error"), 0);
            };
        }

        private Optional<DnsAnswer> takeAnswers(Message message) {
            List<Record> answers = message.getSection(Section.ANSWER);
            if (answers.isEmpty()) {
                return none(
                        Kind.NO_DATA, error("Host found but no data record of requested type"), negativeTtl(message));
            }
            Kind otherwise = Kind.NO_DATA;
            for (Record answer : type == RecordType.TLSA ? ownedBy(name, answers) : answers) {
                if (!possible(RecordReader.text(answer.getName()))) {
                    return malformed(Kind.BAD_REPLY);
                }
                if (answer.getType() == Type.value(type.name())) {
                    if (RecordReader.isNull(answer)) {
                        return none(Kind.NULL_SERVICE, nullService(), answer.getTTL());
                    }
                    if (!possible(RecordReader.target(answer))) {
                        otherwise = Kind.BAD_REPLY;
                    } else if (records.size() < DnsAnswer.MAX_RECORDS) {
                        records.add(answer);
                    }
                } else if (answer instanceof CNAMERecord cname) {
                    aliased = true;
                    alias = RecordReader.text(cname.getTarget());
                    if (!possible(alias)) {
                        return malformed(Kind.BAD_REPLY);
                    }
                }
            }
            return records.isEmpty() && alias.isEmpty() ? malformed(otherwise) : Optional.empty();
        }

        /**
         * Returns the answers that belong to {@code owner} and its chain of aliases: TLSA records of other names must not be
         * used.
         */
        private static List<Record> ownedBy(String owner, List<Record> answers) {
            List<Record> owned = new ArrayList<>();
            Set<Record> left = new LinkedHashSet<>(answers);
            String next = owner;
            for (int i = 0; i <= MOST_ALIASES && !next.isEmpty(); i++) {
                String wanted = next;
                List<Record> here = left.stream()
                        .filter(answer -> RecordReader.text(answer.getName()).equalsIgnoreCase(wanted))
                        .toList();
                here.forEach(left::remove);
                owned.addAll(here);
                next = here.stream()
                        .filter(CNAMERecord.class::isInstance)
                        .map(RecordReader::target)
                        .findFirst()
                        .orElse("");
            }
            return owned;
        }

        /** Returns true if the aliases of this reply, if any, were validated. */
        boolean secure() {
            return validated || !aliased;
        }

        List<DnsRecord> records(boolean aliasesSecure) {
            boolean known = validated && aliasesSecure;
            return records.stream()
                    .map(answer -> RecordReader.read(answer, asked, known))
                    .toList();
        }

        /** Returns true for a valid host name; a numeric address in place of a name is accepted, as many mail systems do. */
        private static boolean possible(String name) {
            return name.isEmpty()
                    || name.equals(ROOT)
                    || HostName.isValid(name)
                    || HostName.address(name).isPresent();
        }

        private String nullService() {
            return type == RecordType.MX
                    ? "Domain " + name + " does not accept mail (nullMX)"
                    : "Domain " + name + " does not support SRV requests";
        }

        private String error(String what) {
            return "Host or domain name not found. Name service error for name=" + name + " type=" + type + ": " + what;
        }

        private Optional<DnsAnswer> malformed(Kind kind) {
            return none(
                    kind,
                    "Name service error for name=" + name + " type=" + type
                            + ": Malformed or unexpected name server reply",
                    0);
        }

        private static Optional<DnsAnswer> none(Kind kind, String reason, long ttl) {
            return Optional.of(new DnsAnswer.None(kind, reason, ttl));
        }

        /**
         * Returns the time to live of a negative answer (RFC 2308, section 5): the lesser of the SOA record's time to live and
         * its MINIMUM field.
         */
        private static long negativeTtl(Message message) {
            return message.getSection(Section.AUTHORITY).stream()
                    .filter(SOARecord.class::isInstance)
                    .map(SOARecord.class::cast)
                    .mapToLong(soa -> Math.min(soa.getTTL(), soa.getMinimum()))
                    .findFirst()
                    .orElse(0);
        }
    }
}
