/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the connector may import (DESIGN, sections 1 and 2). */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.postchaise.connector");

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
    void beansOfTheAdapterDoNotImportItsConnections() {
        noClasses()
                .that()
                .resideInAPackage("org.postchaise.connector.settings")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.postchaise.connector.outbound", "org.postchaise.connector")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.postchaise.connector")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postchaise.connector.outbound")
                .check(CLASSES);
    }

    @Test
    void incomingAndOutgoingMailDoNotImportEachOther() {
        noClasses()
                .that()
                .resideInAPackage("org.postchaise.connector.inbound")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.postchaise.connector.outbound",
                        "org.postchaise.connector.outbox",
                        "org.postchaise.connector.transaction",
                        "org.postchaise.connector")
                .allowEmptyShould(true)
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("org.postchaise.connector.inbound", "org.postchaise.connector")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postchaise.connector.inbound")
                .check(CLASSES);
    }

    @Test
    void everyLogRecordPassesTheOneDoor() {
        noClasses().should().callMethod(System.class, "getLogger", String.class).check(CLASSES);
    }
}
