/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of queue and notices that code does not read yet, or never will. */
final class Delivery {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            empty_address_recipient | text! | - | courier | planned
              The recipient of mail to the empty address.
              MAILER-DAEMON
            hopcount_limit | int:1:2147483647 | - | courier | planned
              The maximum number of Received headers; a mail with more of them counts as looping.
              50
            """);

    private Delivery() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
