package org.cotangent;

import java.util.Arrays;
import org.cotangent.shape.Complaint;

/**
 * The windows of a pooling. Every list has one number for each pooled axis, or a single one for all of them.
 *
 * <pre>{@code
 * x.maxPool2d(Pool.of(3).stride(2).padding(1))
 * }</pre>
 *
 * @param kernel the size of a window
 * @param stride from one window to the next; empty for the size of a window
 * @param padding how far windows reach over each edge, at most half a window
 * @param dilation from one element of a window to the next: maxima only
 * @param ceilMode whether a last window that reaches over the end is taken as well
 * @param countIncludePad whether an average counts the zeros that were put around the input
 * @param divisor what sums are divided by to make averages; 0 for the number of elements
 */
public record Pool(
        int[] kernel,
        int[] stride,
        int[] padding,
        int[] dilation,
        boolean ceilMode,
        boolean countIncludePad,
        int divisor) {
    /**
     * Windows side by side.
     *
     * @param kernel the size of a window
     * @return no padding, no dilation, complete windows only
     */
    public static Pool of(int... kernel) {
        return new Pool(kernel, new int[0], new int[] {0}, new int[] {1}, false, true, 0);
    }

    /**
     * The same with another stride.
     *
     * @param steps from one window to the next
     * @return the options
     */
    public Pool stride(int... steps) {
        return new Pool(kernel, steps, padding, dilation, ceilMode, countIncludePad, divisor);
    }

    /**
     * The same with padding.
     *
     * @param widths how far windows reach over each edge
     * @return the options
     */
    public Pool padding(int... widths) {
        return new Pool(kernel, stride, widths, dilation, ceilMode, countIncludePad, divisor);
    }

    /**
     * The same with dilated windows.
     *
     * @param steps from one element of a window to the next
     * @return the options
     */
    public Pool dilation(int... steps) {
        return new Pool(kernel, stride, padding, steps, ceilMode, countIncludePad, divisor);
    }

    /**
     * The same, with a last window that reaches over the end or without it.
     *
     * @param partial whether it is taken
     * @return the options
     */
    public Pool ceilMode(boolean partial) {
        return new Pool(kernel, stride, padding, dilation, partial, countIncludePad, divisor);
    }

    /**
     * The same, where averages count the padding or do not.
     *
     * @param counted whether they do
     * @return the options
     */
    public Pool countIncludePad(boolean counted) {
        return new Pool(kernel, stride, padding, dilation, ceilMode, counted, divisor);
    }

    /**
     * The same with another divisor of averages.
     *
     * @param number what sums are divided by; 0 for the number of elements
     * @return the options
     */
    public Pool divisor(int number) {
        return new Pool(kernel, stride, padding, dilation, ceilMode, countIncludePad, number);
    }

    /** These options with every list as long as there are axes, and checked. */
    Pool spread(int axes) {
        int[] sizes = Convolution.spread("kernel", kernel, axes, 1);
        Pool all = new Pool(
                sizes,
                stride.length == 0 ? sizes : Convolution.spread("stride", stride, axes, 1),
                Convolution.spread("padding", padding, axes, 0),
                Convolution.spread("dilation", dilation, axes, 1),
                ceilMode,
                countIncludePad,
                divisor);
        for (int i = 0; i < axes; i++) {
            if (2 * all.padding[i] > sizes[i]) {
                throw Complaint.about("pooling over " + Arrays.toString(kernel) + " with padding " + Arrays.toString(padding))
                        .because("a window in the padding would be empty")
                        .hint("a padding of at most half the kernel")
                        .argument();
            }
        }
        return all;
    }

    /** The number of windows along an axis of a size. */
    int windows(int axis, int size) {
        int room = size + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1;
        int step = stride[axis];
        int count = (ceilMode ? Math.ceilDiv(room, step) : Math.floorDiv(room, step)) + 1;
        // A window that would begin in the padding after the end is none.
        return ceilMode && (count - 1) * step >= size + padding[axis] ? count - 1 : count;
    }
}
