/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.https;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** A reader of a body of bounded size; with the bound 0 the body is not read. */
final class BoundedBody implements BodySubscriber<String> {
    private final int bound;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final CompletableFuture<String> whole = new CompletableFuture<>();
    private Optional<Subscription> subscription = Optional.empty();

    BoundedBody(int bound) {
        this.bound = bound;
    }

    @Override
    public CompletionStage<String> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = Optional.of(given);
        if (bound == 0) {
            given.cancel();
            whole.complete("");
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (octets.size() + buffer.remaining() > bound) {
                subscription.ifPresent(Subscription::cancel);
                whole.completeExceptionally(new ResponseTooLongException(bound));
                return;
            }
            byte[] some = new byte[buffer.remaining()];
            buffer.get(some);
            octets.writeBytes(some);
        }
    }

    @Override
    public void onError(Throwable cause) {
        whole.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        whole.complete(octets.toString(StandardCharsets.UTF_8));
    }
}
