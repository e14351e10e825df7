/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.server.view.ClientIdentity;

/**
 * The lookups of clients' names that run on session threads: a bounded number at the same time, so that dead DNS servers can't hold all
 * threads, and one for all connections of an address that wait for it. Thread-safe.
 */
final class NameLookups {
    /** The time limit of the wait for a name; then the client is served as one whose lookup failed for now. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final SessionThreads threads;
    private final int most;
    private final Object lock = new Object();

    /** The lookups that run or wait for a thread. */
    private final Map<Key, Lookup> lookups = new HashMap<>();

    /** The lookups that wait for a thread, the oldest first. */
    private final Queue<Lookup> queue = new ArrayDeque<>();

    private int running;

    private record Key(ClientNames names, InetAddress address) {}

    /** A lookup, and the connections that wait for its result. */
    private static final class Lookup {
        private final Key key;
        private final Deadline deadline = Deadline.in(LIMIT);
        private final List<Consumer<ClientIdentity>> waiting = new ArrayList<>(1);

        Lookup(Key key) {
            this.key = key;
        }
    }

    /**
     * Creates the lookups.
     *
     * @param most the maximum number of lookups at the same time
     */
    NameLookups(SessionThreads threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    /**
     * Returns the identity of the client at {@code address}, without ports, looked up on the calling thread; empty if the address is being
     * looked up already, or too many others are. Then {@code later} is called once with the identity, on any thread.
     */
    Optional<ClientIdentity> find(ClientNames names, InetAddress address, Consumer<ClientIdentity> later) {
        Optional<ClientIdentity> without = names.known(address);
        if (without.isPresent()) {
            return without;
        }
        Lookup mine;
        synchronized (lock) {
            Key key = new Key(names, address);
            Lookup known = lookups.get(key);
            mine = known == null ? new Lookup(key) : known;
            if (known != null || running >= most) {
                mine.waiting.add(later);
                if (known == null) {
                    lookups.put(key, mine);
                    queue.add(mine);
                }
                return Optional.empty();
            }
            lookups.put(key, mine);
            running++;
        }
        return Optional.of(run(mine));
    }

    private ClientIdentity run(Lookup one) {
        ClientIdentity found = ClientNames.failed(one.key.address());
        try {
            if (!one.deadline.passed()) {
                found = one.key.names().identify(one.key.address());
            }
            return found;
        } finally {
            ended(one, found);
        }
    }

    /** Tells the result to the connections that wait for it, and hands the thread's place on to the next lookup. */
    private void ended(Lookup one, ClientIdentity found) {
        Optional<Lookup> next;
        synchronized (lock) {
            lookups.remove(one.key);
            next = Optional.ofNullable(queue.poll());
            running -= next.isPresent() ? 0 : 1;
        }
        try {
            one.waiting.forEach(later -> later.accept(found));
        } finally {
            next.ifPresent(this::start);
        }
    }

    private void start(Lookup next) {
        if (!threads.execute(() -> run(next))) {
            // the server has ended
            ended(next, ClientNames.failed(next.key.address()));
        }
    }
}
