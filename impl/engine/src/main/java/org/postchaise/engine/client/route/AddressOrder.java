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
 * The selection and order of the addresses to try.
 *
 * @param families the families in use ({@code inet_protocols}), at least one
 * @param preferred the family to try first among addresses of equal preference ({@code smtp_address_preference})
 * @param shuffle the setting that puts addresses of equal preference in random order ({@code smtp_randomize_addresses})
 * @param limit the maximum number of addresses to try ({@code smtp_mx_address_limit}); 0 for all
 * @param share the treatment of a family that the limit would leave without addresses ({@code smtp_balance_inet_protocols})
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

    /** The setting that puts addresses of equal preference in random order. */
    enum Shuffle {
        YES,
        NO
    }

    /** The treatment of the two families below the limit. */
    enum Share {
        BALANCED,
        FIRST_COME
    }

    /**
     * Returns the addresses by preference, the preferred family first among addresses of equal preference, cut at the limit.
     */
    List<Candidate> arrange(List<Candidate> found, Random random) {
        List<Candidate> list = new ArrayList<>(found);
        if (shuffle == Shuffle.YES) {
            Collections.shuffle(list, random);
        }
        list.sort(Comparator.comparingInt((Candidate one) -> one.trail().preference())
                .thenComparingInt(preferred::rank));
        return cut(list);
    }

    /** Returns the list in its order, cut at the limit. */
    List<Candidate> cut(List<Candidate> list) {
        if (limit == 0 || list.size() <= limit) {
            return list;
        }
        return (share == Share.BALANCED ? balanced(list) : list)
                .stream().limit(limit).toList();
    }

    /**
     * Returns the list with a balanced share of both families: as in Postfix a family with at most half of the places keeps
     * all its addresses; otherwise each family gets half, and the family of the first address gets an odd place.
     */
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
