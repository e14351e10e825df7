/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postchaise.api.Recipient;
import org.postchaise.engine.config.CEscapes;
import org.postchaise.engine.config.Expansion;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.ServerAccess;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.TableRegistry;

/** The text after 4yz and 5yz replies: {@code smtpd_reject_footer_maps}, else {@code smtpd_reject_footer}. Immutable and thread-safe. */
public final class RejectFooter {
    private static final DateTimeFormatter LOCAL_TIME = DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ROOT);
    private static final String SAME_LINE = "\\c";
    private static final String LINE_BREAK = "\\n";

    private final String usual;
    private final AddressLookup maps;
    private final String safe;

    private RejectFooter(String usual, AddressLookup maps, String safe) {
        this.usual = usual;
        this.maps = maps;
        this.safe = safe;
    }

    static RejectFooter from(Settings settings, TableRegistry tables) {
        return new RejectFooter(
                settings.get(ServerSession.SMTPD_REJECT_FOOTER),
                tables.lookup(settings, ServerSession.SMTPD_REJECT_FOOTER_MAPS, KeyOrder.whole()),
                CEscapes.decoded(settings.get(ServerAccess.SMTPD_EXPANSION_FILTER)));
    }

    /**
     * The addresses of a mail transaction that a footer can name.
     *
     * @param sender the sender; empty for the null sender, and without a transaction
     * @param recipient the first accepted recipient; empty without one
     */
    record Names(String sender, String recipient) {
        static final Names NONE = new Names("", "");

        /** Returns the addresses of {@code transaction}. */
        static Names of(MailTransaction transaction) {
            return new Names(
                    transaction.facts().sender(),
                    transaction.recipients().stream()
                            .findFirst()
                            .map(Recipient::address)
                            .orElse(""));
        }
    }

    /** Returns {@code reply} with its footer. */
    public ServerReply added(ServerReply reply, SessionState session) {
        if ((usual.isEmpty() && maps.tables().isEmpty()) || !reply.refuses()) {
            return reply;
        }
        LookupResult found = maps.find(reply.toString());
        String template = found instanceof LookupResult.Found value ? value.value() : usual;
        if (template.isEmpty()) {
            return reply;
        }
        List<String> lines = new ArrayList<>(reply.text());
        boolean sameLine = template.startsWith(SAME_LINE);
        String text = expanded(sameLine ? template.substring(SAME_LINE.length()) : template, session);
        String[] added = text.split(Pattern.quote(LINE_BREAK), -1);
        int next = 0;
        if (sameLine) {
            lines.set(lines.size() - 1, lines.get(lines.size() - 1) + added[next++]);
        }
        for (; next < added.length; next++) {
            lines.add(added[next]);
        }
        return new ServerReply(reply.code(), reply.status(), lines);
    }

    private String expanded(String template, SessionState session) {
        try {
            return Expansion.expand(template, name -> Optional.of(censored(value(name, session))));
        } catch (IllegalArgumentException e) {
            return template;
        }
    }

    private static String value(String name, SessionState session) {
        return switch (name) {
            case "client" -> session.label();
            case "client_name" -> session.client().name();
            case "client_address" -> session.client().address();
            case "client_port" -> Integer.toString(session.client().port());
            case "localtime" -> LOCAL_TIME.format(ZonedDateTime.now(ZoneId.systemDefault()));
            case "server_name" -> session.settings().expanded("myhostname");
            case "helo_name" -> session.heloName().orElse("");
            case "sender" -> session.footerNames().sender();
            case "recipient" -> session.footerNames().recipient();
            default -> "";
        };
    }

    /** Returns {@code value} with an underscore for each character that {@code smtpd_expansion_filter} does not name. */
    private String censored(String value) {
        StringBuilder text = new StringBuilder(value.length());
        // a dollar sign in a value is text, not another reference
        value.chars().forEach(c -> text.append(safe.indexOf(c) >= 0 && c != '$' ? (char) c : '_'));
        return text.toString();
    }
}
