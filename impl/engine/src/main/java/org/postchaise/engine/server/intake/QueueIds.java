/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The maker of queue ids in Postfix's forms: microseconds and a number in hexadecimal digits, or with {@code enable_long_queue_ids} the
 * time in base 52 and a number in base 51. In place of the number of a file stands a counter, so that no two mails have the same id.
 * Thread-safe.
 */
final class QueueIds {
    private static final String DIGITS = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int MICROS_HEX_DIGITS = 5;

    /** The part of the seconds since 1970 that the counter begins with: it grows over restarts, for some years. */
    private static final int SECONDS_MASK = 0xfffffff;

    private static final int FIRST = 0x10000;
    private static final int NANOS_PER_MICRO = 1000;
    private static final int SECONDS_DIGITS = 6;
    private static final int MICROS_DIGITS = 4;

    /** The numbers of all makers: mail of several listeners, with usual settings and those for stress, goes to the same sink. */
    private static final AtomicLong COUNTER = new AtomicLong();

    private final Clock clock;
    private final Form form;

    /** The form of queue ids. */
    enum Form {
        /** Unique among the mails that exist at a time. */
        SHORT,
        /** Unique for ever. */
        LONG
    }

    QueueIds(Clock clock, Form form) {
        this.clock = clock;
        this.form = form;
    }

    /** Returns a new queue id. */
    String next() {
        Instant now = clock.instant();
        int micros = now.getNano() / NANOS_PER_MICRO;
        long number =
                COUNTER.updateAndGet(last -> last == 0 ? FIRST + (now.getEpochSecond() & SECONDS_MASK) : last + 1);
        if (form == Form.SHORT) {
            return HEX.toHexDigits(micros, MICROS_HEX_DIGITS)
                    + Long.toHexString(number).toUpperCase(Locale.ROOT);
        }
        return base(now.getEpochSecond(), DIGITS.length(), SECONDS_DIGITS)
                + base(micros, DIGITS.length(), MICROS_DIGITS)
                + "z"
                + base(number, DIGITS.length() - 1, 1);
    }

    private static String base(long value, int base, int least) {
        StringBuilder digits = new StringBuilder();
        long rest = value;
        while (rest > 0 || digits.length() < least) {
            digits.append(DIGITS.charAt((int) (rest % base)));
            rest /= base;
        }
        return digits.reverse().toString();
    }
}
