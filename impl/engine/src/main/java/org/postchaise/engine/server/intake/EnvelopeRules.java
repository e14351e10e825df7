/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.address.Xtext;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Cleanup;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.content.AddressList;
import org.postchaise.engine.server.resolve.AliasExpansion;
import org.postchaise.engine.server.resolve.BccMaps;
import org.postchaise.engine.server.resolve.CanonicalMaps;
import org.postchaise.engine.server.resolve.CanonicalMaps.Place;
import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.resolve.ResolvedAddress;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.resolve.Rewriter;
import org.postchaise.engine.server.view.MailFacts;
import org.postchaise.engine.table.TableRegistry;

/**
 * The processing of a received envelope, as cleanup(8) does it: addresses are completed and replaced, aliases expanded, recipients of copies
 * added, duplicates dropped. Thread-safe.
 */
final class EnvelopeRules {
    private final Rewriter rewriter;
    private final Optional<Mappings> mappings;
    private final Resolver resolver;
    private final String alwaysBcc;
    private final String daemon;

    /** The tables that {@code no_address_mappings} switches off. */
    private record Mappings(CanonicalMaps canonical, AliasExpansion aliases, BccMaps bySender, BccMaps byRecipient) {}

    /** What two recipients must share to be duplicates, in lower case. */
    private record Key(String address, Set<Recipient.Notify> notifyOn, String originalRecipient) {}

    /**
     * A processed envelope.
     *
     * @param envelope the envelope
     * @param origins for each of its recipients the index of the RCPT commands it stems from, without the later ones of equal commands; none
     *     for a copy
     * @param firsts for each RCPT command the index of the first command that is equal
     */
    record Result(Envelope envelope, List<List<Integer>> origins, List<Integer> firsts) {}

    EnvelopeRules(Settings settings, TableRegistry tables, Resolver resolver, Optional<CanonicalMaps> canonical) {
        this.rewriter = Rewriter.local(settings);
        this.resolver = resolver;
        this.daemon = "MAILER-DAEMON@" + settings.get(Content.MYORIGIN);
        this.alwaysBcc = canonical.isPresent() ? settings.get(Cleanup.ALWAYS_BCC) : "";
        this.mappings = canonical.map(maps -> new Mappings(
                maps,
                AliasExpansion.from(settings, tables, resolver),
                BccMaps.from(settings, tables, resolver, Cleanup.SENDER_BCC_MAPS),
                BccMaps.from(settings, tables, resolver, Cleanup.RECIPIENT_BCC_MAPS)));
    }

    /**
     * Processes an envelope.
     *
     * @throws AliasExpansion.LimitException when an alias expands to too much
     * @throws LookupFailureException when a table can't be searched
     */
    Result process(MailFacts mail, List<Recipient> recipients)
            throws AliasExpansion.LimitException, LookupFailureException {
        Collector collector = new Collector(mail);
        for (int i = 0; i < recipients.size(); i++) {
            collector.command(recipients.get(i), i);
        }
        collector.addCopies();
        return collector.result();
    }

    /**
     * Returns the processed sender; empty for the null sender.
     *
     * @throws LookupFailureException when a table can't be searched
     */
    String sender(MailFacts mail) throws LookupFailureException {
        String complete = rewritten(Place.ENVELOPE_SENDER, mail.sender());
        // the address in From of a notice stands for the null sender
        return complete.equalsIgnoreCase(daemon) ? "" : complete;
    }

    private String rewritten(Place place, String address) throws LookupFailureException {
        String complete = rewriter.rewrite(address);
        return mappings.isEmpty() || complete.isEmpty()
                ? complete
                : AddressList.written(mappings.get().canonical().rewrite(place, LocalPart.unquoted(complete)));
    }

    /** The recipients of one envelope, without duplicates. */
    private final class Collector {
        private final MailFacts mail;
        private final String sender;
        private final Map<Key, Integer> known = new HashMap<>();
        private final List<Recipient> recipients = new ArrayList<>();
        private final List<List<Integer>> origins = new ArrayList<>();
        private final Set<String> copies = new LinkedHashSet<>();
        private final Map<Recipient, Integer> commands = new HashMap<>();
        private final List<Integer> firsts = new ArrayList<>();
        private final Map<String, List<String>> expansions = new HashMap<>();
        private long expanded;

        Collector(MailFacts mail) throws LookupFailureException {
            this.mail = mail;
            this.sender = sender(mail);
            if (!alwaysBcc.isEmpty()) {
                copies.add(alwaysBcc);
            }
            if (mappings.isPresent() && !sender.isEmpty()) {
                mappings.get().bySender().find(LocalPart.unquoted(sender)).ifPresent(copies::add);
            }
        }

        /** Adds the recipients that a RCPT command stands for; a command that equals an earlier one adds none. */
        void command(Recipient recipient, int index) throws AliasExpansion.LimitException, LookupFailureException {
            Integer first = commands.putIfAbsent(recipient, index);
            firsts.add(first == null ? index : first);
            if (first == null) {
                add(recipient, Optional.of(index));
            }
        }

        private void add(Recipient recipient, Optional<Integer> command)
                throws AliasExpansion.LimitException, LookupFailureException {
            String address = rewritten(Place.ENVELOPE_RECIPIENT, recipient.address());
            if (mappings.isPresent() && command.isPresent()) {
                mappings.get().byRecipient().find(LocalPart.unquoted(address)).ifPresent(copies::add);
            }
            for (String resolved : expansion(address)) {
                collect(
                        resolved.equals(recipient.address())
                                ? recipient
                                : new Recipient(resolved, recipient.notifyOn(), recipient.originalRecipient()),
                        command);
            }
        }

        /** Adds the recipients of copies, of whose fate nobody is notified. */
        void addCopies() throws AliasExpansion.LimitException, LookupFailureException {
            for (String copy : copies) {
                Recipient recipient = new Recipient(
                        copy,
                        Set.of(Recipient.Notify.NEVER),
                        Xtext.ownRecipient(copy, mail.options().smtpUtf8()));
                add(recipient, Optional.empty());
            }
        }

        /** Returns the addresses that {@code address} stands for, in bounds of all recipients of the mail together. */
        private List<String> expansion(String address) throws AliasExpansion.LimitException, LookupFailureException {
            List<String> addresses = expansions.get(address);
            if (addresses == null) {
                List<String> found =
                        mappings.isPresent() ? mappings.get().aliases().expand(address) : List.of(address);
                addresses = new ArrayList<>(found.size());
                for (String one : found) {
                    addresses.add(resolved(one));
                }
                expansions.put(address, addresses);
            }
            expanded += addresses.size() - 1L;
            if (mappings.isPresent()) {
                mappings.get().aliases().requireTotal(expanded, address);
            }
            return addresses;
        }

        private void collect(Recipient recipient, Optional<Integer> command) {
            Key key = new Key(fold(recipient.address()), recipient.notifyOn(), fold(recipient.originalRecipient()));
            Integer before = known.putIfAbsent(key, recipients.size());
            if (before == null) {
                recipients.add(recipient);
                origins.add(new ArrayList<>(1));
            }
            command.ifPresent(origins.get(before == null ? recipients.size() - 1 : before)::add);
        }

        /** Returns the address that a route such as {@code user%domain@here} leads to. */
        private String resolved(String address) throws LookupFailureException {
            ResolvedAddress resolved = resolver.resolve(LocalPart.unquoted(sender), LocalPart.unquoted(address));
            return resolved.valid() ? AddressList.written(resolved.address()) : address;
        }

        Result result() {
            Envelope envelope = Envelope.unchecked(sender, recipients)
                    .withBody(mail.body())
                    .withReturn(mail.ret())
                    .withEnvelopeId(mail.envelopeId());
            if (mail.options().smtpUtf8()) {
                envelope = envelope.withSmtpUtf8();
            }
            if (mail.options().requireTls()) {
                envelope = envelope.withRequireTls();
            }
            Optional<String> verp = mail.options().verpDelimiters();
            if (verp.isPresent() && !sender.isEmpty()) {
                envelope = envelope.withVerp(verp.get());
            }
            return new Result(envelope, origins, firsts);
        }

        private static String fold(String text) {
            return text.toLowerCase(Locale.ROOT);
        }
    }
}
