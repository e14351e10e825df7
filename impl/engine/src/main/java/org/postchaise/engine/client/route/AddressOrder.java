/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.postchaise.engine.dns.DnsAnswer;

/**
 * Which addresses are tried, and in which order.
 *
 * @param families the families in use ({@code inet_protocols}), at least one
 * @param preferred the family to try first among equals ({@code smtp_address_preference})
 * @param shuffle whether equals are put in random order ({@code smtp_randomize_addresses})
 * @param limit the most addresses to try ({@code smtp_mx_address_limit}); 0: all
 * @param share what to do when the limit would leave one family without a place ({@code smtp_balance_inet_protocols})
 */
record AddressOrder(Set<Family> families, Preferred preferred, Shuffle shuffle, int limit, Share share) {

    /** An address family. */
    enum Family {
        IPV4,
        IPV6;

        static Family of(InetAddress address) {
            return address instanceof Inet4Address ? IPV4 : IPV6;
        }

        static Family of(Candidate candidate) {
            return of(((InetSocketAddress) candidate.address()).getAddress());
        }
    }

    /** The family to try first. */
    enum Preferred {
        ANY,
        IPV4,
        IPV6;

        private int rank(Candidate candidate) {
            return this == ANY || name().equals(Family.of(candidate).name()) ? 0 : 1;
        }
    }

    /** Whether equals change places. */
    enum Shuffle {
        YES,
        NO
    }

    /** Whether both families keep places below the limit. */
    enum Share {
        BALANCED,
        FIRST_COME
    }

    /** By preference, the preferred family first among equals, cut at the limit. */
    List<Candidate> arrange(List<Candidate> found, Random random) {
        List<Candidate> list = new ArrayList<>(found);
        if (shuffle == Shuffle.YES) {
            Collections.shuffle(list, random);
        }
        list.sort(Comparator.comparingInt((Candidate one) -> one.trail().preference())
                .thenComparingInt(preferred::rank));
        return cut(list);
    }

    /** The list as it is, cut at the limit. */
    List<Candidate> cut(List<Candidate> list) {
        if (limit == 0 || list.size() <= limit) {
            return list;
        }
        return (share == Share.BALANCED ? balanced(list) : list)
                .stream().limit(limit).toList();
    }

    /** As Postfix: a family with less than half of the places keeps all it has; else each gets half, the first rounded up. */
    private List<Candidate> balanced(List<Candidate> list) {
        int places = Math.min(limit, DnsAnswer.MAX_RECORDS);
        int v6 =
                (int) list.stream().filter(one -> Family.of(one) == Family.IPV6).count();
        int v4 = list.size() - v6;
        if (v4 == 0 || v6 == 0) {
            return list;
        }
        int left4;
        if (v6 <= places / 2) {
            left4 = places - v6;
        } else if (v4 <= places / 2) {
            left4 = v4;
        } else {
            left4 = (places + (Family.of(list.get(0)) == Family.IPV4 ? 1 : 0)) / 2;
        }
        int left6 = places - left4;
        List<Candidate> kept = new ArrayList<>();
        for (Candidate one : list) {
            boolean keep = Family.of(one) == Family.IPV4 ? left4-- > 0 : left6-- > 0;
            if (keep) {
                kept.add(one);
            }
        }
        return kept;
    }
}
