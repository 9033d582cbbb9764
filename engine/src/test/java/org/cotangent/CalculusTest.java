package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CalculusTest {
    private static Tensor vector(double... values) {
        return Tensor.of(values, values.length);
    }

    private static void assertNear(double[] expected, Tensor found) {
        assertArrayEquals(expected, found.toDoubles(), 1e-12);
    }

    /** {@code y_i = x_i^2 x_(i+1)}: a Jacobian that is not symmetric. */
    private static Tensor chain(Tensor x) {
        return x.square().mul(x.roll(-1));
    }

    @Test
    void gradientOfASum() {
        Tensor x = vector(1, 2, 3);
        assertNear(new double[] {2, 4, 6}, Calculus.grad(t -> t.square().sum(), x));
        assertNull(x.grad());
        assertFalse(x.requiresGrad());
    }

    @Test
    void aProductWithTheJacobianFromEitherSide() {
        Tensor x = vector(1, 2, 3);
        // J = [[4, 1, 0], [0, 12, 4], [9, 0, 6]]
        assertNear(new double[] {4, 1, 0}, Calculus.vjp(CalculusTest::chain, x, vector(1, 0, 0)));
        assertNear(new double[] {4 + 2 * 9, 1 - 12, -4 + 12}, Calculus.vjp(CalculusTest::chain, x, vector(1, -1, 2)));
        assertNear(new double[] {4 - 1, -12 + 8, 9 + 12}, Calculus.jvp(CalculusTest::chain, x, vector(1, -1, 2)));
        Tensor jacobian = Calculus.jacobian(CalculusTest::chain, x);
        assertEquals(List.of(3, 3), java.util.Arrays.stream(jacobian.shape().sizes()).boxed().toList());
        assertNear(new double[] {4, 1, 0, 0, 12, 4, 9, 0, 6}, jacobian);
    }

    @Test
    void theHessianAndItsProductWithAVector() {
        Tensor x = vector(1, 2);
        // f = a^3 b: H = [[6 a b, 3 a^2], [3 a^2, 0]]
        java.util.function.UnaryOperator<Tensor> f = t -> t.get(0).pow(3).mul(t.get(1));
        assertNear(new double[] {12, 3, 3, 0}, Calculus.hessian(f, x));
        assertNear(new double[] {12 - 3, 3}, Calculus.hvp(f, x, vector(1, -1)));
    }

    @Test
    void severalArguments() {
        Tensor a = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
        Tensor b = vector(5, 6);
        java.util.function.Function<List<Tensor>, Tensor> product = in -> in.get(0).matmul(in.get(1));
        List<Tensor> jacobians = Calculus.jacobian(product, List.of(a, b));
        assertEquals("[2, 2, 2]", jacobians.get(0).shape().toString());
        assertNear(new double[] {5, 6, 0, 0, 0, 0, 5, 6}, jacobians.get(0));
        assertNear(new double[] {1, 2, 3, 4}, jacobians.get(1));
        assertNear(
                new double[] {1 * 5 + 1, 1 * 6 + 3},
                Calculus.jvp(product, List.of(a, b), List.of(Tensor.eye(2).to(DType.FLOAT64), vector(1, 0))));
        List<Tensor> vjp = Calculus.vjp(product, List.of(a, b), vector(1, -1));
        assertNear(new double[] {5, 6, -5, -6}, vjp.get(0));
        assertNear(new double[] {-2, -2}, vjp.get(1));
        List<List<Tensor>> blocks = Calculus.hessian(in -> product.apply(in).sum(), List.of(a, b));
        assertEquals("[2, 2, 2]", blocks.get(0).get(1).shape().toString());
        assertNear(new double[] {1, 0, 0, 1, 1, 0, 0, 1}, blocks.get(0).get(1));
        assertNear(new double[16], blocks.get(0).get(0));
        List<Tensor> hvp = Calculus.hvp(
                in -> product.apply(in).sum(), List.of(a, b), List.of(Tensor.zeros(DType.FLOAT64, 2, 2), vector(2, 3)));
        assertNear(new double[] {2, 3, 2, 3}, hvp.get(0));
        assertNear(new double[] {0, 0}, hvp.get(1));
    }

    @Test
    void aFunctionThatDoesNotDependOnItsArgument() {
        Tensor x = vector(1, 2);
        Tensor constant = vector(3, 4, 5);
        assertNear(new double[2], Calculus.grad(t -> constant.sum(), x));
        assertNear(new double[3], Calculus.jvp(t -> constant, x, x));
        assertNear(new double[6], Calculus.jacobian(t -> constant, x));
        assertNear(new double[4], Calculus.hessian(t -> t.sum(), x));
        assertNear(new double[2], Calculus.hvp(t -> constant.sum(), x, x));
    }

    @Test
    void derivativesNest() {
        Tensor x = vector(0.3, -0.7);
        Tensor third = Calculus.jacobian(
                a -> Calculus.jacobian(b -> Calculus.grad(c -> c.pow(4).sum(), b), a), x);
        double[] expected = new double[8];
        expected[0] = 24 * 0.3;
        expected[7] = 24 * -0.7;
        assertNear(expected, third);
        // a directional derivative of a directional derivative
        Tensor v = vector(1, 2);
        assertNear(
                new double[] {-Math.sin(0.3), -4 * Math.sin(-0.7)},
                Calculus.jvp(a -> Calculus.jvp(b -> b.sin(), a, v), x, v));
    }

    @Test
    void theResultIsDifferentiableWhereTheArgumentRequiresAGradient() {
        Tensor x = vector(1, 2).requiresGrad(true);
        Calculus.grad(t -> t.pow(3).sum(), x).sum().backward();
        assertNear(new double[] {6, 12}, x.grad());
        Tensor plain = Autograd.noGrad(() -> Calculus.grad(t -> t.pow(3).sum(), x));
        assertFalse(plain.requiresGrad());
        assertNear(new double[] {3, 12}, plain);
    }

    @Test
    void aDirectionCanBeDifferentiatedToo() {
        Tensor x = vector(1, 2);
        Tensor v = vector(1, 1).requiresGrad(true);
        Calculus.jvp(t -> t.square(), x, v).sum().backward();
        assertNear(new double[] {2, 4}, v.grad());
    }

    @Test
    void surrogatesAreFollowed() {
        CustomOp sign = CustomOp.unary("sign", Tensor::sign, (g, x, y) -> g).surrogate();
        assertNear(new double[] {1, 1}, Calculus.grad(t -> sign.apply(t).sum(), vector(-3, 4)));
    }

    /** For any small network: u' (J v) = (J' u)' v, and H v is the derivative of the gradient along v. */
    @Property(tries = 30)
    void eitherSideGivesTheSameNumber(@ForAll @IntRange(min = 1, max = 5) int n, @ForAll long seed) {
        Random random = new Random(seed);
        Tensor w = vector(random.doubles(n * n, -1, 1).toArray()).reshape(n, n);
        Tensor x = vector(random.doubles(n, -1, 1).toArray());
        Tensor u = vector(random.doubles(n, -1, 1).toArray());
        Tensor v = vector(random.doubles(n, -1, 1).toArray());
        java.util.function.UnaryOperator<Tensor> f = t -> w.matmul(t.tanh()).mul(t.exp());
        double left = Calculus.jvp(f, x, v).dot(u).item();
        double right = Calculus.vjp(f, x, u).dot(v).item();
        assertEquals(left, right, 1e-12 * (10 + Math.abs(left)));
        assertClose(Calculus.jacobian(f, x).matmul(v), Calculus.jvp(f, x, v));
        java.util.function.UnaryOperator<Tensor> loss = t -> f.apply(t).square().sum();
        assertClose(Calculus.jvp(t -> Calculus.grad(loss, t), x, v), Calculus.hvp(loss, x, v));
        assertClose(Calculus.hessian(loss, x).matmul(v), Calculus.hvp(loss, x, v));
    }

    /** Equal but for the rounding of sums in another order. */
    private static void assertClose(Tensor expected, Tensor found) {
        double largest = 1 + expected.abs().max().item();
        assertArrayEquals(expected.toDoubles(), found.toDoubles(), 1e-12 * largest);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Tensor x = vector(1, 2);
        refused("value is [2] float64", "jacobian", () -> Calculus.grad(t -> t, x));
        refused("with a vector [3]", "value is [2]", () -> Calculus.vjp(t -> t, x, vector(1, 2, 3)));
        refused("with a vector [3]", "argument 0 is [2]", () -> Calculus.jvp(t -> t, x, vector(1, 2, 3)));
        refused("at 1 tensors along 0", "zeros", () -> Calculus.hvp(in -> in.get(0).sum(), List.of(x), List.of()));
        refused("[2] int64", "to(DType.FLOAT64)", () -> Calculus.grad(t -> t.sum(), Tensor.arange(2)));
    }

    private static void refused(String what, String hint, Executable mistake) {
        String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
        assertTrue(message.contains(what), message);
        assertTrue(message.contains(hint), message);
    }
}
