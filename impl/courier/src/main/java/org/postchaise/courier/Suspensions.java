/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.postchaise.api.Recipient;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.Idna;
import org.postchaise.engine.event.Printable;

/**
 * Which destinations, domains of recipients, an operator has suspended: each is one persistent message in the control queue, so that
 * all nodes on the broker see the same, also after a restart. A node knows what it has read last ({@link #renew}), where the
 * broker can't be asked too. Thread-safe.
 */
final class Suspensions {
    /** The suspended domain, in its {@link #normal} form. */
    static final String DOMAIN = "postchaise_suspended";

    /** How many domains can be suspended: each node reads all of them every few seconds. */
    static final int MOST = 1000;

    private static final Pattern LITERAL = Pattern.compile("\\[[0-9a-z:.]+]");

    /** How long a message is waited for that was seen just now: brokers may be far. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long nothing comes when the queue has no further message. */
    private static final Duration SILENCE = Duration.ofMillis(500);

    private final QueueSessions sessions;
    private final AtomicLong readings = new AtomicLong();
    private final AtomicReference<Reading> last = new AtomicReference<>(new Reading(0, Set.of()));

    /**
     * What was read.
     *
     * @param number counts them by their beginning; 0: nothing was read yet
     */
    private record Reading(long number, Set<String> domains) {}

    Suspensions(QueueSessions sessions) {
        this.sessions = sessions;
    }

    /**
     * The domain that an operator means: as {@link #normal}.
     *
     * @throws IllegalArgumentException when {@code text} is no domain, naming it and what was expected
     */
    static String domain(String text) {
        String domain = normal(text.strip());
        boolean isDomain = (HostName.isValid(domain) && !domain.startsWith("*"))
                || LITERAL.matcher(domain).matches();
        if (!isDomain) {
            throw new IllegalArgumentException("domain is \"" + Printable.line(text)
                    + "\"; expected what follows the @ of recipients, such as example.com");
        }
        return domain;
    }

    /** {@code domain} as it is compared: in lower case, as A-labels where it is a name of DNS. */
    static String normal(String domain) {
        return Idna.IDNA2008.toAscii(domain).toLowerCase(Locale.ROOT);
    }

    /**
     * Suspends a destination; what is suspended is to be {@link #renew read} then.
     *
     * @return false when it was so already
     * @throws IllegalArgumentException for a bad domain, and when too many are suspended
     */
    boolean suspend(String text) {
        String domain = domain(text);
        Set<String> before = read();
        if (!before.contains(domain) && before.size() >= MOST) {
            throw new IllegalArgumentException(
                    domain + " can't be suspended: " + before.size() + " destinations are; resume others first");
        }
        if (!before.contains(domain)) {
            sessions.transacted(context -> {
                Message message = context.createMessage();
                message.setStringProperty(DOMAIN, domain);
                context.createProducer().send(sessions.control(), message);
                return message;
            });
        }
        return !before.contains(domain);
    }

    /**
     * Ends a suspension; what is suspended is to be {@link #renew read} then.
     *
     * @return false when there was none
     * @throws IllegalArgumentException for a bad domain
     */
    boolean resume(String text) {
        String domain = domain(text);
        return read().contains(domain)
                && sessions.transacted(
                        // two orders at once may have left two messages
                        context ->
                                Selector.of(DOMAIN, domain).removeAll(context, sessions.control(), PATIENCE, SILENCE));
    }

    /** What is suspended as far as this node knows; asks the broker where it never did. */
    Set<String> known() {
        if (last.get().number() == 0) {
            renew();
        }
        return last.get().domains();
    }

    /** Whether the destination of {@code recipient} is suspended, as far as this node knows; asks the broker where it never did. */
    boolean cover(Recipient recipient) {
        Set<String> domains = known();
        return !domains.isEmpty() && domains.contains(normal(recipient.domain()));
    }

    /**
     * Reads what is suspended.
     *
     * @return which domains were so until now, as far as this node knew
     * @throws QueueUnavailableException when the broker does not answer; then this node goes on with what it knows
     */
    Set<String> renew() {
        long number = readings.incrementAndGet();
        Reading now = new Reading(number, read());
        Reading before = last.getAndAccumulate(now, (one, other) -> other.number() > one.number() ? other : one);
        Set<String> gone = new TreeSet<>(before.domains());
        gone.removeAll(now.domains());
        return before.number() > number ? Set.of() : gone;
    }

    /** What is suspended now. */
    Set<String> read() {
        return sessions.untransacted(context -> {
            Set<String> domains = new TreeSet<>();
            try (QueueBrowser browser = context.createBrowser(sessions.control())) {
                Enumeration<?> messages = browser.getEnumeration();
                while (messages.hasMoreElements()) {
                    Message message = (Message) messages.nextElement();
                    if (message.propertyExists(DOMAIN)) {
                        domains.add(message.getStringProperty(DOMAIN));
                    }
                }
            }
            return domains;
        });
    }
}
