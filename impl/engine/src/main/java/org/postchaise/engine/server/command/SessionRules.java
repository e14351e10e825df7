/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Cleanup;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.config.catalog.Notices;
import org.postchaise.engine.config.catalog.Queue;
import org.postchaise.engine.config.catalog.Routing;
import org.postchaise.engine.config.catalog.ServerAccess;
import org.postchaise.engine.config.catalog.ServerMilter;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.config.catalog.SmtpRoute;
import org.postchaise.engine.config.catalog.SmtpSession;
import org.postchaise.engine.config.catalog.SmtpTlsPolicy;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableRegistry;

/** The listener's settings that a session reads, with their tables open. Immutable and thread-safe. */
public final class SessionRules {
    private static final System.Logger LOG = LineLog.of(SessionRules.class.getName());

    private final Settings settings;
    private final Protocol protocol;
    private final String hostName;
    private final String banner;
    private final Limits limits;
    private final Switches switches;
    private final BareNewline bareNewline;
    private final Lists lists;
    private final EhloKeywords keywords;
    private final AddressLookup commandFilter;
    private final RejectFooter footer;

    private SessionRules(Settings settings, Protocol protocol, TableRegistry tables) {
        this.settings = settings;
        this.protocol = protocol;
        this.hostName = settings.get(SmtpClient.MYHOSTNAME);
        this.banner = settings.get(ServerSession.SMTPD_BANNER);
        this.limits = Limits.from(settings);
        this.switches = Switches.from(settings);
        this.bareNewline = BareNewline.of(settings.get(ServerSession.SMTPD_FORBID_BARE_NEWLINE));
        this.lists = Lists.from(settings, tables);
        this.keywords = EhloKeywords.from(settings, tables);
        this.commandFilter = tables.lookup(settings, ServerSession.SMTPD_COMMAND_FILTER, KeyOrder.whole());
        this.footer = RejectFooter.from(settings, tables);
    }

    /** The protocol of a listener. */
    public enum Protocol {
        /** SMTP (RFC 5321). */
        SMTP,
        /** LMTP (RFC 2033). */
        LMTP
    }

    /** The treatment of lines that end in LF without CR ({@code smtpd_forbid_bare_newline}). */
    public enum BareNewline {
        /** LF alone is a line end like any other, and may end content: open to SMTP smuggling. */
        ALLOW,
        /** LF alone ends a line, but content ends only at the standard end of data. */
        NORMALIZE,
        /** As {@link #NORMALIZE}, and the client is named in the log. */
        NOTE,
        /** Commands and content with LF alone are refused. */
        REJECT;

        private static BareNewline of(String text) {
            return text.equals("no") ? ALLOW : text.equals("yes") ? NORMALIZE : valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** Time limits, sizes and numbers. */
    private record Limits(
            Duration timeout,
            long minDataRate,
            Duration errorSleep,
            long softErrors,
            long hardErrors,
            Clients clients,
            Sizes sizes) {
        private record Clients(long junkCommands, long recipients, long overshoot) {}

        private record Sizes(int line, long message) {}

        static Limits from(Settings settings) {
            return new Limits(
                    settings.get(ServerSession.SMTPD_TIMEOUT),
                    settings.get(ServerSession.SMTPD_MIN_DATA_RATE),
                    settings.get(ServerSession.SMTPD_ERROR_SLEEP_TIME),
                    settings.get(ServerSession.SMTPD_SOFT_ERROR_LIMIT),
                    settings.get(ServerSession.SMTPD_HARD_ERROR_LIMIT),
                    new Clients(
                            settings.get(ServerSession.SMTPD_JUNK_COMMAND_LIMIT),
                            settings.get(ServerSession.SMTPD_RECIPIENT_LIMIT),
                            settings.get(ServerSession.SMTPD_RECIPIENT_OVERSHOOT_LIMIT)),
                    new Sizes(
                            Math.toIntExact(settings.get(Content.LINE_LENGTH_LIMIT)),
                            settings.get(Queue.MESSAGE_SIZE_LIMIT)));
        }
    }

    /** The parameters that are yes or no, and the reply code that belongs to one of them. */
    private record Switches(Session session, Address address, long bareNewlineCode, boolean ipv6) {
        private record Session(
                boolean perRequestDeadline,
                boolean heloRequired,
                boolean vrfyDisabled,
                boolean delayOpen,
                boolean softBounce,
                boolean forbidPipelining,
                boolean portLogging) {}

        private record Address(boolean smtpUtf8, boolean strictSmtpUtf8, boolean requireTls) {}

        static Switches from(Settings settings) {
            return new Switches(
                    new Session(
                            settings.get(ServerSession.SMTPD_PER_REQUEST_DEADLINE),
                            settings.get(ServerAccess.SMTPD_HELO_REQUIRED),
                            settings.get(ServerSession.DISABLE_VRFY_COMMAND),
                            settings.get(ServerSession.SMTPD_DELAY_OPEN_UNTIL_VALID_RCPT),
                            settings.get(SmtpSession.SOFT_BOUNCE),
                            settings.get(ServerSession.SMTPD_FORBID_UNAUTH_PIPELINING),
                            settings.get(ServerSession.SMTPD_CLIENT_PORT_LOGGING)),
                    new Address(
                            settings.get(Notices.SMTPUTF8_ENABLE),
                            settings.get(Cleanup.STRICT_SMTPUTF8),
                            settings.get(SmtpTlsPolicy.REQUIRETLS_ENABLE)),
                    settings.get(ServerSession.SMTPD_FORBID_BARE_NEWLINE_REJECT_CODE),
                    !settings.get(SmtpRoute.INET_PROTOCOLS).equals(List.of("ipv4")));
        }
    }

    /** The match lists. */
    private record Lists(
            Optional<MatchList> noopCommands,
            MatchList forbiddenCommands,
            MatchList networks,
            MatchList bareNewlineExclusions,
            Privileged privileged,
            MatchList etrnDomains) {
        private record Privileged(MatchList xclient, MatchList xforward, MatchList verp) {}

        static Lists from(Settings settings, TableRegistry tables) {
            return new Lists(
                    settings.get(ServerSession.SMTPD_NOOP_COMMANDS).items().isEmpty()
                            ? Optional.empty()
                            : Optional.of(tables.matchList(settings, ServerSession.SMTPD_NOOP_COMMANDS)),
                    tables.matchList(settings, ServerSession.SMTPD_FORBIDDEN_COMMANDS),
                    tables.matchList(settings, Routing.MYNETWORKS),
                    tables.matchList(settings, ServerSession.SMTPD_FORBID_BARE_NEWLINE_EXCLUSIONS),
                    new Privileged(
                            tables.matchList(settings, ServerSession.SMTPD_AUTHORIZED_XCLIENT_HOSTS),
                            tables.matchList(settings, ServerMilter.SMTPD_AUTHORIZED_XFORWARD_HOSTS),
                            tables.matchList(settings, ServerSession.SMTPD_AUTHORIZED_VERP_CLIENTS)),
                    tables.matchList(settings, Routing.RELAY_DOMAINS));
        }
    }

    /**
     * Returns the rules of a listener.
     *
     * @param settings the listener's settings; for sessions under stress those that {@link Settings#stressed} returns
     * @param tables opens the tables and match lists, and closes them
     * @throws org.postchaise.engine.config.SettingsException when a table can't be opened
     */
    public static SessionRules from(Settings settings, Protocol protocol, TableRegistry tables) {
        return new SessionRules(settings, protocol, tables);
    }

    /** Returns the settings. */
    public Settings settings() {
        return settings;
    }

    /** Returns the protocol of the listener. */
    public Protocol protocol() {
        return protocol;
    }

    /** Returns {@code myhostname}. */
    public String hostName() {
        return hostName;
    }

    /** Returns {@code smtpd_banner}. */
    public String banner() {
        return banner;
    }

    /** Returns {@code smtpd_timeout}. */
    public Duration timeout() {
        return limits.timeout();
    }

    /** Returns {@code smtpd_per_request_deadline}. */
    public boolean perRequestDeadline() {
        return switches.session().perRequestDeadline();
    }

    /** Returns {@code smtpd_min_data_rate}, in octets per second. */
    public long minDataRate() {
        return limits.minDataRate();
    }

    /** Returns {@code smtpd_error_sleep_time}. */
    public Duration errorSleep() {
        return limits.errorSleep();
    }

    long softErrorLimit() {
        return limits.softErrors();
    }

    long hardErrorLimit() {
        return limits.hardErrors();
    }

    long junkCommandLimit() {
        return limits.clients().junkCommands();
    }

    long recipientLimit() {
        return limits.clients().recipients();
    }

    long recipientOvershootLimit() {
        return limits.clients().overshoot();
    }

    /** Returns {@code line_length_limit}. */
    public int lineLengthLimit() {
        return limits.sizes().line();
    }

    /** Returns {@code message_size_limit}; 0: no limit. */
    long messageSizeLimit() {
        return limits.sizes().message();
    }

    boolean heloRequired() {
        return switches.session().heloRequired();
    }

    boolean vrfyDisabled() {
        return switches.session().vrfyDisabled();
    }

    /** Returns {@code smtpd_delay_open_until_valid_rcpt}. */
    boolean delayOpen() {
        return switches.session().delayOpen();
    }

    /** Returns {@code soft_bounce}. */
    public boolean softBounce() {
        return switches.session().softBounce();
    }

    /** Returns {@code smtpd_forbid_unauth_pipelining}. */
    public boolean forbidsPipelining() {
        return switches.session().forbidPipelining();
    }

    /** Returns {@code smtputf8_enable}. */
    public boolean smtpUtf8() {
        return switches.address().smtpUtf8();
    }

    boolean strictSmtpUtf8() {
        return smtpUtf8() && switches.address().strictSmtpUtf8();
    }

    boolean requireTls() {
        return switches.address().requireTls();
    }

    /** Returns true if addresses of clients may be IPv6 addresses ({@code inet_protocols}). */
    public boolean ipv6() {
        return switches.ipv6();
    }

    /** Returns the client as log lines name it ({@code smtpd_client_port_logging}). */
    public String label(ClientIdentity client) {
        return switches.session().portLogging() ? client.labelWithPort() : client.label();
    }

    /** Returns the treatment of LF without CR from {@code client}. */
    public BareNewline bareNewline(ClientIdentity client) {
        return bareNewline == BareNewline.ALLOW || matches(lists.bareNewlineExclusions(), client)
                ? BareNewline.ALLOW
                : bareNewline;
    }

    /** Returns {@code smtpd_forbid_bare_newline_reject_code}. */
    public int bareNewlineRejectCode() {
        return (int) switches.bareNewlineCode();
    }

    /** Returns true for a verb in {@code smtpd_noop_commands}. */
    public boolean isNoop(String verb) {
        return lists.noopCommands().isPresent() && matches(lists.noopCommands().get(), verb);
    }

    /** Returns true for an unknown verb in {@code smtpd_forbidden_commands}. */
    public boolean isForbidden(String verb) {
        return matches(lists.forbiddenCommands(), verb);
    }

    boolean inMyNetworks(ClientIdentity client) {
        return matches(lists.networks(), client);
    }

    /** Returns true for a client in {@code smtpd_authorized_xclient_hosts}. */
    public boolean mayXclient(ClientIdentity client) {
        return matches(lists.privileged().xclient(), client);
    }

    /** Returns true if a client's name, and not only its address, can make XCLIENT permitted. */
    public boolean mayXclientByName() {
        return settings.get(ServerSession.SMTPD_AUTHORIZED_XCLIENT_HOSTS).matchesNames();
    }

    boolean mayXforward(ClientIdentity client) {
        return matches(lists.privileged().xforward(), client);
    }

    boolean mayVerp(ClientIdentity client) {
        return matches(lists.privileged().verp(), client);
    }

    /** Returns true for a domain whose queued mail ETRN may start: one in {@code relay_domains}. */
    boolean servesEtrn(String domain) {
        return matches(lists.etrnDomains(), domain);
    }

    EhloKeywords keywords() {
        return keywords;
    }

    /** Returns the footer of 4yz and 5yz replies. */
    public RejectFooter footer() {
        return footer;
    }

    /** Returns the line that {@code smtpd_command_filter} gives in place of {@code line}, maybe an empty one; absent if it stays. */
    public LookupResult filtered(String line) {
        if (!line.isEmpty()) {
            // not by the lookup of addresses, for which an empty value is a fault
            for (LookupTable table : commandFilter.tables()) {
                LookupResult result = table.find(line);
                if (!(result instanceof LookupResult.Absent)) {
                    return result;
                }
            }
        }
        return LookupResult.ABSENT;
    }

    private static boolean matches(MatchList list, ClientIdentity client) {
        return matches(list.find(client.name(), client.address()));
    }

    private static boolean matches(MatchList list, String text) {
        return matches(list.find(text));
    }

    /** Returns true for a match; a list that is not available gives no privileges. */
    private static boolean matches(MatchList.Result result) {
        if (result instanceof MatchList.Result.Unavailable unavailable) {
            LOG.log(System.Logger.Level.WARNING, unavailable.cause());
        }
        return result instanceof MatchList.Result.Match;
    }
}
