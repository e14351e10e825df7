/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.util.Set;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.config.catalog.SmtpSession;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.CommandEncoder;
import org.postchaise.engine.wire.UnsafeArgumentException;

/**
 * How to greet a server, and what to make of its greeting.
 *
 * @param clientName the name in EHLO, HELO and LHLO
 * @param ownHost this host's name: a server that answers with it is this host
 * @param ehlo when to begin with EHLO
 * @param skipRefusal whether a 5xx greeting says only something about that host ({@code smtp_skip_5xx_greeting})
 * @param discarded the keywords that are overlooked
 * @param pix the work-arounds for a firewall that spoils the dialogue
 */
record HelloRules(
        String clientName, String ownHost, When ehlo, boolean skipRefusal, AddressRules discarded, AddressRules pix) {

    /** When to begin with EHLO. */
    enum When {
        /** {@code smtp_always_send_ehlo}, the default. */
        ALWAYS,
        /** Where the greeting says ESMTP. */
        INVITED,
        /** {@code smtp_never_send_ehlo}. */
        NEVER
    }

    static HelloRules from(Settings settings, TableRegistry tables) {
        return new HelloRules(
                clientName(settings),
                settings.get(SmtpClient.MYHOSTNAME),
                settings.get(SmtpSession.NEVER_SEND_EHLO)
                        ? When.NEVER
                        : settings.get(SmtpSession.ALWAYS_SEND_EHLO) ? When.ALWAYS : When.INVITED,
                settings.get(SmtpSession.SKIP_5XX_GREETING),
                new AddressRules(
                        settings.get(SmtpSession.DISCARD_EHLO_KEYWORDS),
                        tables.lookup(settings, SmtpSession.DISCARD_EHLO_KEYWORD_ADDRESS_MAPS, KeyOrder.whole())),
                new AddressRules(
                        settings.get(SmtpSession.PIX_WORKAROUNDS),
                        tables.lookup(settings, SmtpSession.PIX_WORKAROUND_MAPS, KeyOrder.whole())));
    }

    /** Whether {@code greeting} is that of a firewall that hides what the server says: only "2", "0", "*" and spaces. */
    static boolean isMasked(SmtpReply greeting) {
        return greeting.lines().size() == 1
                && greeting.toString().chars().allMatch(c -> c == '2' || c == '0' || c == '*' || c == ' ');
    }

    /** Whether to say EHLO after {@code greeting}, to a server that needs {@code workarounds}. */
    boolean beginsWithEhlo(SmtpReply greeting, Set<String> workarounds) {
        if (workarounds.contains("DISABLE_ESMTP")) {
            return false;
        }
        return ehlo == When.ALWAYS || (ehlo == When.INVITED && hasWord(greeting, "ESMTP"));
    }

    private static boolean hasWord(SmtpReply greeting, String word) {
        for (String one : greeting.toString().split(" ", -1)) {
            if (one.equalsIgnoreCase(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the server calls itself by our name in its reply to EHLO. */
    boolean isOwnHost(SmtpReply ehlo) {
        String first = ehlo.lines().get(0);
        String name = first.length() > 4 ? first.substring(4).strip().split(" ", 2)[0] : "";
        return !ownHost.isEmpty() && name.equalsIgnoreCase(ownHost);
    }

    private static String clientName(Settings settings) {
        String name = settings.get(SmtpClient.HELO_NAME);
        try {
            CommandEncoder.encode(new Command.Ehlo(name));
        } catch (UnsafeArgumentException e) {
            throw new SettingsException(
                    "parameter " + SmtpClient.HELO_NAME.name() + ": " + e.getMessage() + "; expected "
                            + SmtpClient.HELO_NAME.grammar().expected(),
                    e);
        }
        return name;
    }
}
