package org.cotangent.check.zoo;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.check.Cause;
import org.cotangent.check.DifferentiableFunction;

/**
 * A broken rule beside the right one.
 *
 * @param name the function and the mistake
 * @param cause what a good diagnosis says
 * @param order the order at which it goes wrong: 1, or 2 when the gradient itself is right
 * @param broken the function with the broken rule
 * @param right the same function with a right rule
 * @param points arguments; the mistake shows at one of them at least
 */
public record Specimen(
        String name,
        Cause cause,
        int order,
        DifferentiableFunction broken,
        DifferentiableFunction right,
        List<List<Tensor>> points) {
    /** Copies the points. */
    public Specimen {
        points = List.copyOf(points);
    }

    /** Starts a specimen. */
    static Draft of(String name, Cause cause) {
        return new Draft(name, cause, 1, List.of());
    }

    /** A specimen that has a name, a cause and points, and lacks its functions. */
    record Draft(String name, Cause cause, int order, List<List<Tensor>> points) {
        Draft at(Tensor... arguments) {
            List<List<Tensor>> more = new ArrayList<>(points);
            more.add(List.of(arguments));
            return new Draft(name, cause, order, more);
        }

        Draft atOrder2() {
            return new Draft(name, cause, 2, points);
        }

        /** One argument: the right function, and the broken rule. */
        Specimen unary(java.util.function.UnaryOperator<Tensor> right, CustomOp.UnaryRule rule) {
            CustomOp broken = CustomOp.unary(name, right, rule);
            return new Specimen(
                    name, cause, order, in -> broken.apply(in.get(0)), DifferentiableFunction.of(right), points);
        }

        /** Two arguments: the right function, and two rules of which one at least is broken. */
        Specimen binary(
                java.util.function.BinaryOperator<Tensor> right, CustomOp.BinaryRule left, CustomOp.BinaryRule second) {
            CustomOp broken = CustomOp.binary(name, right, left, second);
            return new Specimen(
                    name,
                    cause,
                    order,
                    in -> broken.apply(in.get(0), in.get(1)),
                    DifferentiableFunction.of(right),
                    points);
        }

        /** Any number of arguments. */
        Specimen many(DifferentiableFunction right, CustomOp.Rule rule) {
            CustomOp broken = CustomOp.of(name, right::apply, rule);
            return functions(right, in -> broken.apply(in.toArray(new Tensor[0])));
        }

        /** Two functions with the same values, of which the second one has the wrong graph. */
        Specimen functions(DifferentiableFunction right, DifferentiableFunction broken) {
            return new Specimen(name, cause, order, broken, right, points);
        }
    }
}
