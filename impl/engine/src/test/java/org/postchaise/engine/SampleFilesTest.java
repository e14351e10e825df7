/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableRegistry;

/** The files that Debian's packages postfix and postfix-doc bring load as they are. */
class SampleFilesTest {
    private static final List<Path> PLACES =
            List.of(Path.of("/etc/postfix"), Path.of("/usr/share/postfix"), Path.of("/usr/share/doc/postfix/examples"));

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"main.cf", "main.cf.default", "main.cf.proto", "main.cf.dist", "main.cf.debian", "main.cf.tls"})
    void aConfigurationLoads(String name) throws IOException {
        load(name, Files.readString(sample(name)));
    }

    private static void load(String name, String text) {
        MainCf file = MainCf.parse(name, text);
        Settings settings = Catalog.settings(file);
        System.out.println("loaded: " + name + ", " + file.entries().size() + " parameters, "
                + settings.warnings().size() + " warnings");
        assertThat(settings.warnings()).noneMatch(warning -> warning.contains("unknown parameter"));
    }

    /** What the package makes of main.cf.debian and main.cf.tls when it is installed for an "Internet Site". */
    @Test
    void theConfigurationOfAnInternetSiteMeansTheSame() throws IOException {
        Postfix postfix = Postfix.in(directory).assumeInstalled();
        postfix.write("main.cf", Files.readString(sample("main.cf.debian")) + Files.readString(sample("main.cf.tls")));
        Postfix.Answer edited = postfix.postconf(
                "-e",
                "smtpd_relay_restrictions=permit_mynetworks permit_sasl_authenticated defer_unauth_destination",
                "myhostname=mail.example.com",
                "alias_maps=hash:/etc/aliases",
                "alias_database=hash:/etc/aliases",
                "myorigin=/etc/mailname",
                "mydestination=$myhostname, example.com, localhost.example.com, , localhost",
                "relayhost=",
                "mynetworks=127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128",
                "mailbox_size_limit=0",
                "recipient_delimiter=+",
                "inet_interfaces=all",
                "inet_protocols=all",
                "readme_directory=/usr/share/doc/postfix",
                "html_directory=/usr/share/doc/postfix/html");
        assertThat(edited.status()).as(edited.err()).isZero();
        Settings ours = Catalog.settings(MainCf.read(directory.resolve("main.cf")));
        assertThat(ours.warnings()).noneMatch(warning -> warning.contains("unknown parameter"));
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        for (String line : postfix.postconf("-n", "-x").out().lines().toList()) {
            String name = line.substring(0, line.indexOf(" ="));
            if (name.equals("config_directory")) {
                continue; // where this test put the file
            }
            expected.put(name, line.substring(name.length() + 2).strip());
            actual.put(name, ours.expanded(name).strip());
        }
        assertThat(actual).isEqualTo(expected).hasSizeGreaterThan(20);
        System.out.println("loaded: main.cf of an Internet Site, " + actual.size() + " values equal to postconf -n -x");
    }

    @ParameterizedTest
    @CsvSource({
        "access, hash btree lmdb cdb texthash cidr regexp pcre",
        "aliases, hash texthash",
        "canonical, hash texthash regexp pcre",
        "generic, hash texthash regexp pcre",
        "header_checks, regexp pcre",
        "relocated, hash texthash regexp pcre",
        "transport, hash texthash regexp pcre",
        "virtual, hash texthash regexp pcre"
    })
    void aTableLoads(String name, String types) throws Exception {
        Path file = sample(name);
        for (String type : types.split(" ", -1)) {
            List<String> warnings = new ArrayList<>();
            TableRegistry registry = new TableRegistry(TableRegistry.localTypes(), Clock.systemUTC(), warnings::add);
            try (LookupTable table = registry.open(type + ":" + file)) {
                assertThat(table.find("no such key")).isNotNull();
            }
            // an alias has a colon after its name, as newaliases reads it; other tables do not: Postfix warns, and so
            // do we
            assertThat(warnings).as(type).allMatch(warning -> name.equals("aliases") && warning.contains("alias file"));
        }
        System.out.println("loaded: " + name + " as " + types);
    }

    /** A copy of a sample, uncompressed; skips the test, with a printed reason, where it is not installed. */
    private Path sample(String name) throws IOException {
        Optional<Path> found = PLACES.stream()
                .flatMap(place -> Stream.of(place.resolve(name), place.resolve(name + ".gz")))
                .filter(Files::isReadable)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("skipped: no sample " + name + " of packages postfix and postfix-doc here");
        }
        Assumptions.assumeTrue(found.isPresent(), "no sample " + name + " of packages postfix and postfix-doc here");
        Path file = found.orElseThrow();
        Path copy = directory.resolve("sample-" + name);
        try (InputStream in = file.toString().endsWith(".gz")
                ? new GZIPInputStream(Files.newInputStream(file))
                : Files.newInputStream(file)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }
}
