/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ForwardedClient;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.CommandLine;
import org.postchaise.engine.wire.CommandLine.Word;

/** XFORWARD (Postfix's XFORWARD_README): a trusted client, such as a content filter, tells from whom a mail came, for the log. */
final class XforwardCommand implements CommandHandler {
    /** The line of the EHLO reply. */
    static final String OFFER = EhloKeywords.XFORWARD + " NAME ADDR PROTO HELO SOURCE PORT IDENT";

    private static final ServerReply SYNTAX = ServerReply.of(501, "5.5.4", "Syntax: XFORWARD attribute=value...");
    private static final int LONGEST_PROTOCOL = 64;

    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        List<Word> words = line.arguments();
        if (session.transaction().isPresent()) {
            return CommandResult.failed(Replies.MAIL_IN_PROGRESS);
        }
        if (words.isEmpty()) {
            return CommandResult.failed(SYNTAX);
        }
        if (!session.rules().mayXforward(session.connectedClient())) {
            return CommandResult.failed(Replies.NOT_AUTHORIZED);
        }
        Told told = new Told(session.forwarded(), session.rules().ipv6());
        try {
            for (Word word : words) {
                told.set(ClientAttribute.parse(word.text()).inOneWord());
            }
        } catch (ClientAttribute.Fault e) {
            return CommandResult.failed(e.reply());
        }
        session.forward(told.client());
        return CommandResult.done(Replies.OK);
    }

    /** What the client tells, in addition to what it told for the same mail. */
    private static final class Told {
        private final boolean ipv6;
        private Optional<String> name;
        private Optional<String> address;
        private Optional<String> port;
        private Optional<String> protocol;
        private Optional<String> helo;
        private Optional<String> ident;
        private Optional<String> source;

        Told(ForwardedClient before, boolean ipv6) {
            this.ipv6 = ipv6;
            name = before.name();
            address = before.address();
            port = before.port();
            protocol = before.protocol();
            helo = before.helo();
            ident = before.ident();
            source = before.source();
        }

        void set(ClientAttribute attribute) throws ClientAttribute.Fault {
            switch (attribute.name()) {
                case "NAME" ->
                    name = Optional.of(attribute.unavailable() ? ClientIdentity.UNKNOWN : attribute.hostName());
                case "ADDR" ->
                    address = attribute.unavailable() ? Optional.empty() : Optional.of(attribute.address(ipv6));
                case "PORT" -> {
                    int number = attribute.port();
                    port = number == 0 ? Optional.empty() : Optional.of(Integer.toString(number));
                }
                case "PROTO" -> protocol = Optional.of(protocol(attribute));
                case "HELO" -> helo = Optional.of(attribute.orUnknown());
                case "IDENT" -> ident = attribute.unavailable() ? Optional.empty() : Optional.of(attribute.value());
                case "SOURCE" -> source = Optional.of(source(attribute));
                default -> throw new ClientAttribute.Fault("Bad XFORWARD attribute name: " + attribute.name());
            }
        }

        private static String protocol(ClientAttribute attribute) throws ClientAttribute.Fault {
            if (attribute.value().length() > LONGEST_PROTOCOL) {
                throw attribute.bad();
            }
            return attribute.orUnknown();
        }

        private static String source(ClientAttribute attribute) throws ClientAttribute.Fault {
            if (attribute.unavailable()) {
                return ForwardedClient.LOCAL;
            }
            String upper = attribute.value().toUpperCase(Locale.ROOT);
            if (!upper.equals(ForwardedClient.LOCAL) && !upper.equals("REMOTE")) {
                throw attribute.bad();
            }
            return upper;
        }

        ForwardedClient client() {
            return new ForwardedClient(name, address, port, protocol, helo, ident, source);
        }
    }
}
