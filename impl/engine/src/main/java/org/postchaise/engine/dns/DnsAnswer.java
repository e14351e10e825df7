/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.util.List;

/** The answer to a DNS lookup: records, or why there are none. */
public sealed interface DnsAnswer {
    /** At most so many records of an answer are used, as in Postfix. */
    int MAX_RECORDS = 100;

    /**
     * Records of the type asked for, at least one and at most {@value #MAX_RECORDS}, in the order of the reply.
     *
     * @param list the records
     */
    record Records(List<DnsRecord> list) implements DnsAnswer {
        /** A copy of the list. */
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
     * No record.
     *
     * @param kind what may be concluded from it
     * @param reason one line, in Postfix's words
     * @param ttl how long this may be kept, in seconds; 0: not at all
     */
    record None(Kind kind, String reason, long ttl) implements DnsAnswer {}

    /** Why there is no record. */
    enum Kind {
        /** The name does not exist, or can't exist. */
        NO_SUCH_NAME,
        /** The name exists, but has no record of this type. */
        NO_DATA,
        /** The record says that the service is not offered (RFC 7505, RFC 2782). */
        NULL_SERVICE,
        /** The server did not answer, or could not. */
        TRY_AGAIN,
        /** The server refuses such queries for good. */
        FAILED,
        /** The reply holds names that no host can have. */
        BAD_REPLY,
        /** The reply was cut, or is no DNS message. */
        MALFORMED,
        /** A local filter dropped all records. */
        FILTERED;

        /** Whether it is certain that the record does not exist. */
        public boolean notFound() {
            return this == NO_SUCH_NAME || this == NO_DATA;
        }

        /** Whether another lookup may end otherwise. */
        public boolean temporary() {
            return this == TRY_AGAIN || this == MALFORMED;
        }
    }

    /** How long this answer may be kept, in seconds; 0: not at all. */
    long ttl();
}
