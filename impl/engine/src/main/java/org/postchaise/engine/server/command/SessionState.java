/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postchaise.api.Recipient;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.event.ServerEvent;
import org.postchaise.engine.event.TlsSummary;
import org.postchaise.engine.server.access.AccessControl;
import org.postchaise.engine.server.command.SessionRules.BareNewline;
import org.postchaise.engine.server.intake.Intake;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientRates;
import org.postchaise.engine.server.view.ForwardedClient;
import org.postchaise.engine.server.view.MailFacts;
import org.postchaise.engine.server.view.SaslLogin;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.server.view.SessionView;
import org.postchaise.engine.server.view.Verdict;
import org.postchaise.engine.wire.LineEndings;

/**
 * The state of a session, in two lifetimes: what lives as long as the connection is here, and what belongs to one mail is in its
 * {@link MailTransaction}, which {@link #resetMail} drops. Not thread-safe.
 */
public final class SessionState implements SessionView {
    /** The stage before the first command, in log lines. */
    static final String CONNECT = "CONNECT";

    /** The stage of the end of the content, in log lines. */
    public static final String END_OF_MESSAGE = "END-OF-MESSAGE";

    /** The state of a mail's content in chunks (RFC 3030). */
    enum Chunks {
        /** No chunk was received. */
        NONE,
        /** Chunks were received, and the last one is expected. */
        OPEN,
        /** A chunk was refused: all others up to the last one are refused, too. */
        FAILED
    }

    private static final String SMTP = "SMTP";
    private static final String ESMTP = "ESMTP";
    private static final String LMTP = "LMTP";

    private final SessionContext context;
    private final ClientIdentity connected;
    private final ErrorBudget budget;
    private final CommandCounts counts = new CommandCounts();

    private ClientIdentity client;
    private AccessControl access;
    private String label;
    private BareNewline bareNewline;
    private Optional<String> helo = Optional.empty();
    private Optional<SaslLogin> sasl = Optional.empty();
    private String protocol = SMTP;
    private EhloKeywords.Discarded discarded = EhloKeywords.Discarded.NONE;
    private String stage = CONNECT;
    private boolean pipelinedUnasked;

    private Optional<MailTransaction> transaction = Optional.empty();
    private ForwardedClient forwarded = ForwardedClient.NONE;
    private Chunks chunks = Chunks.NONE;

    /** The number of recipients of a mail with a refused chunk; with LMTP each still has a reply to the last chunk. */
    private int recipientsOfRefused;

    private RejectFooter.Names ended = RejectFooter.Names.NONE;

    /** Creates the state of a new session. */
    public SessionState(SessionContext context, ClientIdentity client) {
        this.context = context;
        this.connected = client;
        this.client = client;
        this.budget = new ErrorBudget(context.rules());
        this.label = context.rules().label(client);
        this.bareNewline = context.rules().bareNewline(client);
        this.access = context.access().forSession(this);
        this.protocol = lmtp() ? LMTP : SMTP;
    }

    /** Returns the rules of the listener. */
    public SessionRules rules() {
        return context.rules();
    }

    SessionContext context() {
        return context;
    }

    /** Returns access control for this session and its client. */
    public AccessControl access() {
        return access;
    }

    /** Returns the account of the client's errors. */
    public ErrorBudget budget() {
        return budget;
    }

    /** Returns the numbers of commands. */
    public CommandCounts counts() {
        return counts;
    }

    /** Returns the client as log lines name it. */
    public String label() {
        return label;
    }

    /** Returns the treatment of LF without CR from this client. */
    public BareNewline bareNewline() {
        return bareNewline;
    }

    /** Returns the line endings of content: lenient for clients whose bare newlines are allowed. */
    LineEndings lineEndings() {
        return bareNewline == BareNewline.ALLOW ? LineEndings.LENIENT : LineEndings.STANDARD;
    }

    /** Returns the stage in log lines: the last verb, or what precedes or follows it. */
    public String stage() {
        return stage;
    }

    /** Notes the stage. */
    public void enter(String name) {
        stage = name;
    }

    /** Notes that the client did not wait for a reply. */
    public void pipelined() {
        pipelinedUnasked = true;
    }

    /** Returns true if a client that pipelines must still wait after some commands: after EHLO or LHLO. */
    public boolean extended() {
        return !protocol.equals(SMTP) && helo.isPresent();
    }

    /** Reports a fact worth a log line. */
    public void note(String text) {
        context.events().on(new ServerEvent.Noted(text));
    }

    /** Reports a fault. */
    public void warn(String text) {
        context.events().on(new ServerEvent.Warned(text));
    }

    /** Returns the queue id, or {@code NOQUEUE}. */
    String queueLabel() {
        return queueId().orElse(ServerEvent.NO_QUEUE);
    }

    /**
     * Returns the reply of a verdict that rejects, reported as Postfix logs it; empty if the request is permitted.
     *
     * @param recipient the recipient that the request is about
     */
    public Optional<ServerReply> refusal(Verdict verdict, Optional<String> recipient) {
        return refusal(verdict, sender(), recipient, helo);
    }

    Optional<ServerReply> refusal(
            Verdict verdict, Optional<String> sender, Optional<String> recipient, Optional<String> heloName) {
        if (!(verdict instanceof Verdict.Reject reject)) {
            return Optional.empty();
        }
        ServerReply reply = softened(reject.reply());
        rejected(reply.toString(), new ServerEvent.RequestRejected.Facts(sender, recipient, protocol, heloName));
        return Optional.of(reply);
    }

    /** Returns {@code reply}, made temporary with {@code soft_bounce}. */
    public ServerReply softened(ServerReply reply) {
        return rules().softBounce() ? reply.softened() : reply;
    }

    /** Reports that a request was rejected, with the facts of the session as they are now. */
    public void rejected(String reason) {
        rejected(reason, new ServerEvent.RequestRejected.Facts(sender(), onlyRecipient(), protocol, helo));
    }

    /** Reports that a request was rejected for one of the mail's recipients. */
    void rejected(String reason, String recipient) {
        rejected(reason, new ServerEvent.RequestRejected.Facts(sender(), Optional.of(recipient), protocol, helo));
    }

    private void rejected(String reason, ServerEvent.RequestRejected.Facts facts) {
        context.events().on(new ServerEvent.RequestRejected(queueLabel(), stage, label(), reason, facts));
    }

    private Optional<String> sender() {
        return mail().map(MailFacts::sender);
    }

    /** Returns the recipient of a mail that has only one. */
    Optional<String> onlyRecipient() {
        return recipients().size() == 1 ? Optional.of(recipients().get(0).address()) : Optional.empty();
    }

    /** Counts an event of the client; returns true, and warns, if there are too many. */
    boolean tooMany(ClientRates.Kind kind, String what) {
        if (rules().mayXclient(client)) {
            // as in Postfix, such a client is not counted
            return false;
        }
        OptionalLong rate = context.rates().exceeded(kind, client);
        rate.ifPresent(count ->
                warn(what + " rate limit exceeded: " + count + " from " + label() + " for service " + serviceLabel()));
        return rate.isPresent();
    }

    /** Returns {@code address:port} of this server, as warnings name the listener. */
    public String serviceLabel() {
        return connected.server().address() + ":" + connected.server().port();
    }

    /** Begins the greeted state anew, after HELO, EHLO or LHLO. */
    void greeted(Verb verb, String name) {
        resetMail();
        helo = Optional.of(name);
        if (verb == Verb.EHLO) {
            // as in Postfix, a later HELO does not change this
            protocol = ESMTP;
        }
    }

    void discards(EhloKeywords.Discarded keywords) {
        discarded = keywords;
    }

    EhloKeywords.Discarded discarded() {
        return discarded;
    }

    /** Continues the session on behalf of another client, after XCLIENT; the HELO name and the protocol may be told, too. */
    void impersonate(
            ClientIdentity other, Optional<String> heloName, Optional<String> toldProtocol, Optional<SaslLogin> login) {
        resetMail();
        identify(other, heloName, toldProtocol.orElse(lmtp() ? LMTP : SMTP), login);
        label = rules().label(other);
        bareNewline = rules().bareNewline(other);
        discarded = EhloKeywords.Discarded.NONE;
        access = context.access().forSession(this);
    }

    /** Changes who the client is, within the session; as in Postfix log lines keep their name for the client. */
    void identify(ClientIdentity other, Optional<String> heloName, String toldProtocol, Optional<SaslLogin> login) {
        client = other;
        helo = heloName;
        protocol = toldProtocol;
        sasl = login;
    }

    void forward(ForwardedClient told) {
        forwarded = told;
    }

    Optional<MailTransaction> transaction() {
        return transaction;
    }

    /** Begins a mail transaction, after MAIL. */
    void begin(MailFacts facts) {
        MailTransaction begun = new MailTransaction(facts);
        transaction = Optional.of(begun);
        if (!rules().delayOpen()) {
            openIntake(begun);
        }
    }

    /** Adds a recipient, and opens the intake for the first one; returns false if no memory is left for the recipient. */
    boolean add(Recipient recipient) {
        MailTransaction current = transaction.orElseThrow();
        if (current.intake().isEmpty()) {
            openIntake(current);
        }
        boolean taken = current.intake().orElseThrow().takeRecipient(recipient);
        if (taken) {
            current.add(recipient);
        }
        return taken;
    }

    private void openIntake(MailTransaction begun) {
        Intake opened = context.intake().open(this);
        begun.begin(opened);
        context.events().on(new ServerEvent.MailBegun(opened.queueId(), label(), details()));
    }

    /** Returns what the log line of a new mail tells besides the client. */
    private List<String> details() {
        List<String> details = new ArrayList<>();
        sasl.ifPresent(login -> {
            details.add("sasl_method=" + login.mechanism());
            details.add("sasl_username=" + login.user());
        });
        forwarded.ident().ifPresent(ident -> details.add("orig_queue_id=" + ident));
        if (forwarded.name().isPresent() || forwarded.address().isPresent()) {
            details.add("orig_client=" + forwarded.name().orElse(ClientIdentity.UNKNOWN)
                    + forwarded.address().map(address -> "[" + address + "]").orElse(""));
        }
        return details;
    }

    Chunks chunks() {
        return chunks;
    }

    void chunks(Chunks state) {
        chunks = state;
    }

    /** Drops the mail transaction, if there is one, and all else that belongs to one mail. The only reset. */
    public void resetMail() {
        Optional<MailTransaction> dropped = transaction;
        transaction = Optional.empty();
        forwarded = ForwardedClient.NONE;
        chunks = Chunks.NONE;
        recipientsOfRefused = 0;
        ended = dropped.map(RejectFooter.Names::of).orElse(ended);
        if (dropped.isPresent()) {
            dropped.get().discard();
            access.endTransaction();
        }
    }

    /** Drops the mail transaction after an error in chunks; chunks up to the last one are refused. */
    void failChunks() {
        int lost = chunks == Chunks.FAILED ? recipientsOfRefused : recipients().size();
        resetMail();
        chunks = Chunks.FAILED;
        recipientsOfRefused = lost;
    }

    /** Returns the addresses that a footer names: those of the mail transaction, or of the one that the current command ended. */
    RejectFooter.Names footerNames() {
        return transaction.map(RejectFooter.Names::of).orElse(ended);
    }

    /** Notes the start of a command: a footer names no mail that ended before, unless its chunks are still refused. */
    public void beginCommand() {
        if (chunks != Chunks.FAILED) {
            ended = RejectFooter.Names.NONE;
        }
    }

    /** Returns the number of replies to the last chunk of a mail that was refused before. */
    int repliesToRefused() {
        return lmtp() ? Math.max(1, recipientsOfRefused) : 1;
    }

    @Override
    public Settings settings() {
        return rules().settings();
    }

    @Override
    public ClientIdentity client() {
        return client;
    }

    @Override
    public ClientIdentity connectedClient() {
        return connected;
    }

    @Override
    public boolean inMyNetworks() {
        return rules().inMyNetworks(client);
    }

    @Override
    public Optional<String> heloName() {
        return helo;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public boolean lmtp() {
        return rules().protocol() == SessionRules.Protocol.LMTP;
    }

    @Override
    public Optional<TlsSummary> tls() {
        return Optional.empty();
    }

    @Override
    public Optional<SaslLogin> sasl() {
        return sasl;
    }

    @Override
    public Optional<String> queueId() {
        return transaction.flatMap(MailTransaction::intake).map(Intake::queueId);
    }

    @Override
    public Optional<MailFacts> mail() {
        return transaction.map(MailTransaction::facts);
    }

    @Override
    public List<Recipient> recipients() {
        return transaction.map(MailTransaction::recipients).orElse(List.of());
    }

    @Override
    public ForwardedClient forwarded() {
        return forwarded;
    }

    @Override
    public boolean pipelinedUnasked() {
        return pipelinedUnasked;
    }
}
