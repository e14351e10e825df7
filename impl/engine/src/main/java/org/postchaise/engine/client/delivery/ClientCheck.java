/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postchaise.engine.address.Verp;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.client.route.Destinations;
import org.postchaise.engine.client.route.HopCheck;
import org.postchaise.engine.client.route.ResolverSettings;
import org.postchaise.engine.client.route.Router;
import org.postchaise.engine.client.session.SessionSettings;
import org.postchaise.engine.config.Inspection;
import org.postchaise.engine.config.Inspection.Severity;
import org.postchaise.engine.config.Masked;
import org.postchaise.engine.config.MasterCf;
import org.postchaise.engine.config.Mirror;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Scope;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.Status;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.https.HttpsClient;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableException;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.tls.client.TlsClient;
import org.postchaise.engine.tls.sts.StsPolicies;

/**
 * The check of settings before a client is created: opens every table, reads every file with keys and certificates, and resolves
 * every transport that the settings name, for SMTP and for LMTP. Command line and adapter use the same check, so that both refuse
 * the same settings in the same words. No server is contacted except those of tables that connect when opened.
 */
public final class ClientCheck {
    /** The names of parameters whose members are tables. */
    private static final Pattern TABLES = Pattern.compile(".*(?:_maps|_checks|_filter|_per_site)");

    private static final Pattern ABOUT = Pattern.compile("parameter ([A-Za-z0-9_-]+)(.*)", Pattern.DOTALL);

    private final Settings settings;
    private final Protocol protocol;
    private Inspection found;

    private ClientCheck(Inspection inspection, Protocol protocol) {
        this.found = inspection;
        this.protocol = protocol;
        this.settings = protocol == Protocol.LMTP ? inspection.settings().lmtp() : inspection.settings();
    }

    /** Returns {@code inspection} with the findings that keep a client from working with its settings. */
    public static Inspection of(Inspection inspection) {
        ClientCheck smtp = new ClientCheck(inspection, Protocol.SMTP);
        smtp.shared();
        smtp.client();
        Inspection found = smtp.found;
        if (hasOwnOfLmtp(inspection.settings())) {
            ClientCheck lmtp = new ClientCheck(found, Protocol.LMTP);
            lmtp.client();
            found = lmtp.found;
        }
        return found.hasErrors() ? found : services(found);
    }

    /** Adds the findings of the client of each service in master.cf that has settings of its own. */
    private static Inspection services(Inspection inspection) {
        Inspection found = inspection;
        for (MasterCf.Service service :
                inspection.settings().master().services().values()) {
            if (service.settings().isEmpty()) {
                continue;
            }
            Protocol protocol = service.command().equals("lmtp") ? Protocol.LMTP : Protocol.SMTP;
            Settings own = inspection.settings().withRequest(service.settings());
            ClientCheck check = new ClientCheck(new Inspection(own, Set.of(), List.of()), protocol);
            check.client();
            for (Inspection.Finding finding : check.found.findings()) {
                boolean known = inspection.findings().stream()
                        .anyMatch(one -> one.text().equals(finding.text()));
                if (!known) {
                    found = found.with(finding.severity(), service.place() + ": " + finding.text());
                }
            }
        }
        return found;
    }

    /**
     * Refuses settings from which no client can be created.
     *
     * @return warnings about the tables and files that the settings name, a line each
     * @throws SettingsException with all errors on one line
     */
    public static List<String> require(Settings settings) {
        Inspection inspection = of(new Inspection(settings, Set.of(), List.of()));
        inspection.valid();
        return inspection.findings().stream().map(Inspection.Finding::text).toList();
    }

    private static boolean hasOwnOfLmtp(Settings settings) {
        return Catalog.rows().stream()
                .flatMap(row -> row.lmtp().stream())
                .anyMatch(mirror -> settings.isSet(mirror.name()));
    }

    private void shared() {
        Stream<Boolean> parts = Stream.of(
                part(this::destinations),
                part(tables -> ResolverSettings.resolvers(settings)),
                part(tables -> MailClient.relayhost(settings)),
                part(tables -> ClientParts.loopTransport(settings)),
                part(tables -> outbox()),
                part(tables -> Bounces.of(settings)),
                part(tables -> hostName()),
                part(tables -> DestinationScheduler.from(settings)),
                part(tables -> Verp.from(settings)));
        eachTableUnless(parts);
    }

    /**
     * Checks the destinations. A next hop that can't be used is a warning, not an error, since Postfix starts with such a table.
     */
    private List<String> destinations(TableRegistry tables) {
        List<String> faults = Destinations.of(settings, tables).faults();
        faults.forEach(fault -> add(Severity.WARNING, fault));
        return faults;
    }

    /**
     * Checks the outbox directory. A missing parameter is a warning, since each connection factory may have a directory of its own.
     */
    private boolean outbox() {
        if (OutboxDirectory.isWanted(settings)) {
            OutboxDirectory.of(settings)
                    .ifPresentOrElse(
                            ClientCheck::requireOutbox,
                            () -> add(
                                    Severity.WARNING,
                                    "parameter outbox_directory: not set; each connection factory needs one of its own"
                                            + " (transaction_mode = outbox)"));
        }
        return true;
    }

    private static void requireOutbox(Path directory) {
        try {
            OutboxDirectory.require(directory);
        } catch (IOException e) {
            throw new SettingsException("parameter outbox_directory: " + e.getMessage(), e);
        }
    }

    private String hostName() {
        String name = settings.get(SmtpClient.MYHOSTNAME);
        if (!HostName.isValid(name)) {
            throw new SettingsException(
                    "parameter myhostname: \"" + name + "\" is no host name; expected a fully-qualified one");
        }
        return name;
    }

    private boolean hops() {
        List<String> faults = HopCheck.faults(settings);
        faults.forEach(fault -> add(Severity.ERROR, fault));
        return faults.isEmpty();
    }

    private void client() {
        Resolvers system = Resolvers.keeping(new DnsjavaResolver(NameServers.system()));
        Stream<Boolean> parts = Stream.of(
                part(tables -> protocol == Protocol.LMTP
                        ? Router.lmtp(settings, system, tables)
                        : Router.smtp(settings, system, tables)),
                part(tables ->
                        DeliveryRules.from(settings, tables).transactions().content()),
                part(tables -> SessionSettings.from(settings, protocol, tables)),
                tls(system.dns()),
                part(tables -> hops()));
        eachTableUnless(parts);
    }

    /** Opens the tables one by one if a part failed, since a part stops at its first bad table. */
    private void eachTableUnless(Stream<Boolean> parts) {
        if (!parts.allMatch(Boolean::booleanValue)) {
            eachTable();
        }
    }

    private boolean tls(DnsResolver dns) {
        AtomicBoolean whole = new AtomicBoolean(true);
        boolean read = part(tables -> {
            for (String fault : TlsClient.faults(settings)) {
                add(TlsClient.mayUse(settings) ? Severity.ERROR : Severity.WARNING, fault);
                whole.set(false);
            }
            return whole;
        });
        return read
                && (!whole.get()
                        || part(tables -> TlsClient.from(
                                settings, dns, tables, () -> StsPolicies.from(settings, dns, HttpsClient.OF_JAVA))));
    }

    /** Opens each table separately, since a part of the client stops at the first table that can't be used. */
    private void eachTable() {
        for (Parameter<?> row : Catalog.rows()) {
            boolean ours = row.status().kind() == Status.Kind.IMPLEMENTED && row.scope() == Scope.FACTORY;
            if (ours && TABLES.matcher(row.name()).matches() && settings.get(row) instanceof List<?> members) {
                members.forEach(table -> part(tables -> open(tables, row.name(), table.toString())));
            }
        }
    }

    private static LookupTable open(TableRegistry tables, String name, String table) {
        try {
            return tables.open(table);
        } catch (TableException e) {
            throw new SettingsException("parameter " + name + ": " + Masked.message(name, e.getMessage()), e);
        }
    }

    private TableRegistry registry() {
        return TableRegistry.forDeployment(Clock.systemUTC(), warning -> add(Severity.WARNING, warning));
    }

    /**
     * Opens a part of the client and closes its tables again.
     *
     * @return true if the part could be opened
     */
    private boolean part(Function<TableRegistry, ?> opening) {
        try (TableRegistry tables = registry()) {
            return opening.apply(tables) != null;
        } catch (IllegalArgumentException e) {
            add(Severity.ERROR, e.getMessage());
            return false;
        }
    }

    /** Adds a finding, with the parameter under the name that this client reads. */
    private void add(Severity severity, String text) {
        Matcher about = ABOUT.matcher(text);
        String name = protocol == Protocol.LMTP && about.matches()
                ? settings.rows()
                        .row(about.group(1))
                        .flatMap(Parameter::lmtp)
                        .map(Mirror::name)
                        .orElse("")
                : "";
        found = found.with(severity, name.isEmpty() ? text : "parameter " + name + about.group(2));
    }
}
