package org.cotangent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.check.zoo.Naive;
import org.cotangent.check.zoo.Score;
import org.cotangent.check.zoo.Specimen;
import org.cotangent.check.zoo.Zoo;
import org.cotangent.kernel.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The zoo scores our own checker, and two naive ones for comparison. The README quotes what these tests print. */
class ZooTest {
    private static String before = "auto";

    @BeforeAll
    static void useTheDefinition() {
        before = Backends.current().name();
        Backends.use("scalar");
    }

    @AfterAll
    static void useWhatWasUsed() {
        Backends.use(before);
    }

    @Test
    void fullModeCatchesAndNamesAllWithoutAFalseAlarm() {
        isPerfect("GradCheck.full()", GradCheck.full());
    }

    @Test
    void fastModeHidesNothing() {
        isPerfect("GradCheck.fast()", GradCheck.fast());
    }

    @Test
    void anotherSeedIsAsGood() {
        isPerfect("GradCheck.full().seed(7)", GradCheck.full().seed(7));
        isPerfect("GradCheck.fast().seed(8)", GradCheck.fast().seed(8));
    }

    private static void isPerfect(String name, GradientChecker checker) {
        Score score = Zoo.score(checker);
        System.out.println(name + ": " + score);
        assertEquals(score.specimens(), score.caught(), score::toString);
        assertEquals(score.specimens(), score.named(), () -> score.results().stream()
                .filter(each -> !each.named())
                .map(each -> each.specimen().name() + " is " + each.specimen().cause() + ", but: " + each.verdict())
                .toList()
                .toString());
        assertEquals(0, score.falseAlarms(), () -> score.alarms().toString());
    }

    @Test
    void naiveCheckersMissManyAndCryWolf() {
        Score float32 = Zoo.score(Naive.float32());
        Score projection = Zoo.score(Naive.projectionOnly());
        System.out.println("float32 central differences at one point: " + float32);
        System.out.println("projection only: " + projection);
        assertTrue(float32.caught() < float32.specimens());
        assertTrue(projection.caught() < projection.specimens());
        assertTrue(float32.falseAlarms() > 0);
        assertTrue(projection.falseAlarms() > 0);
    }

    @Test
    void thereAreManyDifferentMistakes() {
        List<Specimen> all = Zoo.specimens();
        assertTrue(all.size() >= 40, () -> "only " + all.size());
        assertEquals(all.size(), all.stream().map(Specimen::name).distinct().count());
        assertTrue(all.stream().map(Specimen::cause).distinct().count() >= 12);
    }

    /** Otherwise a checker could tell the two apart by their values. */
    @TestFactory
    List<DynamicTest> brokenAndRightFunctionsHaveTheSameValues() {
        return Zoo.specimens().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    for (List<Tensor> point : each.points()) {
                        Tensor broken = each.broken().apply(point);
                        Tensor right = each.right().apply(point);
                        assertEquals(List.of(boxed(right)), List.of(boxed(broken)));
                    }
                }))
                .toList();
    }

    private static List<Double> boxed(Tensor x) {
        return java.util.Arrays.stream(x.toDoubles()).boxed().toList();
    }

    @Test
    void aCheckerThatApprovesOfEverythingScoresNothing() {
        Score score = Zoo.score((f, at) -> Verdict.correct(1));
        assertEquals(0, score.caught());
        assertEquals(0, score.falseAlarms());
        assertTrue(score.toString().contains("missed: relu without its mask"), score.toString());
    }

    @Test
    void aCheckerThatSuspectsEverybodyIsNoBetter() {
        Diagnosis suspicion = new Diagnosis(
                Cause.WRONG_VALUE, 1, 0, List.of(), List.of(), 0, 0, 0, 0, "", "");
        Score score = Zoo.score((f, at) -> Verdict.wrong(suspicion));
        assertEquals(score.sound(), score.falseAlarms());
        assertFalse(score.named() > score.specimens() / 4);
    }
}
