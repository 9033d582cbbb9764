package org.cotangent.experiments.gradient;

import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;

/**
 * The tutorial's graph of {@code f = tanh(ln(1 + z 2x / sin y))}, one operation a step, in float64.
 *
 * @param x an input
 * @param y an input
 * @param z an input
 * @param a 2 x
 * @param b sin y
 * @param c a / b
 * @param d z c
 * @param e ln(1 + d)
 * @param f tanh e
 */
record TanhLn(Tensor x, Tensor y, Tensor z, Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f) {

    /** An arrow of the graph: the derivative of one value with respect to another that it is computed from directly. */
    record Local(String of, String by, double value) {
        String symbol() {
            return "∂" + of + "/∂" + by;
        }
    }

    /** The forward pass. */
    static TanhLn at(double... point) {
        Tensor x = leaf(point[0]);
        Tensor y = leaf(point[1]);
        Tensor z = leaf(point[2]);
        Tensor a = x.mul(2);
        Tensor b = y.sin();
        Tensor c = a.div(b);
        Tensor d = z.mul(c);
        Tensor e = d.add(1).log();
        return new TanhLn(x, y, z, a, b, c, d, e, e.tanh());
    }

    private static Tensor leaf(double value) {
        return Tensor.scalar(value, DType.FLOAT64).requiresGrad(true);
    }

    private static double[] numbers(List<Tensor> tensors) {
        return tensors.stream().mapToDouble(Tensor::item).toArray();
    }

    /** a, b, c, d, e, f. */
    double[] values() {
        return numbers(List.of(a, b, c, d, e, f));
    }

    /** The derivative of f with respect to a, b, c, d, e: what flows back through the graph. */
    double[] upstream() {
        return numbers(Autograd.grad(f, List.of(a, b, c, d, e), true));
    }

    /** ∂f/∂x, ∂f/∂y, ∂f/∂z. */
    double[] partials() {
        return numbers(gradient());
    }

    private List<Tensor> gradient() {
        return Autograd.grad(f, List.of(x, y, z), true);
    }

    /** The second derivatives, row by row: the gradient of each partial derivative, which is itself a graph. */
    double[] hessian() {
        double[] rows = new double[9];
        List<Tensor> gradient = gradient();
        for (int i = 0; i < 3; i++) {
            double[] row = numbers(Autograd.grad(gradient.get(i), List.of(x, y, z), true));
            System.arraycopy(row, 0, rows, 3 * i, 3);
        }
        return rows;
    }

    /** All arrows of the graph, by autograd between neighbours. */
    List<Local> locals() {
        return List.of(
                local("a", a, "x", x),
                local("b", b, "y", y),
                local("c", c, "a", a),
                local("c", c, "b", b),
                local("d", d, "c", c),
                local("d", d, "z", z),
                local("e", e, "d", d),
                local("f", f, "e", e));
    }

    private static Local local(String of, Tensor value, String by, Tensor input) {
        return new Local(of, by, Autograd.grad(value, List.of(input), true).getFirst().item());
    }
}
