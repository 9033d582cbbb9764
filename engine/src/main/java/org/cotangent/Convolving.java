package org.cotangent;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Placement;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of {@link Tensor}: windows of the input, as a matrix, times the kernel, as a matrix.
 *
 * <p>Two entries carry them: {@code windows} shows all windows along an axis as a view, and {@code overlapAdd}, its reverse, adds
 * windows up. A convolution is the first and a matrix product; a transposed one is a matrix product and the second. So the
 * derivatives of any order come from the rules of these three.
 *
 * <p>For many images at once there are fused operations of the same meaning, which make no matrix of windows. A convolution is
 * linear in the input and in the weights, so three of them are closed under differentiation: with {@code <g, conv(x, w)> = <x,
 * back(g, w)> = <w, weights(x, g)>}, the rule of each is the other two.
 *
 * <p>They are cross-correlations, as everywhere in the field: the kernel is not flipped.
 */
sealed interface Convolving permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    // ---- windows ----------------------------------------------------------------------------------------------------

    /** All windows along an axis as a view, the place within the window as a new last axis. */
    record Windows(int axis, int size, int step, int dilation) implements Op {
        static final Entry ENTRY = Entry.exact(
                "windows",
                "y[i, k] = x[i step + k dilation] along an axis",
                Example.of(
                        "overlapping rows",
                        Domain.real(5, 2),
                        x -> Tensor.apply(new Windows(0, 3, 1, 1), x)),
                Example.of(
                        "dilated columns, some left out",
                        Domain.real(2, 8),
                        x -> Tensor.apply(new Windows(1, 2, 2, 3), x)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            Shape shape = in[0].shape();
            Layout layout = in[0].layout();
            int rank = shape.rank();
            int count = Math.max(0, (shape.size(axis) - dilation * (size - 1) - 1) / step + 1);
            int[] strides = new int[rank + 1];
            for (int i = 0; i < rank; i++) {
                strides[i] = layout.stride(i) * (i == axis ? step : 1);
            }
            strides[rank] = layout.stride(axis) * dilation;
            return in[0].view(
                    Layout.of(shape.with(axis, count).insert(rank, size), strides, layout.offset()));
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return Tensor.apply(
                    new OverlapAdd(axis, at.inputShape(0).size(axis), step, dilation), g);
        }
    }

    /** The reverse of windows: the last axis is added to the places along an axis that the windows came from. */
    record OverlapAdd(int axis, int size, int step, int dilation) implements Op {
        /** From how many elements on a run is worth its start. */
        private static final int LONG = 8;

        static final Entry ENTRY = Entry.exact(
                "overlapAdd",
                "y[i step + k dilation] += x[i, k] along an axis",
                Example.of(
                        "rows",
                        Domain.real(3, 2, 3),
                        x -> Tensor.apply(new OverlapAdd(0, 5, 1, 1), x)),
                Example.of(
                        "columns with gaps",
                        Domain.real(2, 3, 2),
                        x -> Tensor.apply(new OverlapAdd(1, 9, 2, 3), x)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            Layout from = in[0].layout();
            int rank = from.shape().rank() - 1;
            // Kernels walk along the last axis, so a short one there would make many short runs: it goes to the front.
            int[] order = longLast(from.shape(), rank);
            int along = 0;
            int[] sizes = new int[rank];
            int[] strides = new int[rank];
            int[] back = new int[rank];
            for (int i = 0; i < rank; i++) {
                sizes[i] = from.shape().size(order[i]);
                strides[i] = from.stride(order[i]);
                back[order[i]] = i;
                along = order[i] == axis ? i : along;
            }
            Shape one = Shape.of(sizes);
            NdArray out = backend.zeros(in[0].type(), one.with(along, size));
            for (int k = 0; k < from.shape().size(rank); k++) {
                Layout slice = Layout.of(one, strides, from.offset() + k * from.stride(rank));
                NdArray into = out.view(out.layout().slice(along, k * dilation, sizes[along], step));
                backend.mapInto(Pointwise.ADD.recipe(), into, into, in[0].view(slice));
            }
            return out.view(out.layout().permute(back));
        }

        private static int[] longLast(Shape shape, int rank) {
            return IntStream.range(0, rank)
                    .boxed()
                    .sorted(Comparator.comparing(axis -> shape.size(axis) >= LONG))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            // More windows may fit into the sum than there were: the rest of it stays zero.
            Shape shape = at.inputShape(0);
            return Tensor.apply(new Windows(axis, shape.size(-1), step, dilation), g)
                    .slice(axis, 0, shape.size(axis));
        }
    }

    /** The entry of the view of all windows. */
    Entry WINDOWS = Windows.ENTRY;

    /** The entry of the sum of overlapping windows. */
    Entry OVERLAP_ADD = OverlapAdd.ENTRY;

    /**
     * All places of a kernel over the axes from the third on, as a view.
     *
     * @return {@code [N, C, o1, ..., on, k1, ..., kn]}
     */
    static Tensor places(Tensor x, int[] kernel, int[] stride, int[] dilation) {
        Tensor y = x;
        for (int i = 0; i < kernel.length; i++) {
            checkRoom(x, kernel, i, y.size(2 + i), dilation[i] * (kernel[i] - 1) + 1);
            y = Tensor.apply(new Windows(2 + i, kernel[i], stride[i], dilation[i]), y);
        }
        return y;
    }

    private static void checkRoom(Tensor x, int[] kernel, int i, int size, int reach) {
        if (size < reach) {
            throw Complaint.about("windows of " + Arrays.toString(kernel) + " over " + x.shape())
                    .because("along axis " + (2 + i) + " the input has only " + size + " elements, with padding")
                    .hint("a smaller kernel, or more padding")
                    .argument();
        }
    }

    /**
     * A value around the axes from the third on, or the nearest element where it is NaN: the widths before and after each
     * axis, in their order.
     */
    static Tensor surrounded(Tensor x, double value, int[] before, int[] after) {
        int axes = before.length;
        int[] widths = new int[2 * axes];
        boolean none = true;
        for (int i = 0; i < axes; i++) {
            widths[2 * (axes - 1 - i)] = before[i];
            widths[2 * (axes - 1 - i) + 1] = after[i];
            none &= before[i] == 0 && after[i] == 0;
        }
        if (none) {
            return x;
        }
        return Double.isNaN(value) ? x.pad(Tensor.Padding.REPLICATE, widths) : x.pad(value, widths);
    }

    // ---- many images at once ----------------------------------------------------------------------------------------

    /** The convolution of x with w, starting from a bias, if there is one. */
    record Convolve(Placement at, int groups) implements Op {
        static final Entry ENTRY = Entry.exact(
                "convolution",
                "y[n, o] = b[o] + sum over c, k of w[o, c, k] x[n, c, i stride + k dilation]",
                Example.of(
                        "lines",
                        in -> Tensor.apply(new Convolve(line(6, 3, 4), 1), in.toArray(Tensor[]::new)),
                        Domain.real(2, 2, 6),
                        Domain.real(3, 2, 3),
                        Domain.real(3)),
                Example.of(
                        "images with padding, steps and groups, more than are interleaved",
                        Domain.real(9, 2, 3, 3),
                        Domain.real(4, 1, 2, 2),
                        (x, w) -> Tensor.apply(new Convolve(wide(), 2), x, w)));

        private static Placement line(int in, int kernel, int out) {
            int[] one = {1};
            return new Placement(new int[] {in}, new int[] {kernel}, new int[] {out}, one, new int[] {0}, one);
        }

        private static Placement wide() {
            int[] two = {2, 2};
            return new Placement(new int[] {3, 3}, two, two, two, new int[] {1, 1}, new int[] {1, 2});
        }

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.convolve(at, groups, in[0], in[1], in.length > 2 ? in[2] : null);
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node node) {
            return switch (input) {
                case 0 -> Tensor.apply(new ConvolveBack(at, groups), g, node.input(1));
                case 1 -> Tensor.apply(new ConvolveWeights(at, groups), node.input(0), g);
                default -> g.flatten(2, -1).sum(0, 2);
            };
        }
    }

    /** What a convolution with w does to x, done backwards: every number of g is spread over the elements it came from. */
    record ConvolveBack(Placement at, int groups) implements Op {
        static final Entry ENTRY = Entry.exact(
                "convolutionBack",
                "x[n, c, i stride + k dilation] += w[o, c, k] g[n, o, i]",
                Example.of(
                        "lines",
                        Domain.real(2, 3, 4),
                        Domain.real(3, 2, 3),
                        (g, w) -> Tensor.apply(new ConvolveBack(Convolve.line(6, 3, 4), 1), g, w)),
                Example.of(
                        "images with padding, steps and groups",
                        Domain.real(2, 4, 2, 2),
                        Domain.real(4, 1, 2, 2),
                        (g, w) -> Tensor.apply(new ConvolveBack(Convolve.wide(), 2), g, w)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.convolveBack(at, groups, in[0], in[1]);
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public Tensor gradient(int input, Tensor u, Node node) {
            return input == 0
                    ? Tensor.apply(new Convolve(at, groups), u, node.input(1))
                    : Tensor.apply(new ConvolveWeights(at, groups), u, node.input(0));
        }
    }

    /** The products of x and g that each weight of a convolution stands in front of, added up. */
    record ConvolveWeights(Placement at, int groups) implements Op {
        static final Entry ENTRY = Entry.exact(
                "convolutionWeights",
                "w[o, c, k] = sum over n, i of g[n, o, i] x[n, c, i stride + k dilation]",
                Example.of(
                        "lines",
                        Domain.real(2, 2, 6),
                        Domain.real(2, 3, 4),
                        (x, g) -> Tensor.apply(new ConvolveWeights(Convolve.line(6, 3, 4), 1), x, g)),
                Example.of(
                        "images with padding, steps and groups",
                        Domain.real(2, 2, 3, 3),
                        Domain.real(2, 4, 2, 2),
                        (x, g) -> Tensor.apply(new ConvolveWeights(Convolve.wide(), 2), x, g)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.convolveWeights(at, groups, in[0], in[1]);
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public Tensor gradient(int input, Tensor v, Node node) {
            return input == 0
                    ? Tensor.apply(new ConvolveBack(at, groups), node.input(1), v)
                    : Tensor.apply(new Convolve(at, groups), node.input(0), v);
        }
    }

    /** The entry of the convolution of many images. */
    Entry CONVOLVE = Convolve.ENTRY;

    /** The entry of its gradient with respect to the images. */
    Entry CONVOLVE_BACK = ConvolveBack.ENTRY;

    /** The entry of its gradient with respect to the weights. */
    Entry CONVOLVE_WEIGHTS = ConvolveWeights.ENTRY;

    /** From how many images on the fused operations are faster: they always work on sixteen of float32, or eight of float64. */
    static boolean isMany(Tensor x, Tensor weight, @Nullable Tensor bias) {
        int many = x.dtype() == DType.FLOAT64 ? 4 : 8;
        return x.size(0) >= many
                && x.dtype().isFloating()
                && x.dtype() == weight.dtype()
                && (bias == null || bias.dtype() == x.dtype());
    }

    // ---- convolutions -----------------------------------------------------------------------------------------------

    /**
     * A convolution over the last axis: {@code y[n, o, i] = b[o] + sum_{c, k} w[o, c, k] x[n, c, i stride + k dilation]}.
     *
     * @param weight w, [out, in / groups, K]
     * @param bias b, [out], or null
     * @param options stride, padding, dilation, groups
     * @return {@code [N, in, L] -> [N, out, L']}, also without N
     * @throws IllegalArgumentException when the shapes do not belong together
     */
    default Tensor conv1d(Tensor weight, @Nullable Tensor bias, Convolution options) {
        return convolved("conv1d", self(), 1, weight, bias, options);
    }

    /**
     * A convolution over the last two axes, as {@link #conv1d} over one.
     *
     * @param weight [out, in / groups, KH, KW]
     * @param bias [out], or null
     * @param options stride, padding, dilation, groups
     * @return {@code [N, in, H, W] -> [N, out, H', W']}, also without N
     * @throws IllegalArgumentException when the shapes do not belong together
     */
    default Tensor conv2d(Tensor weight, @Nullable Tensor bias, Convolution options) {
        return convolved("conv2d", self(), 2, weight, bias, options);
    }

    /**
     * A convolution over the last three axes, as {@link #conv1d} over one.
     *
     * @param weight [out, in / groups, KD, KH, KW]
     * @param bias [out], or null
     * @param options stride, padding, dilation, groups
     * @return {@code [N, in, D, H, W] -> [N, out, D', H', W']}, also without N
     * @throws IllegalArgumentException when the shapes do not belong together
     */
    default Tensor conv3d(Tensor weight, @Nullable Tensor bias, Convolution options) {
        return convolved("conv3d", self(), 3, weight, bias, options);
    }

    private static Tensor convolved(
            String name, Tensor x, int axes, Tensor weight, @Nullable Tensor bias, Convolution given) {
        checkKernel(name, x, axes, weight);
        int groups = given.groups();
        checkChannels(name, x, axes, weight, weight.size(1) * groups, weight.size(0) % Math.max(1, groups));
        if (bias != null) {
            Products.checkBias(name, x, bias, weight.size(0), weight);
        }
        if (x.rank() == axes + 1) {
            return convolved(name, x.unsqueeze(0), axes, weight, bias, given).squeeze(0);
        }
        int[] kernel = Arrays.copyOfRange(weight.shape().sizes(), 2, 2 + axes);
        if (isMany(x, weight, bias)) {
            Convolve convolve = new Convolve(placement(x, kernel, given), groups);
            return bias == null ? Tensor.apply(convolve, x, weight) : Tensor.apply(convolve, x, weight, bias);
        }
        Tensor columns = columns(x, kernel, given);
        int batch = x.size(0);
        int out = weight.size(0);
        int[] sizes = columns.shape().sizes();
        int windows = product(sizes, 2 + axes, 2 + 2 * axes);
        int volume = weight.size(1) * product(kernel, 0, axes);
        Tensor matrix = columns.reshape(batch, groups, volume, windows);
        Tensor y = weight.reshape(groups, out / groups, volume).matmul(matrix);
        int[] shape = new int[2 + axes];
        shape[0] = batch;
        shape[1] = out;
        System.arraycopy(sizes, 2 + axes, shape, 2, axes);
        return biased(y.reshape(shape), bias);
    }

    /** The windows of a batch, padded: {@code [N, C, k1, ..., kn, o1, ..., on]}. */
    private static Tensor columns(Tensor x, int[] kernel, Convolution given) {
        int axes = kernel.length;
        Convolution options = given.spread(axes);
        int[][] padding = padding(kernel, options);
        Tensor places =
                places(surrounded(x, 0, padding[0], padding[1]), kernel, options.stride(), options.dilation());
        int[] order = new int[2 + 2 * axes];
        Arrays.setAll(order, i -> i < 2 ? i : i < 2 + axes ? i + axes : i - axes);
        return places.permute(order);
    }

    /** The zeros before and after each axis. */
    private static int[][] padding(int[] kernel, Convolution options) {
        int[] before = options.padding();
        if (before.length > 0) {
            return new int[][] {before, before};
        }
        int[][] both = new int[2][kernel.length];
        for (int i = 0; i < kernel.length; i++) {
            int total = options.dilation()[i] * (kernel[i] - 1);
            both[0][i] = total / 2;
            both[1][i] = total - both[0][i];
        }
        return both;
    }

    /** Where the places of a kernel lie over the axes from the third on. */
    private static Placement placement(Tensor x, int[] kernel, Convolution given) {
        int axes = kernel.length;
        Convolution options = given.spread(axes);
        int[][] padding = padding(kernel, options);
        int[] in = Arrays.copyOfRange(x.shape().sizes(), 2, 2 + axes);
        int[] out = new int[axes];
        for (int i = 0; i < axes; i++) {
            int size = in[i] + padding[0][i] + padding[1][i];
            int reach = options.dilation()[i] * (kernel[i] - 1) + 1;
            checkRoom(x, kernel, i, size, reach);
            out[i] = (size - reach) / options.stride()[i] + 1;
        }
        return new Placement(in, kernel, out, options.stride(), padding[0], options.dilation());
    }

    private static Tensor biased(Tensor y, @Nullable Tensor bias) {
        if (bias == null) {
            return y;
        }
        int[] column = new int[y.rank() - 1];
        Arrays.fill(column, 1);
        column[0] = bias.size();
        return y.add(bias.reshape(column));
    }

    private static int product(int[] sizes, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= sizes[i];
        }
        return product;
    }

    private static void checkKernel(String name, Tensor x, int axes, Tensor weight) {
        int rank = x.rank();
        if (weight.rank() != axes + 2 || (rank != axes + 2 && rank != axes + 1)) {
            throw Complaint.about(name + " of " + x.shape() + " with weight " + weight.shape())
                    .because("the weight must have " + (axes + 2) + " axes, the input as many or, without a batch, one less")
                    .from(Tensor.origins(x, weight))
                    .hint("unsqueeze for a missing axis of channels")
                    .argument();
        }
    }

    private static void checkChannels(String name, Tensor x, int axes, Tensor weight, int wanted, int rest) {
        int channels = x.size(-axes - 1);
        if (channels != wanted || rest != 0) {
            throw Complaint.about(name + " of " + x.shape() + " with weight " + weight.shape())
                    .because(channels != wanted
                            ? "the input has " + channels + " channels, the weight is for " + wanted
                            : "the channels do not fall into groups of one size")
                    .from(Tensor.origins(x, weight))
                    .hint("a weight for these channels, or another number of groups")
                    .argument();
        }
    }

    // ---- transposed convolutions ------------------------------------------------------------------------------------

    /**
     * The transposed convolution over the last axis: every input element adds a copy of the kernel to the output. It is
     * what backward through {@link #conv1d} does to a gradient.
     *
     * @param weight [in, out / groups, K]
     * @param bias [out], or null
     * @param options stride, padding (which is cut off), output padding, dilation, groups
     * @return {@code [N, in, L] -> [N, out, (L - 1) stride - 2 padding + dilation (K - 1) + outputPadding + 1]}, also
     *     without N
     * @throws IllegalArgumentException when the shapes do not belong together, the output padding is not smaller than stride
     *     or dilation, or the padding is {@link Convolution#same()}
     */
    default Tensor convTranspose1d(Tensor weight, @Nullable Tensor bias, Convolution options) {
        return transposed("convTranspose1d", self(), 1, weight, bias, options);
    }

    /**
     * The transposed convolution over the last two axes, as {@link #convTranspose1d} over one.
     *
     * @param weight [in, out / groups, KH, KW]
     * @param bias [out], or null
     * @param options stride, padding (which is cut off), output padding, dilation, groups
     * @return {@code [N, in, H, W] -> [N, out, H', W']}, also without N
     * @throws IllegalArgumentException when the shapes do not belong together
     */
    default Tensor convTranspose2d(Tensor weight, @Nullable Tensor bias, Convolution options) {
        return transposed("convTranspose2d", self(), 2, weight, bias, options);
    }

    /**
     * The transposed convolution over the last three axes, as {@link #convTranspose1d} over one.
     *
     * @param weight [in, out / groups, KD, KH, KW]
     * @param bias [out], or null
     * @param options stride, padding (which is cut off), output padding, dilation, groups
     * @return {@code [N, in, D, H, W] -> [N, out, D', H', W']}, also without N
     * @throws IllegalArgumentException when the shapes do not belong together
     */
    default Tensor convTranspose3d(Tensor weight, @Nullable Tensor bias, Convolution options) {
        return transposed("convTranspose3d", self(), 3, weight, bias, options);
    }

    private static Tensor transposed(
            String name, Tensor x, int axes, Tensor weight, @Nullable Tensor bias, Convolution given) {
        checkKernel(name, x, axes, weight);
        int groups = given.groups();
        checkChannels(name, x, axes, weight, weight.size(0), groups < 1 ? 1 : weight.size(0) % groups);
        if (bias != null) {
            Products.checkBias(name, x, bias, weight.size(1) * groups, weight);
        }
        if (x.rank() == axes + 1) {
            return transposed(name, x.unsqueeze(0), axes, weight, bias, given).squeeze(0);
        }
        Convolution options = given.transposed(name, axes);
        int[] in = x.shape().sizes();
        int[] kernel = Arrays.copyOfRange(weight.shape().sizes(), 2, 2 + axes);
        if (isMany(x, weight, bias)) {
            return biased(Tensor.apply(new ConvolveBack(over(x, kernel, options), groups), x, weight), bias);
        }
        int out = weight.size(1) * groups;
        int volume = weight.size(1) * product(kernel, 0, axes);
        Tensor copies = weight.reshape(groups, in[1] / groups, volume)
                .transpose(-2, -1)
                .matmul(x.reshape(in[0], groups, in[1] / groups, product(in, 2, 2 + axes)));
        int[] shape = new int[2 + 2 * axes];
        shape[0] = in[0];
        shape[1] = out;
        System.arraycopy(kernel, 0, shape, 2, axes);
        System.arraycopy(in, 2, shape, 2 + axes, axes);
        int[] order = new int[2 + 2 * axes];
        Arrays.setAll(order, i -> i < 2 ? i : i < 2 + axes ? i + axes : i - axes);
        Tensor y = copies.reshape(shape).permute(order);
        for (int i = axes - 1; i >= 0; i--) {
            int padding = options.padding()[i];
            int size = (in[2 + i] - 1) * options.stride()[i]
                    + options.dilation()[i] * (kernel[i] - 1)
                    + options.outputPadding()[i]
                    + 1;
            y = Tensor.apply(new OverlapAdd(2 + i, size, options.stride()[i], options.dilation()[i]), y)
                    .slice(2 + i, padding, Math.max(padding, size - padding));
        }
        return biased(y, bias);
    }

    /** The places x of a kernel over the output of a transposed convolution. */
    private static Placement over(Tensor x, int[] kernel, Convolution options) {
        int axes = kernel.length;
        int[] places = Arrays.copyOfRange(x.shape().sizes(), 2, 2 + axes);
        int[] size = new int[axes];
        for (int i = 0; i < axes; i++) {
            int reach = options.dilation()[i] * (kernel[i] - 1) + options.outputPadding()[i] + 1;
            size[i] = Math.max(0, (places[i] - 1) * options.stride()[i] + reach - 2 * options.padding()[i]);
        }
        return new Placement(size, kernel, places, options.stride(), options.padding(), options.dilation());
    }

    // ---- as matrices ------------------------------------------------------------------------------------------------

    /**
     * The windows of an image as the columns of a matrix, {@code torch.nn.functional.unfold}.
     *
     * @param kernel the size of a window: one number for both axes, or two
     * @param options stride, padding, dilation
     * @return {@code [N, C, H, W] -> [N, C KH KW, number of windows]}, also without N
     */
    default Tensor im2col(int[] kernel, Convolution options) {
        if (self().rank() == 3) {
            return self().unsqueeze(0).im2col(kernel, options).squeeze(0);
        }
        int[] both = Convolution.spread("kernel", kernel, 2, 1);
        Tensor columns = columns(self(), both, options);
        int[] sizes = columns.shape().sizes();
        return columns.reshape(sizes[0], sizes[1] * both[0] * both[1], sizes[4] * sizes[5]);
    }

    // ---- products with two inputs -----------------------------------------------------------------------------------

    /**
     * A bilinear layer {@code y_o = x^T W_o other + b_o}.
     *
     * @param other the second input, [..., in2]
     * @param weight W, [out, in1, in2]
     * @param bias b, [out], or null
     * @return {@code [..., in1] -> [..., out]}
     * @throws IllegalArgumentException when the sizes do not belong together
     */
    default Tensor bilinear(Tensor other, Tensor weight, @Nullable Tensor bias) {
        Tensor x = self();
        boolean fits = weight.rank() == 3
                && x.rank() > 0
                && x.rank() == other.rank()
                && x.shape().with(x.rank() - 1, 1).equals(other.shape().with(x.rank() - 1, 1))
                && x.size(-1) == weight.size(1)
                && other.size(-1) == weight.size(2);
        if (!fits) {
            throw Complaint.about("bilinear of " + x.shape() + " and " + other.shape() + " with weight " + weight.shape())
                    .because("[..., in1] and [..., in2] belong with a weight [out, in1, in2]")
                    .hint("reshape the inputs to the same leading axes")
                    .argument();
        }
        int out = weight.size(0);
        if (bias != null) {
            Products.checkBias("bilinear", x, bias, out, weight);
        }
        int rows = x.size() / Math.max(1, x.size(-1));
        Tensor left = x.reshape(rows, x.size(-1))
                .matmul(weight.permute(1, 0, 2).reshape(x.size(-1), out * other.size(-1)))
                .reshape(rows, out, other.size(-1));
        int[] sizes = x.shape().sizes();
        sizes[sizes.length - 1] = out;
        Tensor y = left.matmul(other.reshape(rows, other.size(-1), 1)).reshape(sizes);
        return bias == null ? y : y.add(bias);
    }
}
