package org.cotangent.kernel;

import java.util.Arrays;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What convolutions mean: products with a matrix of windows, made of a backend's own copies, products and sums. For
 * backends that have no loops for them, and for tests of those that have.
 */
final class WindowMatrices {
    private static final Recipe ADD = Recipe.of2("add", Expr::add);

    private final Backend backend;
    private final Placement at;
    private final int groups;

    WindowMatrices(Backend backend, Placement at, int groups) {
        this.backend = backend;
        this.at = at;
        this.groups = groups;
    }

    /** The weights as a matrix, times the windows. */
    NdArray convolve(NdArray x, NdArray w, @Nullable NdArray bias) {
        int images = x.shape().size(0);
        int outputs = w.shape().size(0);
        NdArray y = backend.matmul(matrices(w, images), windows(x), null);
        Shape shape = Placement.shape(images, outputs, at.out(), x.shape().rank());
        NdArray placed = y.view(shape.contiguous());
        if (bias == null) {
            return placed;
        }
        int[] column = new int[shape.rank() - 1];
        Arrays.fill(column, 1);
        column[0] = outputs;
        return backend.map(ADD, x.type(), placed, reshaped(bias, Shape.of(column)));
    }

    /** The transposed weights times the numbers of all places are windows, which are added up where they overlap. */
    NdArray convolveBack(NdArray g, NdArray w) {
        int images = g.shape().size(0);
        int depth = w.shape().size(1);
        int[] places = at.out();
        int[] size = new int[Placement.AXES];
        Arrays.setAll(size, axis -> Math.max(at.before()[axis] + at.in()[axis], at.covered(axis)));
        Shape five = Shape.of(images, groups * depth, size[0], size[1], size[2]);
        NdArray sums = backend.zeros(g.type(), five);
        NdArray matrix = matrices(w, images);
        NdArray turned = matrix.view(matrix.layout().permute(0, 1, 3, 2));
        NdArray windows = backend.matmul(turned, columns(g, groups), null);
        int[] kernel = at.kernel();
        Layout cut = Shape.of(
                        images, groups * depth, kernel[0], kernel[1], kernel[2], places[0], places[1], places[2])
                .contiguous();
        for (int k = 0; k < at.kernelSize(); k++) {
            int[] tap = {k / (kernel[1] * kernel[2]), k / kernel[2] % kernel[1], k % kernel[2]};
            Layout part = sums.layout();
            Layout one = cut;
            for (int axis = 0; axis < Placement.AXES; axis++) {
                part = part.slice(2 + axis, tap[axis] * at.dilation()[axis], places[axis], at.stride()[axis]);
                one = one.slice(2 + axis, tap[axis], 1, 1);
            }
            int[] strides = {
                one.stride(0), one.stride(1), one.stride(5), one.stride(6), one.stride(7)
            };
            NdArray into = sums.view(part);
            backend.mapInto(ADD, into, into, windows.view(Layout.of(into.shape(), strides, one.offset())));
        }
        Layout inside = sums.layout();
        for (int axis = 0; axis < Placement.AXES; axis++) {
            inside = inside.slice(2 + axis, at.before()[axis], at.in()[axis], 1);
        }
        NdArray x = backend.copy(sums.view(inside), g.type());
        return x.view(Placement.shape(images, groups * depth, at.in(), g.shape().rank()).contiguous());
    }

    /** The numbers of all places times the transposed windows, summed over the images. */
    NdArray convolveWeights(NdArray x, NdArray g) {
        int outputs = g.shape().size(1);
        int depth = x.shape().size(1) / groups;
        NdArray windows = windows(x);
        NdArray turned = windows.view(windows.layout().permute(0, 1, 3, 2));
        NdArray each = backend.matmul(columns(g, groups), turned, null);
        NdArray all = backend.fold(Fold.SUM, each, true, false, false, false);
        return all.view(Placement.shape(outputs, depth, at.kernel(), x.shape().rank()).contiguous());
    }

    /** [N, groups, O / groups, C / groups K], the same for all images. */
    private NdArray matrices(NdArray w, int images) {
        int outputs = w.shape().size(0);
        int volume = w.shape().size(1) * at.kernelSize();
        NdArray matrix = reshaped(w, Shape.of(1, groups, outputs / groups, volume));
        return matrix.expand(Shape.of(images, groups, outputs / groups, volume));
    }

    /** [N, groups, channels / groups, places]. */
    private NdArray columns(NdArray g, int parts) {
        return reshaped(g, Shape.of(g.shape().size(0), parts, g.shape().size(1) / parts, at.outputSize()));
    }

    /** All windows as columns: [N, groups, C / groups K, places]. */
    private NdArray windows(NdArray x) {
        int images = x.shape().size(0);
        int channels = x.shape().size(1);
        int[] in = at.in();
        int[] size = new int[Placement.AXES];
        Arrays.setAll(size, axis -> Math.max(at.before()[axis] + in[axis], at.covered(axis)));
        NdArray padded = backend.zeros(x.type(), Shape.of(images, channels, size[0], size[1], size[2]));
        Layout inside = padded.layout();
        for (int axis = 0; axis < Placement.AXES; axis++) {
            inside = inside.slice(2 + axis, at.before()[axis], in[axis], 1);
        }
        backend.copyInto(reshaped(x, inside.shape()), padded.view(inside));
        int[] kernel = at.kernel();
        int[] out = at.out();
        int[] strides = new int[2 + 2 * Placement.AXES];
        strides[0] = padded.layout().stride(0);
        strides[1] = padded.layout().stride(1);
        for (int axis = 0; axis < Placement.AXES; axis++) {
            int step = padded.layout().stride(2 + axis);
            strides[2 + axis] = step * at.dilation()[axis];
            strides[2 + Placement.AXES + axis] = step * at.stride()[axis];
        }
        Shape all = Shape.of(images, channels, kernel[0], kernel[1], kernel[2], out[0], out[1], out[2]);
        NdArray windows = backend.copy(padded.view(Layout.of(all, strides, 0)), x.type());
        Shape matrix = Shape.of(images, groups, channels / groups * at.kernelSize(), at.outputSize());
        return windows.view(matrix.contiguous());
    }

    private NdArray reshaped(NdArray x, Shape shape) {
        Layout layout = x.layout().reshape(shape);
        return layout == null ? backend.copy(x, x.type()).view(shape.contiguous()) : x.view(layout);
    }
}
