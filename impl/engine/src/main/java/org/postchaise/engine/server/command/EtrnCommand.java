/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.List;
import java.util.Optional;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.CommandLine;
import org.postchaise.engine.wire.CommandLine.Word;

/**
 * ETRN (RFC 1985). The server keeps no queue of its own, so a domain that this system relays for gets a positive reply, and its mail is
 * tried when its queue sees fit.
 */
final class EtrnCommand implements CommandHandler {
    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        List<Word> words = line.arguments();
        if (session.heloName().isEmpty() && session.rules().heloRequired()) {
            return CommandResult.failed(ServerReply.plain(503, "Error: send HELO/EHLO first"));
        }
        if (session.transaction().isPresent()) {
            return CommandResult.failed(ServerReply.plain(503, "Error: MAIL transaction in progress"));
        }
        if (words.size() != 1) {
            return CommandResult.failed(ServerReply.plain(500, "Syntax: ETRN domain"));
        }
        String argument = words.get(0).text();
        boolean prefixed = argument.startsWith("@") || argument.startsWith("#");
        String domain = prefixed ? argument.substring(1) : argument;
        if (!isDomain(domain)) {
            return CommandResult.failed(ServerReply.plain(501, "Error: invalid parameter syntax"));
        }
        Optional<ServerReply> refusal = session.refusal(session.access().etrn(domain), Optional.empty());
        if (refusal.isPresent()) {
            return CommandResult.failed(refusal.get());
        }
        if (session.rules().servesEtrn(domain)) {
            return CommandResult.done(ServerReply.plain(250, "Queuing started"));
        }
        session.warn("reject: ETRN " + domain + "... from " + session.label());
        return CommandResult.failed(ServerReply.plain(459, "<" + domain + ">: service unavailable"));
    }

    private static boolean isDomain(String text) {
        return HostName.isConcrete(text)
                || (text.startsWith("[") && HostName.tagged(HostName.bare(text)).isPresent());
    }
}
