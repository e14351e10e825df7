/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** WildFly's management resources as MBeans, from within the server, which needs no process for each query. */
final class ServerBeans {
    static final String PLAIN_QUEUE = "bench_plain";

    private static final String QUEUE = "postchaise_queue";

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    /** Cache of found names, since a query searches all resources of the server. */
    private final Map<String, Set<ObjectName>> found = new ConcurrentHashMap<>();

    /** Starts the delivering beans. */
    String startDelivery() throws JMException {
        return ofCouriers("startDelivery");
    }

    /** Stops the delivering beans, and returns when running deliveries have ended. */
    String stopDelivery() throws JMException {
        return ofCouriers("stopDelivery");
    }

    private String ofCouriers(String operation) throws JMException {
        Set<ObjectName> couriers = find("message-driven-bean=*");
        for (ObjectName courier : couriers) {
            beans.invoke(courier, operation, new Object[0], new String[0]);
        }
        return couriers.size() + "";
    }

    /** Returns the number of mails in the queue, including those under delivery. */
    long mails() throws JMException {
        return ((Number) beans.getAttribute(queue(QUEUE), "messageCount")).longValue();
    }

    /** Empties the queue, and the queue of plain messages. */
    String purge() throws JMException {
        long sum = 0;
        for (String name : new String[] {QUEUE, PLAIN_QUEUE}) {
            Object removed = beans.invoke(
                    queue(name), "removeMessages", new Object[] {null}, new String[] {String.class.getName()});
            sum += ((Number) removed).longValue();
        }
        return sum + "";
    }

    private ObjectName queue(String name) throws JMException {
        return find("jms-queue=" + name).iterator().next();
    }

    private Set<ObjectName> find(String key) throws JMException {
        Set<ObjectName> names = found.get(key);
        if (names == null) {
            names = beans.queryNames(new ObjectName("jboss.as:*," + key), null);
            if (names.isEmpty()) {
                throw new IllegalStateException("the server has no management resource " + key);
            }
            found.put(key, names);
        }
        return names;
    }

    /** Returns the processor time of this process, in nanoseconds. */
    long processor() throws JMException {
        ObjectName system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
        return (Long) beans.getAttribute(system, "ProcessCpuTime");
    }

    /** Returns the heap in use after a collection, in octets. */
    long heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
