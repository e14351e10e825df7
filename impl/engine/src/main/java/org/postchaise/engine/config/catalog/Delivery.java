/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of queue and notices. */
public final class Delivery {
    private static final Table ROWS = Table.of("""
            empty_address_recipient | text! | - | courier | implemented
              The recipient of mail to the empty address.
              MAILER-DAEMON
            hopcount_limit | int:1:2147483647 | - | listener | implemented
              The maximum number of Received headers; a mail with more of them counts as looping.
              50
            """);

    /** The text {@code empty_address_recipient}: the recipient of mail to the empty address. */
    public static final Parameter<String> EMPTY_ADDRESS_RECIPIENT = ROWS.text("empty_address_recipient");

    /**
     * The number {@code hopcount_limit}: the maximum number of Received headers; a mail with more of them counts as
     * looping.
     */
    public static final Parameter<Long> HOPCOUNT_LIMIT = ROWS.number("hopcount_limit");

    private Delivery() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS.rows();
    }
}
