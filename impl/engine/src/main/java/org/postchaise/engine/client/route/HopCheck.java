/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.ArrayList;
import java.util.List;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.config.catalog.SmtpRoute;
import org.postchaise.engine.config.catalog.Transports;

/** The check of next hops and services that settings name outside of tables; no DNS lookups are made. */
public final class HopCheck {
    private final TcpPorts ports;
    private final List<String> faults = new ArrayList<>();

    private HopCheck(TcpPorts ports) {
        this.ports = ports;
    }

    /**
     * Returns a line for each next hop that can't be used, beginning with its parameter. Postfix defers mail for such a next hop.
     *
     * @throws org.postchaise.engine.config.SettingsException for a bad member of {@code known_tcp_ports}
     */
    public static List<String> faults(Settings settings) {
        HopCheck check = new HopCheck(RouteSettings.ports(settings));
        check.service(SmtpRoute.TCP_PORT, "", settings.get(SmtpRoute.TCP_PORT));
        check.hop(SmtpClient.RELAYHOST, settings.get(SmtpClient.RELAYHOST));
        settings.get(SmtpRoute.FALLBACK_RELAY).forEach(hop -> check.hop(SmtpRoute.FALLBACK_RELAY, hop));
        NamedTransports delivering = NamedTransports.of(settings);
        for (Parameter<String> parameter : List.of(Transports.DEFAULT_TRANSPORT, Transports.BEST_MX_TRANSPORT)) {
            String[] parts = settings.get(parameter).split(":", 2);
            if (parts.length == 2 && delivering.protocol(parts[0].strip()).isPresent()) {
                check.hop(parameter, parts[1].strip());
            }
        }
        return check.faults;
    }

    private void hop(Parameter<?> parameter, String text) {
        if (text.isEmpty()) {
            return;
        }
        try {
            for (NextHop site : NextHop.parse(text).sites()) {
                String service = site instanceof NextHop.Domain domain
                        ? domain.service()
                        : site instanceof NextHop.Host host
                                ? host.service()
                                : site instanceof NextHop.Address address ? address.service() : "";
                if (!service.isEmpty()) {
                    service(parameter, "next hop \"" + site + "\": ", service);
                }
            }
        } catch (IllegalArgumentException e) {
            faults.add("parameter " + parameter.name() + ": " + e.getMessage());
        }
    }

    private void service(Parameter<?> parameter, String place, String service) {
        if (ports.port(service).isEmpty()) {
            faults.add("parameter " + parameter.name() + ": " + place + "unknown service: " + service
                    + "/tcp; expected a port from 1 to 65535, or a name of known_tcp_ports or services(5)");
        }
    }
}
