/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The imports of the connector, and of its packages as the table of docs/ARCHITECTURE.md, section 1, allows; the page is the only copy. */
class ArchitectureTest {
    private static final String ROOT = "org.postchaise.connector";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void importsOnlyTheApiTheEngineAndTheConnectorContracts() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.management..",
                        "javax.naming..",
                        "javax.security.auth..",
                        "javax.transaction.xa..",
                        "jakarta.resource..",
                        "jakarta.transaction..",
                        "org.postchaise.api..",
                        "org.postchaise.engine..",
                        "org.postchaise.connector..")
                .check(CLASSES);
    }

    @Test
    void everyPackageImportsOnlyWhatTheTableAllows() throws IOException {
        Map<String, Set<String>> rooms = table();
        assertThat(rooms).hasSizeGreaterThan(7);
        rooms.forEach((name, mayImport) -> {
            assertThat(rooms.keySet()).as(name).containsAll(mayImport);
            noClasses()
                    .that()
                    .resideInAPackage(packageOf(name))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(rooms.keySet().stream()
                            .filter(other -> !other.equals(name) && !mayImport.contains(other))
                            .map(ArchitectureTest::packageOf)
                            .toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        });
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .isSubsetOf(
                        rooms.keySet().stream().map(ArchitectureTest::packageOf).toList());
    }

    @Test
    void noImportsFormACircle() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new PackageSlices())
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** One slice for each package, the root package included. */
    private static final class PackageSlices implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(ROOT)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    /** Returns the connector's table on the page: each package, and the packages that it may import. */
    private static Map<String, Set<String>> table() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("../../docs/ARCHITECTURE.md"))) {
            return lines.dropWhile(line -> !line.equals("### Packages of `" + ROOT + "`"))
                    .takeWhile(line -> !line.startsWith("## "))
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> line.split(" \\| ", -1))
                    .collect(
                            Collectors.toMap(cells -> names(cells[0]).iterator().next(), cells -> names(cells[2])));
        }
    }

    private static Set<String> names(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static String packageOf(String room) {
        return room.equals("connector") ? ROOT : ROOT + "." + room;
    }

    @Test
    void everyLogRecordPassesTheOneDoor() {
        noClasses().should().callMethod(System.class, "getLogger", String.class).check(CLASSES);
    }
}
