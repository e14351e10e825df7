/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.engine.config.Grammar;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.log.Printable;

/**
 * Operator's selection of mails: {@code all}, or terms {@code name=value} separated by blanks, all of which must match. In a value {@code %20} is a blank and
 * {@code %25} a percent sign. Matching is case-insensitive.
 */
final class QueueFilter {
    private static final String EXPECTED = "expected all, or terms with blanks between out of id=, queue=, sender=,"
            + " recipient=, domain=, mailer=, subject=, older=, younger=, state= and text=";
    private static final Grammar<Duration> TIME = Grammars.time("s", Duration.ZERO);
    private static final String ALL = "all";

    private final List<Predicate<QueueEntry>> terms = new ArrayList<>();
    private final Set<QueueName> places = EnumSet.allOf(QueueName.class);
    private final Instant now;
    private Optional<String> id = Optional.empty();

    private QueueFilter(Instant now) {
        this.now = now;
    }

    /**
     * Returns the filter of a command that only reads; an empty text matches all mails.
     *
     * @throws IllegalArgumentException naming the wrong term, and the expected form
     */
    static QueueFilter reading(String text, Instant now) {
        return text.isBlank() ? new QueueFilter(now) : parse(text, now);
    }

    /**
     * Returns the filter of a command that changes mails; all mails must be asked for by {@code all}, as in Postfix.
     *
     * @throws IllegalArgumentException naming the wrong term, and the expected form
     */
    static QueueFilter changing(String text, Instant now) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("filter is empty; " + EXPECTED);
        }
        return parse(text, now);
    }

    private static QueueFilter parse(String text, Instant now) {
        QueueFilter filter = new QueueFilter(now);
        String[] words = text.strip().split("\\s+", -1);
        if (words.length == 1 && words[0].equalsIgnoreCase(ALL)) {
            return filter;
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            String value = equals < 0
                    ? ""
                    : word.substring(equals + 1).replace("%20", " ").replace("%25", "%");
            if (value.isEmpty()) {
                throw new IllegalArgumentException("filter term \"" + Printable.line(word) + "\" is no name=value; "
                        + (word.equalsIgnoreCase(ALL) ? "all stands alone" : EXPECTED));
            }
            filter.add(word.substring(0, equals), value);
        }
        return filter;
    }

    private void add(String name, String value) {
        switch (name) {
            case "id" -> addId(value);
            case "queue" -> addQueues(name, value);
            case "sender" -> {
                String wanted = address(name, value);
                onMail(mail -> matches(lower(mail.envelope().sender()), wanted));
            }
            case "recipient" -> {
                String wanted = address(name, value);
                onRecipient(one -> matches(lower(one.recipient().address()), wanted));
            }
            case "domain" -> {
                String wanted = Suspensions.normal(value.startsWith("@") ? value.substring(1) : value);
                onRecipient(one -> Suspensions.normal(QueueEntry.domain(one)).equals(wanted));
            }
            case "mailer" -> terms.add(entry -> entry.mailer().equalsIgnoreCase(value));
            case "subject" -> {
                String part = lower(value);
                onMail(mail -> lower(mail.subject()).contains(part));
            }
            case "older" -> {
                Instant limit = now.minus(time(name, value));
                terms.add(entry -> !entry.since().isAfter(limit));
            }
            case "younger" -> {
                Instant limit = now.minus(time(name, value));
                terms.add(entry -> entry.since().isAfter(limit));
            }
            case "state" -> {
                State wanted = oneOf(name, value, state -> lower(state.name()), List.of(State.QUEUED, State.DEFERRED));
                onRecipient(one -> one.state() == wanted);
            }
            case "text" -> addText(lower(value));
            default ->
                throw new IllegalArgumentException(
                        "filter term \"" + Printable.line(name) + "=\" is unknown; " + EXPECTED);
        }
    }

    /** Adds a term of one or several queues, separated by commas; mail in any of these queues matches. */
    private void addQueues(String name, String value) {
        places.retainAll(Stream.of(value.split(",", -1))
                .map(one -> oneOf(name, one, QueueName::text, List.of(QueueName.values())))
                .toList());
    }

    private void addId(String value) {
        id = Optional.of(value);
        terms.add(entry -> entry.isCalled(value));
    }

    private void addText(String part) {
        terms.add(entry -> lower(entry.reason()).contains(part)
                || entry.mail().stream()
                        .flatMap(mail -> mail.recipients().stream())
                        .anyMatch(one -> lower(one.text()).contains(part)));
    }

    private void onMail(Predicate<QueuedMail> test) {
        terms.add(entry -> entry.mail().filter(test).isPresent());
    }

    private void onRecipient(Predicate<RecipientStatus> test) {
        onMail(mail -> mail.recipients().stream().anyMatch(test));
    }

    /** Returns an address in lower case, without angle brackets; {@code <>} is the null sender. */
    private static String address(String name, String value) {
        String bare = value.startsWith("<") && value.endsWith(">") ? value.substring(1, value.length() - 1) : value;
        if (!bare.contains("@") && !bare.isEmpty()) {
            throw new IllegalArgumentException("filter term " + name + "= is \"" + Printable.line(value)
                    + "\"; expected an address, @domain or <>");
        }
        return lower(bare);
    }

    private static boolean matches(String address, String wanted) {
        return wanted.startsWith("@") ? address.endsWith(wanted) : address.equals(wanted);
    }

    private static Duration time(String name, String value) {
        try {
            return TIME.parse(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "filter term " + name + "= is \"" + Printable.line(value) + "\"; expected " + TIME.expected(), e);
        }
    }

    private static <T> T oneOf(String name, String value, Function<T, String> text, List<T> values) {
        return values.stream()
                .filter(one -> text.apply(one).equals(lower(value)))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("filter term " + name + "= is \"" + Printable.line(value)
                                + "\"; expected one of "
                                + values.stream().map(text).collect(Collectors.joining(", "))));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Returns true if {@code entry} matches. */
    boolean matches(QueueEntry entry) {
        return places.contains(entry.place()) && terms.stream().allMatch(term -> term.test(entry));
    }

    /** Returns the places where matching mails can be. */
    Set<QueueName> places() {
        return EnumSet.copyOf(places);
    }

    /** Returns true if the filter has a queue term. */
    boolean namesQueue() {
        return places.size() < QueueName.values().length;
    }

    /** Returns the id in the filter: the id of an entry of the queue, or of all parts of a mail; empty where there is none. */
    Optional<String> id() {
        return id;
    }
}
