/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import javax.management.JMException;
import javax.management.ObjectName;
import org.postchaise.api.MailQueueMXBean;
import org.postchaise.engine.log.LineLog;

/**
 * Registration of the queue's MXBean, for as long as the application runs; where the server refuses the registration, the application runs without the MXBean,
 * and logs a warning.
 */
@Singleton
@Startup
@DependsOn({"CourierStartup", "ContainerSessions"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class QueueManagement {
    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    @Resource(lookup = "java:app/AppName")
    private String application;

    @Inject
    private QueueAdministration queue;

    private String name = "";

    /** Registers the MXBean. */
    @PostConstruct
    void register() {
        queue.ready();
        name = name(application);
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(
                            forManagement(queue, Thread.currentThread().getContextClassLoader()), new ObjectName(name));
        } catch (JMException e) {
            LOG.log(Level.WARNING, name + " can't be shown to management: " + e.getMessage());
            name = "";
        }
    }

    /** Unregisters the MXBean. */
    @PreDestroy
    void unregister() {
        if (name.isEmpty()) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(name));
        } catch (JMException gone) {
            LOG.log(Level.DEBUG, name + " was not there: " + gone.getMessage());
        }
    }

    /** Returns the object name for an application. */
    static String name(String application) {
        boolean plain = application.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0);
        return "org.postchaise:type=Queue,application=" + (plain ? application : ObjectName.quote(application));
    }

    /** Returns {@code queue} for JMX threads, which have another context class loader, and know no exception types but those of the JDK. */
    static MailQueueMXBean forManagement(MailQueueMXBean queue, ClassLoader loader) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                return method.invoke(queue, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof QueueUnavailableException unavailable) {
                    throw new IllegalStateException(unavailable.getMessage());
                }
                throw e.getCause();
            } finally {
                thread.setContextClassLoader(before);
            }
        };
        return (MailQueueMXBean) Proxy.newProxyInstance(
                MailQueueMXBean.class.getClassLoader(), new Class<?>[] {MailQueueMXBean.class}, handler);
    }
}
