/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.HostsFile;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientIdentity.NameStatus;

/**
 * The lookup of clients' names, as in smtpd(8): the name of the address by hosts file or DNS (PTR), which is verified by a lookup of the
 * name's addresses. Thread-safe.
 */
public final class ClientNames {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);
    private static final int IPV4_OCTETS = 4;

    /** The time for which a lookup that failed for now is not tried again: a dead zone costs a client one wait. */
    private static final Duration FAILURE = Duration.ofSeconds(10);

    private static final int MOST_FAILURES = 1000;
    private static final ClientIdentity.ServerEnd NOWHERE = new ClientIdentity.ServerEnd(ClientIdentity.UNKNOWN, 0);

    private final HostsFile hosts;
    private final DnsResolver dns;

    /** The addresses whose lookups failed for now; the oldest first. */
    private final Map<InetAddress, Failure> failures = new LinkedHashMap<>();

    /** The result of a lookup that failed for now, and the time until which it stands for that of another lookup. */
    private record Failure(ClientIdentity found, Deadline until) {}

    /**
     * Creates the lookup.
     *
     * @param dns the resolver, with the time limits of the lookups
     */
    public ClientNames(HostsFile hosts, DnsResolver dns) {
        this.hosts = hosts;
        this.dns = dns;
    }

    /** Returns the identity of a client at {@code address} whose lookup failed for now, without ports. */
    static ClientIdentity failed(InetAddress address) {
        return ClientIdentity.unnamed(NameStatus.TEMPORARY, HostName.text(address), 0, NOWHERE);
    }

    /** Returns what is known about the client at {@code address} without asking the DNS: its name by the hosts file, or a failed lookup. */
    Optional<ClientIdentity> known(InetAddress address) {
        boolean local = hosts.name(address)
                .filter(name -> hosts.addresses(name).contains(address))
                .isPresent();
        return local ? Optional.of(lookUp(address)) : failedBefore(address);
    }

    /** Returns the identity of the client at {@code address}, without ports, named by DNS; may block for the resolver's time limits. */
    ClientIdentity identify(InetAddress address) {
        ClientIdentity found = lookUp(address);
        if (found.nameStatus() == NameStatus.TEMPORARY) {
            remember(address, found);
        }
        return found;
    }

    private ClientIdentity lookUp(InetAddress address) {
        String text = HostName.text(address);
        Lookup reverse = reverse(address);
        if (reverse.status() != NameStatus.OK) {
            return ClientIdentity.unnamed(reverse.status(), text, 0, NOWHERE);
        }
        NameStatus verified = verify(reverse.name(), address);
        return new ClientIdentity(
                verified == NameStatus.OK ? reverse.name() : ClientIdentity.UNKNOWN,
                verified,
                reverse.name(),
                NameStatus.OK,
                text,
                0,
                NOWHERE);
    }

    /** A name, or the reason why there is none. */
    private record Lookup(String name, NameStatus status) {}

    private Lookup reverse(InetAddress address) {
        Optional<String> local = hosts.name(address);
        if (local.isPresent()) {
            return checked(local.get(), address);
        }
        DnsAnswer answer = dns.lookup(reverseName(address), RecordType.PTR, Set.of());
        if (answer instanceof DnsAnswer.Records records && records.list().get(0) instanceof DnsRecord.Pointer pointer) {
            return checked(pointer.host(), address);
        }
        boolean later = answer instanceof DnsAnswer.None none && none.kind().temporary();
        return new Lookup("", later ? NameStatus.TEMPORARY : NameStatus.PERMANENT);
    }

    private Optional<ClientIdentity> failedBefore(InetAddress address) {
        synchronized (failures) {
            return Optional.ofNullable(failures.get(address))
                    .filter(failure -> !failure.until().passed())
                    .map(Failure::found);
        }
    }

    private void remember(InetAddress address, ClientIdentity found) {
        synchronized (failures) {
            failures.remove(address);
            failures.put(address, new Failure(found, Deadline.in(FAILURE)));
            if (failures.size() > MOST_FAILURES) {
                failures.remove(failures.keySet().iterator().next());
            }
        }
    }

    private static Lookup checked(String name, InetAddress address) {
        if (HostName.isConcrete(name)) {
            return new Lookup(name, NameStatus.OK);
        }
        LOG.log(Level.WARNING, "the name of address {0} is no host name: {1}", HostName.text(address), name);
        return new Lookup("", NameStatus.PERMANENT);
    }

    private NameStatus verify(String name, InetAddress address) {
        // as getaddrinfo() for one family: an address of the other family is no answer
        List<InetAddress> found = new ArrayList<>(hosts.addresses(name));
        found.removeIf(one -> one instanceof Inet4Address != address instanceof Inet4Address);
        String reason = "";
        NameStatus without = NameStatus.FORGED;
        if (found.isEmpty()) {
            DnsAnswer answer =
                    dns.lookup(name, address instanceof Inet4Address ? RecordType.A : RecordType.AAAA, Set.of());
            if (answer instanceof DnsAnswer.Records records) {
                records.list().forEach(record -> {
                    if (record instanceof DnsRecord.Address one) {
                        found.add(one.address());
                    }
                });
            } else if (answer instanceof DnsAnswer.None none) {
                reason = ": " + none.reason();
                without = none.kind().temporary() ? NameStatus.TEMPORARY : NameStatus.FORGED;
            }
        }
        if (found.contains(address)) {
            return NameStatus.OK;
        }
        LOG.log(Level.WARNING, "hostname {0} does not resolve to address {1}{2}", name, HostName.text(address), reason);
        return without;
    }

    /** Returns the name of the PTR record of {@code address}: in {@code in-addr.arpa} or {@code ip6.arpa} (RFC 1035, RFC 3596). */
    private static String reverseName(InetAddress address) {
        List<String> labels = new ArrayList<>();
        byte[] octets = address.getAddress();
        boolean ipv4 = octets.length == IPV4_OCTETS;
        for (byte octet : octets) {
            int value = octet & 0xff;
            if (ipv4) {
                labels.add(Integer.toString(value));
            } else {
                labels.add(Integer.toHexString(value >> 4));
                labels.add(Integer.toHexString(value & 0xf));
            }
        }
        Collections.reverse(labels);
        return String.join(".", labels) + (ipv4 ? ".in-addr.arpa" : ".ip6.arpa");
    }
}
