/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientIdentity.NameStatus;
import org.postchaise.engine.server.view.ClientIdentity.ServerEnd;
import org.postchaise.engine.server.view.SaslLogin;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.CommandLine;
import org.postchaise.engine.wire.CommandLine.Word;

/** XCLIENT (Postfix's XCLIENT_README): a trusted client tells on whose behalf the session goes on. The client is greeted anew. */
final class XclientCommand implements CommandHandler {
    /** The line of the EHLO reply. */
    static final String OFFER =
            EhloKeywords.XCLIENT + " NAME ADDR PROTO HELO REVERSE_NAME PORT LOGIN DESTADDR DESTPORT";

    private static final ServerReply SYNTAX = ServerReply.of(501, "5.5.4", "Syntax: XCLIENT attribute=value...");

    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        List<Word> words = line.arguments();
        if (session.transaction().isPresent()) {
            return CommandResult.failed(Replies.MAIL_IN_PROGRESS);
        }
        if (words.isEmpty()) {
            return CommandResult.failed(SYNTAX);
        }
        if (!session.rules().mayXclient(session.client())) {
            return CommandResult.failed(Replies.NOT_AUTHORIZED);
        }
        Told told = new Told(session.client(), session.rules().ipv6());
        try {
            for (Word word : words) {
                told.set(ClientAttribute.parse(word.text()));
            }
        } catch (ClientAttribute.Fault e) {
            // as in Postfix, what was told before the fault counts, though the session does not begin anew
            session.identify(
                    told.client(),
                    told.tellsHelo ? told.helo : session.heloName(),
                    told.protocol.orElse(session.protocol()),
                    told.tellsLogin ? told.login : session.sasl());
            return CommandResult.failed(e.reply());
        }
        session.impersonate(told.client(), told.helo, told.protocol, told.login);
        return CommandResult.greeting();
    }

    /** What the client tells; what it does not tell stays as it is. */
    private static final class Told {
        private final boolean ipv6;
        private String name;
        private NameStatus nameStatus;
        private String reverseName;
        private NameStatus reverseStatus;
        private String address;
        private int port;
        private String serverAddress;
        private int serverPort;
        private Optional<String> helo = Optional.empty();
        private boolean tellsHelo;
        private Optional<String> protocol = Optional.empty();
        private Optional<SaslLogin> login = Optional.empty();
        private boolean tellsLogin;

        Told(ClientIdentity before, boolean ipv6) {
            this.ipv6 = ipv6;
            name = before.name();
            nameStatus = before.nameStatus();
            reverseName = before.reverseName();
            reverseStatus = before.reverseNameStatus();
            address = before.address();
            port = before.port();
            serverAddress = before.server().address();
            serverPort = before.server().port();
        }

        void set(ClientAttribute attribute) throws ClientAttribute.Fault {
            switch (attribute.name()) {
                case "NAME" -> {
                    nameStatus = status(attribute);
                    name = nameStatus == NameStatus.OK ? attribute.hostName() : ClientIdentity.UNKNOWN;
                }
                case "REVERSE_NAME" -> {
                    reverseStatus = status(attribute);
                    reverseName = reverseStatus == NameStatus.OK ? attribute.hostName() : ClientIdentity.UNKNOWN;
                }
                case "ADDR" -> address = attribute.unavailable() ? ClientIdentity.UNKNOWN : attribute.address(ipv6);
                case "PORT" -> port = attribute.port();
                case "HELO" -> {
                    tellsHelo = true;
                    helo = attribute.unavailable()
                            ? Optional.empty()
                            : Optional.of(attribute.inOneWord().value());
                }
                case "PROTO" -> protocol = Optional.of(protocol(attribute));
                case "LOGIN" -> {
                    tellsLogin = true;
                    login = attribute.unavailable()
                            ? Optional.empty()
                            : Optional.of(new SaslLogin(EhloKeywords.XCLIENT, attribute.value()));
                }
                case "DESTADDR" ->
                    serverAddress = attribute.unavailable() ? ClientIdentity.UNKNOWN : attribute.address(ipv6);
                case "DESTPORT" -> serverPort = attribute.port();
                default -> throw new ClientAttribute.Fault("Bad XCLIENT attribute name: " + attribute.name());
            }
        }

        private static NameStatus status(ClientAttribute attribute) {
            return attribute.unavailable()
                    ? NameStatus.PERMANENT
                    : attribute.temporarilyUnavailable() ? NameStatus.TEMPORARY : NameStatus.OK;
        }

        private static String protocol(ClientAttribute attribute) throws ClientAttribute.Fault {
            String upper = attribute.value().toUpperCase(Locale.ROOT);
            if (!upper.equals("SMTP") && !upper.equals("ESMTP")) {
                throw attribute.bad();
            }
            return upper;
        }

        ClientIdentity client() {
            return new ClientIdentity(
                    name,
                    nameStatus,
                    reverseName,
                    reverseStatus,
                    address,
                    port,
                    new ServerEnd(serverAddress, serverPort));
        }
    }
}
