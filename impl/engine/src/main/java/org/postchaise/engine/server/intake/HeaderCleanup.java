/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.content.AddressHeaders;
import org.postchaise.engine.content.AddressList;
import org.postchaise.engine.content.ContentException;
import org.postchaise.engine.content.HeaderField;
import org.postchaise.engine.server.resolve.CanonicalMaps.Place;
import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.resolve.Rewriter;

/**
 * The processing of the header of one message, as cleanup(8) does it: fields are dropped, counted, rewritten and added. Not thread-safe.
 */
final class HeaderCleanup implements HeaderHandler {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
    private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String RESENT = "resent-";
    private static final String MAILER_DAEMON = "MAILER-DAEMON";

    /** The fields that are added where they are missing, and those that stand in for them. */
    private static final Set<String> REQUIRED = Set.of("message-id", "date", "from", "to", "cc");

    /** The fields that show recipients. */
    private static final Set<String> VISIBLE = Set.of("to", "cc", "resent-to", "resent-cc");

    private final CleanupRules rules;
    private final MessageFacts facts;

    /** The names that matter at the end of the header: required fields, those of resent mail, and {@code resent-} for any of these. */
    private final Set<String> seen = new HashSet<>();

    private final Optional<AddressList.Rewriter> senders;
    private final Optional<AddressList.Rewriter> recipients;
    private String messageId = "";
    private String resentMessageId = "";
    private int hops;
    private boolean eightBit;

    HeaderCleanup(CleanupRules rules, MessageFacts facts) {
        this.rules = rules;
        this.facts = facts;
        this.senders = rewriter(Place.HEADER_SENDER);
        this.recipients = rewriter(Place.HEADER_RECIPIENT);
    }

    private Optional<AddressList.Rewriter> rewriter(Place place) {
        return rules.headerRewriter(facts.local()).map(rewriter -> address -> {
            try {
                return rules.canonical(place, rewriter.rewrite(Rewriter.external(address)));
            } catch (LookupFailureException e) {
                throw new ContentException(ContentException.LOCAL_DATA, e.getMessage());
            }
        });
    }

    /** Returns the number of Received fields, the one of this system included. */
    int hops() {
        return hops;
    }

    /** Returns true if a field declares 8-bit content. */
    boolean eightBit() {
        return eightBit;
    }

    @Override
    public void field(HeaderField field, OutputStream out) throws IOException {
        String name = field.name();
        if (name.equals("received")) {
            hops++;
        }
        see(name);
        if (rules.isDropped(name)) {
            return;
        }
        note(name, field);
        Optional<AddressList.Rewriter> rewriter = AddressHeaders.ofSenders(name)
                ? senders
                : AddressHeaders.ofRecipients(name) ? recipients : Optional.empty();
        boolean kept = rewriter.isEmpty() || rules.keeps(field.value().strip());
        write(kept ? field : AddressHeaders.rewrite(field, rewriter.get()), out);
    }

    /** Notes that a field was there; only names that matter, since a header may hold any number of others. */
    private void see(String name) {
        boolean resent = name.startsWith(RESENT);
        if (resent) {
            seen.add(RESENT);
        }
        if (REQUIRED.contains(resent ? name.substring(RESENT.length()) : name)) {
            seen.add(name);
        }
    }

    private void note(String name, HeaderField field) {
        switch (name) {
            case "message-id" -> messageId = field.value().strip();
            case "resent-message-id" -> resentMessageId = field.value().strip();
            case "content-transfer-encoding" -> {
                String encoding = field.value().strip();
                eightBit = rules.detects8Bit() && encoding.equalsIgnoreCase("8bit");
            }
            default -> {
                // nothing to remember
            }
        }
    }

    @Override
    public void end(OutputStream out) throws IOException {
        if (rules.addsMissing(facts.local())) {
            addMissing(out);
        }
        if (!resentMessageId.isEmpty()) {
            facts.log(": resent-message-id=" + resentMessageId);
        }
        facts.log(": message-id=" + (messageId.isEmpty() ? "<>" : messageId));
    }

    /** Writes the fields that RFC 5322 requires; those of resent mail if a field begins with Resent. */
    private void addMissing(OutputStream out) throws IOException {
        boolean resent = seen.contains(RESENT);
        String lower = resent ? RESENT : "";
        String prefix = resent ? "Resent-" : "";
        ZonedDateTime now = facts.time();
        if (!seen.contains(lower + "message-id")) {
            String id = "<" + STAMP.format(now) + "." + facts.queueId() + "@" + rules.hostName() + ">";
            if (resent) {
                resentMessageId = id;
            } else {
                messageId = id;
            }
            write(HeaderField.of(prefix + "Message-Id: " + id), out);
        }
        if (!seen.contains(lower + "date")) {
            write(HeaderField.of(prefix + "Date: " + ReceivedField.date(now)), out);
        }
        if (!seen.contains(lower + "from")) {
            String sender = facts.sender().address();
            write(HeaderField.of(prefix + "From: " + (sender.isEmpty() ? MAILER_DAEMON : sender)), out);
        }
        if (Collections.disjoint(seen, VISIBLE)
                && !rules.undisclosedRecipients().isEmpty()) {
            write(HeaderField.of(rules.undisclosedRecipients()), out);
        }
    }

    /** Writes a field whose lines are separated by LF, with CRLF. */
    static void write(HeaderField field, OutputStream out) throws IOException {
        byte[] octets = field.octets();
        int start = 0;
        for (int i = 0; i <= field.length(); i++) {
            if (i == field.length() || octets[i] == '\n') {
                out.write(octets, start, i - start);
                out.write(CRLF, 0, CRLF.length);
                start = i + 1;
            }
        }
    }
}
