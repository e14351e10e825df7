/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.route.AddressOrder.Family;
import org.postchaise.engine.client.route.Candidate.Exchanger;
import org.postchaise.engine.client.route.Candidate.Trail;
import org.postchaise.engine.client.route.Resolution.Kind;
import org.postchaise.engine.client.route.Resolution.Position;
import org.postchaise.engine.client.route.RouteSettings.Method;
import org.postchaise.engine.client.route.RouteSettings.Tolerance;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.LookupOption;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.domain.OwnAddresses;
import org.postchaise.engine.log.LineLog;

/**
 * The search for the addresses of one next hop; used once, by one thread. As in Postfix the text of a failure is that of the
 * last error, and one temporary error makes the failure temporary; hosts that can't be found are skipped if another host is
 * found.
 */
final class AddressSearch {
    private static final System.Logger LOG = LineLog.of(AddressSearch.class.getName());
    private static final int LOOKUP_FAULT = 3;
    private static final int NO_ROUTE = 4;

    private final RouteSettings settings;
    private final Resolvers resolvers;
    private final int port;
    private final OwnAddresses own;
    private Kind kind = Kind.LOOKUP_FAILED;
    private Optional<EnhancedStatus> status = Optional.empty();
    private String reason = "";
    private Position position = Position.OUTSIDE;
    private boolean fallsBack;

    AddressSearch(RouteSettings settings, Resolvers resolvers, int port, OwnAddresses own) {
        this.settings = settings;
        this.resolvers = resolvers;
        this.port = port;
        this.own = own;
    }

    /** A host named by an MX or SRV record. */
    private record Target(String host, int preference, int port, Exchanger exchanger) {}

    /** Returns the mail exchangers of {@code name} by MX records, or the domain's own addresses if there is no MX record. */
    Resolution domain(String name) {
        return result(byMx(name));
    }

    /** Returns the addresses of {@code name}, a host name or a numeric address. */
    Resolution host(String name) {
        return result(byAddress(name));
    }

    /**
     * Returns the servers of {@code service} in {@code name} by SRV records (RFC 6186), or the result without SRV records
     * where the settings allow the fallback.
     */
    Resolution service(String name, String service) {
        List<Candidate> found = bySrv("_" + service + "._tcp." + name);
        if (found.isEmpty() && fallsBack) {
            LOG.log(System.Logger.Level.INFO, "skipping SRV lookup for _{0}._tcp.{1}: {2}", service, name, reason);
            position = Position.OUTSIDE;
            found = settings.protocol() == Protocol.SMTP ? byMx(name) : byAddress(name);
        }
        return result(found);
    }

    private List<Candidate> bySrv(String queried) {
        String ascii = ascii(queried);
        fallsBack = settings.lookups().tolerance().contains(Tolerance.NO_SRV);
        DnsAnswer answer =
                resolvers.dns().lookup(ascii, RecordType.SRV, settings.lookups().options());
        if (answer instanceof DnsAnswer.None none) {
            noExchanger(none);
            boolean error = !none.kind().notFound()
                    && none.kind() != DnsAnswer.Kind.NULL_SERVICE
                    && none.kind() != DnsAnswer.Kind.FILTERED;
            fallsBack |= error && settings.lookups().tolerance().contains(Tolerance.SRV_ERROR);
            return List.of();
        }
        List<Target> targets =
                SrvOrder.arrange(((DnsAnswer.Records) answer).list(), ThreadLocalRandom.current()).stream()
                        .map(srv -> new Target(srv.host(), srv.priority(), srv.port(), exchanger(srv)))
                        .toList();
        List<Candidate> found = addresses(targets);
        if (found.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "no SRV host for {0} has a valid address record", queried);
        }
        return settings.order().cut(betterThanSelf(found, targets.get(0).preference(), queried));
    }

    private List<Candidate> byMx(String name) {
        forget();
        String ascii = ascii(name);
        DnsAnswer answer =
                resolvers.dns().lookup(ascii, RecordType.MX, settings.lookups().options());
        if (answer instanceof DnsAnswer.None none) {
            if (none.kind().notFound()) {
                return byAddress(ascii);
            }
            noExchanger(none);
            boolean error = none.kind() != DnsAnswer.Kind.NULL_SERVICE && none.kind() != DnsAnswer.Kind.FILTERED;
            return error && settings.lookups().tolerance().contains(Tolerance.MX_ERROR) ? byAddress(ascii) : List.of();
        }
        List<Target> targets = ((DnsAnswer.Records) answer)
                .list().stream()
                        .map(DnsRecord.Mx.class::cast)
                        .sorted(Comparator.comparingInt(DnsRecord.Mx::preference))
                        .map(mx -> new Target(mx.host(), mx.preference(), port, exchanger(mx)))
                        .toList();
        List<Candidate> found = addresses(targets);
        if (found.isEmpty()) {
            if (settings.lookups().tolerance().contains(Tolerance.NO_MX_ADDRESS)) {
                status = status.map(one -> one.withCategory(4));
            }
            LOG.log(System.Logger.Level.WARNING, "no MX host for {0} has a valid address record", name);
        }
        return settings.order()
                .arrange(betterThanSelf(found, targets.get(0).preference(), name), ThreadLocalRandom.current());
    }

    private List<Candidate> byAddress(String name) {
        forget();
        String ascii = ascii(name);
        List<Candidate> found = new ArrayList<>();
        add(found, new Target(ascii, 0, port, Exchanger.NONE));
        if (found.stream().anyMatch(this::isSelf)) {
            fail(Kind.LOOPS_TO_SELF, "5.4.6", "mail for " + name + " loops back to myself");
            return List.of();
        }
        return settings.order().arrange(found, ThreadLocalRandom.current());
    }

    private List<Candidate> addresses(List<Target> targets) {
        List<Candidate> found = new ArrayList<>();
        for (Target target : targets) {
            if (found.size() >= DnsAnswer.MAX_RECORDS) {
                break;
            }
            add(found, target);
        }
        return found;
    }

    /** Returns the candidates with a lower preference value than this system's own MX or SRV record. */
    private List<Candidate> betterThanSelf(List<Candidate> found, int bestPreference, String name) {
        Optional<Candidate> self = found.stream().filter(this::isSelf).findFirst();
        if (self.isEmpty()) {
            return found;
        }
        position = Position.BACKUP;
        int own = self.get().trail().preference();
        List<Candidate> better =
                found.stream().filter(one -> one.trail().preference() < own).toList();
        if (better.isEmpty()) {
            if (bestPreference == found.get(0).trail().preference()) {
                fail(Kind.LOOPS_TO_SELF, "5.4.6", "mail for " + name + " loops back to myself");
            } else {
                fail(Kind.NO_PRIMARY, "4.4.4", "unable to find primary relay for " + name);
            }
        }
        return better;
    }

    private boolean isSelf(Candidate candidate) {
        return own.contains(((InetSocketAddress) candidate.address()).getAddress());
    }

    private void add(List<Candidate> found, Target target) {
        Optional<InetAddress> numeric = HostName.address(target.host()).filter(this::usable);
        if (numeric.isPresent()) {
            add(found, target, List.of(numeric.get()));
            return;
        }
        Set<Method> methods = settings.lookups().methods();
        boolean goOn = !methods.contains(Method.DNS) || addByDns(found, target);
        if (goOn && methods.contains(Method.NATIVE)) {
            addNative(found, target);
        }
    }

    /**
     * Adds the addresses found in DNS.
     *
     * @return true if there are none and the operating system's lookup may be tried
     */
    private boolean addByDns(List<Candidate> found, Target target) {
        Set<LookupOption> options = new HashSet<>(settings.lookups().options());
        options.addAll(settings.lookups().hostOptions());
        Optional<DnsAnswer.None> worst = Optional.empty();
        int before = found.size();
        for (Family family : EnumSet.copyOf(settings.order().families())) {
            RecordType type = family == Family.IPV4 ? RecordType.A : RecordType.AAAA;
            DnsAnswer answer = resolvers.dns().lookup(target.host(), type, options);
            if (answer instanceof DnsAnswer.Records records) {
                records.list().forEach(record -> add(found, target, (DnsRecord.Address) record));
            } else {
                DnsAnswer.None none = (DnsAnswer.None) answer;
                worst = worst.filter(one -> rank(one) > rank(none)).or(() -> Optional.of(none));
            }
        }
        if (found.size() > before || worst.isEmpty()) {
            return false;
        }
        DnsAnswer.None none = worst.get();
        switch (none.kind()) {
            case NO_SUCH_NAME, NO_DATA, BAD_REPLY -> unlessSoft(Kind.NO_SUCH_DOMAIN, NO_ROUTE, none.reason());
            case FAILED -> unlessSoft(Kind.LOOKUP_FAILED, LOOKUP_FAULT, none.reason());
            case FILTERED -> fail(Kind.LOOKUP_FAILED, "4.7.0", none.reason());
            case NULL_SERVICE, TRY_AGAIN, MALFORMED -> fail(Kind.LOOKUP_FAILED, "4.4.3", none.reason());
        }
        return none.kind().notFound();
    }

    /**
     * Returns the rank of a failed lookup: of the lookups for both families the failure of the highest rank counts, as in
     * Postfix.
     */
    private static int rank(DnsAnswer.None none) {
        return switch (none.kind()) {
            case NO_SUCH_NAME, NO_DATA -> 0;
            case NULL_SERVICE -> 1;
            case FAILED -> 2;
            case BAD_REPLY -> 3;
            case TRY_AGAIN, MALFORMED -> 4;
            case FILTERED -> 5;
        };
    }

    private void addNative(List<Candidate> found, Target target) {
        HostAnswer answer = resolvers.hosts().addresses(target.host());
        if (answer instanceof HostAnswer.Found some) {
            List<InetAddress> usable =
                    some.addresses().stream().filter(this::usable).toList();
            add(found, target, usable);
            if (usable.isEmpty()) {
                unlessSoft(Kind.NO_SUCH_DOMAIN, NO_ROUTE, target.host() + ": host not found");
            }
        } else if (answer instanceof HostAnswer.NotFound none) {
            unlessSoft(Kind.NO_SUCH_DOMAIN, NO_ROUTE, none.reason());
        } else {
            fail(Kind.LOOKUP_FAILED, "4.4.4", ((HostAnswer.TryAgain) answer).reason());
        }
    }

    private void add(List<Candidate> found, Target target, DnsRecord.Address record) {
        DnsRecord.Origin origin = record.origin();
        boolean renamed = settings.lookups().tolerance().contains(Tolerance.ALIAS_NAMES_HOST);
        add(
                found,
                new Candidate(
                        renamed ? origin.name() : target.host(),
                        new InetSocketAddress(record.address(), target.port()),
                        new Trail(
                                target.preference(),
                                target.exchanger(),
                                origin.name(),
                                origin.secure(),
                                origin.ttl())));
    }

    private static void add(List<Candidate> found, Target target, List<InetAddress> addresses) {
        addresses.forEach(address -> add(
                found,
                new Candidate(
                        target.host(),
                        new InetSocketAddress(address, target.port()),
                        new Trail(target.preference(), target.exchanger(), target.host(), false, 0))));
    }

    private static void add(List<Candidate> found, Candidate candidate) {
        if (found.size() < DnsAnswer.MAX_RECORDS) {
            found.add(candidate);
        }
    }

    private boolean usable(InetAddress address) {
        return settings.order().families().contains(Family.of(address));
    }

    private String ascii(String name) {
        return settings.lookups().names().toAscii(name);
    }

    private static Exchanger exchanger(DnsRecord record) {
        return record.origin().secure() ? Exchanger.SECURE : Exchanger.INSECURE;
    }

    private void noExchanger(DnsAnswer.None none) {
        switch (none.kind()) {
            case NULL_SERVICE -> fail(Kind.NULL_MX, "5.1.0", none.reason());
            case FILTERED -> fail(Kind.LOOKUP_FAILED, "4.7.0", none.reason());
            case NO_SUCH_NAME, NO_DATA, BAD_REPLY -> fail(Kind.NO_SUCH_DOMAIN, "5.4.4", none.reason());
            case FAILED -> fail(Kind.LOOKUP_FAILED, "5.4.3", none.reason());
            case TRY_AGAIN, MALFORMED -> fail(Kind.LOOKUP_FAILED, "4.4.3", none.reason());
        }
    }

    private void forget() {
        status = Optional.empty();
    }

    /** Sets a permanent failure, or a temporary failure if a temporary error occurred before. */
    private void unlessSoft(Kind why, int detail, String text) {
        boolean soft = status.filter(one -> one.category() == 4).isPresent();
        fail(soft ? Kind.LOOKUP_FAILED : why, (soft ? "4.4." : "5.4.") + detail, text);
    }

    private void fail(Kind why, String code, String text) {
        kind = why;
        status = Optional.of(EnhancedStatus.of(code));
        reason = text;
    }

    private Resolution result(List<Candidate> found) {
        if (!found.isEmpty()) {
            return new Resolution.Candidates(found, position);
        }
        EnhancedStatus code = status.orElseThrow(() -> new IllegalStateException("no address, and no reason why"));
        return new Resolution.Unroutable(
                kind,
                new Failure(
                        Failure.Scope.DESTINATION,
                        code.category() == 5 ? Failure.Severity.PERMANENT : Failure.Severity.TEMPORARY,
                        Stage.ROUTE,
                        code,
                        null,
                        null,
                        reason));
    }
}
