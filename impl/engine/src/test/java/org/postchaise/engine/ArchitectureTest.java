/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package table of docs/ARCHITECTURE.md, section 2: which package of the engine may use which. The page is the only copy. */
class ArchitectureTest {
    private static final String ROOT = "org.postchaise.engine.";
    private static final Path PAGE = Path.of("../../docs/ARCHITECTURE.md");

    /** A row of the page's table: the package, and what it may import of the engine and of others. */
    private record Room(String name, Set<String> mayImport, Set<String> libraries) {}

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private final Map<String, Room> rooms = table();

    private final JavaClasses engine = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.postchaise.engine");

    private static Map<String, Room> table() {
        try (Stream<String> lines = Files.lines(PAGE)) {
            Map<String, Room> rooms = lines.dropWhile(line -> !line.startsWith("## 2."))
                    .takeWhile(line -> !line.startsWith("## 3."))
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> line.split(" \\| ", -1))
                    .map(cells -> new Room(names(cells[0]).iterator().next(), names(cells[2]), names(cells[3])))
                    .collect(Collectors.toMap(Room::name, Function.identity(), (a, b) -> b, TreeMap::new));
            assertThat(rooms).hasSizeGreaterThan(25);
            return rooms;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> names(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyPackageImportsOnlyWhatTheTableAllows() {
        rooms.forEach((name, room) -> {
            List<String> packages = new ArrayList<>(List.of(
                    "org.postchaise.api",
                    "org.postchaise.api.spi",
                    ROOT + "event",
                    ROOT + "log",
                    ROOT + "config",
                    ROOT + name));
            if (!name.equals("config")) {
                packages.add(ROOT + "config.catalog");
            }
            packages.addAll(room.libraries());
            room.mayImport().forEach(other -> packages.add(ROOT + other));
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
    void theTableNamesOnlyItsOwnRoomsAndHasNoCircle() {
        rooms.values()
                .forEach(room -> assertThat(rooms.keySet()).as(room.name()).containsAll(room.mayImport()));

        Set<String> settled = new TreeSet<>();
        Set<String> open = new TreeSet<>(rooms.keySet());
        while (open.removeIf(name -> settled.containsAll(rooms.get(name).mayImport()))) {
            settled.addAll(rooms.keySet());
            settled.removeAll(open);
        }
        assertThat(open).as("rooms in a circle").isEmpty();
    }

    @Test
    void noImportsOfTheEngineFormACircle() {
        slices().matching("org.postchaise.engine.(**)")
                .should()
                .beFreeOfCycles()
                .check(engine);
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
                        .map(name -> name.substring(ROOT.length())))
                .allMatch(rooms::containsKey, "is in the table");
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
