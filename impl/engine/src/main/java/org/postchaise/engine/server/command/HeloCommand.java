/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.CommandLine;

/** HELO and EHLO (RFC 5321, section 4.1.1.1), and LHLO (RFC 2033). */
final class HeloCommand implements CommandHandler {
    private final Verb verb;

    HeloCommand(Verb verb) {
        this.verb = verb;
    }

    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        if (line.arguments().isEmpty()) {
            return CommandResult.failed(ServerReply.plain(501, "Syntax: " + verb + " hostname"));
        }
        String name = Printable.line(
                line.arguments().stream().map(CommandLine.Word::text).collect(Collectors.joining(" ")));
        Optional<ServerReply> refusal =
                session.refusal(session.access().helo(name), Optional.empty(), Optional.empty(), Optional.of(name));
        if (refusal.isPresent()) {
            return CommandResult.failed(refusal.get());
        }
        Optional<EhloKeywords.Discarded> discarded = session.rules().keywords().discardedFor(session.client());
        if (discarded.isEmpty()) {
            return CommandResult.abort(Replies.localDataError(session.rules()));
        }
        session.greeted(verb, name);
        session.discards(discarded.get());
        if (verb == Verb.HELO) {
            return CommandResult.done(ServerReply.plain(250, session.rules().hostName()));
        }
        if (!discarded.get().silent()) {
            session.note("discarding EHLO keywords: "
                    + String.join(" ", discarded.get().keywords()));
        }
        return CommandResult.done(new ServerReply(250, Optional.empty(), offers(session, discarded.get())));
    }

    private List<String> offers(SessionState session, EhloKeywords.Discarded discarded) {
        SessionRules rules = session.rules();
        List<String> offers = new ArrayList<>();
        offers.add(EhloKeywords.PIPELINING);
        offers.add(
                rules.messageSizeLimit() > 0 ? EhloKeywords.SIZE + " " + rules.messageSizeLimit() : EhloKeywords.SIZE);
        if (!rules.vrfyDisabled()) {
            offers.add(EhloKeywords.VRFY);
        }
        if (verb == Verb.EHLO) {
            offers.add(EhloKeywords.ETRN);
        }
        if (rules.mayVerp(session.client())) {
            offers.add(EhloKeywords.XVERP);
        }
        if (rules.mayXclient(session.client())) {
            offers.add(XclientCommand.OFFER);
        }
        if (rules.mayXforward(session.connectedClient())) {
            offers.add(XforwardCommand.OFFER);
        }
        offers.add(EhloKeywords.ENHANCEDSTATUSCODES);
        offers.add(EhloKeywords.EIGHT_BIT_MIME);
        offers.add(EhloKeywords.DSN);
        if (rules.smtpUtf8()) {
            offers.add(EhloKeywords.SMTPUTF8);
        }
        if (rules.requireTls() && session.tls().isPresent()) {
            offers.add(EhloKeywords.REQUIRETLS);
        }
        offers.add(EhloKeywords.CHUNKING);
        offers.removeIf(offer -> discarded.holds(offer.split(" ", 2)[0]));
        offers.add(0, rules.hostName());
        return offers;
    }
}
