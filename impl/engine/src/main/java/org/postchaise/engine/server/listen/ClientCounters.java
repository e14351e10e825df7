/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientRates;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableRegistry;

/**
 * The counters of one listener's clients, with the rules of anvil(8): a client is an address, or a network by {@code
 * smtpd_client_ipv4_prefix_length} and {@code smtpd_client_ipv6_prefix_length}; all events of a client are counted from the first event
 * of a time unit on. Counters of a limited number of clients without connections are kept.
 */
public final class ClientCounters implements ClientRates {
    /** The maximum number of clients whose counters are kept after their last connection. */
    static final int MOST_IDLE = 20_000;

    private final Limits limits;
    private final MatchList exceptions;
    private final boolean exceptsNames;
    private final LongSupplier nanoTime;
    private final Object lock = new Object();
    /** The clients with connections, as many as there are sessions at most. */
    private final Map<Object, Counts> connected = new HashMap<>();

    /** The clients without connections, in the order of their last disconnection. */
    private final Map<Object, Counts> idle = new LinkedHashMap<>();

    /** The limits; 0 for no limit. */
    private record Limits(
            long connections, long connectionRate, Map<Kind, Long> rates, Duration unit, int ipv4Bits, int ipv6Bits) {
        static Limits from(Settings settings) {
            Map<Kind, Long> rates = new EnumMap<>(Kind.class);
            rates.put(Kind.MESSAGE, settings.get(ServerSession.SMTPD_CLIENT_MESSAGE_RATE_LIMIT));
            rates.put(Kind.RECIPIENT, settings.get(ServerSession.SMTPD_CLIENT_RECIPIENT_RATE_LIMIT));
            rates.put(Kind.TLS_SESSION, settings.get(ServerSession.SMTPD_CLIENT_NEW_TLS_SESSION_RATE_LIMIT));
            rates.put(Kind.LOGIN, settings.get(ServerSession.SMTPD_CLIENT_AUTH_RATE_LIMIT));
            return new Limits(
                    settings.get(ServerSession.SMTPD_CLIENT_CONNECTION_COUNT_LIMIT),
                    settings.get(ServerSession.SMTPD_CLIENT_CONNECTION_RATE_LIMIT),
                    rates,
                    settings.get(ServerSession.ANVIL_RATE_TIME_UNIT),
                    settings.get(ServerSession.SMTPD_CLIENT_IPV4_PREFIX_LENGTH).intValue(),
                    settings.get(ServerSession.SMTPD_CLIENT_IPV6_PREFIX_LENGTH).intValue());
        }

        boolean none() {
            return connections == 0
                    && connectionRate == 0
                    && rates.values().stream().allMatch(limit -> limit == 0);
        }
    }

    /** The counters of one client. */
    private static final class Counts {
        private long open;
        private long since;
        private long connectionRate;
        private final Map<Kind, Long> rates = new EnumMap<>(Kind.class);

        Counts(long now) {
            since = now;
        }

        /** Begins a new time unit if the last one is over. */
        void renew(long now, Duration unit) {
            if (now - since > unit.toNanos()) {
                since = now;
                connectionRate = 0;
                rates.clear();
            }
        }
    }

    private ClientCounters(Limits limits, MatchList exceptions, boolean exceptsNames, LongSupplier nanoTime) {
        this.limits = limits;
        this.exceptions = exceptions;
        this.exceptsNames = exceptsNames;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns the counters for a listener with {@code settings}.
     *
     * @param nanoTime the monotonic clock
     */
    public static ClientRates from(Settings settings, TableRegistry tables, LongSupplier nanoTime) {
        Limits limits = Limits.from(settings);
        return limits.none()
                ? ClientRates.UNLIMITED
                : new ClientCounters(
                        limits,
                        tables.matchList(settings, ServerSession.SMTPD_CLIENT_EVENT_LIMIT_EXCEPTIONS),
                        settings.get(ServerSession.SMTPD_CLIENT_EVENT_LIMIT_EXCEPTIONS)
                                .matchesNames(),
                        nanoTime);
    }

    @Override
    public Admission connected(ClientIdentity client) {
        if (excepts(client)) {
            return new Admission.Uncounted();
        }
        long open;
        long rate;
        synchronized (lock) {
            Object key = key(client);
            Counts counts = counts(key);
            idle.remove(key);
            connected.put(key, counts);
            open = ++counts.open;
            rate = ++counts.connectionRate;
        }
        if (limits.connections() > 0 && open > limits.connections()) {
            return new Admission.TooMany(open);
        }
        return limits.connectionRate() > 0 && rate > limits.connectionRate()
                ? new Admission.TooOften(rate)
                : new Admission.Admitted();
    }

    @Override
    public void disconnected(ClientIdentity client) {
        synchronized (lock) {
            Object key = key(client);
            Counts counts = connected.get(key);
            if (counts != null && --counts.open == 0) {
                connected.remove(key);
                keep(key, counts);
            }
        }
    }

    @Override
    public OptionalLong exceeded(Kind kind, ClientIdentity client) {
        long limit = limits.rates().get(kind);
        if (limit == 0 || excepts(client)) {
            return OptionalLong.empty();
        }
        long rate;
        synchronized (lock) {
            rate = counts(key(client)).rates.merge(kind, 1L, Long::sum);
        }
        return rate > limit ? OptionalLong.of(rate) : OptionalLong.empty();
    }

    @Override
    public boolean exceptsNames() {
        return exceptsNames;
    }

    /** Returns the number of clients that are remembered. */
    int size() {
        synchronized (lock) {
            return connected.size() + idle.size();
        }
    }

    /** Returns true if no limit applies to {@code client}; false if the list of exceptions can't be searched. */
    @Override
    public boolean excepts(ClientIdentity client) {
        return exceptions.find(client.name(), client.address()) instanceof MatchList.Result.Match;
    }

    private Counts counts(Object key) {
        Counts counts = connected.getOrDefault(key, idle.get(key));
        if (counts == null) {
            counts = new Counts(nanoTime.getAsLong());
            keep(key, counts);
        }
        counts.renew(nanoTime.getAsLong(), limits.unit());
        return counts;
    }

    /** Keeps the counters of a client without connections, and forgets the oldest that are over or too many. */
    private void keep(Object key, Counts kept) {
        idle.put(key, kept);
        Iterator<Counts> oldest = idle.values().iterator();
        while (oldest.hasNext()) {
            Counts counts = oldest.next();
            boolean over = nanoTime.getAsLong() - counts.since > limits.unit().toNanos();
            if (counts == kept || (!over && idle.size() <= MOST_IDLE)) {
                return;
            }
            oldest.remove();
        }
    }

    private Object key(ClientIdentity client) {
        Optional<InetAddress> address = HostName.address(client.address());
        return address.isEmpty() ? client.address() : network(address.get());
    }

    private Object network(InetAddress address) {
        byte[] octets = address.getAddress();
        int bits = Math.min(octets.length == 4 ? limits.ipv4Bits() : limits.ipv6Bits(), 8 * octets.length);
        for (int i = 0; i < octets.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - 8 * i));
            octets[i] &= (byte) (0xff << (8 - kept));
        }
        return ByteBuffer.wrap(octets);
    }
}
