package org.cotangent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;

/**
 * Derivatives of functions, without leaves, {@code backward} or {@code grad}.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(1f, 2f, 3f);
 * Calculus.grad(t -> t.square().sum(), x);         // 2 x
 * Calculus.jacobian(t -> t.sin(), x);              // diag(cos x)
 * Calculus.hvp(t -> t.pow(3).sum(), x, v);         // 6 x v
 * }</pre>
 *
 * <p>A function takes a tensor, or a list of them, and returns a tensor; it must be written in tensor operations. It is called
 * with tensors of its own, so the {@code grad} of the given ones stays as it is. Where a given tensor requires a gradient,
 * the result can itself be differentiated with respect to it: so these functions nest, as in {@code jacobian(y ->
 * grad(f, y), x)}.
 */
public final class Calculus {
    private Calculus() {}

    // ---- gradients --------------------------------------------------------------------------------------------------

    /**
     * The gradient of a scalar function.
     *
     * @param f a function with one number as its value
     * @param x where
     * @return of x's shape
     */
    public static Tensor grad(UnaryOperator<Tensor> f, Tensor x) {
        return grad(ofList(f), List.of(x)).getFirst();
    }

    /**
     * The gradients of a scalar function of several tensors.
     *
     * @param f a function with one number as its value
     * @param x where
     * @return one for each argument, of its shape
     */
    public static List<Tensor> grad(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
        return recording(x, at -> {
            Tensor y = f.apply(at.inputs);
            checkScalar("grad", y);
            return at.pullBack(y, y.seed(null), at.nested);
        });
    }

    /**
     * The vector-Jacobian product {@code v' J}: what backward computes.
     *
     * @param f the function
     * @param x where
     * @param v of the shape of the function's value
     * @return of x's shape
     */
    public static Tensor vjp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        return vjp(ofList(f), List.of(x), v).getFirst();
    }

    /**
     * The vector-Jacobian products of a function of several tensors.
     *
     * @param f the function
     * @param x where
     * @param v of the shape of the function's value
     * @return one for each argument, of its shape
     */
    public static List<Tensor> vjp(Function<List<Tensor>, Tensor> f, List<Tensor> x, Tensor v) {
        return recording(x, at -> {
            Tensor y = f.apply(at.inputs);
            checkShape("vjp", "the function's value", y.shape(), v);
            return at.pullBack(y, v.to(y.dtype()), at.nested || v.requiresGrad());
        });
    }

    // ---- directional derivatives ------------------------------------------------------------------------------------

    /**
     * The Jacobian-vector product {@code J v}: the derivative along a direction.
     *
     * <p>The vector-Jacobian product is linear in its vector u, and its derivative with respect to u, taken along v, is
     * {@code J v}: one pass forward and two back.
     *
     * @param f the function
     * @param x where
     * @param v the direction, of x's shape
     * @return of the shape of the function's value
     */
    public static Tensor jvp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        return jvp(ofList(f), List.of(x), List.of(v));
    }

    /**
     * The Jacobian-vector product of a function of several tensors: the derivative when all of them move together.
     *
     * @param f the function
     * @param x where
     * @param v the directions, one for each argument, of its shape
     * @return of the shape of the function's value
     */
    public static Tensor jvp(Function<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> v) {
        checkDirections("jvp", x, v);
        return recording(x, at -> {
            Tensor y = f.apply(at.inputs);
            Tensor u = Tensor.zeros(y.dtype(), y.shape().sizes()).to(y.device()).requiresGrad(true);
            Tensor along = inner(at.pullBack(y, u, true), v);
            return derivative(along, u, at.nested || anyRequires(v));
        });
    }

    /**
     * The Hessian-vector product {@code H v} of a scalar function.
     *
     * @param f a function with one number as its value
     * @param x where
     * @param v the direction, of x's shape
     * @return of x's shape
     */
    public static Tensor hvp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        return hvp(ofList(f), List.of(x), List.of(v)).getFirst();
    }

    /**
     * The Hessian-vector products of a scalar function of several tensors.
     *
     * @param f a function with one number as its value
     * @param x where
     * @param v the directions, one for each argument, of its shape
     * @return one for each argument, of its shape
     */
    public static List<Tensor> hvp(Function<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> v) {
        checkDirections("hvp", x, v);
        return recording(x, at -> {
            Tensor y = f.apply(at.inputs);
            checkScalar("hvp", y);
            List<Tensor> gradients = at.pullBack(y, y.seed(null), true);
            Tensor along = inner(gradients, v);
            return at.pullBack(along, along.seed(null), at.nested || anyRequires(v));
        });
    }

    // ---- whole matrices ---------------------------------------------------------------------------------------------

    /**
     * The Jacobian: all partial derivatives.
     *
     * <p>It takes one pass back for each element of the function's value.
     *
     * @param f the function
     * @param x where
     * @return the shape of the value, then the shape of x: element {@code [i..., j...]} is the derivative of value i by x j
     */
    public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
        return jacobian(ofList(f), List.of(x)).getFirst();
    }

    /**
     * The Jacobians of a function of several tensors.
     *
     * @param f the function
     * @param x where
     * @return one for each argument: the shape of the value, then the shape of the argument
     */
    public static List<Tensor> jacobian(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
        return recording(x, at -> {
            Tensor y = f.apply(at.inputs);
            List<List<Tensor>> rows = new ArrayList<>();
            at.inputs.forEach(input -> rows.add(new ArrayList<>()));
            for (int i = 0; i < y.size(); i++) {
                double[] one = new double[y.size()];
                one[i] = 1;
                Tensor seed = Tensor.of(one, y.shape().sizes()).to(y.device()).to(y.dtype());
                List<Tensor> gradients = at.pullBack(y, seed, at.nested);
                for (int k = 0; k < rows.size(); k++) {
                    rows.get(k).add(gradients.get(k));
                }
            }
            List<Tensor> jacobians = new ArrayList<>();
            for (int k = 0; k < rows.size(); k++) {
                int[] sizes = joined(y.shape(), at.inputs.get(k).shape());
                jacobians.add(
                        rows.get(k).isEmpty()
                                ? Tensor.zeros(y.dtype(), sizes).to(y.device())
                                : Tensor.stack(0, rows.get(k).toArray(Tensor[]::new)).reshape(sizes));
            }
            return jacobians;
        });
    }

    /**
     * The Hessian of a scalar function: all second partial derivatives.
     *
     * @param f a function with one number as its value
     * @param x where
     * @return the shape of x twice
     */
    public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
        return hessian(ofList(f), List.of(x)).getFirst().getFirst();
    }

    /**
     * The blocks of the Hessian of a scalar function of several tensors.
     *
     * @param f a function with one number as its value
     * @param x where
     * @return block {@code [i][j]} holds the derivatives by argument i and then j: the shape of i, then the shape of j
     */
    public static List<List<Tensor>> hessian(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
        List<List<Tensor>> blocks = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            int row = i;
            blocks.add(jacobian(in -> grad(f, in).get(row), x));
        }
        return blocks;
    }

    // ---- what they have in common -----------------------------------------------------------------------------------

    /** The arguments that the function is called with, and whether the result is to be differentiable itself. */
    private record At(List<Tensor> inputs, boolean nested) {
        /** {@code v' J}; zeros where there is no path. The graph is kept. */
        List<Tensor> pullBack(Tensor y, Tensor v, boolean createGraph) {
            if (!y.requiresGrad()) {
                List<Tensor> none = new ArrayList<>();
                inputs.forEach(input -> none.add(
                        Tensor.zeros(input.dtype(), input.shape().sizes()).to(input.device())));
                return none;
            }
            return Autograd.grad(List.of(y), inputs, List.of(v), createGraph, true);
        }
    }

    /** Calls with arguments of its own, and with recording on, also inside of noGrad. */
    private static <T> T recording(List<Tensor> x, Function<At, T> computation) {
        boolean nested = Autograd.isGradEnabled() && anyRequires(x);
        List<Tensor> inputs = new ArrayList<>();
        List<T> result = new ArrayList<>();
        Autograd.enableGrad(() -> {
            for (Tensor each : x) {
                if (!each.dtype().isFloating()) {
                    throw Complaint.about("a derivative by " + each.describe())
                            .because("only float32 and float64 tensors have derivatives")
                            .hint("to(DType.FLOAT64) first")
                            .argument();
                }
                // a step that changes nothing parts this derivative from those outside, and still leads to them
                inputs.add(
                        nested && each.requiresGrad()
                                ? each.reshape(each.shape().sizes()).add(0)
                                : each.detach().requiresGrad(true));
            }
            result.add(computation.apply(new At(Collections.unmodifiableList(inputs), nested)));
        });
        return result.getFirst();
    }

    private static Function<List<Tensor>, Tensor> ofList(UnaryOperator<Tensor> f) {
        return in -> f.apply(in.getFirst());
    }

    private static boolean anyRequires(List<Tensor> tensors) {
        return tensors.stream().anyMatch(Tensor::requiresGrad);
    }

    private static Tensor inner(List<Tensor> a, List<Tensor> b) {
        Tensor sum = a.getFirst().mul(b.getFirst()).sum();
        for (int i = 1; i < a.size(); i++) {
            sum = sum.add(a.get(i).mul(b.get(i)).sum());
        }
        return sum;
    }

    private static Tensor derivative(Tensor y, Tensor x, boolean createGraph) {
        return y.requiresGrad()
                ? Autograd.grad(List.of(y), List.of(x), List.of(y.seed(null)), createGraph, true)
                        .getFirst()
                : Tensor.zeros(x.dtype(), x.shape().sizes()).to(x.device());
    }

    private static int[] joined(Shape a, Shape b) {
        int[] sizes = java.util.Arrays.copyOf(a.sizes(), a.rank() + b.rank());
        System.arraycopy(b.sizes(), 0, sizes, a.rank(), b.rank());
        return sizes;
    }

    private static void checkScalar(String what, Tensor y) {
        if (y.size() != 1) {
            throw Complaint.about(what + " of a function whose value is " + y.describe())
                    .because("it is not one number, so there is no single gradient")
                    .hint("sum() or mean() at the end of the function, or jacobian")
                    .argument();
        }
    }

    private static void checkDirections(String what, List<Tensor> x, List<Tensor> v) {
        if (x.size() != v.size()) {
            throw Complaint.about(what + " at " + x.size() + " tensors along " + v.size())
                    .because("every argument moves along a direction of its own")
                    .hint("zeros for an argument that stays")
                    .argument();
        }
        for (int i = 0; i < x.size(); i++) {
            checkShape(what, "argument " + i, x.get(i).shape(), v.get(i));
        }
    }

    private static void checkShape(String what, String whose, Shape shape, Tensor v) {
        if (!v.shape().equals(shape)) {
            throw Complaint.about(what + " with a vector " + v.shape())
                    .because(whose + " is " + shape)
                    .hint("a vector of that shape")
                    .argument();
        }
    }
}
