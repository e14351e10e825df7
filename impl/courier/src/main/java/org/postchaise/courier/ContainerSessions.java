/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import java.util.List;

/**
 * Sessions of the server's default JMS connection factory, in JTA transactions. A session bean, so that JMX threads can call it. Stateless, and a singleton
 * only so that other beans can depend on this bean: the server stops this bean after those, when their last calls to the broker are done.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@LocalBean
public class ContainerSessions implements QueueSessions {
    @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
    private ConnectionFactory connections;

    @Inject
    private MailQueue queue;

    @Override
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public <T> T transacted(Work<T> work) {
        return run(work);
    }

    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public <T> T untransacted(Work<T> work) {
        return run(work);
    }

    @Override
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Queue> queues(QueueName place) {
        return queue.at(place);
    }

    @Override
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Queue control() {
        return queue.control();
    }

    private <T> T run(Work<T> work) {
        try (JMSContext context = connections.createContext()) {
            return work.with(context);
        } catch (JMSException | JMSRuntimeException e) {
            throw new QueueUnavailableException("the broker does not answer: " + e.getMessage(), e);
        }
    }
}
