package dev.assay.app;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The dependency rules of the house (CONTRIBUTING.md), kept by a test.
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.assay");

    @Test
    void everyRoomIsSeen() {
        for (String room : new String[] {
            "core",
            "store",
            "models",
            "tasks",
            "agents",
            "engine",
            "organisms",
            "audit",
            "report",
            "telemetry",
            "calibrate",
            "serve",
            "app"
        }) {
            assertThat(CLASSES.that(resideInAPackage("dev.assay." + room + "..")))
                    .as(room)
                    .isNotEmpty();
        }
    }

    @Test
    void dependenciesRunOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy("dev.assay.core..")
                .layer("store")
                .definedBy("dev.assay.store..")
                .layer("models")
                .definedBy("dev.assay.models..")
                .layer("agents")
                .definedBy("dev.assay.agents..")
                .layer("tasks")
                .definedBy("dev.assay.tasks..")
                .layer("engine")
                .definedBy("dev.assay.engine..")
                .layer("organisms")
                .definedBy("dev.assay.organisms..")
                .layer("audit")
                .definedBy("dev.assay.audit..")
                .layer("report")
                .definedBy("dev.assay.report..")
                .layer("telemetry")
                .definedBy("dev.assay.telemetry..")
                .layer("calibrate")
                .definedBy("dev.assay.calibrate..")
                .layer("serve")
                .definedBy("dev.assay.serve..")
                .layer("app")
                .definedBy("dev.assay.app..")
                .whereLayer("core")
                .mayNotAccessAnyLayer()
                .whereLayer("store")
                .mayOnlyAccessLayers("core")
                .whereLayer("models")
                .mayOnlyAccessLayers("core")
                .whereLayer("agents")
                .mayOnlyAccessLayers("core")
                .whereLayer("tasks")
                .mayOnlyAccessLayers("core", "agents")
                .whereLayer("engine")
                .mayOnlyAccessLayers("core")
                .whereLayer("organisms")
                .mayOnlyAccessLayers("core", "engine")
                .whereLayer("audit")
                .mayOnlyAccessLayers("core")
                .whereLayer("report")
                .mayOnlyAccessLayers("core")
                .whereLayer("telemetry")
                .mayOnlyAccessLayers("core")
                .whereLayer("calibrate")
                .mayOnlyAccessLayers("core", "engine", "organisms", "audit")
                .whereLayer("serve")
                .mayOnlyAccessLayers("core", "engine")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void coreNeedsOnlyTheJdkAndJson() {
        classes()
                .that()
                .resideInAPackage("dev.assay.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.assay.core..", "java..", "tools.jackson..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void noRoomButTorchKnowsLibtorch() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void noRoomButTelemetryKnowsOpenTelemetry() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.assay.telemetry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.opentelemetry..")
                .check(CLASSES);
    }

    @Test
    void noRoomButServeKnowsTheWebServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.assay.serve..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        // What the template compiler makes draws the very records that are handed to it.
        DescribedPredicate<JavaClass> generated = simpleNameStartingWith("Jte");
        slices().matching("dev.assay.(*).(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(generated, alwaysTrue())
                .check(CLASSES);
    }
}
