/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.admin;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.postchaise.engine.event.LineLog;

/** The JVM's management. Whoever has none of it goes without, and the log says so. */
public final class MBeans {
    private static final System.Logger LOG = LineLog.of(MBeans.class.getName());

    private MBeans() {}

    /**
     * Shows a bean.
     *
     * @param name its object name
     */
    public static void register(Object bean, String name) {
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, new ObjectName(name));
        } catch (JMException e) {
            LOG.log(Level.WARNING, name + " can't be shown to management: " + e.getMessage());
        }
    }

    /** Takes away the bean of that object name, if it is there. */
    public static void unregister(String name) {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(name));
        } catch (JMException gone) {
            LOG.log(Level.DEBUG, name + " was not there: " + gone.getMessage());
        }
    }
}
