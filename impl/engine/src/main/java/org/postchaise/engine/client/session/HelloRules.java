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
 * The rules of greeting a server and of handling its greeting.
 *
 * @param clientName the name in EHLO, HELO and LHLO
 * @param ownHost this host's name: a server that answers with this name is this host
 * @param ehlo the condition for sending EHLO
 * @param skipRefusal true if a 5xx greeting is taken as a failure of that host alone ({@code smtp_skip_5xx_greeting})
 * @param discarded the EHLO keywords to ignore
 * @param pix the work-arounds for firewalls that corrupt the SMTP dialogue
 */
record HelloRules(
        String clientName, String ownHost, When ehlo, boolean skipRefusal, AddressRules discarded, AddressRules pix) {

    /** The conditions for sending EHLO first. */
    enum When {
        /** Always: {@code smtp_always_send_ehlo}, the default. */
        ALWAYS,
        /** If the greeting contains the word ESMTP. */
        INVITED,
        /** Never: {@code smtp_never_send_ehlo}. */
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

    /**
     * Returns true if {@code greeting} is that of a firewall that masks the server's text: only "2", "0", "*" and
     * spaces.
     */
    static boolean isMasked(SmtpReply greeting) {
        return greeting.lines().size() == 1
                && greeting.toString().chars().allMatch(c -> c == '2' || c == '0' || c == '*' || c == ' ');
    }

    /** Returns true if EHLO is to be sent after {@code greeting}, to a server that needs {@code workarounds}. */
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

    /** Returns true if the server's reply to EHLO begins with this host's name. */
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
