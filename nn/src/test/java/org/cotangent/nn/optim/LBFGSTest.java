package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Parameter;
import org.junit.jupiter.api.Test;

class LBFGSTest {
    private static Parameter start() {
        return new Parameter(Tensor.of(new double[] {-1.2, 1}, 2));
    }

    /** Rosenbrock's valley, whose lowest point is (1, 1); PyTorch comes to the same point after as many evaluations. */
    private static Supplier<Tensor> valley(Optimizer<?> optimizer, Parameter p) {
        return () -> {
            optimizer.zeroGrad();
            Tensor x = p.value().get(0);
            Tensor y = p.value().get(1);
            Tensor loss = x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
            loss.backward();
            return loss;
        };
    }

    @Test
    void findsTheLowestPointOfAValley() {
        Parameter p = start();
        LBFGS optimizer = new LBFGS(List.of(p), LBFGS.options(1).strongWolfe(true).maxIter(50));
        double first = optimizer.step(valley(optimizer, p)).item();
        assertEquals(24.2, first, 1e-12);
        assertArrayEquals(new double[] {0.9999814210791363, 0.9999619651810985}, p.value().toDoubles(), 1e-10);
        assertEquals(43, optimizer.evaluations());
    }

    /** Steps of few iterations each, half of them by another optimizer that was given the state. */
    @Test
    void aStateCarriesOver() {
        for (boolean search : new boolean[] {false, true}) {
            LBFGS.Options options =
                    LBFGS.options(search ? 1 : 1e-3).maxIter(3).historySize(3).strongWolfe(search);
            Parameter straight = start();
            LBFGS one = new LBFGS(List.of(straight), options);
            Parameter resumed = start();
            LBFGS first = new LBFGS(List.of(resumed), options);
            for (int i = 0; i < 4; i++) {
                one.step(valley(one, straight));
                first.step(valley(first, resumed));
            }
            LBFGS second = new LBFGS(List.of(resumed), options);
            second.loadStateDict(first.stateDict());
            for (int i = 0; i < 4; i++) {
                one.step(valley(one, straight));
                second.step(valley(second, resumed));
            }
            assertArrayEquals(straight.value().toDoubles(), resumed.value().toDoubles());
            assertEquals(one.evaluations(), second.evaluations());
        }
    }

    /** PyTorch's line search narrows down to 1e-9, whatever the tolerances that end the iterations. */
    @Test
    void theLineSearchIsAsFineForEveryTolerance() {
        Parameter fine = start();
        Parameter coarse = start();
        LBFGS.Options options = LBFGS.options(1).strongWolfe(true).maxIter(1);
        LBFGS one = new LBFGS(List.of(fine), options);
        LBFGS other = new LBFGS(List.of(coarse), options.tolerances(1e-7, 100));
        one.step(valley(one, fine));
        other.step(valley(other, coarse));
        assertTrue(one.evaluations() > 2, "the search had to narrow");
        assertEquals(one.evaluations(), other.evaluations());
        assertArrayEquals(fine.value().toDoubles(), coarse.value().toDoubles());
    }

    @Test
    void aFrozenParameterStays() {
        Parameter p = start();
        Parameter q = new Parameter(Tensor.of(new double[] {3, 4}, 2));
        LBFGS optimizer = new LBFGS(List.of(p, q), LBFGS.options(0.1).maxIter(3));
        Supplier<Tensor> bowl = () -> {
            optimizer.zeroGrad();
            Tensor loss = p.value().square().sum().add(q.value().square().sum()).mul(0.5);
            loss.backward();
            return loss;
        };
        optimizer.step(bowl);
        double[] before = q.value().toDoubles();
        double moving = p.value().at(0);
        q.requiresGrad(false);
        optimizer.step(bowl);
        assertArrayEquals(before, q.value().toDoubles());
        assertTrue(Math.abs(p.value().at(0)) < Math.abs(moving));
    }

    @Test
    void theTextIsPyTorchs() {
        assertEquals(
                """
                LBFGS (
                Parameter Group 0
                    history_size: 100
                    line_search_fn: None
                    lr: 1
                    max_eval: 25
                    max_iter: 20
                    tolerance_change: 1e-09
                    tolerance_grad: 1e-07
                )""",
                new LBFGS(List.of(start()), 1).toString());
    }

    @Test
    void needsTheClosureAndOneGroup() {
        LBFGS optimizer = new LBFGS(List.of(start()), 1);
        String closure = assertThrows(IllegalStateException.class, optimizer::step).getMessage();
        assertTrue(closure.contains("step() of LBFGS"), closure);
        optimizer.addGroup(List.of(start()), LBFGS.options(1));
        String groups = assertThrows(IllegalStateException.class, () -> optimizer.step(() -> Tensor.scalar(0)))
                .getMessage();
        assertTrue(groups.contains("2 groups"), groups);
    }

    @Test
    void otherOptimizersTakeAClosureToo() {
        Parameter p = new Parameter(Tensor.scalar(3, DType.FLOAT64));
        SGD optimizer = new SGD(List.of(p), 0.5);
        double loss = optimizer.step(() -> {
                    optimizer.zeroGrad();
                    Tensor square = p.value().square();
                    square.backward();
                    return square;
                })
                .item();
        assertEquals(9, loss);
        assertEquals(0, p.value().item());
    }

    @Test
    void aStateOfOtherParametersIsRefused() {
        Parameter p = start();
        p.setGrad(Tensor.of(new double[] {1, 1}, 2));
        Adam saved = new Adam(List.of(p), 0.1);
        saved.step();
        Adam other = new Adam(List.of(new Parameter(Tensor.zeros(3))), 0.1);
        String shape = assertThrows(IllegalArgumentException.class, () -> other.loadStateDict(saved.stateDict()))
                .getMessage();
        assertTrue(shape.contains("exp_avg of parameter 0 is [2] in the state, the parameter is [3]"), shape);
        Adam more = new Adam(List.of(start(), start()), 0.1);
        String count = assertThrows(IllegalArgumentException.class, () -> more.loadStateDict(saved.stateDict()))
                .getMessage();
        assertTrue(count.contains("its groups have [2] parameters, those of the state [1]"), count);
    }
}
