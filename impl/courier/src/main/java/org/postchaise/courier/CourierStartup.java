/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.resource.ResourceException;

/**
 * Startup bean that defines the queues, and stops the application's start when a setting is bad or a connection factory is missing.
 *
 * <p>The destination names are the names in the broker. Two applications on one server that both contain the courier must not share them: the second one
 * overrides the definitions by {@code <jms-destination>} elements with the same {@code <name>} in its web.xml. (The names can't be left to the server: some
 * servers do not generate distinct ones.)
 */
@Singleton
@Startup
@JMSDestinationDefinition(
        name = CourierStartup.QUEUE,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_queue",
        description = "Mail to be delivered")
@JMSDestinationDefinition(
        name = CourierStartup.URGENT,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_urgent",
        description = "Urgent mail to be delivered")
@JMSDestinationDefinition(
        name = CourierStartup.NON_URGENT,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_nonurgent",
        description = "Mail to be delivered that is not urgent")
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 0,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_0",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 1,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_1",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 2,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_2",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 3,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_3",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 4,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_4",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 5,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_5",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 6,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_6",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 7,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_7",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 8,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_8",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 9,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_9",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 10,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_10",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 11,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_11",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 12,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_12",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 13,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_13",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 14,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_14",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.DEFERRED + 15,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deferred_15",
        description = CourierStartup.DEFERRED_MAIL)
@JMSDestinationDefinition(
        name = CourierStartup.HOLD,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_hold",
        description = "Mail that an operator has put on hold")
@JMSDestinationDefinition(
        name = CourierStartup.CONTROL,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_control",
        description = "Facts for all nodes: the nodes there are, and destinations that an operator has suspended")
@JMSDestinationDefinition(
        name = CourierStartup.SETTLED,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_settled",
        description = "Recipients that already have a mail that is on its way to others")
@JMSDestinationDefinition(
        name = CourierStartup.KEYS,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_keys",
        description = "Idempotency keys of submissions")
@JMSDestinationDefinition(
        name = CourierStartup.DEAD_LETTER_QUEUE,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "postchaise_deadletter",
        description = "Messages that could not be processed, with the reason in property postchaise_reason")
public class CourierStartup {
    // each ends with the destination's own name, which Artemis's adapter uses when it reconnects, on a thread that
    // sees no java:app

    /** JNDI name of the queue of mail to be delivered. */
    public static final String QUEUE = "java:app/postchaise/postchaise_queue";

    /** JNDI name of the queue of urgent mail to be delivered. */
    public static final String URGENT = "java:app/postchaise/postchaise_urgent";

    /** JNDI name of the queue of mail to be delivered that is not urgent. */
    public static final String NON_URGENT = "java:app/postchaise/postchaise_nonurgent";

    /** JNDI name prefix of the queues of deferred mail; their numbers from 0 to 15 follow. */
    public static final String DEFERRED = "java:app/postchaise/postchaise_deferred_";

    /** JNDI name of the queue of mail on hold. */
    public static final String HOLD = "java:app/postchaise/postchaise_hold";

    /** JNDI name of the control queue: live nodes and suspended destinations, for all nodes; no mail. */
    public static final String CONTROL = "java:app/postchaise/postchaise_control";

    /** JNDI name of the queue of settled notes: recipients already served of mail that is still under way to others. */
    public static final String SETTLED = "java:app/postchaise/postchaise_settled";

    /** JNDI name of the queue of idempotency keys. */
    public static final String KEYS = "java:app/postchaise/postchaise_keys";

    /** JNDI name of the queue of messages that could not be processed. */
    public static final String DEAD_LETTER_QUEUE = "java:app/postchaise/postchaise_deadletter";

    static final String DEFERRED_MAIL = "Mail that waits for its next attempt";

    @Inject
    private CourierSettings settings;

    @Inject
    private MailerNames mailers;

    @EJB
    private NamedFactories factories;

    /**
     * Reads the settings, and looks up the connection factories of the mailers.
     *
     * @throws IllegalStateException when a connection factory is missing; the message says how to add it
     */
    @PostConstruct
    void check() {
        settings.requireValid();
        require("");
        mailers.names().forEach(this::require);
    }

    private void require(String mailer) {
        if (!factories.isThereSoon(mailer)) {
            try {
                factories.find(mailer);
            } catch (ResourceException e) {
                IllegalStateException missing = new IllegalStateException(e.getMessage());
                // containers log the exception with its stack trace, which has no further information
                missing.setStackTrace(new StackTraceElement[0]);
                throw missing;
            }
        }
    }
}
