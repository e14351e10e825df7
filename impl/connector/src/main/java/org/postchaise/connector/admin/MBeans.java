/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.admin;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.postchaise.engine.log.LineLog;

/**
 * The registration of MXBeans at the JVM's MBean server. A failure is logged and otherwise ignored, so that the adapter
 * runs without management too.
 */
public final class MBeans {
    private static final System.Logger LOG = LineLog.of(MBeans.class.getName());

    private MBeans() {}

    /**
     * Registers a bean.
     *
     * @param name the bean's object name
     */
    public static void register(Object bean, String name) {
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, new ObjectName(name));
        } catch (JMException e) {
            LOG.log(Level.WARNING, name + " can't be shown to management: " + e.getMessage());
        }
    }

    /** Unregisters the bean of that object name, if there is one. */
    public static void unregister(String name) {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(name));
        } catch (JMException gone) {
            LOG.log(Level.DEBUG, name + " was not there: " + gone.getMessage());
        }
    }
}
