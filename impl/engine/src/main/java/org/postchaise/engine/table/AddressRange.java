/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.List;

/** A range of network addresses, from {@code first} to {@code last}, both included. */
record AddressRange(NetworkAddress first, NetworkAddress last) {
    private static final NetworkAddress ZERO = new NetworkAddress(0, 0);

    /** Returns the range of all addresses of the family with {@code bits} bits, 32 for IPv4 and 128 for IPv6. */
    static AddressRange all(int bits) {
        return new AddressRange(ZERO, ZERO.last(bits));
    }

    /** Returns the addresses of the family with {@code bits} bits that are not in this range. */
    List<AddressRange> complement(int bits) {
        AddressRange all = all(bits);
        List<AddressRange> rest = new ArrayList<>(2);
        if (!first.equals(all.first)) {
            rest.add(new AddressRange(all.first, first.previous()));
        }
        if (!last.equals(all.last)) {
            rest.add(new AddressRange(last.next(), all.last));
        }
        return rest;
    }

    /** Returns the intersection of two lists of ranges, each ascending and without overlap. */
    static List<AddressRange> intersect(List<AddressRange> some, List<AddressRange> others) {
        List<AddressRange> common = new ArrayList<>(2);
        int i = 0;
        int j = 0;
        while (i < some.size() && j < others.size()) {
            AddressRange a = some.get(i);
            AddressRange b = others.get(j);
            NetworkAddress first = a.first.compareTo(b.first) > 0 ? a.first : b.first;
            boolean endsFirst = a.last.compareTo(b.last) < 0;
            NetworkAddress last = endsFirst ? a.last : b.last;
            if (first.compareTo(last) <= 0) {
                common.add(new AddressRange(first, last));
            }
            if (endsFirst) {
                i++;
            } else {
                j++;
            }
        }
        return common;
    }
}
