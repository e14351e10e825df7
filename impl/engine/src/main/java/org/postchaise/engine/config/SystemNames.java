/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;

/** The values that an empty {@code myhostname} and {@code mydomain} stand for (postconf(5)). */
final class SystemNames {
    /** Asked once: the operating system may need a name server for it. */
    private static final class Host {
        static final String NAME = read();

        private static String read() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "[127.0.0.1]";
            }
        }
    }

    private SystemNames() {}

    /** What {@code name} is when nothing was set; empty: this is none of the two. */
    static Optional<String> valueOf(String name, Supplier<String> myhostname) {
        return switch (name) {
            case "myhostname" -> Optional.of(Host.NAME);
            case "mydomain" -> {
                String host = myhostname.get();
                int dot = host.startsWith("[") ? -1 : host.indexOf('.');
                yield Optional.of(dot < 0 ? "localdomain" : host.substring(dot + 1));
            }
            default -> Optional.empty();
        };
    }
}
