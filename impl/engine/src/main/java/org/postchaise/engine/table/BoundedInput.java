/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/**
 * A subject of regular expressions whose characters may be read only so many times, which stops expressions that
 * backtrack without end. The budget is that of one lookup, whatever the number of rules; the budget lasts a fraction of
 * a second.
 */
final class BoundedInput implements CharSequence {
    private final CharSequence text;
    private final int[] left;

    /** The exception that ends a match when the budget is used up. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("budget used up", null, false, false);
        }
    }

    BoundedInput(CharSequence text, int budget) {
        this(text, new int[] {budget});
    }

    private BoundedInput(CharSequence text, int[] left) {
        this.text = text;
        this.left = left;
    }

    @Override
    public char charAt(int index) {
        if (--left[0] < 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new BoundedInput(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
