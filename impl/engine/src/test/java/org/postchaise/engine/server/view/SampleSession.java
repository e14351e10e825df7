/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.Xtext;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.event.TlsSummary;

/** A session whose facts a test sets; a client at 127.0.0.5 that said {@code EHLO foo.test}. */
public final class SampleSession implements SessionView {
    private final Settings settings;
    private ClientIdentity client = new ClientIdentity(
            "client5.test",
            ClientIdentity.NameStatus.OK,
            "client5.test",
            ClientIdentity.NameStatus.OK,
            "127.0.0.5",
            40_000,
            new ClientIdentity.ServerEnd("127.0.0.1", 25));
    private Optional<MailFacts> mail = Optional.empty();
    private final List<Recipient> recipients = new ArrayList<>();
    private String queueId = "";
    private boolean trusted;

    /** Creates a session with {@code settings}. */
    public SampleSession(Settings settings) {
        this.settings = settings;
    }

    /** Sets the sender of a mail transaction. */
    public SampleSession from(String sender) {
        return from(MailFacts.from(sender));
    }

    /** Sets sender and parameters of a mail transaction. */
    public SampleSession from(MailFacts facts) {
        mail = Optional.of(facts);
        recipients.clear();
        return this;
    }

    /** Adds a recipient, with the ORCPT of its address. */
    public SampleSession to(String recipient) {
        return to(new Recipient(recipient, Set.of(), Xtext.ownRecipient(recipient, false)));
    }

    /** Adds a recipient. */
    public SampleSession to(Recipient recipient) {
        recipients.add(recipient);
        return this;
    }

    /** Sets the client. */
    public SampleSession client(ClientIdentity other) {
        client = other;
        return this;
    }

    /** Makes the client one of {@code mynetworks}. */
    public SampleSession trusted() {
        trusted = true;
        return this;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public ClientIdentity client() {
        return client;
    }

    @Override
    public ClientIdentity connectedClient() {
        return client;
    }

    @Override
    public boolean inMyNetworks() {
        return trusted;
    }

    @Override
    public Optional<String> heloName() {
        return Optional.of("foo.test");
    }

    @Override
    public String protocol() {
        return "ESMTP";
    }

    @Override
    public boolean lmtp() {
        return false;
    }

    @Override
    public Optional<TlsSummary> tls() {
        return Optional.empty();
    }

    @Override
    public Optional<SaslLogin> sasl() {
        return Optional.empty();
    }

    @Override
    public Optional<String> queueId() {
        return Optional.of(queueId).filter(id -> !id.isEmpty());
    }

    @Override
    public Optional<MailFacts> mail() {
        return mail;
    }

    @Override
    public List<Recipient> recipients() {
        return recipients;
    }

    @Override
    public ForwardedClient forwarded() {
        return ForwardedClient.NONE;
    }

    @Override
    public boolean pipelinedUnasked() {
        return false;
    }
}
