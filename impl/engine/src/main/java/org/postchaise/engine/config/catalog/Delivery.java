/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of queue and notices that code does not read yet, or never will. */
final class Delivery {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            queue_run_delay | time:s:1 | - | courier | n/a JMS hands out each mail when it is due
              The time between looks at the deferred queue.
              300s
            delay_warning_time | time:h:0 | - | courier | planned
              After how long the sender is told that a mail is still waiting; 0: never.
              0h
            bounce_size_limit | int:1:2147483647 | - | courier | planned
              How much of a mail is returned with a failure notice, in octets.
              50000
            bounce_template_file | text | - | courier | planned
              The file with texts of notices.
            confirm_delay_cleared | bool | - | courier | planned
              Whether the sender is told that a mail was delivered after a delay notice.
              no
            2bounce_notice_recipient | text! | - | courier | planned
              Who receives mail whose notice could not be delivered either.
              postmaster
            bounce_notice_recipient | text! | - | courier | planned
              Who receives copies of failure notices, without content.
              postmaster
            delay_notice_recipient | text! | - | courier | planned
              Who receives copies of delay notices, without content.
              postmaster
            empty_address_recipient | text! | - | courier | planned
              Who receives mail to the empty address.
              MAILER-DAEMON
            hopcount_limit | int:1:2147483647 | - | courier | planned
              How many Received headers a mail may have before it counts as looping.
              50
            """);

    private Delivery() {}

    /** All rows of this topic; the form of the table is that of {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
