/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.List;

/** The addresses from {@code first} to {@code last}, both included. */
record AddressRange(NetworkAddress first, NetworkAddress last) {
    private static final NetworkAddress ZERO = new NetworkAddress(0, 0);

    /** All addresses of a family. */
    static AddressRange all(int bits) {
        return new AddressRange(ZERO, ZERO.last(bits));
    }

    /** What {@code this} leaves of a family. */
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

    /** What two lists of ranges, each ascending and without overlap, have in common. */
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
