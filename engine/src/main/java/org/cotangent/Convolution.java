package org.cotangent;

import java.util.Arrays;
import org.cotangent.shape.Complaint;

/**
 * How a convolution steps over its input. Every list has one number for each of the kernel's axes, or a single one for
 * all of them.
 *
 * <pre>{@code
 * x.conv2d(weight, bias, Convolution.DEFAULT.stride(2).padding(1).groups(4))
 * }</pre>
 *
 * @param stride from one place of the kernel to the next
 * @param padding zeros put before and after each axis; empty for as many as keep the size of the input ({@link #same()})
 * @param dilation from one element of the kernel to the next
 * @param outputPadding how much larger the output is at its end: transposed convolutions only
 * @param groups in how many parts, independent of each other, the channels fall
 */
public record Convolution(int[] stride, int[] padding, int[] dilation, int[] outputPadding, int groups) {
    private static final int[] ONE = {1};
    private static final int[] ZERO = {0};

    /** Stride 1, no padding, dilation 1, one group. */
    public static final Convolution DEFAULT = new Convolution(ONE, ZERO, ONE, ZERO, 1);

    /**
     * The same with another stride.
     *
     * @param steps from one place of the kernel to the next
     * @return the options
     */
    public Convolution stride(int... steps) {
        return new Convolution(steps, padding, dilation, outputPadding, groups);
    }

    /**
     * The same with another padding.
     *
     * @param widths zeros put before and after each axis
     * @return the options
     */
    public Convolution padding(int... widths) {
        return new Convolution(stride, widths, dilation, outputPadding, groups);
    }

    /**
     * The same with as much padding as keeps the size of the input; of an odd number, the larger part comes after.
     *
     * @return the options, for stride 1 and convolutions that are not transposed
     */
    public Convolution same() {
        return new Convolution(stride, new int[0], dilation, outputPadding, groups);
    }

    /**
     * The same with another dilation.
     *
     * @param steps from one element of the kernel to the next
     * @return the options
     */
    public Convolution dilation(int... steps) {
        return new Convolution(stride, padding, steps, outputPadding, groups);
    }

    /**
     * The same with another output padding.
     *
     * @param widths how much larger the output of a transposed convolution is at its end; less than stride or dilation
     * @return the options
     */
    public Convolution outputPadding(int... widths) {
        return new Convolution(stride, padding, dilation, widths, groups);
    }

    /**
     * The same with another number of groups.
     *
     * @param count in how many parts, independent of each other, the channels fall
     * @return the options
     */
    public Convolution groups(int count) {
        return new Convolution(stride, padding, dilation, outputPadding, count);
    }

    /** These options with every list as long as there are axes, and checked. */
    Convolution spread(int axes) {
        Convolution all = new Convolution(
                spread("stride", stride, axes, 1),
                padding.length == 0 ? padding : spread("padding", padding, axes, 0),
                spread("dilation", dilation, axes, 1),
                spread("outputPadding", outputPadding, axes, 0),
                groups);
        if (padding.length == 0 && Arrays.stream(all.stride).anyMatch(step -> step != 1)) {
            throw Complaint.about("a convolution with stride " + Arrays.toString(stride) + " and same padding")
                    .because("the output cannot have the size of the input when steps are left out")
                    .hint("padding(...) with numbers")
                    .argument();
        }
        return all;
    }

    /** These options with every list as long as there are axes, checked for a transposed convolution. */
    Convolution transposed(String name, int axes) {
        if (padding.length == 0) {
            throw Complaint.about(name + " with same padding")
                    .because("what it cuts off would depend on strides and kernel, and is not defined")
                    .hint("padding(...) with numbers")
                    .argument();
        }
        Convolution all = spread(axes);
        for (int i = 0; i < axes; i++) {
            int limit = Math.max(all.stride[i], all.dilation[i]);
            if (all.outputPadding[i] >= limit) {
                // More would be elements that no copy of the kernel reaches, whatever the input.
                throw Complaint.about(name + " with output padding " + Arrays.toString(all.outputPadding))
                        .because("along axis " + (2 + i) + " it must be smaller than " + limit + ", stride or dilation")
                        .hint("an output padding from 0 to " + (limit - 1))
                        .argument();
            }
        }
        return all;
    }

    /** A list with a number for each axis. */
    static int[] spread(String what, int[] given, int axes, int least) {
        if ((given.length != 1 && given.length != axes) || Arrays.stream(given).anyMatch(each -> each < least)) {
            throw Complaint.about(what + " " + Arrays.toString(given) + " over " + axes + " axes")
                    .because("there must be one number of at least " + least + " for all axes, or one for each")
                    .hint(what + "(" + Math.max(1, least) + ")")
                    .argument();
        }
        int[] all = new int[axes];
        Arrays.setAll(all, axis -> given[given.length == 1 ? 0 : axis]);
        return all;
    }
}
