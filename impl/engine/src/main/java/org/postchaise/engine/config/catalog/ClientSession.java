/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of sessions of the SMTP and LMTP client that code does not read yet, or never will. */
final class ClientSession {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            smtp_skip_4xx_greeting | bool | - | factory | ignored always done since Postfix 2.0, here too
              Tries the next host after a 4xx greeting.
              yes
            smtp_connection_cache_reuse_limit | int:0:2147483647 | - | factory | obsolete smtp_connection_reuse_count_limit
              The maximum number of reuses of a session.
              10
            fallback_relay | list | - | factory | obsolete smtp_fallback_relay
              Hosts for mail that can't be delivered otherwise.
            smtp_per_record_deadline | enum:|yes|no | = | factory | obsolete smtp_per_request_deadline
              Applies the time limits to a whole record instead of to each read and write.
            lmtp_cache_connection | bool | - | factory | obsolete lmtp_connection_cache_on_demand
              LMTP: keeps sessions open for reuse.
              yes
            connection_cache_protocol_timeout | time:s:1 | - | factory | n/a the connection pool is in the same process
              Time limit for requests to the process that keeps sessions.
              5s
            smtp_address_verify_target | enum:rcpt|data | = | factory | planned
              The command, rcpt or data, up to which an address probe goes.
              rcpt
            service_name | text | - | factory | n/a set by Postfix itself, never by main.cf
              The service's name in master.cf; read-only.
            info_log_address_format | enum:external|internal | - | factory | planned
              The form of addresses in the log: external, quoted as in SMTP, or internal, not quoted.
              external
            """);

    private ClientSession() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
