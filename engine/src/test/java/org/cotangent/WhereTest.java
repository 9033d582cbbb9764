package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;

/** The NaN from the branch that {@code where} did not take does not occur. */
class WhereTest {
    private static double[] gradient(java.util.function.UnaryOperator<Tensor> f, double... at) {
        Tensor x = Tensor.of(at, at.length).requiresGrad(true);
        f.apply(x).sum().backward();
        Tensor grad = x.grad();
        return grad == null ? new double[0] : grad.toDoubles();
    }

    @Test
    void squareRootOfANegativeNumberThatWasNotTaken() {
        assertArrayEquals(
                new double[] {0, 0.25, 0}, gradient(x -> x.gt(0).where(x.sqrt(), x.like(0)), -1, 4, 0), 1e-15);
    }

    @Test
    void quotientByZeroThatWasNotTaken() {
        assertArrayEquals(
                new double[] {0, -0.25}, gradient(x -> x.ne(0).where(x.reciprocal(), x.like(1)), 0, 2), 1e-15);
    }

    @Test
    void severalStepsBackFromTheBranch() {
        assertArrayEquals(
                new double[] {0, 1}, gradient(x -> x.gt(0).where(x.log().mul(2).exp().sqrt(), x.like(0)), -1, 3), 1e-14);
    }

    @Test
    void theOtherPathKeepsItsGradient() {
        // x also reaches the result past the where: only the share through the branch is 0.
        assertArrayEquals(
                new double[] {3, 3.25},
                gradient(x -> x.gt(0).where(x.sqrt(), x.like(0)).add(x.mul(3)), -1, 4),
                1e-15);
    }

    @Test
    void aNaNThatWasTakenStays() {
        assertArrayEquals(
                new double[] {Double.NaN}, gradient(x -> x.lt(0).where(x.sqrt(), x.like(0)), -1), 0);
    }

    @Test
    void secondOrderIsThatOfTheTakenBranch() {
        Tensor x = Tensor.scalar(4, DType.FLOAT64).requiresGrad(true);
        Tensor y = x.gt(0).where(x.sqrt(), x.like(0));
        Tensor first = Autograd.grad(y, java.util.List.of(x), true).getFirst();
        double second = Autograd.grad(first, java.util.List.of(x), false).getFirst().item();
        assertArrayEquals(new double[] {0.25, -1.0 / 32}, new double[] {first.item(), second}, 1e-15);
    }

    @Test
    void branchThatWasConvertedIsGuardedAsWell() {
        for (int[] shape : new int[][] {{1}, {}}) {
            Tensor x = Tensor.zeros(shape).requiresGrad(true);
            Tensor other = Tensor.ones(DType.FLOAT64, shape);
            x.gt(0).where(x.log(), other).sum().backward();
            Tensor grad = x.grad();
            assertArrayEquals(new float[] {0}, grad == null ? new float[0] : grad.toFloats());
            assertEquals(DType.FLOAT32, grad == null ? DType.BOOL : grad.dtype());
        }
    }
}
