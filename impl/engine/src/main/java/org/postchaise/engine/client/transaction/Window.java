/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import org.postchaise.engine.wire.Capabilities;

/**
 * The number of commands sent before their replies are read. With PIPELINING (RFC 2920) as many as fit into a buffer that
 * every TCP stack accepts without the peer reading, so that the two sides can't block each other; one without PIPELINING.
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

    /** Returns true if commands are pipelined. */
    boolean pipelines() {
        return limit > 0;
    }

    /** Returns true if {@code step} fits into the current group of commands; the first step always fits. */
    boolean admits(Step step) {
        return octets == 0 || octets + step.octets().length <= limit;
    }

    void sent(Step step) {
        octets += step.octets().length;
    }

    /** Begins the next group of commands, after all replies have been read. */
    void landed() {
        octets = 0;
    }
}
