/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.route.Router;
import org.postchaise.engine.client.session.SessionOpener;
import org.postchaise.engine.client.session.SessionSettings;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.https.HttpsClient;
import org.postchaise.engine.net.Connector;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.net.OpenConnections;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.tls.client.TlsClient;
import org.postchaise.engine.tls.sts.StsPolicies;

/**
 * A hundred thousand deliveries to {@link RandomPeer}s, two to three on a session where it lives so long. A failure names its
 * seed, which {@code -Dpostchaise.seed} plays alone.
 */
class RandomRepliesTest {
    private static final int DELIVERIES = 100_000;
    private static final Pattern ABOUT = Pattern.compile("\\bm([0-9]+) (?!more)");

    /** All that a peer can make a client read of one session: no reply is longer than this, and each ends in time. */
    private static final long MOST_READ = 40 * 2 * 65_536;

    private final Map<Protocol, List<Client>> clients = new EnumMap<>(Protocol.class);
    private final List<RandomPeer> peers = new ArrayList<>();
    private final Map<Kind, Integer> kinds = new TreeMap<>();
    private final List<String> dialogue = new ArrayList<>();
    private final EngineListener listener = event -> {
        if (event instanceof ClientEvent.CommandSent sent) {
            dialogue.add("C: " + sent.line());
        } else if (event instanceof ClientEvent.ReplyReceived received) {
            dialogue.add("S: " + received.reply());
        }
    };
    private Random random = new Random(0);
    private int mischief;
    private Protocol protocol = Protocol.SMTP;

    /** What one set of settings comes to. */
    private record Client(DeliveryRules rules, SessionOpener opener, Router router) {}

    @Test
    @Timeout(300)
    void whateverThePeerSaysEachRecipientGetsOneOutcomeAndNoReplyAnswersAnotherMail() {
        OpenConnections connections = new OpenConnections(this);
        Connector connector = new Connector(connections, (address, source, deadline) -> {
            RandomPeer peer = new RandomPeer(random, mischief, protocol == Protocol.LMTP);
            peers.add(peer);
            return peer;
        });
        for (Protocol one : Protocol.values()) {
            clients.put(
                    one,
                    Stream.of("", "chunking_enable", "reset_ahead")
                            .map(switchedOn -> client(one, switchedOn, connector))
                            .toList());
        }
        Long only = Long.getLong("postchaise.seed");
        int done = 0;
        for (long seed = only == null ? 0 : only; done < (only == null ? DELIVERIES : 1); seed++) {
            try {
                done += run(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + ": " + e.getMessage() + "\n" + String.join("\n", dialogue), e);
            }
        }
        System.out.println("outcomes of " + done + " deliveries to peers that say anything: " + kinds);
        assertThat(kinds).containsOnlyKeys(Kind.DELIVERED, Kind.DEFERRED, Kind.REJECTED, Kind.IN_DOUBT);
        connections.close();
    }

    /** Some mails over one store; tells how many. */
    private int run(long seed) {
        random = new Random(seed);
        peers.clear();
        dialogue.clear();
        mischief = new int[] {0, 2, 10, 40}[random.nextInt(4)];
        protocol = random.nextInt(3) == 0 ? Protocol.LMTP : Protocol.SMTP;
        Client client = clients.get(protocol).get(random.nextInt(3));
        OneSession store = new OneSession();
        int mails = 1 + random.nextInt(3);
        for (int number = 1; number <= mails; number++) {
            List<Recipient> recipients = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                recipients.add(Recipient.of("r" + i + "@example.net"));
            }
            String content = "Subject: " + number + "\r\n\r\n"
                    + "..text\r\n".repeat(random.nextInt(200) == 0 ? random.nextInt(30_000) : random.nextInt(9));
            DeliveryRequest mail = DeliveryRequest.of(
                    Envelope.of("m" + number + "@example.com", recipients),
                    MessageSource.of(content.getBytes(StandardCharsets.US_ASCII)));
            NextHop hop = NextHop.parse(protocol == Protocol.LMTP ? "inet:[127.0.0.1]:2424" : "[127.0.0.1]:2525");
            DeliveryReport report = new Delivery(
                            mail,
                            client.rules(),
                            store,
                            listener,
                            Deadline.in(Duration.ofMinutes(1)),
                            Optional.empty(),
                            outcome -> {})
                    .run(new ConnectionKey(hop), client.router(), client.opener(), Optional.empty());
            assertThat(report.outcomes())
                    .extracting(RecipientOutcome::recipient)
                    .isEqualTo(recipients);
            check(number, report, content);
        }
        store.quit();
        peers.forEach(peer -> assertThat(peer.octetsRead()).isLessThan(MOST_READ));
        return mails;
    }

    private void check(int number, DeliveryReport report, String content) {
        for (RecipientOutcome outcome : report.outcomes()) {
            kinds.merge(outcome.kind(), 1, Integer::sum);
            Matcher about = ABOUT.matcher(outcome.text());
            while (about.find()) {
                // before the first mail the peer knows of none
                assertThat(Integer.parseInt(about.group(1)))
                        .as(outcome.toString())
                        .isIn(number, 0);
            }
            String address = outcome.recipient().address();
            boolean inOrder = peers.stream().allMatch(RandomPeer::inOrder);
            boolean taken =
                    peers.stream().anyMatch(peer -> peer.known(number).taken.contains(address));
            if (outcome.kind() == Kind.DELIVERED) {
                assertThat(peers)
                        .as(outcome.toString())
                        .anyMatch(peer -> peer.known(number).whole && sameContent(peer.known(number).content, content));
                assertThat(taken || !inOrder).as(outcome.toString()).isTrue();
            } else if (inOrder && lastPeer().known(number).taken.contains(address)) {
                // one that was lost before may have taken it, too: what is in doubt goes on, as in Postfix
                assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Kind.IN_DOUBT);
            }
        }
    }

    private RandomPeer lastPeer() {
        return peers.get(peers.size() - 1);
    }

    /** With BDAT as it is, with DATA with dots doubled and the final one. */
    private static boolean sameContent(byte[] received, String content) {
        String text = new String(received, StandardCharsets.US_ASCII);
        return text.equals(content) || text.equals(content.replace("\r\n.", "\r\n..") + ".\r\n");
    }

    private Client client(Protocol protocol, String switchedOn, Connector connector) {
        Map<String, String> set = new HashMap<>(Map.of("myhostname", "client.example", "smtp_host_lookup", "native"));
        if (!switchedOn.isEmpty()) {
            set.put((protocol == Protocol.LMTP ? "lmtp_" : "smtp_") + switchedOn, "yes");
        }
        Settings all = Catalog.settings(set);
        Settings settings = protocol == Protocol.LMTP ? all.lmtp() : all;
        TableRegistry tables = new TableRegistry(TableRegistry.localTypes(), Clock.systemUTC(), warning -> {});
        Resolvers resolvers = new Resolvers(
                (name, type, options) -> {
                    throw new AssertionError("DNS was asked for " + name);
                },
                host -> new HostAnswer.Found(List.of(InetAddress.getLoopbackAddress())));
        Router router = protocol == Protocol.LMTP
                ? Router.lmtp(settings, resolvers, tables)
                : Router.smtp(settings, resolvers, tables);
        return new Client(
                DeliveryRules.from(settings, tables),
                new SessionOpener(
                        SessionSettings.from(settings, protocol, tables),
                        router::source,
                        connector,
                        listener,
                        TlsClient.from(
                                settings,
                                router.dns(),
                                tables,
                                () -> StsPolicies.from(settings, router.dns(), HttpsClient.OF_JAVA))),
                router);
    }
}
