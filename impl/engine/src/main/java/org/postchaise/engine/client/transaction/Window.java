/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import org.postchaise.engine.wire.Capabilities;

/**
 * How many commands go out in one flight, before their replies are read. With PIPELINING (RFC 2920) as many as fit into a
 * buffer that every TCP stack takes without the peer reading, so that the two sides can't block each other; without it one.
 */
final class Window {
    private static final int PIPELINED_OCTETS = 4096;

    private final int limit;
    private int octets;

    private Window(int limit) {
        this.limit = limit;
    }

    static Window of(Capabilities capabilities) {
        return new Window(capabilities.offers(Capabilities.PIPELINING) ? PIPELINED_OCTETS : 0);
    }

    /** Whether commands go out in groups. */
    boolean pipelines() {
        return limit > 0;
    }

    /** Whether {@code step} still fits into this flight; the first always does. */
    boolean admits(Step step) {
        return octets == 0 || octets + step.octets().length <= limit;
    }

    void sent(Step step) {
        octets += step.octets().length;
    }

    /** Begins the next flight: all replies have come. */
    void landed() {
        octets = 0;
    }
}
