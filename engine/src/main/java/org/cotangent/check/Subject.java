package org.cotangent.check;

import org.cotangent.shape.Shape;

/** What is checked, as plain arrays: a function of several arrays and its own vector-Jacobian product. */
interface Subject {
    /** The shapes of the arguments that are differentiated. */
    Shape[] shapes();

    /** The arguments' numbers for messages: the checked ones may be only some of the caller's. */
    int position(int input);

    /** The value at a point, flattened. */
    double[] value(double[][] x);

    /** The value with the means to differentiate it. */
    Recorded record(double[][] x);

    /** A line of Java that repeats the check. */
    String replay();

    /** One recorded evaluation. */
    interface Recorded {
        /** The value, flattened. */
        double[] value();

        /** Its shape. */
        Shape shape();

        /** Whether the value is of type float32. */
        boolean isFloat32();

        /** {@code u^T J}: one flattened gradient for each argument. */
        double[][] pullBack(double[] u);
    }
}
