package org.cotangent.kernel;

/** Moves numbers between arrays of any two types. */
final class Elements {
    private Elements() {}

    static void copy(Storage from, int at, int step, Storage into, int outAt, int outStep, int n) {
        if (from.type() == into.type() && step == 1 && outStep == 1) {
            System.arraycopy(from.array(), at, into.array(), outAt, n);
        } else if (from instanceof FloatStorage a && into instanceof FloatStorage b) {
            float[] x = a.values();
            float[] y = b.values();
            if (step == 0 && outStep == 1) {
                java.util.Arrays.fill(y, outAt, outAt + n, x[at]);
                return;
            }
            for (int i = 0; i < n; i++) {
                y[outAt + i * outStep] = x[at + i * step];
            }
        } else if (from instanceof FloatStorage a && into instanceof DoubleStorage b) {
            float[] x = a.values();
            double[] y = b.values();
            for (int i = 0; i < n; i++) {
                y[outAt + i * outStep] = x[at + i * step];
            }
        } else if (from instanceof DoubleStorage a && into instanceof FloatStorage b) {
            double[] x = a.values();
            float[] y = b.values();
            for (int i = 0; i < n; i++) {
                y[outAt + i * outStep] = (float) x[at + i * step];
            }
        } else if (from instanceof LongStorage a && into instanceof LongStorage b) {
            long[] x = a.values();
            long[] y = b.values();
            for (int i = 0; i < n; i++) {
                y[outAt + i * outStep] = x[at + i * step];
            }
        } else if (from instanceof DoubleStorage a && into instanceof DoubleStorage b) {
            double[] x = a.values();
            double[] y = b.values();
            if (step == 0 && outStep == 1) {
                java.util.Arrays.fill(y, outAt, outAt + n, x[at]);
                return;
            }
            for (int i = 0; i < n; i++) {
                y[outAt + i * outStep] = x[at + i * step];
            }
        } else if (from instanceof LongStorage || from instanceof BoolStorage) {
            for (int i = 0; i < n; i++) {
                into.set(outAt + i * outStep, from.getLong(at + i * step));
            }
        } else {
            for (int i = 0; i < n; i++) {
                into.set(outAt + i * outStep, from.getDouble(at + i * step));
            }
        }
    }
}
