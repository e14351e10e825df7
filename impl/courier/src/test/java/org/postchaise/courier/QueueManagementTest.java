/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.NoSuchElementException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.postchaise.api.MailQueueMXBean;

class QueueManagementTest {
    private static final ClassLoader APPLICATION = new ClassLoader() {};

    /** Answers with the class loader that it runs with. */
    private static MailQueueMXBean queue() {
        return (MailQueueMXBean) Proxy.newProxyInstance(
                MailQueueMXBean.class.getClassLoader(),
                new Class<?>[] {MailQueueMXBean.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "inspect" -> throw new NoSuchElementException("no mail with id " + arguments[0]);
                    case "hold" -> throw new QueueUnavailableException("the broker does not answer", new Exception());
                    default -> String.valueOf(Thread.currentThread().getContextClassLoader() == APPLICATION);
                });
    }

    @Test
    void managementReachesTheQueueWithTheApplicationsClassLoader() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName(QueueManagement.name("shop"));
        server.registerMBean(QueueManagement.forManagement(queue(), APPLICATION), name);
        try {
            MailQueueMXBean bean = JMX.newMXBeanProxy(server, name, MailQueueMXBean.class);

            assertThat(bean.list("", 1)).isEqualTo("true");
            assertThatThrownBy(() -> bean.inspect("X"))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("no mail with id X");
            assertThatThrownBy(() -> bean.hold("all"))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("the broker does not answer");
        } finally {
            server.unregisterMBean(name);
        }
    }

    @Test
    void applicationsNameIsQuotedWhereItMustBe() {
        assertThat(QueueManagement.name("shop-1.0")).isEqualTo("org.postchaise:type=Queue,application=shop-1.0");
        assertThat(QueueManagement.name("a,b=c")).isEqualTo("org.postchaise:type=Queue,application=\"a,b=c\"");
    }
}
