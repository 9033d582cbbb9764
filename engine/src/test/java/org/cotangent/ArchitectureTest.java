package org.cotangent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rooms of the engine and the arrows between them:
 *
 * <pre>
 * check, inspect, io  ->  (root)  ->  kernel  ->  shape          random stands alone
 * </pre>
 */
class ArchitectureTest {

    private static final String ROOT = "org.cotangent";
    private static final String SHAPE = ROOT + ".shape..";
    private static final String KERNEL = ROOT + ".kernel..";
    private static final String RANDOM = ROOT + ".random..";
    private static final String CHECK = ROOT + ".check..";
    private static final String INSPECT = ROOT + ".inspect..";
    private static final String IO = ROOT + ".io..";

    /** What is no room of ours: the JDK, and annotations that are gone at run time. */
    private static final List<String> OUTSIDE =
            List.of("java..", "com.sun.management..", "jdk.incubator.vector..", "org.jspecify..");

    private static JavaClasses engine;

    @BeforeAll
    static void readTheEngine() {
        engine = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
        assertFalse(engine.isEmpty());
    }

    static List<Arguments> roomsAndWhatTheyUse() {
        return List.of(
                arguments(SHAPE, List.of()),
                arguments(RANDOM, List.of()),
                arguments(KERNEL, List.of(SHAPE)),
                arguments(ROOT, List.of(KERNEL, SHAPE, RANDOM)),
                arguments(CHECK, List.of(ROOT, KERNEL, SHAPE, RANDOM)),
                arguments(INSPECT, List.of(ROOT, KERNEL, SHAPE, RANDOM)),
                arguments(IO, List.of(ROOT, KERNEL, SHAPE, RANDOM)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("roomsAndWhatTheyUse")
    void noArrowPointsBackUp(String room, List<String> used) {
        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages(List.of(room), used))
                .allowEmptyShould(true) // a room that is not furnished yet
                .check(engine);
    }

    @Test
    void everyClassIsInARoom() {
        classes()
                .should()
                .resideInAnyPackage(ROOT, SHAPE, KERNEL, RANDOM, CHECK, INSPECT, IO)
                .check(engine);
    }

    @Test
    void onlyTheSimdKernelsSeeTheIncubatorModule() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".kernel.simd")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .check(engine);
    }

    @Test
    void theEngineNeedsNothingButTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages(List.of(ROOT + ".."), List.of()))
                .check(engine);
    }

    private static String[] packages(List<String> some, List<String> others) {
        return Stream.of(OUTSIDE, some, others).flatMap(List::stream).toArray(String[]::new);
    }
}
