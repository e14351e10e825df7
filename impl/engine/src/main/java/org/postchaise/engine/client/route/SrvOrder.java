/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.postchaise.engine.dns.DnsRecord;

/**
 * The order of the servers in SRV records (RFC 2782): by priority, and at random by weight among records of equal priority.
 */
final class SrvOrder {
    private SrvOrder() {}

    static List<DnsRecord.Srv> arrange(List<DnsRecord> records, RandomGenerator random) {
        TreeMap<Integer, List<DnsRecord.Srv>> byPriority = new TreeMap<>();
        records.forEach(record -> {
            DnsRecord.Srv srv = (DnsRecord.Srv) record;
            byPriority.computeIfAbsent(srv.priority(), any -> new ArrayList<>()).add(srv);
        });
        List<DnsRecord.Srv> ordered = new ArrayList<>();
        byPriority.values().forEach(equals -> draw(equals, ordered, random));
        return ordered;
    }

    private static void draw(List<DnsRecord.Srv> left, List<DnsRecord.Srv> drawn, RandomGenerator random) {
        while (!left.isEmpty()) {
            // the sum of weights plus one, so that a record of weight 0 has a small chance among others
            int lot =
                    random.nextInt(left.stream().mapToInt(DnsRecord.Srv::weight).sum() + 1);
            int i = 0;
            for (int sum = left.get(0).weight(); sum < lot; sum += left.get(i).weight()) {
                i++;
            }
            drawn.add(left.remove(i));
        }
    }
}
