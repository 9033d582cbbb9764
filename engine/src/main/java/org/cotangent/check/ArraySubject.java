package org.cotangent.check;

import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;

/** A function of a plain array with a gradient that somebody wrote outside of the engine. */
final class ArraySubject implements Subject {
    private final ToDoubleFunction<double[]> f;
    private final UnaryOperator<double[]> gradient;
    private final int size;
    private final String replay;

    ArraySubject(ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient, int size, String replay) {
        this.f = f;
        this.gradient = gradient;
        this.size = size;
        this.replay = replay;
    }

    @Override
    public Shape[] shapes() {
        return new Shape[] {Shape.of(size)};
    }

    @Override
    public int position(int input) {
        return 0;
    }

    @Override
    public double[] value(double[][] x) {
        return new double[] {f.applyAsDouble(x[0].clone())};
    }

    @Override
    public Recorded record(double[][] x) {
        double[] value = value(x);
        return new Recorded() {
            @Override
            public double[] value() {
                return value;
            }

            @Override
            public Shape shape() {
                return Shape.SCALAR;
            }

            @Override
            public boolean isFloat32() {
                return false;
            }

            @Override
            public double[][] pullBack(double[] u) {
                double[] g = gradient.apply(x[0].clone());
                if (g.length != size) {
                    throw Complaint.about("the gradient at a point of " + size + " numbers")
                            .because("it has " + g.length + " elements")
                            .hint("one for each argument")
                            .argument();
                }
                double[] scaled = g.clone();
                for (int i = 0; i < scaled.length; i++) {
                    scaled[i] *= u[0];
                }
                return new double[][] {scaled};
            }
        };
    }

    @Override
    public String replay() {
        return replay;
    }
}
