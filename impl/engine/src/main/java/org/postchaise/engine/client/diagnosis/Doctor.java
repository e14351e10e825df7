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
import org.postchaise.engine.sasl.client.Identity;

/**
 * The examination of a destination without sending mail: the hosts that would be given mail under certain settings, and the conditions
 * a delivery would meet there. The command {@code postchaise doctor} prints the result. Immutable; each examination runs on its
 * caller's thread.
 */
public final class Doctor {
    /** The default time limit for the dialogue with one host. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * The destination to examine.
     *
     * @param destination a mail domain, an address in a mail domain, or a next hop such as {@code [host]:port}, {@code lmtp:[host]:24}
     *     or {@code unix:/path}; mail for a domain or an address goes where {@code transport_maps}, {@code relayhost} and the like send
     *     it
     * @param port port or service in place of {@code smtp_tcp_port}; empty for the default
     * @param sender the envelope sender, for sender-dependent settings; empty for the null sender
     */
    public record Question(String destination, String port, String sender) {

        /** Returns a question about mail from the null sender. */
        public static Question of(String destination) {
            return new Question(destination, "", "");
        }
    }

    private final Settings settings;
    private final Resolvers resolvers;
    private final Identity identity;

    /**
     * Creates a doctor for deliveries with {@code settings}.
     *
     * @param resolvers the resolvers of names
     * @param identity the identity to log in as, in place of that in the settings
     */
    public Doctor(Settings settings, Resolvers resolvers, Identity identity) {
        this.settings = settings;
        this.resolvers = resolvers;
        this.identity = identity;
    }

    /** Creates a doctor that uses the resolvers and credentials of a delivery with {@code settings}. */
    public static Doctor of(Settings settings) {
        return new Doctor(settings, ResolverSettings.resolvers(settings), Identity.ANYONE);
    }

    /**
     * Looks up the hosts of a destination, and opens a session with each if {@code reach} says so.
     *
     * @param limit the time limit for the dialogue with each host, where the settings allow for more
     * @throws org.postchaise.engine.config.SettingsException when a setting or a table can't be used
     * @throws IllegalArgumentException for a malformed destination; the message shows the destination
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
