package org.cotangent;

import java.util.List;
import java.util.function.Function;

/**
 * One row of checks of an operation: operands and a call. The gradient checks, the comparison of backends and the
 * benchmarks are all driven by these rows, and an {@link Entry} cannot be made without one.
 *
 * @param label what is special about it
 * @param operands where each operand's values come from
 * @param call the operation on these operands
 */
public record Example(String label, List<Domain> operands, Function<List<Tensor>, Tensor> call) {
    /**
     * A row with one operand.
     *
     * @param label what is special about it
     * @param x the operand
     * @param call the operation
     * @return the row
     */
    public static Example of(String label, Domain x, Function<Tensor, Tensor> call) {
        return new Example(label, List.of(x), in -> call.apply(in.get(0)));
    }

    /**
     * A row with two operands.
     *
     * @param label what is special about it
     * @param a the left operand
     * @param b the right operand
     * @param call the operation
     * @return the row
     */
    public static Example of(
            String label, Domain a, Domain b, java.util.function.BinaryOperator<Tensor> call) {
        return new Example(label, List.of(a, b), in -> call.apply(in.get(0), in.get(1)));
    }

    /**
     * A row with several operands.
     *
     * @param label what is special about it
     * @param call the operation
     * @param operands the operands
     * @return the row
     */
    public static Example of(String label, Function<List<Tensor>, Tensor> call, Domain... operands) {
        return new Example(label, List.of(operands), call);
    }

    @Override
    public String toString() {
        return label;
    }
}
