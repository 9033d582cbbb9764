package org.cotangent.bench;

import java.util.Locale;

/** Something that every contender of the side-by-side can be asked to do; its name is the first column of the results. */
public sealed interface Workload {
    /** What a result is counted in. */
    enum Unit {
        /** Floating-point operations, in 1e9 a second: more is better. */
        GFLOPS("GFLOP/s", true),
        /** Nanoseconds for one element. */
        ELEMENT("ns/elem", false),
        /** Nanoseconds for one operation of the graph, with its share of backward. */
        OPERATION("ns/op", false),
        /** Microseconds for a whole training step. */
        STEP("us/step", false);

        private final String text;
        private final boolean rate;

        Unit(String text, boolean rate) {
            this.text = text;
            this.rate = rate;
        }

        /**
         * Whether more is better.
         *
         * @return true for rates, false for times
         */
        public boolean isRate() {
            return rate;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * The name in the results.
     *
     * @return such as {@code gemm_f32_nn_64x64x64} or {@code C2_spiral}
     */
    String label();

    /**
     * What a result is counted in.
     *
     * @return the unit
     */
    Unit unit();

    /**
     * How much one call does.
     *
     * @return floating-point operations for a rate; else how many elements, operations or steps share the time of a call
     */
    double amount();

    /**
     * The group that the name is selected by.
     *
     * @return A: matrix products, B: elementwise and along rows, C: training steps
     */
    char group();

    /**
     * The result in its unit.
     *
     * @param seconds the time of one call
     * @return the figure in the results
     */
    default double figure(double seconds) {
        return switch (unit()) {
            case GFLOPS -> amount() * 1e-9 / seconds;
            case ELEMENT, OPERATION -> seconds * 1e9 / amount();
            case STEP -> seconds * 1e6 / amount();
        };
    }

    /**
     * A matrix product {@code [m, k] x [k, n]}.
     *
     * @param form n or t for each factor: as it is stored, or the transpose of what is stored
     * @param m rows of the result
     * @param k the length of the sums
     * @param n columns of the result
     * @param wide float64 rather than float32
     */
    record Product(String form, int m, int k, int n, boolean wide) implements Workload {
        /**
         * Whether the left factor is stored as [k, m].
         *
         * @return true for tn and tt
         */
        public boolean transposesA() {
            return form.charAt(0) == 't';
        }

        /**
         * Whether the right factor is stored as [n, k].
         *
         * @return true for nt and tt
         */
        public boolean transposesB() {
            return form.charAt(1) == 't';
        }

        @Override
        public String label() {
            return "gemm_" + (wide ? "f64_" : "f32_") + form + "_" + m + "x" + k + "x" + n;
        }

        @Override
        public Unit unit() {
            return Unit.GFLOPS;
        }

        @Override
        public double amount() {
            return 2.0 * m * k * n;
        }

        @Override
        public char group() {
            return 'A';
        }
    }

    /**
     * An operation on every element of float32 vectors.
     *
     * @param operation add, mul, relu, exp, tanh, sigmoid, or sum
     * @param size the number of elements, a power of ten
     */
    record Elementwise(String operation, int size) implements Workload {
        @Override
        public String label() {
            return operation + String.format(Locale.ROOT, "_1e%d", Math.round(Math.log10(size)));
        }

        @Override
        public Unit unit() {
            return Unit.ELEMENT;
        }

        @Override
        public double amount() {
            return size;
        }

        @Override
        public char group() {
            return 'B';
        }
    }

    /**
     * An operation along one axis of a float32 matrix.
     *
     * @param operation sumlast, sumfirst, or softmax (along the rows)
     * @param rows how many
     * @param columns how many
     */
    record Rowwise(String operation, int rows, int columns) implements Workload {
        @Override
        public String label() {
            return operation + "_" + rows + "x" + columns;
        }

        @Override
        public Unit unit() {
            return Unit.ELEMENT;
        }

        @Override
        public double amount() {
            return (double) rows * columns;
        }

        @Override
        public char group() {
            return 'B';
        }
    }

    /** A whole training step: zero the gradients, forward, loss, backward, optimizer. */
    enum Training implements Workload {
        /** 32 x 1 -> 512 tanh -> 1, mean squared error, SGD 3e-3 with momentum 0.9. */
        C1_WIDENET("C1_widenet"),
        /** 128 x 2 -> 128 relu -> 4, cross entropy, Adam 1e-3. */
        C2_SPIRAL("C2_spiral"),
        /** 200 x 784 -> 500 sigmoid -> 10 sigmoid, mean squared error, SGD 0.1. */
        C3_MNIST("C3_mnist"),
        /** 216 x 23589 -> 10 relu -> 1, mean squared error, SGD 1e-4. */
        C4_DECODER("C4_decoder"),
        /** Scalars x, a, b: 500 times x = x a + b as two operations, and backward. */
        C5_SCALAR_CHAIN("C5_scalar_chain"),
        /** 512 x 1024, ten times Linear(1024) and relu, cross entropy, Adam 1e-3. */
        C6_DEEP("C6_deep"),
        /** 64 x 1 x 28 x 28, twice 5x5 convolution (8, 16), relu, 2x2 maximum; linear to 10, cross entropy, SGD 0.01. */
        C7_LENET("C7_lenet");

        /** Scalar operations of one call of C5. */
        static final int CHAIN = 1000;

        private final String label;

        Training(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public Unit unit() {
            return this == C5_SCALAR_CHAIN ? Unit.OPERATION : Unit.STEP;
        }

        @Override
        public double amount() {
            return this == C5_SCALAR_CHAIN ? CHAIN : 1;
        }

        @Override
        public char group() {
            return 'C';
        }
    }
}
