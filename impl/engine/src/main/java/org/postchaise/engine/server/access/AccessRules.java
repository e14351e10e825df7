/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.ServerAccess;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.server.resolve.RecipientTables;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.view.SessionView;
import org.postchaise.engine.table.TableRegistry;

/** The lists of restrictions of a listener, with their tables open; gives each session its access control. Thread-safe. */
public final class AccessRules implements AccessControl.Factory {
    private final Lists lists;
    private final Implied implied;
    private final Order order;

    /** The lists by stage. */
    record Lists(
            RestrictionList client,
            RestrictionList helo,
            RestrictionList sender,
            List<RestrictionList> recipient,
            RestrictionList etrn,
            RestrictionList data,
            RestrictionList endOfData) {}

    /** The restrictions that apply at the end of a list though the list does not name them. */
    record Implied(Optional<RestrictionList> unlistedSender, Optional<RestrictionList> unlistedRecipient) {}

    /** The time at which the lists of client, HELO and sender are evaluated ({@code smtpd_delay_reject}). */
    enum Order {
        /** Each list at its command. */
        AT_ONCE,
        /** All lists at RCPT, VRFY or ETRN. */
        DELAYED
    }

    private AccessRules(Lists lists, Implied implied, Order order) {
        this.lists = lists;
        this.implied = implied;
        this.order = order;
    }

    /**
     * Parses the lists of {@code settings}.
     *
     * @param log takes warnings and {@code reject_warning} records, in the form of Postfix's log lines
     * @throws SettingsException when a table can't be used, and when no list about recipients controls relaying
     */
    public static AccessRules from(Settings settings, TableRegistry tables, Resolver resolver, Consumer<String> log) {
        RecipientTables recipients = RecipientTables.from(settings, tables, resolver);
        Map<String, Restriction> known = StandardRestrictions.of(settings, tables, resolver, recipients);
        RestrictionParser parser = new RestrictionParser(settings, known, tables, log);
        RestrictionList relay = parser.parse(settings.get(ServerSession.SMTPD_RELAY_RESTRICTIONS));
        RestrictionList recipient = parser.parse(settings.get(ServerAccess.SMTPD_RECIPIENT_RESTRICTIONS));
        if (parser.relayControls().isEmpty()) {
            throw new SettingsException("in parameter " + ServerSession.SMTPD_RELAY_RESTRICTIONS.name() + " or "
                    + ServerAccess.SMTPD_RECIPIENT_RESTRICTIONS.name()
                    + ", specify at least one working instance of: reject_unauth_destination,"
                    + " defer_unauth_destination, reject, defer, defer_if_permit or check_relay_domains");
        }
        Lists lists = new Lists(
                parser.parse(settings.get(ServerAccess.SMTPD_CLIENT_RESTRICTIONS)),
                parser.parse(settings.get(ServerAccess.SMTPD_HELO_RESTRICTIONS)),
                parser.parse(settings.get(ServerAccess.SMTPD_SENDER_RESTRICTIONS)),
                settings.get(ServerAccess.SMTPD_RELAY_BEFORE_RECIPIENT_RESTRICTIONS)
                        ? List.of(relay, recipient)
                        : List.of(recipient, relay),
                parser.parse(settings.get(ServerAccess.SMTPD_ETRN_RESTRICTIONS)),
                parser.parse(settings.get(ServerAccess.SMTPD_DATA_RESTRICTIONS)),
                parser.parse(settings.get(ServerAccess.SMTPD_END_OF_DATA_RESTRICTIONS)));
        Implied implied = implied(settings, parser);
        parser.end();
        return new AccessRules(
                lists, implied, settings.get(ServerAccess.SMTPD_DELAY_REJECT) ? Order.DELAYED : Order.AT_ONCE);
    }

    private static Implied implied(Settings settings, RestrictionParser parser) {
        boolean checked = !settings.get(ServerSession.RECEIVE_OVERRIDE_OPTIONS).contains("no_unknown_recipient_checks");
        return new Implied(
                settings.get(ServerSession.SMTPD_REJECT_UNLISTED_SENDER)
                        ? Optional.of(parser.parse(List.of("reject_unlisted_sender")))
                        : Optional.empty(),
                checked && settings.get(ServerAccess.SMTPD_REJECT_UNLISTED_RECIPIENT)
                        ? Optional.of(parser.parse(List.of("reject_unlisted_recipient")))
                        : Optional.empty());
    }

    @Override
    public AccessControl forSession(SessionView view) {
        return new SessionAccess(lists, implied, order, view);
    }
}
