package org.cotangent;

import java.util.random.RandomGenerator;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Shape;

/**
 * Where the checks of an operation take one operand's values from.
 *
 * @param shape the operand's shape
 * @param type float64 for operands with a gradient; int64 or bool for indices and masks
 * @param low the smallest value
 * @param high the largest value (for int64: exclusive)
 * @param avoid values at which the operation has a kink or a pole; samples keep a distance of 0.05 from them
 */
public record Domain(Shape shape, DType type, double low, double high, double... avoid) {
    private static final double DISTANCE = 0.05;

    /**
     * Numbers from -2 to 2.
     *
     * @param sizes the shape
     * @return the domain
     */
    public static Domain real(int... sizes) {
        return new Domain(Shape.of(sizes), DType.FLOAT64, -2, 2);
    }

    /**
     * Numbers from 0.2 to 3.
     *
     * @param sizes the shape
     * @return the domain
     */
    public static Domain positive(int... sizes) {
        return new Domain(Shape.of(sizes), DType.FLOAT64, 0.2, 3);
    }

    /**
     * Indices from 0 to {@code count - 1}.
     *
     * @param count how many there are
     * @param sizes the shape
     * @return the domain
     */
    public static Domain index(int count, int... sizes) {
        return new Domain(Shape.of(sizes), DType.INT64, 0, count);
    }

    /**
     * True or false.
     *
     * @param sizes the shape
     * @return the domain
     */
    public static Domain mask(int... sizes) {
        return new Domain(Shape.of(sizes), DType.BOOL, 0, 2);
    }

    /**
     * This domain with other limits.
     *
     * @param newLow the smallest value
     * @param newHigh the largest value
     * @return the domain
     */
    public Domain within(double newLow, double newHigh) {
        return new Domain(shape, type, newLow, newHigh, avoid);
    }

    /**
     * This domain without the neighbourhood of some values.
     *
     * @param kinks the values to keep away from
     * @return the domain
     */
    public Domain avoiding(double... kinks) {
        return new Domain(shape, type, low, high, kinks);
    }

    /**
     * This domain with another shape.
     *
     * @param sizes the shape
     * @return the domain
     */
    public Domain shaped(int... sizes) {
        return new Domain(Shape.of(sizes), type, low, high, avoid);
    }

    /**
     * Draws an operand.
     *
     * @param random where from
     * @return a tensor; floating ones require a gradient
     */
    public Tensor sample(RandomGenerator random) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            do {
                values[i] = type.isFloating()
                        ? random.nextDouble(low, high)
                        : Math.floor(random.nextDouble(low, high));
            } while (type.isFloating() && nearKink(values[i]));
        }
        Tensor drawn = Tensor.of(values, shape.sizes()).to(type);
        return type.isFloating() ? drawn.requiresGrad(true) : drawn;
    }

    private boolean nearKink(double value) {
        for (double kink : avoid) {
            if (Math.abs(value - kink) < DISTANCE) {
                return true;
            }
        }
        return false;
    }
}
