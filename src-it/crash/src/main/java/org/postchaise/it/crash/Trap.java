/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Trap that counts calls, and holds the thread of a given call after writing a marker file; the process is killed then. */
final class Trap {
    private final Point point;
    private final int call;
    private final Path marker;
    private final AtomicInteger calls = new AtomicInteger();

    Trap(Point point, int call, Path marker) {
        this.point = point;
        this.call = call;
        this.marker = marker;
    }

    void called(Object self, Object[] arguments) {
        if (!point.matches(self, arguments) || calls.incrementAndGet() != call) {
            return;
        }
        try {
            Files.createFile(marker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
