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
import org.postchaise.engine.log.Printable;

/**
 * Destinations (recipient domains) that an operator has suspended: each is one persistent message in the control queue, so that all nodes on the broker see the
 * same suspensions, also after a restart. A node uses its last reading ({@link #renew}), also while the broker does not answer. Thread-safe.
 */
final class Suspensions {
    /** Property with the suspended domain, in its {@link #normal} form. */
    static final String DOMAIN = "postchaise_suspended";

    /** Largest number of suspended domains: each node reads all of them every few seconds. */
    static final int MOST = 1000;

    private static final Pattern LITERAL = Pattern.compile("\\[[0-9a-z:.]+]");

    /** Time to wait for a message that was seen just now: brokers may be far away. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Time without a message after which the queue has no further one. */
    private static final Duration SILENCE = Duration.ofMillis(500);

    private final QueueSessions sessions;
    private final AtomicLong readings = new AtomicLong();
    private final AtomicReference<Reading> last = new AtomicReference<>(new Reading(0, Set.of()));

    /**
     * Suspensions at one reading.
     *
     * @param number the number of the reading, in order of their start; 0: nothing was read yet
     */
    private record Reading(long number, Set<String> domains) {}

    Suspensions(QueueSessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Returns the domain that an operator has typed, in its {@link #normal} form.
     *
     * @throws IllegalArgumentException when {@code text} is no domain, naming the text and the expected form
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

    /** Returns {@code domain} in the form for comparisons: lower case, with A-labels for a DNS name. */
    static String normal(String domain) {
        return Idna.IDNA2008.toAscii(domain).toLowerCase(Locale.ROOT);
    }

    /**
     * Suspends a destination; the caller is to {@link #renew read} the suspensions afterwards.
     *
     * @return false when the destination was suspended already
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
     * Resumes a destination; the caller is to {@link #renew read} the suspensions afterwards.
     *
     * @return false when the destination was not suspended
     * @throws IllegalArgumentException for a bad domain
     */
    boolean resume(String text) {
        String domain = domain(text);
        return read().contains(domain)
                && sessions.transacted(
                        // two commands at the same time may have left two messages
                        context ->
                                Selector.of(DOMAIN, domain).removeAll(context, sessions.control(), PATIENCE, SILENCE));
    }

    /** Returns the suspended domains as far as this node knows; asks the broker before the first reading. */
    Set<String> known() {
        if (last.get().number() == 0) {
            renew();
        }
        return last.get().domains();
    }

    /** Returns true if the destination of {@code recipient} is suspended, as far as this node knows; asks the broker before the first reading. */
    boolean cover(Recipient recipient) {
        Set<String> domains = known();
        return !domains.isEmpty() && domains.contains(normal(recipient.domain()));
    }

    /**
     * Reads the suspensions.
     *
     * @return the domains resumed since the last reading of this node
     * @throws QueueUnavailableException when the broker does not answer; the last reading stays in use
     */
    Set<String> renew() {
        long number = readings.incrementAndGet();
        Reading now = new Reading(number, read());
        Reading before = last.getAndAccumulate(now, (one, other) -> other.number() > one.number() ? other : one);
        Set<String> gone = new TreeSet<>(before.domains());
        gone.removeAll(now.domains());
        return before.number() > number ? Set.of() : gone;
    }

    /** Returns the domains suspended at present. */
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
