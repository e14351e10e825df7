/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("hosts");
        Files.writeString(file, """
                # comment
                127.0.0.1\tlocalhost loghost # the first name counts
                ::1 localhost ip6-localhost
                192.0.2.1 A.example a
                192.0.2.1 later.example
                not-an-address name
                192.0.2.2
                """);
    }

    @Test
    void theFirstNameOfAnAddressCounts() throws IOException {
        HostsFile hosts = new HostsFile(file);
        assertThat(hosts.name(address("127.0.0.1"))).contains("localhost");
        assertThat(hosts.name(address("::1"))).contains("localhost");
        assertThat(hosts.name(address("192.0.2.1"))).contains("A.example");
        assertThat(hosts.name(address("192.0.2.2"))).isEmpty();
    }

    @Test
    void aNameHasTheAddressesOfAllItsLines() throws IOException {
        HostsFile hosts = new HostsFile(file);
        assertThat(hosts.addresses("LocalHost")).containsExactly(address("127.0.0.1"), address("::1"));
        assertThat(hosts.addresses("a.example")).hasSize(1);
        assertThat(hosts.addresses("name")).isEmpty();
    }

    @Test
    void aChangedFileIsReadAgain() throws IOException {
        HostsFile hosts = new HostsFile(file);
        assertThat(hosts.addresses("new.example")).isEmpty();
        Files.writeString(file, "192.0.2.9 new.example\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertThat(hosts.addresses("new.example")).hasSize(1);
    }

    @Test
    void aMissingFileHasNoNames() throws IOException {
        HostsFile hosts = new HostsFile(directory.resolve("missing"));
        assertThat(hosts.addresses("localhost")).isEmpty();
        assertThat(hosts.name(address("127.0.0.1"))).isEmpty();
    }

    private static InetAddress address(String literal) throws IOException {
        return InetAddress.getAllByName(literal)[0];
    }
}
