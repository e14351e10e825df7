/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.address.Xtext;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.ClientAttributes;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.config.catalog.SmtpSession;
import org.postchaise.engine.content.outgoing.ContentPlan;
import org.postchaise.engine.content.outgoing.DeliveryFlag;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableRegistry;

/**
 * Model of Postfix's queue manager between the queue and the client, for one delivery after the other: groups recipients by transport and next hop, in order,
 * without duplicates, in parts of the transport's recipient limit; keeps sessions while more mail waits for the same destination, or always for the
 * destinations of the connection cache.
 */
final class DeliveryQueue {
    private record Destination(String transport, String nextHop) {}

    private record Submitted(String original, Recipient recipient) {}

    private final MailClient client;
    private final Settings settings;
    private final Job job;
    private final Outcomes outcomes;
    private final CachedSessions sessions;
    private final TableRegistry tables = TableRegistry.ofAllTypes(warning -> {});
    private final MatchList cached;
    private final ContentPlan plan;
    private final Set<Destination> busy = new HashSet<>();

    DeliveryQueue(MailClient client, Settings settings, Job job, Outcomes outcomes) {
        this.client = client;
        this.settings = settings;
        this.job = job;
        this.outcomes = outcomes;
        this.sessions = new CachedSessions(
                Grammars.time("s", Duration.ZERO).parse(settings.expanded(name("connection_cache_time_limit"))));
        this.plan = ContentPlan.from(Catalog.defaults(), tables);
        this.cached = tables.usableMatchList(
                job.protocol() == Protocol.LMTP ? settings.lmtp() : settings, SmtpSession.CACHE_DESTINATIONS);
    }

    /** Delivers {@code mail}, and records the outcomes of its recipients. */
    void deliver(Job.QueuedMail mail) {
        if (job.sequential()) {
            busy.clear();
        }
        Map<String, RecipientOutcome> found = new TreeMap<>();
        Map<String, Submitted> submitted = new LinkedHashMap<>();
        Map<Destination, List<Submitted>> requests = new LinkedHashMap<>();
        for (Map<String, Object> one : mail.recipients()) {
            Submitted recipient = submitted(one);
            if (submitted.putIfAbsent(key(recipient), recipient) == null) {
                requests.computeIfAbsent(
                                new Destination(Job.text(one, "transport"), Job.text(one, "nexthop")),
                                destination -> new ArrayList<>())
                        .add(recipient);
            }
        }
        requests.forEach((given, recipients) -> {
            Destination destination = new Destination(
                    given.transport(),
                    given.nextHop().endsWith(".")
                            ? given.nextHop().substring(0, given.nextHop().length() - 1)
                            : given.nextHop());
            recipients.sort(Comparator.comparing(DeliveryQueue::key));
            for (List<Submitted> part : parts(recipients, limit(destination))) {
                request(mail, destination, part)
                        .forEach(outcome -> found.put(outcome.recipient().address(), outcome));
            }
        });
        submitted.values().forEach(one -> {
            RecipientOutcome outcome = found.get(one.recipient().address());
            if (outcome != null) {
                outcomes.add(mail.number(), one.original(), outcome);
            }
        });
    }

    /** Closes the remaining sessions. */
    void close() {
        tables.close();
        sessions.close();
    }

    private List<RecipientOutcome> request(Job.QueuedMail mail, Destination destination, List<Submitted> recipients) {
        // with a recipient limit of 1 each recipient is a destination of its own
        boolean backToBack = limit(destination) != 1 && !busy.add(destination);
        sessions.store(backToBack || cached.find(domain(destination.nextHop())) instanceof MatchList.Result.Match);
        return client.deliver(
                        client.key(NextHop.read(destination.nextHop())),
                        new DeliveryRequest(
                                envelope(mail, recipients),
                                content(mail.content()),
                                Job.seconds(mail.attributes(), "age"),
                                client(mail),
                                DeliveryFlag.parse(job.flags())),
                        sessions)
                .outcomes();
    }

    private Envelope envelope(Job.QueuedMail mail, List<Submitted> recipients) {
        Map<String, Object> given = mail.attributes();
        boolean eightBit = declaresEightBit(mail.content());
        Envelope envelope = Envelope.unchecked(
                        Addresses.canonical(Job.text(given, "mail_from"), settings),
                        recipients.stream().map(Submitted::recipient).toList())
                .withBody(
                        // the content's own declaration has precedence, as in cleanup(8)
                        switch (eightBit ? "8BITMIME" : Job.text(given, "body")) {
                            case "7BIT" -> Envelope.Body.SEVEN_BIT;
                            case "8BITMIME" -> Envelope.Body.EIGHT_BIT_MIME;
                            default -> Envelope.Body.UNSPECIFIED;
                        })
                .withEnvelopeId(Xtext.normalized(Job.text(given, "envid")));
        if (!Job.text(given, "ret").isEmpty()) {
            envelope = envelope.withReturn(Envelope.Return.valueOf(Job.text(given, "ret")));
        }
        return Boolean.TRUE.equals(given.get("smtputf8")) ? envelope.withSmtpUtf8() : envelope;
    }

    private boolean declaresEightBit(byte[] content) {
        try {
            return plan.inspect(new ByteArrayInputStream(content)).eightBit();
        } catch (IOException e) {
            // for example nested too deep: the delivery reports it
            return false;
        }
    }

    /** Returns content of lines that end in LF or CRLF, with its size in SMTP. */
    private static MessageSource content(byte[] octets) {
        long size = octets.length;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) {
                size++;
            }
        }
        OptionalLong onTheWire = OptionalLong.of(size);
        return new MessageSource() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(octets);
            }

            @Override
            public OptionalLong size() {
                return onTheWire;
            }
        };
    }

    private static Map<String, String> client(Job.QueuedMail mail) {
        Map<String, String> given = new TreeMap<>();
        if (mail.attributes().get("xforward") instanceof Map<?, ?> attributes) {
            attributes.forEach((name, value) -> given.put(name.toString(), value.toString()));
        }
        Map<String, String> client = new TreeMap<>(ClientAttributes.received(given));
        // defaults of smtpd(8) and the queue for attributes that the client did not give
        client.putIfAbsent("IDENT", mail.id());
        client.putIfAbsent("SOURCE", given.containsKey("SOURCE") ? "LOCAL" : "REMOTE");
        return client;
    }

    private Submitted submitted(Map<String, Object> given) {
        String original = Job.text(given, "to");
        String notify = Job.text(given, "notify");
        String orcpt = Job.text(given, "orcpt");
        return new Submitted(
                original,
                new Recipient(
                        Addresses.canonical(original, settings),
                        notify.isEmpty()
                                ? Set.of()
                                : Arrays.stream(notify.split(",", -1))
                                        .map(Recipient.Notify::valueOf)
                                        .collect(Collectors.toSet()),
                        orcpt.isEmpty() ? "rfc822;" + Xtext.encode(original) : Xtext.originalRecipient(orcpt)));
    }

    private int limit(Destination destination) {
        String own = settings.expanded(destination.transport() + "_destination_recipient_limit");
        return Integer.parseInt(own.isEmpty() ? settings.expanded("default_destination_recipient_limit") : own);
    }

    private String name(String suffix) {
        return (job.protocol() == Protocol.LMTP ? "lmtp_" : "smtp_") + suffix;
    }

    private static String key(Submitted one) {
        return Addresses.internal(one.recipient().address()).toLowerCase(Locale.ROOT);
    }

    private static String domain(String nextHop) {
        if (NextHop.read(nextHop) instanceof NextHop.UnixPath unix) {
            return unix.path();
        }
        String host = nextHop.startsWith("[") ? nextHop.substring(1, nextHop.indexOf(']')) : nextHop;
        return host.contains(":") ? host.substring(0, host.indexOf(':')) : host;
    }

    private static <T> List<List<T>> parts(List<T> all, int limit) {
        List<List<T>> parts = new ArrayList<>();
        int step = limit == 0 ? all.size() : limit;
        for (int from = 0; from < all.size(); from += step) {
            parts.add(all.subList(from, Math.min(all.size(), from + step)));
        }
        return parts;
    }
}
