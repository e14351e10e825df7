/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LdapTableTest {
    private InMemoryDirectoryServer directory;

    @TempDir
    Path files;

    @BeforeEach
    void start() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example");
        config.setSchema(null);
        config.addAdditionalBindCredentials("cn=postfix", "secret");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("l", InetAddress.getLoopbackAddress(), 0, null));
        directory = new InMemoryDirectoryServer(config);
        directory.add("dn: dc=example", "objectClass: domain", "dc: example");
        directory.add("dn: ou=d.example,dc=example", "objectClass: organizationalUnit", "ou: d.example");
        add("uid=u", "u@d.example", "maildrop: a@x.example", "maildrop: b@y.example", "host: h");
        add("uid=star", "s*(r)\\@d.example", "maildrop: star");
        add("uid=m", "m\u00fcller@d.example", "maildrop: m");
        directory.startListening();
    }

    private void add(String name, String mail, String... more) throws Exception {
        String[] lines = new String[more.length + 3];
        lines[0] = "dn: " + name + ",ou=d.example,dc=example";
        lines[1] = "objectClass: person";
        lines[2] = "mail: " + mail;
        System.arraycopy(more, 0, lines, 3, more.length);
        directory.add(lines);
    }

    @AfterEach
    void stop() {
        directory.shutDown(true);
    }

    private LookupTable table(int port, String... lines) throws Exception {
        Path file = Files.writeString(
                files.resolve("l.cf"),
                "server_host = 127.0.0.1\nserver_port = " + port
                        + "\nsearch_base = dc=example\nquery_filter = (mail=%s)\n" + String.join("\n", lines));
        return ServerTablesTest.open(LdapTable.type(), file.toString());
    }

    private LookupTable table(String... lines) throws Exception {
        return table(directory.getListenPort(), lines);
    }

    private static LookupResult found(String value) {
        return new LookupResult.Found(value);
    }

    private static void isUnavailable(LookupResult result, String reason) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        LookupResult.Unavailable.class,
                        e -> assertThat(e.cause())
                                .contains("ldap:")
                                .contains(reason)
                                .doesNotContain("\n")
                                .doesNotContain("secret"));
    }

    @Test
    void findsTheValuesOfTheAttributes() throws Exception {
        try (LookupTable table = table();
                LookupTable both = table("result_attribute = host, maildrop")) {
            assertThat(table.find("u@d.example")).isEqualTo(found("a@x.example,b@y.example"));
            assertThat(both.find("u@d.example")).isEqualTo(found("h,a@x.example,b@y.example"));
            assertThat(table.find("m\u00fcller@d.example")).isEqualTo(found("m"));
            assertThat(table.find("s*(r)\\@d.example")).isEqualTo(found("star"));
            assertThat(table.find("nobody@d.example")).isEqualTo(LookupResult.ABSENT);
            assertThat(table.find("")).isEqualTo(LookupResult.ABSENT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "u*",
                "x)(mail=*",
                "*)(|(mail=*",
                "u@d.example)(objectClass=*",
                "\\2a",
                "x\u0000",
                ")",
                "(",
                "\\"
            })
    void aKeyIsNeverAFilter(String key) throws Exception {
        try (LookupTable table = table();
                LookupTable inner = table("query_filter = (&(objectClass=person)(mail=%s))")) {
            assertThat(table.find(key)).isEqualTo(LookupResult.ABSENT);
            assertThat(inner.find(key)).isEqualTo(LookupResult.ABSENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"u@d.example,dc=example", "u@x+ou=d.example", "u@\"", "u@#x", "u@a/b", "u@ x ", "u@none"})
    void aKeyIsNeverAPartOfTheBase(String key) throws Exception {
        try (LookupTable table = table("search_base = ou=%d,dc=example", "query_filter = uid=%u")) {
            assertThat(table.find(key)).isEqualTo(LookupResult.ABSENT);
            assertThat(table.find("user")).isEqualTo(LookupResult.ABSENT);
        }
    }

    @Test
    void theBaseMayDependOnTheKey() throws Exception {
        try (LookupTable table =
                table("search_base = ou=%d,dc=example", "query_filter = (mail=%u@%d)", "scope = one")) {
            assertThat(table.find("u@d.example")).isEqualTo(found("a@x.example,b@y.example"));
        }
    }

    @Test
    void aFixedBaseThatIsNotThereMakesTheTableUnavailable() throws Exception {
        try (LookupTable table = table("search_base = ou=none,dc=example")) {
            isUnavailable(table.find("u@d.example"), "ou=none,dc=example");
        }
    }

    @Test
    void formatLimitAndDomainWork() throws Exception {
        try (LookupTable table = table("result_format = smtp:[%d]", "domain = !e.example d.example", "scope = sub")) {
            assertThat(table.find("u@d.example")).isEqualTo(found("smtp:[x.example],smtp:[y.example]"));
            assertThat(table.find("u@other.example")).isEqualTo(LookupResult.ABSENT);
        }
        try (LookupTable table = table("expansion_limit = 1")) {
            isUnavailable(table.find("u@d.example"), "expansion_limit");
        }
        try (LookupTable table = table("size_limit = 1", "query_filter = (|(mail=%s)(mail=*))")) {
            isUnavailable(table.find("u@d.example"), "");
        }
        try (LookupTable table = table("scope = base")) {
            assertThat(table.find("u@d.example")).isEqualTo(LookupResult.ABSENT);
        }
    }

    @Test
    void logsInWhenToldTo() throws Exception {
        try (LookupTable good = table("bind = simple", "bind_dn = cn=postfix", "bind_pw = secret")) {
            assertThat(good.find("u@d.example")).isEqualTo(found("a@x.example,b@y.example"));
        }
        try (LookupTable bad = table("bind_dn = cn=other", "bind_pw = secret")) {
            isUnavailable(bad.find("u@d.example"), "49");
        }
    }

    @Test
    void aServerThatDiedBetweenLookupsIsAskedOverANewConnection() throws Exception {
        try (LookupTable table = table()) {
            assertThat(table.find("m\u00fcller@d.example")).isEqualTo(found("m"));
            directory.closeAllConnections(false);
            assertThat(table.find("m\u00fcller@d.example")).isEqualTo(found("m"));
            directory.shutDown(true);
            isUnavailable(table.find("u@d.example"), "");
        }
    }

    @Test
    void aServerThatKeepsSilentMakesTheTableUnavailableAtTheTimeLimit() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                LookupTable table = table(silent.getLocalPort(), "timeout = 1")) {
            isUnavailable(table.find("u@d.example"), "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "search_base =",
                "scope = tree",
                "bind = sasl",
                "timeout = 0",
                "dereference = 4",
                "chase_referrals = 2",
                "server_host = ldapi://%2Fx",
                "start_tls = yes",
                "special_result_attribute = member",
                "query_filter = (mail=%x)",
            })
    void aConfigurationThatIsWrongIsRefused(String line) {
        assertThatThrownBy(() -> table(line))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("l.cf")
                .hasMessageNotContaining("\n");
    }
}
