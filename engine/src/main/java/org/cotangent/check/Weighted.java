package org.cotangent.check;

import java.util.Arrays;
import org.cotangent.shape.Shape;

/** One number of many: {@code <u, f(x)>}. */
final class Weighted implements Subject {
    private final Subject subject;
    private final double[] u;

    Weighted(Subject subject, double[] u) {
        this.subject = subject;
        this.u = u;
    }

    @Override
    public Shape[] shapes() {
        return subject.shapes();
    }

    @Override
    public int position(int input) {
        return subject.position(input);
    }

    @Override
    public double[] value(double[][] x) {
        return new double[] {weigh(subject.value(x))};
    }

    private double weigh(double[] y) {
        double sum = 0;
        for (int j = 0; j < y.length; j++) {
            sum += u[j] * y[j];
        }
        return sum;
    }

    @Override
    public Recorded record(double[][] x) {
        Recorded all = subject.record(x);
        return new Recorded() {
            @Override
            public double[] value() {
                return new double[] {weigh(all.value())};
            }

            @Override
            public Shape shape() {
                return Shape.SCALAR;
            }

            @Override
            public boolean isFloat32() {
                return all.isFloat32();
            }

            @Override
            public double[][] pullBack(double[] weight) {
                return all.pullBack(Arrays.stream(u).map(each -> weight[0] * each).toArray());
            }
        };
    }

    @Override
    public String replay() {
        return subject.replay();
    }
}
