/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.postchaise.engine.https.HttpsClient;
import org.postchaise.engine.sasl.Secret;

/**
 * A cache that keeps a token until shortly before its expiry. Threads that need a token while a request to the endpoint
 * is under way wait for the same answer.
 */
final class CachedTokens implements TokenSource {
    /** The time limit of a request to the endpoint. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** The tolerated difference between the clocks of server, endpoint and this machine. */
    static final Duration SKEW = Duration.ofMinutes(1);

    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final AtomicReference<CompletableFuture<Held>> current = new AtomicReference<>();

    /**
     * A token in the cache.
     *
     * @param value the token
     * @param until the time until which the token is used
     * @param used true if the token was used for an earlier login
     */
    private record Held(Secret value, Instant until, AtomicBoolean used) {}

    CachedTokens(TokenEndpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    static TokenSource of(TokenGrant grant) {
        Clock clock = Clock.systemUTC();
        return new CachedTokens(new TokenEndpoint(grant, HttpsClient.OF_JAVA, LIMIT, clock), clock);
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

    /**
     * Removes {@code token} from the cache, and returns true if another token can be had. A token that was just fetched
     * and is refused means that another token would be refused, too.
     */
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
