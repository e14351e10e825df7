/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The operating system's file of host names, hosts(5), which is read again when it has changed. Thread-safe. */
public final class HostsFile {
    private static final Path SYSTEM = Path.of("/etc/hosts");
    private static final long LARGEST = 10_000_000;

    private final Path file;
    private volatile Version current = new Version(Optional.empty(), Map.of(), Map.of());

    /**
     * The content of the file at one time.
     *
     * @param time the time of the file's last modification; empty if the file could not be read
     * @param names the first name of each address
     * @param addresses the addresses of each name
     */
    private record Version(
            Optional<FileTime> time, Map<InetAddress, String> names, Map<String, List<InetAddress>> addresses) {}

    /** Creates the content of {@code file}, which need not exist. */
    public HostsFile(Path file) {
        this.file = file;
    }

    /** Returns the file {@code /etc/hosts}. */
    public static HostsFile system() {
        return new HostsFile(SYSTEM);
    }

    /** Returns the name of {@code address}: the first one on the first line with that address. */
    public Optional<String> name(InetAddress address) {
        return Optional.ofNullable(version().names().get(address));
    }

    /** Returns the addresses of {@code name}, in the order of the file. */
    public List<InetAddress> addresses(String name) {
        return version().addresses().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    private Version version() {
        Optional<FileTime> now = modified();
        Version known = current;
        if (!known.time().equals(now)) {
            known = read(now);
            current = known;
        }
        return known;
    }

    private Optional<FileTime> modified() {
        try {
            return Optional.of(Files.getLastModifiedTime(file));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private Version read(Optional<FileTime> time) {
        Map<InetAddress, String> names = new HashMap<>();
        Map<String, List<InetAddress>> addresses = new HashMap<>();
        try {
            if (time.isPresent() && Files.size(file) <= LARGEST) {
                for (String line :
                        Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                    add(line.split("#", 2)[0].strip().split("\\s+"), names, addresses);
                }
            }
        } catch (IOException unreadable) {
            return new Version(time, Map.of(), Map.of());
        }
        return new Version(time, names, addresses);
    }

    private static void add(String[] words, Map<InetAddress, String> names, Map<String, List<InetAddress>> addresses) {
        Optional<InetAddress> address = HostName.address(words[0]);
        if (words.length < 2 || address.isEmpty()) {
            return;
        }
        names.putIfAbsent(address.get(), words[1]);
        for (int i = 1; i < words.length; i++) {
            addresses.merge(
                    words[i].toLowerCase(Locale.ROOT),
                    List.of(address.get()),
                    (before, more) ->
                            Stream.concat(before.stream(), more.stream()).toList());
        }
    }
}
