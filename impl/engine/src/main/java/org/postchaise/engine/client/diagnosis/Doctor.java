/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.diagnosis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postchaise.engine.client.delivery.RouteProbe;
import org.postchaise.engine.client.delivery.RouteReport;
import org.postchaise.engine.client.route.Destination;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.ResolverSettings;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.sasl.Identity;

/**
 * The examination of a destination without a mail: which hosts would be given mail under certain settings, and what a delivery
 * would meet there. What the command {@code postchaise doctor} prints. Immutable; each examination runs on its caller's thread.
 */
public final class Doctor {
    /** The default limit for the dialogue with one host. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * What is asked.
     *
     * @param destination a mail domain, an address in it, or a next hop such as {@code [host]:port}, {@code lmtp:[host]:24} or
     *     {@code unix:/path}; mail for a domain or an address goes where {@code transport_maps}, {@code relayhost} and the like send it
     * @param port port or service in place of {@code smtp_tcp_port}; empty: none
     * @param sender the envelope sender, for settings that depend on it; empty: the null sender
     */
    public record Question(String destination, String port, String sender) {

        /** A question about mail from the null sender. */
        public static Question of(String destination) {
            return new Question(destination, "", "");
        }
    }

    private final Settings settings;
    private final Resolvers resolvers;
    private final Identity identity;

    /**
     * A doctor for deliveries with {@code settings}.
     *
     * @param resolvers by which names are looked up
     * @param identity as whom to log in, over what the settings say
     */
    public Doctor(Settings settings, Resolvers resolvers, Identity identity) {
        this.settings = settings;
        this.resolvers = resolvers;
        this.identity = identity;
    }

    /** A doctor that looks names up and logs in as a delivery with {@code settings} does. */
    public static Doctor of(Settings settings) {
        return new Doctor(settings, ResolverSettings.resolvers(settings), Identity.ANYONE);
    }

    /**
     * Looks up the hosts of a destination, and opens a session with each where {@code reach} says so.
     *
     * @param limit for the dialogue with each host, where the settings allow for more
     * @throws org.postchaise.engine.config.SettingsException when a setting or a table can't be used
     * @throws IllegalArgumentException naming the destination when it is malformed
     */
    public Diagnosis examine(Question question, RouteProbe.Reach reach, Duration limit) {
        return new Diagnosis(question.destination(), settings, report(question, reach, limit));
    }

    private RouteReport report(Question question, RouteProbe.Reach reach, Duration limit) {
        String destination = question.destination();
        Destination.Delivery asked = Destination.Delivery.parse(hop(question), Protocol.SMTP);
        boolean isDomain = asked.nextHop() instanceof NextHop.Domain domain
                && domain.service().isEmpty()
                && asked.protocol() == Protocol.SMTP;
        String recipient = destination.indexOf('@') < 0 ? "postmaster@" + destination : destination;
        Destination to = isDomain ? RouteProbe.destination(settings, question.sender(), recipient) : asked;
        if (to instanceof Destination.Refused refused) {
            return new RouteReport(asked.nextHop(), List.of(), Optional.of(refused.failure()));
        }
        Destination.Delivery delivery = (Destination.Delivery) to;
        Protocol protocol = delivery.nextHop() instanceof NextHop.UnixPath ? Protocol.LMTP : delivery.protocol();
        try (RouteProbe probe = new RouteProbe(settings, protocol, resolvers, identity)) {
            return probe.run(delivery.nextHop(), reach, limit);
        }
    }

    private static String hop(Question question) {
        String text = question.destination().substring(question.destination().lastIndexOf('@') + 1);
        return question.port().isEmpty() ? text : text + ":" + question.port();
    }
}
