/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps a token until shortly before it expires. Who needs one while it is asked for waits for the same answer. */
final class CachedTokens implements TokenSource {
    /** As long as a request to the endpoint may take. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** How far the clocks of server, endpoint and this machine may be apart. */
    static final Duration SKEW = Duration.ofMinutes(1);

    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final AtomicReference<CompletableFuture<Held>> current = new AtomicReference<>();

    /** @param used whether it was given for a login before */
    private record Held(Secret value, Instant until, AtomicBoolean used) {}

    CachedTokens(TokenEndpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    static TokenSource of(TokenGrant grant) {
        Clock clock = Clock.systemUTC();
        return new CachedTokens(new TokenEndpoint(grant, LIMIT, clock), clock);
    }

    @Override
    public Secret token() throws TokenException {
        CompletableFuture<Held> there = current.get();
        if (there != null && isPast(there)) {
            current.compareAndSet(there, null);
        }
        CompletableFuture<Held> own = new CompletableFuture<>();
        CompletableFuture<Held> first = current.compareAndExchange(null, own);
        if (first == null) {
            fetch(own);
            return awaited(own).value();
        }
        Held held = awaited(first);
        held.used().set(true);
        return held.value();
    }

    /** A token that was just fetched and is refused says that another one would be, too. */
    @Override
    public boolean refused(Secret token) {
        CompletableFuture<Held> there = current.get();
        if (there == null || !there.isDone() || there.isCompletedExceptionally()) {
            return true;
        }
        Held held = there.join();
        if (!held.value().equals(token)) {
            return true;
        }
        current.compareAndSet(there, null);
        return held.used().get();
    }

    private void fetch(CompletableFuture<Held> result) {
        try {
            TokenEndpoint.Token token = endpoint.fetch();
            result.complete(new Held(token.value(), token.until().minus(SKEW), new AtomicBoolean()));
        } catch (TokenException | RuntimeException e) {
            current.compareAndSet(result, null);
            result.completeExceptionally(e);
        }
    }

    private boolean isPast(CompletableFuture<Held> there) {
        return there.isDone()
                && !there.isCompletedExceptionally()
                && !there.join().until().isAfter(clock.instant());
    }

    private static Held awaited(CompletableFuture<Held> result) throws TokenException {
        try {
            return result.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new TokenException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new TokenException("no token within " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenException("interrupted while waiting for a token", e);
        }
    }
}
