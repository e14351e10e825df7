/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The import table of docs/ARCHITECTURE.md: which package of the engine may use which. The table is the documentation. */
class ArchitectureTest {
    private static final String ROOT = "org.postchaise.engine.";

    /** Allowed besides api, event and config, of which only the last is closed to the config package itself. */
    private static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            Map.entry("address", Set.of()),
            Map.entry("event", Set.of("address")),
            Map.entry("config", Set.of()),
            Map.entry("config.catalog", Set.of("config")),
            Map.entry("table", Set.of("address", "config.catalog")),
            Map.entry("wire", Set.of("address")),
            Map.entry("net", Set.of()),
            Map.entry("dns", Set.of("address")),
            Map.entry("tls", Set.of("table", "dns", "net")),
            Map.entry("sasl", Set.of("table", "wire")),
            Map.entry("content", Set.of("table", "address", "wire")),
            Map.entry("client.route", Set.of("dns", "table")),
            Map.entry("client.session", Set.of("client.route", "wire", "net", "table", "tls", "sasl")),
            Map.entry("client.transaction", Set.of("client.session", "wire", "content", "address", "dns")),
            Map.entry(
                    "client.delivery",
                    Set.of(
                            "address",
                            "client.route",
                            "client.session",
                            "client.transaction",
                            "tls",
                            "sasl",
                            "content",
                            "dns",
                            "net",
                            "table",
                            "wire")),
            Map.entry("client.diagnosis", Set.of("client.route", "client.delivery", "sasl", "dns", "tls", "wire")),
            Map.entry("server.access", Set.of("table", "dns", "address")),
            Map.entry("server.milter", Set.of("wire")),
            Map.entry("server.intake", Set.of("content", "wire")),
            Map.entry("server.command", Set.of("wire", "sasl", "server.access", "server.milter", "server.intake")),
            Map.entry("server.session", Set.of("server.command", "wire", "net", "tls")),
            Map.entry("retry", Set.of()),
            Map.entry("bounce", Set.of("address")),
            Map.entry("statistics", Set.of())));

    private final JavaClasses engine = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.postchaise.engine");

    @Test
    void everyPackageImportsOnlyWhatTheTableAllows() {
        MAY_IMPORT.forEach((name, allowed) -> {
            List<String> packages = new ArrayList<>(List.of(
                    "java..",
                    "org.postchaise.api",
                    ROOT + "event",
                    ROOT + "config",
                    ROOT + "config.catalog",
                    ROOT + name));
            if (name.equals("config")) {
                packages.remove(ROOT + "config.catalog");
            }
            if (name.equals("address")) {
                packages.addAll(List.of("javax.crypto", "javax.crypto.spec"));
            }
            if (name.equals("table")) {
                // the JDK's own, for the jdbc and ldap tables
                packages.addAll(List.of("javax.sql", "javax.naming", "javax.naming.directory", "javax.naming.ldap"));
            }
            if (name.equals("sasl")) {
                packages.addAll(List.of(
                        "javax.security.sasl",
                        "javax.security.auth.callback",
                        "com.ongres.scram.client",
                        "com.ongres.scram.common",
                        "com.ongres.scram.common.exception"));
            }
            if (name.equals("client.diagnosis")) {
                packages.add("javax.security.auth.x500");
            }
            if (name.equals("client.session")) {
                packages.add("javax.security.sasl");
            }
            if (name.equals("net") || name.equals("tls")) {
                packages.addAll(
                        List.of("javax.net.ssl", "javax.naming", "javax.naming.ldap", "javax.security.auth.x500"));
            }
            if (name.equals("dns")) {
                packages.add(ROOT + "dns.dnsjava");
            }
            allowed.forEach(other -> packages.add(ROOT + other));
            classes()
                    .that()
                    .resideInAPackage(ROOT + name)
                    .should()
                    .onlyDependOnClassesThat(residesInAnyOf(packages))
                    .allowEmptyShould(true)
                    .check(engine);
        });
    }

    @Test
    void theDnsLibraryStaysBehindItsPort() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "dns.dnsjava")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.xbill..")
                .check(engine);
        classes()
                .that()
                .resideInAPackage(ROOT + "dns.dnsjava")
                .should()
                .onlyDependOnClassesThat(residesInAnyOf(List.of(
                        ROOT + "dns", ROOT + "dns.dnsjava", ROOT + "event", "org.xbill.DNS", "org.xbill.DNS.dnssec")))
                .check(engine);
    }

    @Test
    void everyLogRecordPassesTheOneDoor() {
        noClasses()
                .that()
                .doNotHaveSimpleName("LineLog")
                .should()
                .callMethod(System.class, "getLogger", String.class)
                .check(engine);
    }

    @Test
    void everyPackageIsInTheTable() {
        assertThat(engine.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals("org.postchaise.engine"))
                        .map(name -> name.substring(ROOT.length()))
                        .filter(name -> !name.equals("dns.dnsjava")))
                .allMatch(MAY_IMPORT::containsKey, "is in the table");
    }

    @Test
    void noPackageIsARummageRoom() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..manager..")
                .check(engine);
    }

    @Test
    void noJakartaClassIsOnTheClassPath() {
        Stream.of(
                        "jakarta.resource.ResourceException",
                        "jakarta.mail.Session",
                        "jakarta.jms.Message",
                        "jakarta.inject.Inject")
                .forEach(name ->
                        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class));
    }

    private static DescribedPredicate<JavaClass> residesInAnyOf(List<String> packages) {
        return describe("reside in " + packages, type -> {
            String name = type.getBaseComponentType().getPackageName();
            return name.isEmpty() || name.startsWith("java.") || packages.contains(name);
        });
    }
}
