/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;

/**
 * The transports that deliver here: smtp, relay and lmtp, and those that settings name by a limit of their own, such as {@code
 * slow_destination_rate_delay}, which speak SMTP. They stand for the copies of the smtp service that master.cf has in Postfix.
 */
public final class NamedTransports {
    /** The services of Postfix's own master.cf that deliver by other means: a limit of theirs must not send their mail by SMTP. */
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

    private NamedTransports() {}

    /** Returns what each transport speaks, by its name. */
    public static Map<String, Protocol> of(Settings settings) {
        Map<String, Protocol> all = new TreeMap<>(Destination.TRANSPORTS);
        settings.transports().stream()
                .filter(name -> !OTHERS.contains(name.text()))
                .forEach(name -> all.putIfAbsent(name.text(), Protocol.SMTP));
        return Map.copyOf(all);
    }
}
