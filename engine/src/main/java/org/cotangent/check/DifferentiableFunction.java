package org.cotangent.check;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;

/** A function of tensors whose gradient is in question: {@code y = f(x_1, ..., x_n)}. */
@FunctionalInterface
public interface DifferentiableFunction {
    /**
     * Computes the value, recording how.
     *
     * @param in the arguments
     * @return the value, of any shape
     */
    Tensor apply(List<Tensor> in);

    /**
     * A function of one tensor.
     *
     * @param f the function
     * @return the same, as a function of a list
     */
    static DifferentiableFunction of(UnaryOperator<Tensor> f) {
        return in -> f.apply(in.get(0));
    }

    /**
     * A function of two tensors.
     *
     * @param f the function
     * @return the same, as a function of a list
     */
    static DifferentiableFunction of(BinaryOperator<Tensor> f) {
        return in -> f.apply(in.get(0), in.get(1));
    }

    /**
     * A function with several results: they are flattened and joined to one vector.
     *
     * @param f the function
     * @return its results as one
     */
    static DifferentiableFunction ofMany(Function<List<Tensor>, List<Tensor>> f) {
        return in -> Tensor.cat(
                0, f.apply(in).stream().map(each -> each.flatten()).toArray(Tensor[]::new));
    }
}
