/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import jakarta.jms.JMSDestinationDefinition;

/**
 * Defines the queues, and stops the application's start when a setting is bad.
 *
 * <p>The destination names are those in the broker. Two applications on one server that both carry the courier must not
 * share them: the second one overrides the definitions by {@code <jms-destination>} elements with the same {@code <name>}
 * in its web.xml. (They can't be left to the server: not every server makes up different ones.)
 */
@Singleton
@Startup
@JMSDestinationDefinition(
        name = CourierStartup.QUEUE,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_queue",
        description = "Mail to be delivered")
@JMSDestinationDefinition(
        name = CourierStartup.DEAD_LETTER_QUEUE,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deadletter",
        description = "Messages that could not be processed, with the reason in property postchaise_reason")
public class CourierStartup {
    /** JNDI name of the queue of mail to be delivered. */
    public static final String QUEUE = "java:app/postchaise/queue";

    /** JNDI name of the queue of messages that could not be processed. */
    public static final String DEAD_LETTER_QUEUE = "java:app/postchaise/deadletter";

    @Inject
    private CourierSettings settings;

    /** Reads the settings. */
    @PostConstruct
    void check() {
        settings.requireValid();
    }
}
