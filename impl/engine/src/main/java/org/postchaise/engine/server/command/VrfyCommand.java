/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.CommandLine;
import org.postchaise.engine.wire.CommandLine.Word;

/** VRFY (RFC 5321, section 4.1.1.6): an address is judged as in RCPT. */
final class VrfyCommand implements CommandHandler {
    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        boolean utf8 = session.rules().smtpUtf8();
        if (session.rules().vrfyDisabled()) {
            return CommandResult.failed(502, "5.5.1", "VRFY command is disabled");
        }
        List<Word> words = line.arguments();
        if (words.isEmpty()) {
            return CommandResult.failed(501, "5.5.4", "Syntax: VRFY address" + (utf8 ? " [SMTPUTF8]" : ""));
        }
        boolean declared =
                utf8 && words.size() > 1 && words.get(words.size() - 1).text().equalsIgnoreCase(EhloKeywords.SMTPUTF8);
        String argument = words.subList(0, words.size() - (declared ? 1 : 0)).stream()
                .map(Word::text)
                .collect(Collectors.joining(" "));
        Optional<String> address = session.context().paths().verified(argument, utf8);
        if (address.isEmpty()) {
            session.warn("Illegal address syntax from " + session.label() + " in VRFY command: " + argument);
            return CommandResult.failed(501, "5.1.3", "Bad recipient address syntax");
        }
        if (session.rules().strictSmtpUtf8() && !declared && !MailCommand.isAscii(address.get())) {
            return CommandResult.failed(Replies.MUST_DECLARE_SMTPUTF8);
        }
        return session.refusal(session.access().verify(address.get()), address)
                .map(CommandResult::failed)
                .orElseGet(() -> CommandResult.done(ServerReply.of(252, "2.0.0", argument)));
    }
}
