/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.HostsFile;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientIdentity.NameStatus;

class ClientNamesTest {
    @TempDir
    Path directory;

    private final Map<String, DnsAnswer> zone = new HashMap<>();

    @Test
    void aNameThatLeadsBackToTheAddressIsVerified() throws Exception {
        pointer("1.2.0.192.in-addr.arpa", "client.example");
        address("client.example", "192.0.2.7", "192.0.2.1");
        ClientIdentity client = identify("192.0.2.1");
        assertThat(client.label()).isEqualTo("client.example[192.0.2.1]");
        assertThat(client.nameStatus()).isEqualTo(NameStatus.OK);
        assertThat(client.reverseName()).isEqualTo("client.example");
    }

    @Test
    void aNameOfAnotherAddressIsForged() throws Exception {
        pointer("1.2.0.192.in-addr.arpa", "forged.example");
        address("forged.example", "192.0.2.99");
        ClientIdentity client = identify("192.0.2.1");
        assertThat(client.label()).isEqualTo("unknown[192.0.2.1]");
        assertThat(client.nameStatus()).isEqualTo(NameStatus.FORGED);
        assertThat(client.reverseName()).isEqualTo("forged.example");
        assertThat(client.reverseNameStatus()).isEqualTo(NameStatus.OK);
    }

    @Test
    void aNameWhoseAddressesCanNotBeLookedUpIsUnknownForNow() throws Exception {
        pointer("1.2.0.192.in-addr.arpa", "client.example");
        zone.put("client.example A", new DnsAnswer.None(DnsAnswer.Kind.TRY_AGAIN, "no answer", 0));
        ClientIdentity client = identify("192.0.2.1");
        assertThat(client.nameStatus()).isEqualTo(NameStatus.TEMPORARY);
        assertThat(client.reverseName()).isEqualTo("client.example");
    }

    @Test
    void anAddressWithoutNameIsUnknown() throws Exception {
        ClientIdentity client = identify("192.0.2.1");
        assertThat(client.nameStatus()).isEqualTo(NameStatus.PERMANENT);
        assertThat(client.reverseName()).isEqualTo("unknown");
        zone.put("1.2.0.192.in-addr.arpa PTR", new DnsAnswer.None(DnsAnswer.Kind.TRY_AGAIN, "no answer", 0));
        assertThat(identify("192.0.2.1").reverseNameStatus()).isEqualTo(NameStatus.TEMPORARY);
    }

    @Test
    void aNumericNameCountsAsNone() throws Exception {
        pointer("1.2.0.192.in-addr.arpa", "192.0.2.1");
        assertThat(identify("192.0.2.1").reverseName()).isEqualTo("unknown");
    }

    @Test
    void anIpv6AddressIsLookedUpByNibbles() throws Exception {
        pointer("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "six.example");
        zone.put("six.example AAAA", addresses("six.example", "2001:db8::1"));
        assertThat(identify("2001:db8::1").label()).isEqualTo("six.example[2001:db8::1]");
    }

    @Test
    void theHostsFileComesBeforeDns() throws Exception {
        Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        assertThat(identify("127.0.0.1").label()).isEqualTo("localhost[127.0.0.1]");
    }

    @Test
    void aNameOfTheHostsFileIsKnownWithoutDns() throws Exception {
        Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        ClientNames names = new ClientNames(new HostsFile(directory.resolve("hosts")), (name, type, options) -> {
            throw new IllegalStateException("the DNS was asked for " + name);
        });
        assertThat(names.known(InetAddress.getAllByName("127.0.0.1")[0]))
                .map(ClientIdentity::label)
                .contains("localhost[127.0.0.1]");
        assertThat(names.known(InetAddress.getAllByName("127.0.0.2")[0])).isEmpty();
    }

    @Test
    void anAddressOfTheOtherFamilyInTheHostsFileIsNoAnswer() throws Exception {
        Files.writeString(directory.resolve("hosts"), "2001:db8::1 client.example\n");
        pointer("1.2.0.192.in-addr.arpa", "client.example");
        address("client.example", "192.0.2.1");
        assertThat(identify("192.0.2.1").label()).isEqualTo("client.example[192.0.2.1]");
    }

    @Test
    void aReverseZoneThatIsDownIsNotAskedForEachConnection() throws Exception {
        List<String> asked = new ArrayList<>();
        ClientNames names = new ClientNames(new HostsFile(directory.resolve("hosts")), (name, type, options) -> {
            asked.add(name);
            return new DnsAnswer.None(DnsAnswer.Kind.TRY_AGAIN, "no answer", 0);
        });
        InetAddress client = InetAddress.getByName("192.0.2.1");
        assertThat(names.known(client)).isEmpty();
        assertThat(names.identify(client).nameStatus()).isEqualTo(NameStatus.TEMPORARY);
        assertThat(names.known(client)).map(ClientIdentity::reverseNameStatus).contains(NameStatus.TEMPORARY);
        assertThat(asked).containsExactly("1.2.0.192.in-addr.arpa");
    }

    private ClientIdentity identify(String address) throws Exception {
        ClientNames names = new ClientNames(
                new HostsFile(directory.resolve("hosts")),
                (name, type, options) -> zone.getOrDefault(
                        name + " " + type, new DnsAnswer.None(DnsAnswer.Kind.NO_SUCH_NAME, "none", 0)));
        return names.identify(InetAddress.getByName(address));
    }

    private void pointer(String name, String host) {
        zone.put(
                name + " PTR",
                new DnsAnswer.Records(List.of(new DnsRecord.Pointer(origin(name), RecordType.PTR, host))));
    }

    private void address(String name, String... addresses) throws Exception {
        zone.put(name + " A", addresses(name, addresses));
    }

    private static DnsAnswer addresses(String name, String... addresses) throws Exception {
        List<DnsRecord> records = new ArrayList<>();
        for (String one : addresses) {
            records.add(new DnsRecord.Address(origin(name), InetAddress.getByName(one)));
        }
        return new DnsAnswer.Records(records);
    }

    private static DnsRecord.Origin origin(String name) {
        return new DnsRecord.Origin(name, name, 60, false);
    }
}
