package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.check.GradCheck;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Losses: their derivatives, their reductions, and what happens where formulas break. PyTorch's own numbers are replayed elsewhere. */
class LossesTest {
    private static final Tensor LABELS = Tensor.of(new long[] {0, 3, 1}, 3);
    private static final Tensor WEIGHTS = Tensor.of(new double[] {0.5, 1, 2, 3}, 4);
    private static final Tensor SIGNS = Tensor.of(new double[] {1, -1, 1}, 3);

    private static Tensor vector(double... values) {
        return Tensor.of(values, values.length);
    }

    /** Every loss, unreduced, of inputs [3, 4] and a second operand of the same shape that may need a gradient. */
    private static Map<String, Function<List<Tensor>, Tensor>> losses() {
        Reduction none = Reduction.NONE;
        Map<String, Function<List<Tensor>, Tensor>> all = new LinkedHashMap<>();
        all.put("mse", in -> in.get(0).mse(in.get(1), none));
        all.put("l1", in -> in.get(0).l1(in.get(1), none));
        all.put("smoothL1", in -> in.get(0).smoothL1(in.get(1), 0.7, none));
        all.put("huber", in -> in.get(0).huber(in.get(1), 0.7, none));
        all.put("nll", in -> in.get(0).nll(LABELS, ClassLoss.DEFAULT.weight(WEIGHTS).ignoreIndex(1).reduction(none)));
        all.put("crossEntropy of labels", in -> in.get(0)
                .crossEntropy(LABELS, ClassLoss.DEFAULT.weight(WEIGHTS).labelSmoothing(0.2).reduction(none)));
        all.put("crossEntropy of probabilities", in -> in.get(0)
                .crossEntropy(in.get(1).softmax(1), ClassLoss.DEFAULT.weight(WEIGHTS).reduction(none)));
        all.put("bce", in -> in.get(0).sigmoid().bce(in.get(1).sigmoid(), WEIGHTS, none));
        all.put("bceWithLogits", in -> in.get(0).bceWithLogits(in.get(1).sigmoid(), WEIGHTS, WEIGHTS, none));
        all.put("klDiv", in -> in.get(0).logSoftmax(1).klDiv(in.get(1).softmax(1), false, none));
        all.put("klDiv of logarithms", in -> in.get(0).logSoftmax(1).klDiv(in.get(1).logSoftmax(1), true, none));
        all.put("poissonNll", in -> in.get(0).poissonNll(in.get(1).exp(), true, true, 1e-8, none));
        all.put("gaussianNll", in -> in.get(0).gaussianNll(in.get(1), in.get(1).exp(), true, 1e-6, none));
        all.put("hingeEmbedding", in -> in.get(0).hingeEmbedding(SIGNS.unsqueeze(1).expand(3, 4), 0.3, none));
        all.put("cosineEmbedding", in -> in.get(0).cosineEmbedding(in.get(1), SIGNS, -0.9, none));
        all.put("marginRanking", in -> in.get(0).marginRanking(in.get(1), SIGNS.unsqueeze(1), 0.1, none));
        all.put("softMargin", in -> in.get(0).softMargin(SIGNS.unsqueeze(1), none));
        all.put("multiMargin", in -> in.get(0).multiMargin(LABELS, 2, 0.5, WEIGHTS, none));
        Tensor several = Tensor.of(new long[] {1, 0, -1, 2, 3, -1, 0, 0, 0, 1, 2, 3}, 3, 4);
        all.put("multilabelMargin", in -> in.get(0).multilabelMargin(several, none));
        all.put("multilabelSoftMargin", in -> in.get(0).multilabelSoftMargin(in.get(1).sigmoid(), WEIGHTS, none));
        all.put("tripletMargin", in -> in.get(0)
                .tripletMargin(in.get(1), in.get(1).mul(2).sin(), new Tensor.Triplet(3, 2, 1e-6, true), none));
        return all;
    }

    private static List<Tensor> operands() {
        Random random = new Random(11);
        return List.of(
                Tensor.of(random.doubles(12, -2, 2).toArray(), 3, 4).requiresGrad(true),
                Tensor.of(random.doubles(12, -2, 2).toArray(), 3, 4).requiresGrad(true));
    }

    @TestFactory
    Stream<DynamicTest> everyLossHasTheRightDerivatives() {
        return losses().entrySet().stream()
                .map(loss -> DynamicTest.dynamicTest(loss.getKey(), () -> GradCheck.full()
                        .check(in -> loss.getValue().apply(in).add(in.get(1).sum().mul(0)), operands())
                        .orThrow()));
    }

    @Test
    void reductionsSumAndAverage() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
        Tensor zero = x.like(0).expandAs(x);
        assertEquals(10, x.l1(zero, Reduction.SUM).item());
        assertEquals(2.5, x.l1(zero, Reduction.MEAN).item());
        assertEquals(5, x.l1(zero, Reduction.BATCH_MEAN).item());
        Tensor nothing = Tensor.zeros(0).requiresGrad(true);
        Tensor mean = nothing.l1(Tensor.zeros(0), Reduction.MEAN);
        assertTrue(Double.isNaN(mean.item()));
        mean.backward();
        assertEquals(0, nothing.grad().size());
    }

    /** A loss without such labels is computed another way. */
    @Test
    void aSampleThatIsIgnoredChangesNothing() {
        Tensor x = Tensor.of(new Random(3).doubles(12).toArray(), 3, 4).requiresGrad(true);
        Tensor more = Tensor.cat(0, x, x.like(1).expand(1, 4));
        Tensor labels = Tensor.cat(0, LABELS, Tensor.of(new long[] {-100}, 1));
        for (double smoothing : new double[] {0, 0.1}) {
            for (Tensor weight : new Tensor[] {null, WEIGHTS}) {
                ClassLoss options = ClassLoss.DEFAULT.weight(weight).labelSmoothing(smoothing);
                Tensor loss = x.crossEntropy(LABELS, options);
                Tensor withIgnored = more.crossEntropy(labels, options);
                assertEquals(loss.item(), withIgnored.item());
                assertArrayEquals(gradient(loss, x), gradient(withIgnored, x));
            }
        }
    }

    private static double[] gradient(Tensor loss, Tensor x) {
        return Autograd.grad(loss, List.of(x), false).getFirst().toDoubles();
    }

    @Test
    void aMeanOverLabelsIsWeighted() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 3, 4);
        ClassLoss options = ClassLoss.DEFAULT.weight(WEIGHTS);
        // -(0.5 * 1 + 3 * 8 + 1 * 10) / (0.5 + 3 + 1)
        assertEquals(-34.5 / 4.5, x.nll(LABELS, options).item(), 1e-12);
        assertEquals(-34.5, x.nll(LABELS, options.reduction(Reduction.SUM)).item(), 1e-12);
        assertEquals(-24.5 / 3.5, x.nll(LABELS, options.ignoreIndex(1)).item(), 1e-12);
        Tensor all = Tensor.of(new long[] {2, 2, 2}, 3);
        assertTrue(Double.isNaN(x.nll(all, options.ignoreIndex(2)).item()));
        assertEquals(0, x.nll(all, options.ignoreIndex(2).reduction(Reduction.SUM)).item());
        Tensor images = x.reshape(1, 4, 3);
        assertEquals(
                x.reshape(4, 3).t().crossEntropy(LABELS).item(),
                images.crossEntropy(LABELS.unsqueeze(0)).item(),
                1e-12);
    }

    @Test
    void smoothingAllIsTheMeanOverAllClasses() {
        Tensor x = operands().get(0).detach();
        assertEquals(
                x.logSoftmax(1).mean().neg().item(),
                x.crossEntropy(LABELS, ClassLoss.DEFAULT.labelSmoothing(1)).item(),
                1e-12);
        Tensor certain = LABELS.oneHot(4).to(x.dtype());
        assertEquals(
                x.crossEntropy(LABELS).item(),
                x.crossEntropy(certain, ClassLoss.DEFAULT).item(),
                1e-12);
    }

    @Test
    void scoresNeedNoLimitsWhereProbabilitiesDo() {
        Tensor x = vector(-1000, 1000, 0).requiresGrad(true);
        Tensor target = vector(1, 0, 1);
        Tensor loss = x.bceWithLogits(target, null, null, Reduction.NONE);
        assertArrayEquals(new double[] {1000, 1000, Math.log(2)}, loss.toDoubles(), 1e-12);
        loss.sum().backward();
        assertArrayEquals(new double[] {-1, 1, -0.5}, x.grad().toDoubles(), 1e-12);
        Tensor p = vector(0, 1, 0, 1).requiresGrad(true);
        Tensor limited = p.bce(vector(1, 0, 0, 1), null, Reduction.NONE);
        assertArrayEquals(new double[] {100, 100, 0, 0}, limited.toDoubles());
        limited.sum().backward();
        assertArrayEquals(new double[] {-1e12, 1e12, 0, 0}, p.grad().toDoubles(), 1);
    }

    @Test
    void infinitiesAndZerosMakeNoNaNs() {
        Tensor far = vector(Double.POSITIVE_INFINITY, 0).requiresGrad(true);
        Tensor here = vector(0, 0);
        far.huber(here, 1, Reduction.NONE).backward(vector(1, 1));
        assertArrayEquals(new double[] {1, 0}, far.grad().toDoubles());
        Tensor counts = vector(0, 3).requiresGrad(true);
        Tensor loss = vector(0, 1).poissonNll(counts, true, true, 1e-8, Reduction.SUM);
        loss.backward();
        assertTrue(Double.isFinite(counts.grad().sum().item()));
        Tensor variance = vector(0, 1).requiresGrad(true);
        here.gaussianNll(vector(0, 1), variance, false, 0.5, Reduction.SUM).backward();
        assertArrayEquals(new double[] {1, 0}, variance.grad().toDoubles(), 1e-12); // 1 / (2 eps), though it is limited
    }

    @Test
    void kinksBelongToPyTorchsSide() {
        Tensor x = vector(1).requiresGrad(true);
        x.marginRanking(vector(1), vector(1), 0, Reduction.SUM).backward();
        assertEquals(-1, x.grad().item());
        Tensor scores = vector(1, 2).requiresGrad(true);
        scores.multiMargin(Tensor.of(new long[] {1}).reshape(), 1, 1, null, Reduction.SUM).backward();
        assertArrayEquals(new double[] {0, 0}, scores.grad().toDoubles());
        Tensor same = vector(2).requiresGrad(true);
        same.l1(vector(2), Reduction.SUM).backward();
        assertEquals(0, same.grad().item());
    }

    @Test
    void whatDoesNotFitIsRefusedWithAdvice() {
        Tensor x = Tensor.zeros(3, 4);
        for (Runnable mistake : List.<Runnable>of(
                () -> x.mse(Tensor.zeros(3)),
                () -> x.huber(x, -1, Reduction.MEAN),
                () -> x.nll(Tensor.zeros(3)),
                () -> x.nll(Tensor.of(new long[] {1, 2}, 2)),
                () -> x.crossEntropy(LABELS, ClassLoss.DEFAULT.labelSmoothing(2)),
                () -> x.crossEntropy(LABELS.unsqueeze(1)),
                () -> x.bce(Tensor.zeros(4)),
                () -> x.gaussianNll(x, Tensor.zeros(4, 4), false, 1, Reduction.MEAN),
                () -> x.multiMargin(LABELS, 3, 1, null, Reduction.MEAN),
                () -> x.multiMargin(Tensor.zeros(3), 1, 1, null, Reduction.MEAN),
                () -> x.multilabelMargin(LABELS, Reduction.MEAN))) {
            String message = assertThrows(IllegalArgumentException.class, mistake::run).getMessage();
            assertTrue(message.contains("Try: "), message);
        }
    }
}
