package org.cotangent.check;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;

/** What a verdict says, and how the check is asked. */
class GradCheckTest {
    private static final CustomOp HALF_SQUARE = CustomOp.unary("square", x -> x.square(), (g, x, y) -> g.mul(x));

    private static Tensor x(double... values) {
        return Tensor.of(values, values.length);
    }

    // ---- the engine's gradients -------------------------------------------------------------------------------------

    @Test
    void oneLineForAGradientOfTheEngine() {
        Random random = new Random(1);
        Tensor x = Tensor.of(random.doubles(12).toArray(), 3, 4);
        Tensor w = Tensor.of(random.doubles(8).toArray(), 4, 2);
        GradCheck.assertCorrect(in -> in.get(0).matmul(in.get(1)).tanh(), x, w);
    }

    @Test
    void aDiagnosisNamesPlaceValuesCauseAndReplay() {
        Tensor at = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
        Verdict verdict = GradCheck.full().check(in -> HALF_SQUARE.apply(in.get(0)), List.of(at));
        Diagnosis found = verdict.faults().getFirst();
        assertEquals(Cause.CONSTANT_FACTOR, found.cause());
        assertEquals(0, found.input());
        assertEquals(List.of(1, 1), found.index());
        assertEquals(List.of(1, 1), found.outputIndex());
        assertEquals(4, found.analytic());
        assertEquals(8, found.numeric(), 1e-8);
        assertEquals(8, found.left(), 1e-6);
        assertEquals(8, found.right(), 1e-6);
        assertEquals(0.5, found.relativeError(), 1e-8);
        assertTrue(found.explanation().contains("1/2 times"), found.explanation());
        assertEquals(
                "GradCheck.full().check(f, List.of(Tensor.of(new double[] {1.0, 2.0, 3.0, 4.0}, 2, 2))).orThrow();",
                found.replay());
        String text = assertThrows(AssertionError.class, verdict::orThrow).getMessage();
        for (String part : List.of("input 0[1, 1]", "4.0", "8.0", "relative error 0.5", "left", "right", "constant factor", "again: GradCheck")) {
            assertTrue(text.contains(part), text);
        }
    }

    @Test
    void theReplayLineHoldsWhatWasSet() {
        Verdict verdict = GradCheck.fast()
                .order(1)
                .seed(5)
                .tolerance(1e-6)
                .check(
                        in -> HALF_SQUARE.apply(in.get(0)).mul(in.get(1)),
                        List.of(x(0.25), Tensor.of(new long[] {3}, 1)));
        assertEquals(
                "GradCheck.fast().order(1).tolerance(1.0E-6).seed(5L).check(f, List.of("
                        + "Tensor.of(new double[] {0.25}, 1), Tensor.of(new long[] {3}, 1))).orThrow();",
                verdict.faults().getFirst().replay());
    }

    @Test
    void eachWrongArgumentHasItsOwnDiagnosis() {
        CustomOp wrong = CustomOp.of(
                "wrong",
                in -> in.get(0).mul(in.get(1)).mul(in.get(2)),
                (i, g, in, y) -> switch (i) {
                    case 0 -> g.mul(in.get(1)).mul(in.get(2)).neg();
                    case 1 -> g.mul(in.get(0)).mul(in.get(2));
                    default -> g.mul(in.get(0)).mul(in.get(1)).mul(3);
                });
        Verdict verdict = GradCheck.full()
                .check(in -> wrong.apply(in.toArray(new Tensor[0])), List.of(x(1, 2), x(3, 4), x(5, 6)));
        assertEquals(2, verdict.faults().size());
        assertEquals(Cause.WRONG_SIGN, verdict.faults().get(0).cause());
        assertEquals(0, verdict.faults().get(0).input());
        assertEquals(Cause.CONSTANT_FACTOR, verdict.faults().get(1).cause());
        assertEquals(2, verdict.faults().get(1).input());
        assertTrue(verdict.faults().get(1).explanation().contains("3 times"));
    }

    @Test
    void aFactorOfNIsExplained() {
        CustomOp mean = CustomOp.unary("mean", x -> x.mean(), (g, x, y) -> g.expand(x.shape().sizes()));
        Verdict verdict = GradCheck.full().check(in -> mean.apply(in.get(0)), List.of(x(1, 2, 3, 4, 5)));
        String explanation = verdict.faults().getFirst().explanation();
        assertTrue(explanation.contains("n = 5 is the number of elements of the argument"), explanation);
    }

    @Test
    void onlyArgumentsThatRequireAGradientAreCheckedWhenSomeDo() {
        CustomOp oneSided = CustomOp.binary("product", Tensor::mul, (g, a, b) -> g.mul(b), (g, a, b) -> null);
        DifferentiableFunction f = in -> oneSided.apply(in.get(0), in.get(1));
        assertTrue(GradCheck.full().check(f, List.of(x(2).requiresGrad(true), x(3))).isCorrect());
        assertFalse(GradCheck.full().check(f, List.of(x(2), x(3))).isCorrect());
    }

    @Test
    void integersAndMasksAreHandedOn() {
        Tensor rows = Tensor.of(new long[] {1, 1, 0}, 3);
        Tensor mask = Tensor.of(new boolean[] {true, false, true}, 3, 1);
        GradCheck.assertCorrect(
                in -> in.get(1).where(in.get(0).index(in.get(2)), in.get(0).sum()),
                Tensor.of(new double[] {1, 2, 3, 4}, 2, 2),
                mask,
                rows);
    }

    @Test
    void severalResultsAreCheckedAsOne() {
        GradCheck.assertCorrect(
                DifferentiableFunction.ofMany(in -> List.of(in.get(0).exp(), in.get(0).sum(), in.get(1).sin())),
                Tensor.of(new double[] {1, 2, 3, 4}, 2, 2),
                x(0.5));
        GradCheck.assertCorrect(DifferentiableFunction.of(x -> x.sin()), x(0.5));
        GradCheck.assertCorrect(DifferentiableFunction.of((a, b) -> a.div(b)), x(0.5), x(2));
    }

    @Test
    void thirdOrder() {
        assertTrue(GradCheck.full()
                .order(3)
                .check(in -> in.get(0).sin().mul(in.get(0).exp()), List.of(x(0.5, -1)))
                .isCorrect());
        assertThrows(IllegalArgumentException.class, () -> GradCheck.full().order(0));
    }

    @Test
    void orderOneDoesNotAskForASecond() {
        CustomOp flat = CustomOp.unary("exp", x -> x.exp(), (g, x, y) -> g.mul(y.detach()));
        DifferentiableFunction f = in -> flat.apply(in.get(0));
        assertTrue(GradCheck.full().order(1).check(f, List.of(x(1, 2))).isCorrect());
        Verdict second = GradCheck.full().check(f, List.of(x(1, 2)));
        assertEquals(2, second.faults().getFirst().order());
        assertTrue(second.toString().contains("in the gradient of the gradient"), second.toString());
    }

    @Test
    void nothingToCompareIsNotCorrect() {
        Verdict verdict = GradCheck.full().check(in -> in.get(0), List.of(Tensor.arange(3)));
        assertFalse(verdict.isCorrect());
        assertTrue(verdict.toString().contains("nothing was compared"));
        assertThrows(AssertionError.class, verdict::orThrow);
    }

    @Test
    void argumentsAndTheirGradientsAreLeftAlone() {
        Tensor a = x(1, 2).requiresGrad(true);
        GradCheck.assertCorrect(in -> in.get(0).exp(), a);
        assertEquals(null, a.grad());
        assertEquals(List.of(1.0, 2.0), Arrays.stream(a.toDoubles()).boxed().toList());
    }

    // ---- kinks, jumps, float32 --------------------------------------------------------------------------------------

    @Test
    void aSubgradientAtAKinkIsARemark() {
        Verdict verdict = GradCheck.full().order(1).check(in -> in.get(0).relu(), List.of(x(0, 1)));
        assertTrue(verdict.isCorrect());
        assertEquals(Cause.KINK_INSIDE_STEP, verdict.remarks().getFirst().cause());
        assertEquals(0, verdict.remarks().getFirst().left(), 1e-6);
        assertEquals(1, verdict.remarks().getFirst().right(), 1e-6);
    }

    @Test
    void aValueOutsideOfTheSubgradientsIsAFault() {
        CustomOp relu = CustomOp.unary(
                "relu", x -> x.relu(), (g, x, y) -> x.eq(0).where(g.mul(2), x.gt(0).where(g, g.mul(0))));
        Verdict verdict = GradCheck.full().check(in -> relu.apply(in.get(0)), List.of(x(0, 1, -1)));
        Diagnosis found = verdict.faults().getFirst();
        assertEquals(List.of(0), found.index());
        assertEquals(0, found.left(), 1e-6);
        assertEquals(1, found.right(), 1e-6);
    }

    @Test
    void aJumpCannotBeJudged() {
        Verdict verdict = GradCheck.full().check(in -> in.get(0).sign(), List.of(x(0, 1)));
        assertEquals(Cause.NOT_DIFFERENTIABLE, verdict.faults().getFirst().cause());
        assertFalse(verdict.faults().getFirst().cause().blamesTheRule());
    }

    @Test
    void anInfiniteSlopeCannotBeJudged() {
        Verdict verdict = GradCheck.full().check(in -> in.get(0).sqrt(), List.of(x(0, 1)));
        assertEquals(Cause.NOT_DIFFERENTIABLE, verdict.faults().getFirst().cause());
    }

    @Test
    void float32ArgumentsAreCheckedInFloat64() {
        assertDoesNotThrow(() -> GradCheck.assertCorrect(in -> in.get(0).sigmoid(), Tensor.of(1f, -2f, 0.3f)));
    }

    @Test
    void aFunctionThatInsistsOnFloat32IsNamed() {
        DifferentiableFunction f = in -> in.get(0).to(DType.FLOAT32).mul(in.get(0).to(DType.FLOAT32)).tanh();
        Tensor at = x(0.7, -0.3, 1.1);
        Verdict strict = GradCheck.full().check(f, List.of(at));
        assertEquals(Cause.FLOAT32_INPUT, strict.faults().getFirst().cause());
        assertTrue(strict.faults().getFirst().explanation().contains("tolerance(1e-2)"));
        assertTrue(GradCheck.full().tolerance(1e-2).check(f, List.of(at)).isCorrect());
        Verdict hidden = GradCheck.full().check(in -> f.apply(in).to(DType.FLOAT64), List.of(at));
        assertEquals(Cause.FLOAT32_INPUT, hidden.faults().getFirst().cause());
    }

    @Test
    void aWrongRuleInFloat32IsStillWrong() {
        DifferentiableFunction f = in -> HALF_SQUARE.apply(in.get(0).to(DType.FLOAT32));
        assertEquals(
                Cause.CONSTANT_FACTOR,
                GradCheck.full().check(f, List.of(x(0.7, -0.3, 1.1))).faults().getFirst().cause());
        assertFalse(GradCheck.full().tolerance(1e-2).check(f, List.of(x(0.7, -0.3))).isCorrect());
    }

    @Test
    void aFunctionThatDrawsNumbersIsNamed() {
        Random dice = new Random(1);
        Verdict verdict =
                GradCheck.full().check(in -> in.get(0).mul(dice.nextDouble()), List.of(x(1, 2)));
        assertEquals(Cause.DEPENDS_ON_STATE, verdict.faults().getFirst().cause());
    }

    @Test
    void aSurrogateIsNamed() {
        CustomOp step = CustomOp.unary("step", x -> x.gt(0).to(DType.FLOAT64), (g, x, y) -> g).surrogate();
        Verdict verdict = GradCheck.full().check(in -> step.apply(in.get(0).sin()).exp(), List.of(x(1, -1)));
        assertEquals(Cause.SURROGATE, verdict.faults().getFirst().cause());
        assertTrue(verdict.faults().getFirst().explanation().contains("The rule of step is marked"));
    }

    @Test
    void anExceptionInTheRuleIsAFaultAndOneInTheFunctionIsTheCallers() {
        CustomOp broken = CustomOp.unary("broken", x -> x.exp(), (g, x, y) -> {
            throw new ArithmeticException("in the rule");
        });
        Verdict verdict = GradCheck.full().check(in -> broken.apply(in.get(0)), List.of(x(1)));
        assertEquals(Cause.RULE_FAILED, verdict.faults().getFirst().cause());
        assertTrue(verdict.toString().contains("in the rule"));
        assertThrows(
                IllegalArgumentException.class,
                () -> GradCheck.full().check(in -> in.get(0).matmul(in.get(0)), List.of(x(1).reshape(1, 1).expand(2, 1))));
    }

    // ---- fast mode --------------------------------------------------------------------------------------------------

    @Test
    void fastModeTakesALargeLayer() {
        Random random = new Random(3);
        Tensor x = Tensor.of(random.doubles(40 * 60, -1, 1).toArray(), 40, 60).requiresGrad(true);
        Tensor w = Tensor.of(random.doubles(80 * 60, -1, 1).toArray(), 80, 60).requiresGrad(true);
        Verdict verdict = GradCheck.fast()
                .order(1)
                .check(in -> in.get(0).linear(in.get(1)).relu().square().mean(), List.of(x, w));
        assertTrue(verdict.isCorrect(), verdict::toString);
        assertTrue(verdict.comparisons() < 20_000, () -> "that was full mode: " + verdict.comparisons());
    }

    @Test
    void fastModeSeesOneWrongElementInAThousand() {
        double[] spoiler = new double[1000];
        Arrays.fill(spoiler, 1);
        spoiler[617] = 1.001;
        CustomOp wrong = CustomOp.unary("sum", x -> x.square().sum(), (g, x, y) -> g.mul(x)
                .mul(2)
                .mul(Tensor.of(spoiler, 1000)));
        Tensor x = Tensor.of(new Random(4).doubles(1000, -1, 1).toArray(), 1000);
        Verdict verdict = GradCheck.fast().check(in -> wrong.apply(in.get(0)), List.of(x));
        assertEquals(List.of(617), verdict.faults().getFirst().index());
        assertEquals(Cause.SPECIAL_VALUES, verdict.faults().getFirst().cause());
        assertTrue(verdict.faults().getFirst().replay().contains("the same 1 arguments"));
    }

    // ---- outside of the engine --------------------------------------------------------------------------------------

    @Test
    void oneLineForAGradientOutsideOfTheEngine() {
        GradCheck.assertCorrect(
                x -> Math.sin(x[0]) * x[1] + x[1] * x[1],
                x -> new double[] {Math.cos(x[0]) * x[1], Math.sin(x[0]) + 2 * x[1]},
                0.3,
                -1.7);
    }

    @Test
    void aWrongGradientOutsideOfTheEngineIsDiagnosed() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> GradCheck.assertCorrect(
                        x -> Math.exp(x[0]) + x[1] * x[1], x -> new double[] {-Math.exp(x[0]), -2 * x[1]}, 0.5, 3));
        assertTrue(error.getMessage().contains("wrong sign"), error.getMessage());
        assertTrue(error.getMessage().contains("GradCheck.full().check(f, gradient, 0.5, 3.0).orThrow();"));
    }

    @Test
    void aGradientOfAnotherLengthFails() {
        Verdict verdict = GradCheck.full().check(x -> x[0], x -> new double[] {1, 0}, 2.0);
        assertEquals(Cause.RULE_FAILED, verdict.faults().getFirst().cause());
        assertTrue(verdict.toString().contains("2 elements"), verdict.toString());
    }
}
