package org.cotangent.inspect;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The values of a tensor at one moment: all of them when they are few, else a summary.
 *
 * @param shape its shape
 * @param type its type
 * @param elements in row-major order; none when there are more than {@link #MOST}
 * @param min the smallest; NaN when there is a NaN or no element, like the others
 * @param max the largest
 * @param mean the arithmetic mean
 * @param norm the Euclidean norm
 * @param grid the tensor as a small table; null when there are too few elements for one
 */
public record Snapshot(
        Shape shape,
        DType type,
        double[] elements,
        double min,
        double max,
        double mean,
        double norm,
        @Nullable Grid grid) {
    /** The most elements that are kept one by one. */
    public static final int MOST = 16;

    private static final int IN_FORMULA = 3;

    /** Copies the values of a tensor. */
    static Snapshot of(Tensor x) {
        double[] all = x.detach().toDoubles();
        double min = all.length == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
        double max = all.length == 0 ? Double.NaN : Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        for (double each : all) {
            min = Math.min(min, each);
            max = Math.max(max, each);
            sum += each;
            squares += each * each;
        }
        double[] kept = all.length <= MOST ? all : new double[0];
        int rank = x.shape().rank();
        Grid grid = all.length <= IN_FORMULA ? null : Grid.of(all, x.shape().size(rank - 1));
        return new Snapshot(x.shape(), x.dtype(), kept, min, max, sum / all.length, Math.sqrt(squares), grid);
    }

    /**
     * The elements in row-major order.
     *
     * @return a copy; empty when there are more than {@link #MOST}
     */
    @Override
    public double[] elements() {
        return elements.clone();
    }

    /**
     * The value of a tensor with one element.
     *
     * @return the element
     * @throws IllegalStateException when there is not exactly one
     */
    public double item() {
        if (!isSingle()) {
            throw new IllegalStateException("the snapshot has shape " + shape + ", not one element");
        }
        return elements[0];
    }

    /**
     * Whether there is one element.
     *
     * @return true for scalars
     */
    public boolean isSingle() {
        return shape.size() == 1;
    }

    /**
     * Whether every element is a number and not infinite.
     *
     * @return false when one is NaN or infinite
     */
    public boolean isFinite() {
        return shape.size() == 0 || (Double.isFinite(min) && Double.isFinite(max));
    }

    /** With 12 significant digits for float64, 9 for float32. */
    @Override
    public String toString() {
        return text(each -> Digits.of(each, type));
    }

    /** With all digits. */
    String exact() {
        return text(each -> Digits.exact(each, type));
    }

    /** With four digits, for pictures. */
    String brief() {
        return shape.size() <= IN_FORMULA ? text(Digits::brief) : shape + " norm " + Digits.brief(norm);
    }

    /** Without the shape, which is that of the box beside it. */
    String briefest() {
        return shape.size() <= IN_FORMULA ? text(Digits::brief) : "norm " + Digits.brief(norm);
    }

    /** As an operand in a formula: the number, a few numbers, or its letter when there are more. */
    String inFormula(String letter) {
        if (isSingle()) {
            String number = toString();
            return number.startsWith("-") ? "(" + number + ")" : number;
        }
        return shape.rank() == 1 && shape.size() <= IN_FORMULA ? toString() : letter;
    }

    private String text(DoubleFunction<String> number) {
        if (isSingle()) {
            return number.apply(elements[0]);
        }
        if (shape.size() > MOST) {
            return "min " + number.apply(min) + ", max " + number.apply(max) + ", mean " + number.apply(mean) + ", norm "
                    + number.apply(norm);
        }
        return nested(0, new int[1], number);
    }

    private String nested(int axis, int[] next, DoubleFunction<String> number) {
        if (axis == shape.rank()) {
            return number.apply(elements[next[0]++]);
        }
        String[] parts = new String[shape.size(axis)];
        Arrays.setAll(parts, i -> nested(axis + 1, next, number));
        return Arrays.stream(parts).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot that
                && shape.equals(that.shape)
                && type == that.type
                && Arrays.equals(elements, that.elements)
                && Double.compare(min, that.min) == 0
                && Double.compare(max, that.max) == 0
                && Double.compare(mean, that.mean) == 0
                && Double.compare(norm, that.norm) == 0
                && Objects.equals(grid, that.grid);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(elements) + Double.hashCode(norm);
    }
}
