/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of address probes that code does not read yet, or never will. */
final class AddressVerification {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            address_verify_poll_count | int:1:2147483647 | - | listener | planned
              The maximum number of queries for the result of an address probe.
              ${stress?{1}:{3}}
            address_verify_poll_delay | time:s:1 | - | listener | planned
              The pause between two queries for the result of an address probe.
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
              The action when the probe of a sender fails temporarily.
              $reject_tempfail_action
            unverified_recipient_tempfail_action | text! | - | listener | planned
              The action when the probe of a recipient fails temporarily.
              $reject_tempfail_action
            address_verify_sender_ttl | time:s:0 | - | listener | planned
              The time after which the time-dependent part of the sender of address probes changes; 0: no such part.
              0s
            address_verify_map | text | - | listener | planned
              The table that keeps the results of address probes.
              btree:$data_directory/verify_cache
            address_verify_positive_expire_time | time:d:1 | - | listener | planned
              The time for which a positive result of an address probe is kept.
              31d
            address_verify_negative_expire_time | time:d:1 | - | listener | planned
              The time for which a negative result of an address probe is kept.
              3d
            address_verify_negative_cache | bool | - | listener | planned
              Keeps negative results of address probes too.
              yes
            """);

    private AddressVerification() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
