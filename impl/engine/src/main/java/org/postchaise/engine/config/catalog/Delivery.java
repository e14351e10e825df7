/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of concurrency, queue and notices that code does not read yet, or never will. */
final class Delivery {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            transport_destination_concurrency_limit | int:0:2147483647 | - | courier | planned
              The concurrency limit of one transport, its name in place of "transport".
              $default_destination_concurrency_limit
            transport_destination_recipient_limit | int:0:2147483647 | - | courier | planned
              The recipient limit of one transport, its name in place of "transport".
              $default_destination_recipient_limit
            default_destination_concurrency_limit | int:0:2147483647 | - | courier | planned
              How many deliveries to one destination may run at once, where a transport says nothing else.
              20
            default_destination_recipient_limit | int:0:2147483647 | - | courier | planned
              How many recipients one delivery may have, where a transport says nothing else.
              50
            default_destination_rate_delay | time:s:0 | - | courier | planned
              The pause between deliveries to one destination; 0: none.
              0s
            initial_destination_concurrency | int:1:2147483647 | - | courier | planned
              How many deliveries to a new destination may run at once at first.
              5
            default_destination_concurrency_positive_feedback | text! | - | courier | planned
              By how much the concurrency of a destination grows after a success.
              1
            default_destination_concurrency_negative_feedback | text! | - | courier | planned
              By how much the concurrency of a destination shrinks after a failure.
              1
            default_destination_concurrency_failed_cohort_limit | int:0:2147483647 | - | courier | planned
              How many times a whole round of deliveries may fail before a destination counts as dead.
              1
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
            transport_destination_concurrency_positive_feedback | text! | - | courier | planned
              The positive feedback of one transport, its name in place of "transport".
              $default_destination_concurrency_positive_feedback
            transport_destination_concurrency_negative_feedback | text! | - | courier | planned
              The negative feedback of one transport, its name in place of "transport".
              $default_destination_concurrency_negative_feedback
            transport_destination_concurrency_failed_cohort_limit | int:0:2147483647 | - | courier | planned
              The limit of failed rounds of one transport, its name in place of "transport".
              $default_destination_concurrency_failed_cohort_limit
            transport_initial_destination_concurrency | int:1:2147483647 | - | courier | planned
              The initial concurrency of one transport, its name in place of "transport".
              $initial_destination_concurrency
            transport_destination_rate_delay | time:s:0 | - | courier | planned
              The rate delay of one transport, its name in place of "transport".
              $default_destination_rate_delay
            """);

    private Delivery() {}

    /** All rows of this topic; the form of the table is that of {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
