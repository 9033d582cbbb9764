package org.cotangent;

import java.util.Arrays;
import org.cotangent.shape.Complaint;

/**
 * How {@link Tensor#interpolate} changes the size of an image.
 *
 * <pre>{@code
 * x.interpolate(Resize.to(32, 32))             // nearest
 * x.interpolate(Resize.by(2).linear(false))    // bilinear
 * }</pre>
 *
 * @param sizes the new sizes, one for each axis or one for all; empty when there are factors
 * @param factors by how much the axes grow, one for each or one for all; empty when there are sizes
 * @param linear whether new elements are interpolated, rather than copied from the nearest old one
 * @param alignCorners whether the centres, rather than the edges, of the outermost elements stay where they are
 */
public record Resize(int[] sizes, double[] factors, boolean linear, boolean alignCorners) {
    /**
     * To new sizes.
     *
     * @param sizes one for each axis from the third on, or one for all
     * @return by the nearest element
     */
    public static Resize to(int... sizes) {
        return new Resize(sizes, new double[0], false, false);
    }

    /**
     * By factors; the new size is {@code floor(size factor)}.
     *
     * @param factors one for each axis from the third on, or one for all
     * @return by the nearest element
     */
    public static Resize by(double... factors) {
        return new Resize(new int[0], factors, false, false);
    }

    /**
     * The same by linear interpolation: bilinear for two axes.
     *
     * @param corners whether the centres of the outermost elements stay where they are, rather than their edges
     * @return the options
     */
    public Resize linear(boolean corners) {
        return new Resize(sizes, factors, true, corners);
    }

    /** The new size of an axis. */
    int size(int axis, int old) {
        return sizes.length > 0
                ? sizes[sizes.length == 1 ? 0 : axis]
                : (int) Math.floor(old * factors[factors.length == 1 ? 0 : axis]);
    }

    /** How many old elements one new element is wide. */
    double scale(int axis, int old) {
        int size = size(axis, old);
        if (alignCorners) {
            return size > 1 ? (old - 1.0) / (size - 1) : 0;
        }
        return factors.length > 0 ? 1 / factors[factors.length == 1 ? 0 : axis] : (double) old / size;
    }

    void check(Tensor x) {
        int axes = x.rank() - 2;
        int given = Math.max(sizes.length, factors.length);
        boolean positive = Arrays.stream(sizes).allMatch(size -> size > 0)
                && Arrays.stream(factors).allMatch(factor -> factor > 0);
        if (axes < 1 || (given != 1 && given != axes) || !positive) {
            throw Complaint.about("interpolate " + x.shape() + " to "
                            + (sizes.length > 0 ? Arrays.toString(sizes) : "factors " + Arrays.toString(factors)))
                    .because(axes < 1
                            ? "it is for batches, channels and at least one more axis"
                            : positive ? "there are " + axes + " axes to resize" : "sizes and factors must be positive")
                    .hint("one number for all axes from the third on, or one for each")
                    .argument();
        }
    }
}
