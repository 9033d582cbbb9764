package org.cotangent.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.shape.Shape;

/** All derivatives of all elements of a result with respect to all elements of the arguments. */
final class Jacobian {
    private final Shape[] inputs;
    private final Shape output;
    private final double[][][] values; // [argument][output element][argument element]

    Jacobian(Shape[] inputs, Shape output) {
        this.inputs = inputs;
        this.output = output;
        this.values = new double[inputs.length][output.size()][];
        for (int k = 0; k < inputs.length; k++) {
            for (int j = 0; j < output.size(); j++) {
                values[k][j] = new double[inputs[k].size()];
            }
        }
    }

    /** The Jacobian that a rule gives: one pull-back for each element of the result. */
    static Jacobian of(Subject subject, Subject.Recorded here) {
        Jacobian jacobian = new Jacobian(subject.shapes(), here.shape());
        int n = here.value().length;
        for (int j = 0; j < n; j++) {
            double[] unit = new double[n];
            unit[j] = 1;
            double[][] row = here.pullBack(unit);
            for (int k = 0; k < row.length; k++) {
                jacobian.values[k][j] = row[k];
            }
        }
        return jacobian;
    }

    double at(int outputElement, int input, int element) {
        return values[input][outputElement][element];
    }

    void set(int outputElement, int input, int element, double value) {
        values[input][outputElement][element] = value;
    }

    /** The rows for one argument: [output element][argument element]. */
    double[][] block(int input) {
        return values[input];
    }

    Shape inputShape(int input) {
        return inputs[input];
    }

    Shape outputShape() {
        return output;
    }

    /** The largest finite derivative with respect to one argument. */
    double largest(int input) {
        return Arrays.stream(values[input])
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    /** Whether all derivatives are the same numbers. */
    boolean isSameAs(Jacobian other) {
        return Arrays.deepEquals(values, other.values);
    }

    /** A flat place as one number for each axis. */
    static List<Integer> place(Shape shape, int element) {
        List<Integer> index = new ArrayList<>();
        int rest = element;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            int size = Math.max(1, shape.size(axis));
            index.addFirst(rest % size);
            rest /= size;
        }
        return index;
    }
}
