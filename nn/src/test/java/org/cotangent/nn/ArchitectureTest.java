package org.cotangent.nn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms of nn. */
class ArchitectureTest {

    private static final String NN = "org.cotangent.nn";

    private static JavaClasses nn;

    @BeforeAll
    static void readNn() {
        nn = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(NN);
    }

    /** So every estimator of gradients works with every optimizer. */
    @Test
    void optimizersSeeOnlyParametersAndGradients() {
        noClasses()
                .that()
                .resideInAPackage(NN + ".optim..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(NN + ".loss..", NN + ".learn..", NN + ".data..", NN + ".train..", NN + ".io..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName(NN + ".module.Module")
                .allowEmptyShould(true)
                .check(nn);
    }

    @Test
    void noRoomUsesARoomThatUsesIt() {
        slices().matching(NN + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true).check(nn);
    }

    @Test
    void onlyTheEngineKnowsHowWideAVectorIs() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.cotangent.kernel.simd..", "jdk.incubator..")
                .allowEmptyShould(true)
                .check(nn);
    }
}
