/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.List;
import org.postchaise.api.Failure;

/** The result of routing for one next hop. */
public sealed interface Resolution {

    /**
     * Addresses to try in order; at most {@code smtp_mx_address_limit}.
     *
     * @param list the addresses, at least one
     * @param position the position of this system among the mail exchangers
     */
    record Candidates(List<Candidate> list, Position position) implements Resolution {
        /** Creates candidates from a copy of the list. */
        public Candidates {
            list = List.copyOf(list);
        }

        /** Creates candidates of a domain for which this system is no mail exchanger. */
        public Candidates(List<Candidate> list) {
            this(list, Position.OUTSIDE);
        }

        /**
         * Returns the severity of a loop that shows when {@code candidate}, one of this list, calls itself by this
         * system's name: permanent for the most preferred host of a domain; temporary for others, which may be listed by
         * mistake.
         */
        public Failure.Severity loopAt(Candidate candidate) {
            boolean best = candidate.trail().preference() == list.get(0).trail().preference();
            return best ? Failure.Severity.PERMANENT : Failure.Severity.TEMPORARY;
        }

        @Override
        public boolean endsRoute() {
            return position == Position.BACKUP;
        }
    }

    /**
     * The lack of a route.
     *
     * @param kind the kind of failure, for decisions
     * @param failure the failure to report; its severity says if trying later can help
     */
    record Unroutable(Kind kind, Failure failure) implements Resolution {
        @Override
        public boolean endsRoute() {
            return kind == Kind.LOOPS_TO_SELF || kind == Kind.NO_PRIMARY || kind == Kind.MISCONFIGURED;
        }
    }

    /** The kinds of missing routes. */
    enum Kind {
        /** The domain or host does not exist, or has no address. */
        NO_SUCH_DOMAIN,
        /** The domain does not accept mail (null MX, RFC 7505). */
        NULL_MX,
        /** This system is the domain's most preferred mail exchanger. */
        LOOPS_TO_SELF,
        /** This system is a mail exchanger of the domain, and no more preferred host can be found. */
        NO_PRIMARY,
        /** The lookup failed, or the reply was invalid. */
        LOOKUP_FAILED,
        /** The next hop is malformed. */
        MISCONFIGURED
    }

    /** The position of this system among a domain's mail exchangers. */
    enum Position {
        /** This system is not a mail exchanger of the domain. */
        OUTSIDE,
        /** This system is a mail exchanger; only more preferred hosts are candidates. */
        BACKUP
    }

    /**
     * Returns true if no further next hop may be tried, such as {@code smtp_fallback_relay}: a mail exchanger may send
     * mail only to more preferred hosts, and looping mail would loop there too.
     */
    boolean endsRoute();
}
