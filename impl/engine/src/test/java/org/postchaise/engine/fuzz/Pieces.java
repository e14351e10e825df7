/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.fuzz;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A way in which octets arrive: in pieces of random lengths, from a seed.
 *
 * @param most the largest number of octets of a piece
 * @param seed the seed
 */
public record Pieces(int most, int seed) {
    /** All octets at once. */
    public static final Pieces WHOLE = new Pieces(Integer.MAX_VALUE, 0);

    /** One octet at a time. */
    public static final Pieces SINGLE = new Pieces(1, 0);

    /** A taker of pieces. */
    @FunctionalInterface
    public interface Taker {
        /**
         * Takes octets from {@code from} (inclusive) to {@code to} (exclusive).
         *
         * @return false if no more are wanted
         */
        boolean take(byte[] octets, int from, int to) throws Exception;
    }

    /** Returns one octet at a time, pieces of random lengths that depend on the octets, and all at once. */
    public static Stream<Pieces> waysFor(byte[] octets) {
        int seed = Arrays.hashCode(octets);
        return Stream.of(WHOLE, SINGLE, new Pieces(2 + (seed & 0x3f), seed));
    }

    /** Hands the octets from {@code from} on to {@code taker}, as long as more are wanted. */
    public void feed(byte[] octets, int from, Taker taker) throws Exception {
        Random random = new Random(seed);
        boolean wanted = true;
        for (int at = from; at < octets.length && wanted; ) {
            int left = octets.length - at;
            int length = most >= left ? left : 1 + (most == 1 ? 0 : random.nextInt(most));
            // who keeps the array instead of a copy, or reads beyond the piece, is found out
            byte[] piece = Arrays.copyOfRange(octets, at, Math.min(octets.length, at + length));
            wanted = taker.take(piece, 0, piece.length);
            Arrays.fill(piece, (byte) '.');
            at += piece.length;
        }
    }
}
