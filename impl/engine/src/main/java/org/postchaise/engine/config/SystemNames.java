/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The values of an empty {@code myhostname} and {@code mydomain} (postconf(5)). */
final class SystemNames {
    private static final String NO_DOMAIN = "localdomain";
    private static final String NO_HOST = "localhost";

    /**
     * The file in which Linux gives the name of this host; {@code InetAddress.getLocalHost()} asks a name server for
     * the host's address first.
     */
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    /** The name of this host, read once because the operating system may ask a name server for the name. */
    private static final class Host {
        static final String NAME = read();

        private static String read() {
            try {
                String name =
                        Files.readString(KERNEL, StandardCharsets.ISO_8859_1).strip();
                return name.isEmpty() ? NO_HOST : name;
            } catch (IOException notLinux) {
                return ofJava();
            }
        }

        private static String ofJava() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                // the name has no address; the message begins with it
                String words = Objects.requireNonNullElse(e.getMessage(), "");
                String name = words.substring(0, Math.max(words.indexOf(':'), 0));
                return name.isEmpty() ? NO_HOST : name;
            }
        }
    }

    private SystemNames() {}

    /** Returns the default of {@code myhostname} as main.cf text, by the name of this host. */
    static String myhostname(boolean hasDomain) {
        return myhostname(Host.NAME, hasDomain);
    }

    /**
     * Returns the default of {@code myhostname} as main.cf text: {@code host} if it has a domain, else with {@code mydomain}
     * behind it.
     *
     * @param hasDomain true if {@code mydomain} was set; if not, {@code mydomain} is made from {@code myhostname}
     */
    static String myhostname(String host, boolean hasDomain) {
        if (host.indexOf('.') >= 0) {
            return host;
        }
        return host + "." + (hasDomain ? "$mydomain" : NO_DOMAIN);
    }

    /** Returns the default of {@code mydomain}: the text after the first dot of {@code myhostname}. */
    static String mydomain(String myhostname) {
        int dot = myhostname.startsWith("[") ? -1 : myhostname.indexOf('.');
        return dot < 0 ? NO_DOMAIN : myhostname.substring(dot + 1);
    }
}
