/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postchaise.it.server.Command;
import org.postchaise.it.server.FreePorts;
import org.postchaise.it.server.ServerFiles;

/** A signed zone: NSD serves it, and Unbound, which knows its key, validates what it asks NSD. */
public final class SignedZone implements AutoCloseable {
    private static final List<String> PROGRAMS =
            List.of("/usr/sbin/nsd", "/usr/sbin/unbound", "/usr/bin/ldns-keygen", "/usr/bin/ldns-signzone");

    private final Path directory = Programs.directory("zone");
    private final List<Process> servers = new ArrayList<>();

    private SignedZone() {}

    /**
     * Starts both, or skips the test.
     *
     * @param name of the zone
     * @param records but for SOA and NS
     * @param port of 127.0.0.1 where Unbound is to listen
     */
    public static SignedZone start(String name, String records, int port) {
        Programs.require("NSD, Unbound and ldns (packages nsd, unbound, ldnsutils)", PROGRAMS);
        SignedZone zone = new SignedZone();
        try {
            zone.sign(name, records);
            zone.serve(name, port, FreePorts.one());
            return zone;
        } catch (RuntimeException e) {
            zone.close();
            throw e;
        }
    }

    private void sign(String name, String records) {
        Programs.write(
                directory.resolve(name),
                "$ORIGIN " + name + ".\n$TTL 60\n@ IN SOA ns hostmaster 1 3600 600 86400 60\n@ IN NS ns\n"
                        + "ns IN A 127.0.0.1\n" + records);
        // both take names of files in the working directory
        String script = "cd \"$1\" && key=$(ldns-keygen -a ECDSAP256SHA256 -k -r /dev/urandom \"$2\")"
                + " && ldns-signzone -n -f signed \"$2\" $key && cp $key.key anchors";
        Command.of("/bin/sh", "-c", script, "sh", directory.toString(), name).run();
    }

    private void serve(String name, int recursive, int authoritative) {
        Programs.write(directory.resolve("nsd.conf"), """
                server:
                  ip-address: 127.0.0.1@PORT
                  username: ""
                  chroot: ""
                  zonesdir: "DIRECTORY"
                  zonelistfile: "DIRECTORY/zone.list"
                  database: ""
                  pidfile: "DIRECTORY/nsd.pid"
                  xfrdfile: "DIRECTORY/xfrd.state"
                  xfrdir: "DIRECTORY"
                  server-count: 1
                remote-control:
                  control-enable: no
                zone:
                  name: NAME
                  zonefile: signed
                """.replace("DIRECTORY", directory.toString())
                .replace("PORT", "" + authoritative)
                .replace("NAME", name));
        Programs.write(directory.resolve("unbound.conf"), """
                server:
                  interface: 127.0.0.1@PORT
                  username: ""
                  chroot: ""
                  directory: "DIRECTORY"
                  pidfile: "DIRECTORY/unbound.pid"
                  use-syslog: no
                  do-ip6: no
                  do-not-query-localhost: no
                  module-config: "validator iterator"
                  trust-anchor-file: "DIRECTORY/anchors"
                  local-zone: "test." nodefault
                remote-control:
                  control-enable: no
                stub-zone:
                  name: "NAME"
                  stub-addr: 127.0.0.1@AUTHORITY
                """.replace("DIRECTORY", directory.toString())
                .replace("PORT", "" + recursive)
                .replace("AUTHORITY", "" + authoritative)
                .replace("NAME", name));
        start("/usr/sbin/nsd", "-d", "-c", directory.resolve("nsd.conf").toString());
        start("/usr/sbin/unbound", "-d", "-c", directory.resolve("unbound.conf").toString());
    }

    private void start(String... command) {
        try {
            servers.add(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(directory.resolve("out").toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What both said. */
    public String log() {
        return Programs.read(directory.resolve("out"));
    }

    @Override
    public void close() {
        servers.forEach(Process::destroy);
        for (Process server : servers) {
            try {
                if (!server.waitFor(10, TimeUnit.SECONDS)) {
                    server.destroyForcibly();
                }
            } catch (InterruptedException e) {
                server.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        ServerFiles.delete(directory);
    }
}
