package org.cotangent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** The laws hold for the engine on random shapes and views, and each of them notices what it is there for. */
class LawsTest {
    @Provide
    Arbitrary<Tensor> tensors() {
        return Arbitraries.randomValue(
                random -> Sampler.tensors(Sampler.shapes(3, 4), -2, 2).sample(random));
    }

    @Provide
    Arbitrary<Sampler.Pair> pairs() {
        return Arbitraries.randomValue(random -> Sampler.broadcasting(3, 4).sample(random));
    }

    @Provide
    Arbitrary<Random> dice() {
        return Arbitraries.longs().map(Random::new);
    }

    @Property(tries = 40)
    void linearAndAdjoint(@ForAll("tensors") Tensor x, @ForAll("dice") Random random) {
        DifferentiableFunction f = in -> in.get(0).tanh().mul(in.get(0).sum()).exp();
        Laws.vjpIsLinear(f, List.of(x), random).orThrow();
        Laws.adjoint(f, List.of(x), random).orThrow();
    }

    @Property(tries = 40)
    void chainProductAndSum(@ForAll("tensors") Tensor x, @ForAll("dice") Random random) {
        Laws.chainRule(y -> y.sigmoid().square(), y -> y.sin().add(y), x, random).orThrow();
        Laws.productRule(y -> y.exp(), y -> y.cos(), x, random).orThrow();
        Laws.sumRule(y -> y.exp(), y -> y.cos(), x, random).orThrow();
    }

    @Property(tries = 40)
    void permutation(@ForAll("tensors") Tensor x, @ForAll("dice") Random random) {
        int[] order = new int[x.rank()];
        for (int axis = 0; axis < order.length; axis++) {
            order[axis] = order.length - 1 - axis;
        }
        Laws.permutation(y -> y.sigmoid().mul(y), x, order, random).orThrow();
    }

    @Property(tries = 60)
    void broadcasting(@ForAll("pairs") Sampler.Pair shapes, @ForAll("dice") Random random) {
        Tensor a = Sampler.tensors(r -> shapes.left(), -2, 2).sample(random);
        Tensor b = Sampler.tensors(r -> shapes.right(), 0.5, 2).sample(random);
        assertEquals(shapes.common(), a.add(b).shape());
        Laws.broadcasting(Tensor::mul, a, b, random).orThrow();
        Laws.broadcasting(Tensor::div, a, b, random).orThrow();
        Laws.broadcasting(Tensor::sub, a, b, random).orThrow();
    }

    @Property(tries = 30)
    void compositions(@ForAll("tensors") Tensor x, @ForAll("dice") Random random) {
        Laws.same(in -> in.get(0).tanh(), in -> tanh(in.get(0)), List.of(x), random).orThrow();
    }

    private static Tensor tanh(Tensor x) {
        Tensor e = x.mul(2).exp();
        return e.sub(1).div(e.add(1));
    }

    // ---- each law notices -------------------------------------------------------------------------------------------

    private final Random random = new Random(1);
    private final Tensor x = Tensor.of(new double[] {0.5, -1, 2, 1.5}, 2, 2).requiresGrad(true);

    @Test
    void squaringTheGradientIsNotLinear() {
        CustomOp bent = CustomOp.unary("bent", x -> x.exp(), (g, x, y) -> g.square().mul(y));
        Verdict verdict = Laws.vjpIsLinear(in -> bent.apply(in.get(0)), List.of(x), random);
        assertEquals(Cause.NOT_LINEAR_IN_COTANGENT, verdict.faults().getFirst().cause());
    }

    @Test
    void anAdjointWhoseSecondOrderIsWrongIsNoticed() {
        CustomOp wrongGrad = CustomOp.binary(
                "grad", (g, y) -> g.mul(y), (h, g, y) -> h.mul(y).mul(2), (h, g, y) -> h.mul(g));
        CustomOp wrong = CustomOp.unary("exp", x -> x.exp(), (g, x, y) -> wrongGrad.apply(g, y));
        assertFalse(Laws.adjoint(in -> wrong.apply(in.get(0)), List.of(x), random).isCorrect());
    }

    @Test
    void aFusedOpThatDiffersInValueGradientOrSecondDerivativeIsNoticed() {
        DifferentiableFunction right = in -> in.get(0).exp();
        CustomOp value = CustomOp.unary("exp", x -> x.exp().mul(1.001), (g, x, y) -> g.mul(y));
        CustomOp gradient = CustomOp.unary("exp", x -> x.exp(), (g, x, y) -> g.mul(y).mul(1.001));
        CustomOp second = CustomOp.unary("exp", x -> x.exp(), (g, x, y) -> g.mul(y.detach()));
        for (CustomOp each : List.of(value, gradient, second)) {
            Verdict verdict = Laws.same(in -> each.apply(in.get(0)), right, List.of(x), random);
            assertEquals(Cause.LAW_BROKEN, verdict.faults().getFirst().cause());
        }
    }

    @Test
    void chainProductAndSumRulesNotice() {
        CustomOp sticky = CustomOp.unary("sticky", x -> x.exp(), (g, x, y) -> g.mul(random.nextDouble()));
        assertFalse(Laws.chainRule(y -> y, y -> sticky.apply(y), x, random).isCorrect());
        assertFalse(Laws.productRule(y -> sticky.apply(y), y -> y, x, random).isCorrect());
        assertFalse(Laws.sumRule(y -> sticky.apply(y), y -> y, x, random).isCorrect());
    }

    @Test
    void aFunctionThatSeesPlacesIsNotElementwise() {
        assertFalse(Laws.permutation(y -> y.mul(Tensor.of(new double[] {1, 2}, 2)), x, new int[] {1, 0}, random)
                .isCorrect());
    }

    @Test
    void aLostSumIsNoticed() {
        CustomOp lost = CustomOp.binary("add", Tensor::add, (g, a, b) -> g, (g, a, b) -> b.rank() < g.rank()
                ? g.select(0, 0)
                : g);
        Tensor b = Tensor.of(new double[] {1, 2}, 2).requiresGrad(true);
        Verdict verdict = Laws.broadcasting((l, r) -> lost.apply(l, r), x, b, random);
        assertEquals(Cause.MISSING_BROADCAST_SUM, verdict.faults().getFirst().cause());
    }
}
