/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postchaise.engine.config.MasterCf;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;

/**
 * The transports of this adapter: smtp, relay and lmtp, and the services of a master.cf file that run smtp(8) or lmtp(8). Without a
 * master.cf file, transports for which settings have a limit of their own, such as {@code slow_destination_rate_delay}, use SMTP and act
 * as copies of the smtp service.
 */
public final class NamedTransports {
    /**
     * The services of Postfix's own master.cf that deliver by other means; a limit of such a service must not cause its mail to be sent
     * by SMTP.
     */
    private static final Set<String> OTHERS = Set.of(
            "local",
            "virtual",
            "error",
            "retry",
            "discard",
            "maildrop",
            "cyrus",
            "old-cyrus",
            "uucp",
            "ifmail",
            "bsmtp",
            "scalemail-backend",
            "mailman");

    /** The transports without delivery, which always exist. */
    private static final Set<String> ENDS = Set.of("error", "retry", "discard");

    private final Map<String, Protocol> delivering;
    private final MasterCf master;

    private NamedTransports(Map<String, Protocol> delivering, MasterCf master) {
        this.delivering = delivering;
        this.master = master;
    }

    /** Returns the transports that {@code settings} define. */
    public static NamedTransports of(Settings settings) {
        MasterCf master = settings.master();
        Map<String, Protocol> all = new TreeMap<>(Destination.TRANSPORTS);
        master.services().forEach((name, service) -> {
            switch (service.command()) {
                case "smtp" -> all.put(name, Protocol.SMTP);
                case "lmtp" -> all.put(name, Protocol.LMTP);
                default -> all.remove(name);
            }
        });
        if (master.equals(MasterCf.NONE)) {
            settings.transports().stream()
                    .filter(name -> !OTHERS.contains(name.text()))
                    .forEach(name -> all.putIfAbsent(name.text(), Protocol.SMTP));
        }
        return new NamedTransports(Collections.unmodifiableMap(all), master);
    }

    /** Returns the names of the delivering transports. */
    public Set<String> names() {
        return delivering.keySet();
    }

    /** Returns the protocol of {@code transport}; empty if the transport does not deliver. */
    Optional<Protocol> protocol(String transport) {
        return Optional.ofNullable(delivering.get(transport));
    }

    /** Returns the settings of {@code transport} alone ({@code -o} in master.cf), main.cf name to text. */
    public Map<String, String> settings(String transport) {
        return service(transport).map(MasterCf.Service::settings).orElse(Map.of());
    }

    /** Returns the maximum number of concurrent deliveries of {@code transport}; 0 for no limit. */
    public int processLimit(String transport) {
        return service(transport).map(MasterCf.Service::processLimit).orElse(0);
    }

    private Optional<MasterCf.Service> service(String transport) {
        return Optional.ofNullable(master.services().get(transport));
    }

    /** Returns true if mail can be given to {@code transport}. */
    boolean has(String transport) {
        return delivering.containsKey(transport) || ENDS.contains(meaning(transport));
    }

    /** Returns error, retry or discard where {@code transport} is a service that runs that command, and else its name. */
    String meaning(String transport) {
        return service(transport)
                .map(MasterCf.Service::command)
                .map(command -> command.equals("error") && transport.equals("retry") ? transport : command)
                .orElse(transport);
    }

    /**
     * Returns the destination of mail to which {@code entry} applies, {@code transport} or {@code transport:nexthop}; without a next hop
     * in the entry the mail keeps {@code usual}.
     */
    public Destination destination(String entry, NextHop usual) {
        return new TransportEntry("", usual.toString())
                .with(TransportEntry.of(entry))
                .destination(this);
    }

    /**
     * Checks that the transport in {@code row} exists and that its next hop is well-formed.
     *
     * @throws SettingsException naming the row, its value and the form expected
     */
    public void require(Settings settings, Parameter<String> row) {
        TransportEntry entry = TransportEntry.of(settings.get(row));
        Optional<String> fault = has(entry.transport()) ? fault(entry) : Optional.of(unknown(entry.transport()));
        if (fault.isPresent()) {
            throw new SettingsException("parameter " + row.name() + ": " + fault.get());
        }
    }

    /** Returns true if {@code own} are the settings of a transport, not those of a single request. */
    public boolean set(Map<String, String> own) {
        return own.isEmpty()
                || master.services().values().stream()
                        .anyMatch(service -> service.settings().equals(own));
    }

    /** Returns the reason why mail can't be given to {@code entry}; empty if mail can be given. */
    Optional<String> fault(TransportEntry entry) {
        String transport = entry.transport();
        if (!transport.isEmpty() && !has(transport)) {
            return Optional.of(unknown(transport));
        }
        boolean delivers = transport.isEmpty() || delivering.containsKey(transport);
        if (!delivers || entry.nextHop().isEmpty()) {
            return Optional.empty();
        }
        try {
            NextHop.parse(entry.nextHop());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Returns the reason why mail can't be given to {@code transport}, which is not known. */
    String unknown(String transport) {
        String known = "expected " + String.join(", ", delivering.keySet()) + ", error, retry or discard, or ";
        if (service(transport).isPresent()) {
            MasterCf.Service there = service(transport).get();
            return "transport \"" + transport + "\" is the command " + there.command() + " (" + there.place()
                    + "), which is not this adapter's; " + known
                    + "a service with the command smtp, lmtp, error or discard";
        }
        return "no transport \"" + transport + "\"; " + known
                + (master.equals(MasterCf.NONE)
                        ? "one that has a limit of its own, as " + transport + "_destination_concurrency_limit"
                        : "a service of type unix in " + master.source());
    }
}
