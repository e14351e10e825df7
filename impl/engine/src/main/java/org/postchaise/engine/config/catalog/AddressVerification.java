/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of address probes that code does not read yet, or never will. */
final class AddressVerification {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            address_verify_poll_count | int:1:2147483647 | - | listener | planned
              How often to look whether an address probe is done.
              ${stress?{1}:{3}}
            address_verify_poll_delay | time:s:1 | - | listener | planned
              How long to wait between two such looks.
              3s
            address_verify_sender | text | - | listener | planned
              The sender of address probes.
              $double_bounce_sender
            unverified_sender_reject_code | int:200:599 | - | listener | planned
              The reply code when the probe of a sender was refused.
              450
            unverified_recipient_reject_code | int:200:599 | - | listener | planned
              The reply code when the probe of a recipient was refused.
              450
            unverified_sender_defer_code | int:200:499 | - | listener | planned
              The reply code when the probe of a sender failed for now.
              450
            unverified_recipient_defer_code | int:200:499 | - | listener | planned
              The reply code when the probe of a recipient failed for now.
              450
            unverified_sender_reject_reason | text | - | listener | planned
              The reply text when the probe of a sender was refused; empty: what the probe found.
            unverified_recipient_reject_reason | text | - | listener | planned
              The reply text when the probe of a recipient was refused; empty: what the probe found.
            unverified_sender_tempfail_action | text! | - | listener | planned
              What to do when the probe of a sender failed for now.
              $reject_tempfail_action
            unverified_recipient_tempfail_action | text! | - | listener | planned
              What to do when the probe of a recipient failed for now.
              $reject_tempfail_action
            address_verify_sender_ttl | time:s:0 | - | listener | planned
              How long a sender of address probes is used before its time-dependent part changes; 0: it has none.
              0s
            address_verify_map | text | - | listener | planned
              The table that keeps the results of address probes.
              btree:$data_directory/verify_cache
            address_verify_positive_expire_time | time:d:1 | - | listener | planned
              How long a good result of an address probe is kept.
              31d
            address_verify_negative_expire_time | time:d:1 | - | listener | planned
              How long a bad result of an address probe is kept.
              3d
            address_verify_negative_cache | bool | - | listener | planned
              Whether bad results of address probes are kept too.
              yes
            """);

    private AddressVerification() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
