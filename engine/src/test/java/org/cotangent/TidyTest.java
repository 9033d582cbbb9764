package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Memory that training steps use again: what lives on after a tidy, what does not, and that nothing changes by it. */
class TidyTest {
    private static final int LARGE = 4096;

    private static void assertGivenBack(Executable use) {
        String message = assertThrows(IllegalStateException.class, use).getMessage();
        assertTrue(message.contains("given back") && message.contains("keep()"), message);
    }

    private static Object array(Tensor x) {
        return x.data().storage().array();
    }

    @Test
    void resultsOfTheNextTidyAreMadeWhereThoseOfTheLastOneWere() {
        Tensor x = Tensor.ones(LARGE);
        List<Object> arrays = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Tensor.tidy(() -> {
                arrays.add(array(x.exp()));
            });
        }
        assertSame(arrays.get(0), arrays.get(1));
        assertSame(arrays.get(0), arrays.get(2));
    }

    @Test
    void withoutTidyNothingIsReused() {
        Tensor x = Tensor.ones(LARGE);
        assertNotSame(array(x.exp()), array(x.exp()));
    }

    @Test
    void twoLivingResultsNeverShareMemory() {
        Tensor x = Tensor.ones(LARGE);
        for (int i = 0; i < 3; i++) {
            Tensor.tidy(() -> assertNotSame(array(x.exp()), array(x.neg())));
        }
    }

    @Test
    void whatIsReturnedOrKeptLivesOn() {
        Tensor x = Tensor.ones(LARGE);
        AtomicReference<Tensor> kept = new AtomicReference<>();
        Tensor returned = Tensor.tidy(() -> {
            kept.set(x.mul(3).keep());
            return x.mul(2);
        });
        List<Tensor> several = Tensor.tidy(() -> List.of(x.mul(5), x.mul(7)));
        Tensor.tidy(() -> {
            x.mul(100);
            x.mul(200);
            x.mul(300);
        });
        assertEquals(2, returned.at(0));
        assertEquals(3, kept.get().at(LARGE - 1));
        assertEquals(5, several.get(0).at(1));
        assertEquals(7, several.get(1).at(1));
    }

    @Test
    void aResultThatLeavesInAnotherWaySaysThatItsMemoryIsGone() {
        Tensor x = Tensor.ones(LARGE);
        AtomicReference<Tensor> leaked = new AtomicReference<>();
        Tensor.tidy(() -> leaked.set(x.mul(2)));
        assertGivenBack(() -> leaked.get().add(x));
        assertGivenBack(() -> leaked.get().reshape(64, 64).sum());
        assertGivenBack(() -> leaked.get().at(3));
        assertGivenBack(() -> leaked.get().toFloats());
    }

    @Test
    void gradientsOfLeavesLiveOn() {
        Tensor w = Tensor.ones(LARGE).requiresGrad(true);
        for (int i = 1; i <= 2; i++) {
            double factor = i;
            Tensor.tidy(() -> w.mul(factor).square().sum().backward());
        }
        Tensor.tidy(() -> w.detach().mul(100).sum().item());
        Tensor g = Objects.requireNonNull(w.grad());
        assertArrayEquals(Tensor.full(2 + 8, DType.FLOAT32, LARGE).toFloats(), g.toFloats());
    }

    @Test
    void whatAnInnerTidyReturnsBelongsToTheOuter() {
        Tensor x = Tensor.ones(LARGE);
        AtomicReference<Tensor> leaked = new AtomicReference<>();
        double sum = Tensor.tidy(() -> {
            Tensor inner = Tensor.tidy(() -> x.mul(2).add(1));
            leaked.set(inner);
            Tensor other = x.mul(50); // must not be where inner is
            return inner.sum().item() + other.at(0);
        });
        assertEquals(3 * LARGE + 50, sum);
        assertGivenBack(() -> leaked.get().at(0));
    }

    @Test
    void anErrorInsideGivesBackToo() {
        Tensor x = Tensor.ones(LARGE);
        AtomicReference<Object> used = new AtomicReference<>();
        assertThrows(
                IllegalArgumentException.class,
                () -> Tensor.tidy(() -> {
                    used.set(array(x.exp()));
                    x.add(Tensor.ones(3));
                }));
        Tensor.tidy(() -> assertSame(used.get(), array(x.exp())));
    }

    @Test
    void copiesForTheCallerAreTheirOwn() {
        Tensor x = Tensor.ones(LARGE);
        float[] copy = Tensor.tidy(() -> x.mul(2).toFloats());
        Tensor.tidy(() -> x.mul(100));
        Tensor.tidy(() -> x.mul(100));
        assertArrayEquals(Tensor.full(2, DType.FLOAT32, LARGE).toFloats(), copy);
    }

    @Test
    void theNumbersAreTheSameWithAndWithout() {
        assertEquals(losses(false), losses(true));
    }

    private static List<Double> losses(boolean tidy) {
        Tensor x = Tensor.arange(0, 64 * 32, 1).reshape(64, 32).sin();
        Tensor w = Tensor.arange(0, 32 * 48, 1).reshape(32, 48).cos().detach().requiresGrad(true);
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Runnable step = () -> {
                w.zeroGrad();
                Tensor loss = x.matmul(w).tanh().square().mean();
                loss.backward();
                Tensor g = w.grad();
                Autograd.noGrad(() -> w.copyFrom(w.sub(g.mul(10))));
                losses.add(loss.item());
            };
            if (tidy) {
                Tensor.tidy(step);
            } else {
                step.run();
            }
        }
        return losses;
    }

    /** A step as in training; returns the gradient. */
    private static Tensor step(Tensor weights) {
        Tensor.tidy(() -> {
            weights.zeroGrad();
            weights.mul(weights).sum().backward();
        });
        return Objects.requireNonNull(weights.grad());
    }

    @Test
    void gradientsAreMadeInTheSameTwoArraysAgainAndAgain() {
        Tensor weights = Tensor.ones(LARGE).requiresGrad(true);
        List<Object> arrays = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Tensor gradient = step(weights);
            assertEquals(2, gradient.at(LARGE - 1));
            if (arrays.stream().noneMatch(array -> array == array(gradient))) {
                arrays.add(array(gradient));
            }
        }
        assertTrue(arrays.size() <= 3, arrays.size() + " arrays"); // shared with the other results of a step
    }

    @Test
    void aForgottenGradientSaysThatItsMemoryIsGoneUnlessItIsKept() {
        Tensor weights = Tensor.ones(LARGE).requiresGrad(true);
        Tensor first = step(weights);
        assertEquals(2, first.at(0));
        first.keep();
        Tensor second = step(weights);
        step(weights);
        assertEquals(2, first.at(0));
        assertGivenBack(() -> second.at(0));
    }

    @Test
    void aGradientCanBeReadToTheEndOfTheTidyThatForgetsIt() {
        Tensor weights = Tensor.ones(LARGE).requiresGrad(true);
        Tensor old = step(weights);
        Tensor.tidy(() -> {
            weights.zeroGrad();
            weights.mul(3).sum().backward();
            assertEquals(2, old.at(5));
        });
        assertEquals(3, Objects.requireNonNull(weights.grad()).at(5));
        assertGivenBack(() -> old.at(5));
    }

    @Test
    void aGradientThatIsAddedToIsForgottenToo() {
        Tensor weights = Tensor.ones(LARGE).requiresGrad(true);
        Tensor old = step(weights);
        Tensor.tidy(() -> weights.mul(weights).sum().backward());
        assertEquals(4, Objects.requireNonNull(weights.grad()).at(5));
        assertGivenBack(() -> old.at(5));
    }

    @Test
    void withoutTidyAForgottenGradientStays() {
        Tensor weights = Tensor.ones(LARGE).requiresGrad(true);
        Tensor inTidy = step(weights);
        weights.zeroGrad();
        weights.mul(weights).sum().backward();
        Tensor outside = Objects.requireNonNull(weights.grad());
        step(weights);
        assertEquals(2, inTidy.at(0));
        assertEquals(2, outside.at(0));
    }

    @Test
    void aGradientThatWasSetIsTheCallers() {
        Tensor weights = Tensor.ones(LARGE).requiresGrad(true);
        Tensor others = Tensor.ones(LARGE).requiresGrad(true);
        Tensor gradient = step(weights);
        others.setGrad(gradient);
        step(weights);
        step(weights);
        assertEquals(2, Objects.requireNonNull(others.grad()).at(0));
    }
}
