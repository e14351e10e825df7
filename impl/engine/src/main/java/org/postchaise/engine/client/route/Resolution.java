/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.List;
import org.postchaise.api.Failure;

/** What routing found for one next hop. */
public sealed interface Resolution {

    /**
     * Addresses to try, in this order; at most {@code smtp_mx_address_limit}.
     *
     * @param list the addresses, at least one
     * @param position where this system stands among the hosts
     */
    record Candidates(List<Candidate> list, Position position) implements Resolution {
        /** A copy of the list. */
        public Candidates {
            list = List.copyOf(list);
        }

        /** Candidates among which this system is none. */
        public Candidates(List<Candidate> list) {
            this(list, Position.OUTSIDE);
        }

        /**
         * What it means when {@code candidate}, one of these, calls itself by our name: permanent at the best host of a
         * domain, which ends the matter; a lesser one may be listed by mistake.
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
     * Nowhere to go.
     *
     * @param kind why, for decisions
     * @param failure why, for people; its severity says whether trying later can help
     */
    record Unroutable(Kind kind, Failure failure) implements Resolution {
        @Override
        public boolean endsRoute() {
            return kind == Kind.LOOPS_TO_SELF || kind == Kind.NO_PRIMARY || kind == Kind.MISCONFIGURED;
        }
    }

    /** Why there is nowhere to go. */
    enum Kind {
        /** The domain or host does not exist, or has no address. */
        NO_SUCH_DOMAIN,
        /** The domain says that it takes no mail (RFC 7505). */
        NULL_MX,
        /** This system is the domain's best mail exchanger. */
        LOOPS_TO_SELF,
        /** This system is a mail exchanger of the domain, and no better one can be found. */
        NO_PRIMARY,
        /** The name servers did not say, or said nonsense. */
        LOOKUP_FAILED,
        /** The next hop is no next hop. */
        MISCONFIGURED
    }

    /** Where this system stands among a domain's mail exchangers. */
    enum Position {
        /** It is none of them. */
        OUTSIDE,
        /** It is one; only better ones are candidates. */
        BACKUP
    }

    /**
     * Whether no further next hop may be tried, such as {@code smtp_fallback_relay}: a mail exchanger hands mail to better
     * ones only, and mail that loops would loop there too.
     */
    boolean endsRoute();
}
