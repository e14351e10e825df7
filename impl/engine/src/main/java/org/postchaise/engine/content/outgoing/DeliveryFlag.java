/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The letters of {@code flags=} of smtp(8) and lmtp(8) in master.cf. */
public enum DeliveryFlag {
    /**
     * Flag {@code D}: Delivered-To is added, and a message that already has the header for the same recipient is
     * returned.
     */
    DELIVERED_TO('D'),
    /** Flag {@code O}: X-Original-To is added. */
    ORIGINAL_TO('O'),
    /** Flag {@code R}: Return-Path is added. */
    RETURN_PATH('R'),
    /** Flag {@code X}: the delivery is final, for the purpose of success notices. Nothing in the content changes. */
    FINAL('X');

    private final char letter;

    DeliveryFlag(char letter) {
        this.letter = letter;
    }

    /**
     * Returns the flags that {@code letters} name.
     *
     * @throws IllegalArgumentException with the letter that is not a flag
     */
    public static Set<DeliveryFlag> parse(String letters) {
        Set<DeliveryFlag> flags = EnumSet.noneOf(DeliveryFlag.class);
        for (int i = 0; i < letters.length(); i++) {
            flags.add(of(letters.charAt(i), letters));
        }
        return flags;
    }

    private static DeliveryFlag of(char letter, String letters) {
        for (DeliveryFlag flag : values()) {
            if (flag.letter == letter) {
                return flag;
            }
        }
        throw new IllegalArgumentException(
                "flag \"" + letter + "\" in \"" + letters + "\" is unknown; expected any of D, O, R, X");
    }

    /**
     * Returns the headers that {@code flags} add in front of the message, in Postfix's order.
     *
     * @param sender the envelope sender as it is sent, without angle brackets; empty for the null sender
     * @param original the recipient before aliases were applied, quoted as on the wire
     * @param recipient the recipient before generic maps are applied, quoted as on the wire
     */
    public static List<String> headers(Set<DeliveryFlag> flags, String sender, String original, String recipient) {
        List<String> headers = new ArrayList<>();
        if (flags.contains(RETURN_PATH)) {
            headers.add("Return-Path: <" + sender + ">");
        }
        if (flags.contains(ORIGINAL_TO)) {
            headers.add("X-Original-To: " + original);
        }
        if (flags.contains(DELIVERED_TO)) {
            headers.add("Delivered-To: " + recipient);
        }
        return headers;
    }
}
