/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The ports of named services: {@code known_tcp_ports}, then the system's services(5). */
final class TcpPorts {
    private static final Path SERVICES = Path.of("/etc/services");

    private final Map<String, Integer> known = new HashMap<>();
    private final String defaultService;

    /**
     * Creates the ports.
     *
     * @param members members of the form {@code name=port} or {@code name=name=port}; the parameter's default is valid
     * @param defaultService port or service name for a next hop without a service
     * @throws IllegalArgumentException naming the malformed member
     */
    TcpPorts(List<String> members, String defaultService) {
        this.defaultService = defaultService;
        for (String member : members) {
            List<String> parts = List.of(member.split("\\s*=\\s*", -1));
            OptionalInt port = number(parts.get(parts.size() - 1));
            List<String> names = parts.subList(0, parts.size() - 1);
            if (port.isEmpty() || names.isEmpty() || names.stream().anyMatch(name -> !name.matches("\\D.*"))) {
                throw new IllegalArgumentException("\"" + member + "\" is not name=port with a port of 1 to 65535");
            }
            names.forEach(name -> known.put(name, port.getAsInt()));
        }
    }

    /** Returns {@code service}, or the default service if {@code service} is empty. */
    String serviceOrDefault(String service) {
        return service.isEmpty() ? defaultService : service;
    }

    /** Returns the port of {@code service}, a number or a name; empty for an unknown name. */
    OptionalInt port(String service) {
        OptionalInt number = number(service);
        if (number.isPresent()) {
            return number;
        }
        Integer port = known.get(service);
        return port == null ? ofSystem(service) : OptionalInt.of(port);
    }

    private static OptionalInt number(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(text);
        return number >= 1 && number <= 65535 ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static OptionalInt ofSystem(String service) {
        try {
            for (String line : Files.readAllLines(SERVICES, StandardCharsets.ISO_8859_1)) {
                List<String> words =
                        List.of(line.replaceFirst("#.*", "").strip().split("\\s+", -1));
                if (words.size() > 1 && words.get(1).endsWith("/tcp") && words.contains(service)) {
                    String port = words.get(1);
                    return number(port.substring(0, port.length() - "/tcp".length()));
                }
            }
        } catch (IOException e) {
            return OptionalInt.empty();
        }
        return OptionalInt.empty();
    }
}
