/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.util.List;

/** The answer to a DNS lookup: records, or the reason why there are none. */
public sealed interface DnsAnswer {
    /** The maximum number of records of an answer that are used, as in Postfix. */
    int MAX_RECORDS = 100;

    /**
     * The records of the type asked for, at least one and at most {@value #MAX_RECORDS}, in the order of the reply.
     *
     * @param list the records
     */
    record Records(List<DnsRecord> list) implements DnsAnswer {
        /** Creates an answer with a copy of the list. */
        public Records {
            list = List.copyOf(list);
            if (list.isEmpty() || list.size() > MAX_RECORDS) {
                throw new IllegalArgumentException(list.size() + " records");
            }
        }

        @Override
        public long ttl() {
            return list.stream()
                    .mapToLong(record -> record.origin().ttl())
                    .min()
                    .orElse(0);
        }
    }

    /**
     * An answer without records.
     *
     * @param kind the kind of the negative answer or failure
     * @param reason the reason in one line, in Postfix's words
     * @param ttl the time for which this answer may be cached, in seconds; 0 for not at all
     */
    record None(Kind kind, String reason, long ttl) implements DnsAnswer {}

    /** The reasons why an answer has no record. */
    enum Kind {
        /** The name does not exist or is not valid. */
        NO_SUCH_NAME,
        /** The name exists, but has no record of this type. */
        NO_DATA,
        /** The record says that the service is not offered (RFC 7505, RFC 2782). */
        NULL_SERVICE,
        /** The name server did not answer, or reported a temporary failure. */
        TRY_AGAIN,
        /** The name server refused the query permanently. */
        FAILED,
        /** The reply holds names that are not valid host names. */
        BAD_REPLY,
        /** The reply was truncated, or is not a DNS message. */
        MALFORMED,
        /** A local filter dropped all records. */
        FILTERED;

        /** Returns true if the record certainly does not exist. */
        public boolean notFound() {
            return this == NO_SUCH_NAME || this == NO_DATA;
        }

        /** Returns true if another lookup may have a different result. */
        public boolean temporary() {
            return this == TRY_AGAIN || this == MALFORMED;
        }
    }

    /** Returns the time for which this answer may be cached, in seconds; 0 for not at all. */
    long ttl();
}
