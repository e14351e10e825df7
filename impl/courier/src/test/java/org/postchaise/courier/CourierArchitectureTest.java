/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class CourierArchitectureTest {
    private static final JavaClasses COURIER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.postchaise.courier");

    @Test
    void courierImportsOnlyTheAllowedPackages() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("org.postchaise..")
                        .and(not(resideInAnyPackage(
                                "org.postchaise.courier..",
                                "org.postchaise.api..",
                                "org.postchaise.engine.retry..",
                                "org.postchaise.engine.queue..",
                                "org.postchaise.engine.bounce..",
                                "org.postchaise.engine.log..",
                                "org.postchaise.engine.config..",
                                "org.postchaise.engine.content..",
                                "org.postchaise.engine.address",
                                "org.postchaise.engine.dns"))))
                .check(COURIER);
    }

    @Test
    void decisionsKnowNeitherJmsNorCdi() {
        noClasses()
                .that()
                .haveSimpleName("CourierDelivery")
                .or()
                .haveSimpleName("AttemptResult")
                .or()
                .haveSimpleName("QueuedMail")
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.jms..", "jakarta.enterprise..", "jakarta.inject.."))
                .check(COURIER);
    }

    @Test
    void everyLogRecordPassesTheOneDoor() {
        noClasses().should().callMethod(System.class, "getLogger", String.class).check(COURIER);
    }
}
