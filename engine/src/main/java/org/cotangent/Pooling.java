package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Placement;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Poolings of {@link Tensor}: the largest or the mean of each window.
 *
 * <p>A largest element is picked by its place. For floating-point numbers on the CPU a kernel finds the places; elsewhere,
 * and in windows of several sizes, comparisons of all windows do. The means of many images are a convolution with ones, for
 * which there are loops; otherwise they are sums over all windows. All windows are a view, or picked where sizes differ.
 */
sealed interface Pooling permits Tensor {
    /** The place of the first largest element of each window, counted in row-major order over the image. */
    record WindowArgMax(Placement at) implements Op {
        static final Entry ENTRY = Entry.of(
                "windowArgMax",
                "y = first place of the largest x in a window",
                Entry.Derivative.ABSENT,
                Example.of("lines", Domain.real(2, 2, 7), x -> x.maxPool1dWithIndices(Pool.of(3).stride(2))
                        .indices()),
                Example.of("images, over the edges", Domain.real(2, 2, 5, 6), x -> x.maxPool2dWithIndices(
                                Pool.of(3).stride(1, 2).padding(1))
                        .indices()));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return backend.windowArgMax(at, in[0]);
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public @Nullable Tensor gradient(int input, Tensor g, Node node) {
            return null;
        }
    }

    /** The entry of the places that maxima are picked from. */
    Entry WINDOW_ARG_MAX = WindowArgMax.ENTRY;

    /** Up to here float32 counts every number. */
    int EXACT = 1 << 24;

    private Tensor self() {
        return (Tensor) this;
    }

    // ---- windows of one size ----------------------------------------------------------------------------------------

    /**
     * The largest element of each window of the last axis.
     *
     * @param window size, stride, padding, dilation
     * @return {@code [N, C, L] -> [N, C, L']}, also without N
     */
    default Tensor maxPool1d(Pool window) {
        return maxPool1dWithIndices(window).values();
    }

    /**
     * The largest element of each window of the last two axes. Of several, the first gets the gradient.
     *
     * @param window size, stride, padding, dilation
     * @return {@code [N, C, H, W] -> [N, C, H', W']}, also without N
     */
    default Tensor maxPool2d(Pool window) {
        return maxPool2dWithIndices(window).values();
    }

    /**
     * The largest element of each window of the last axis, and where it is.
     *
     * @param window size, stride, padding, dilation
     * @return values and int64 places along the axis
     */
    default Tensor.Indexed maxPool1dWithIndices(Pool window) {
        return largest("maxPool1d", 1, window);
    }

    /**
     * The largest element of each window of the last two axes, and where it is.
     *
     * @param window size, stride, padding, dilation
     * @return values and int64 places in the image, counted in row-major order
     */
    default Tensor.Indexed maxPool2dWithIndices(Pool window) {
        return largest("maxPool2d", 2, window);
    }

    /**
     * The mean of each window of the last axis.
     *
     * @param window size, stride, padding, what is counted
     * @return {@code [N, C, L] -> [N, C, L']}, also without N
     */
    default Tensor avgPool1d(Pool window) {
        return averaged("avgPool1d", 1, window);
    }

    /**
     * The mean of each window of the last two axes.
     *
     * @param window size, stride, padding, what is counted
     * @return {@code [N, C, H, W] -> [N, C, H', W']}, also without N
     */
    default Tensor avgPool2d(Pool window) {
        return averaged("avgPool2d", 2, window);
    }

    private Tensor.Indexed largest(String name, int axes, Pool given) {
        Tensor x = batched(name, axes);
        Pool window = given.spread(axes);
        if (x.dtype().isFloating() && x.device() == Device.cpu()) {
            Tensor indices = Tensor.apply(new WindowArgMax(placement(x, window)), x.detach());
            Tensor.Indexed picked = new Tensor.Indexed(pick(x, indices), indices);
            return x.rank() == self().rank() ? picked : withoutBatch(picked);
        }
        // In the padding stands the number of the nearest element: where all is -inf, that is the one PyTorch names.
        Tensor.Indexed found =
                picked(x, windows(x.detach(), window, Double.NEGATIVE_INFINITY), windows(numbers(x), window, Double.NaN));
        return x.rank() == self().rank() ? found : withoutBatch(found);
    }

    private static Tensor.Indexed withoutBatch(Tensor.Indexed found) {
        return new Tensor.Indexed(found.values().squeeze(0), found.indices().squeeze(0));
    }

    /**
     * The places of an image, counted in row-major order: floating-point numbers, for which there are fast loops, as long
     * as they are exact.
     */
    private static Tensor numbers(Tensor x) {
        int[] sizes = x.shape().with(0, 1).with(1, 1).sizes();
        int count = product(sizes);
        return Tensor.arange(count)
                .to(x.device())
                .reshape(sizes)
                .to(count < EXACT && x.dtype().isFloating() ? x.dtype() : DType.FLOAT64);
    }

    private static int product(int... sizes) {
        return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    }

    /**
     * The first largest element of each window, picked from the image itself, so that backward writes into its gradient
     * at once.
     */
    private static Tensor.Indexed picked(Tensor x, Tensor windows, Tensor numbers) {
        int axes = x.rank() - 2;
        int[] kernel = Arrays.copyOfRange(windows.shape().sizes(), 2 + axes, 2 + 2 * axes);
        Tensor indices = Autograd.noGrad(() -> {
            // NaN is the largest of all: then it is the largest of the image, too.
            boolean anyNaN = x.size() > 0 && Double.isNaN(x.max().item());
            Tensor best = at(windows, kernel, 0);
            Tensor place = at(numbers, kernel, 0).expandAs(best);
            for (int k = 1; k < product(kernel); k++) {
                Tensor value = at(windows, kernel, k);
                Tensor better = anyNaN ? value.gt(best).logicalOr(value.ne(value)) : value.gt(best);
                best = better.where(value, best);
                place = better.where(at(numbers, kernel, k), place);
            }
            return place.to(DType.INT64);
        });
        return new Tensor.Indexed(pick(x, indices), indices);
    }

    private static Tensor pick(Tensor x, Tensor indices) {
        Tensor places = indices.flatten(2, -1);
        return x.flatten(2, -1).gather(2, places).reshape(indices.shape().sizes());
    }

    /** The k-th element of every window, counted in row-major order. */
    private static Tensor at(Tensor windows, int[] kernel, int k) {
        Tensor found = windows;
        int rest = k;
        for (int axis = kernel.length - 1; axis >= 0; axis--) {
            found = found.select(-1, rest % kernel[axis]);
            rest /= kernel[axis];
        }
        return found.contiguous(); // read once with steps, then used several times without
    }

    private Tensor averaged(String name, int axes, Pool given) {
        Tensor x = batched(name, axes);
        Pool window = given.spread(axes);
        int[] last = new int[axes];
        Arrays.setAll(last, i -> -1 - i);
        Tensor sums = sums(x, window, last);
        Tensor means = window.divisor() != 0 ? sums.div(window.divisor()) : sums.div(divisors(x, window));
        return x.rank() == self().rank() ? means : means.squeeze(0);
    }

    /** The sums of all windows. Of many images they are a convolution, for which there are loops, with ones. */
    private static Tensor sums(Tensor x, Pool window, int... last) {
        Tensor ones = x.dtype().isFloating() ? x.like(1) : x;
        if (!Convolving.isMany(x, ones, null)) {
            return windows(x, window, 0).sum(last);
        }
        int channels = x.size(1);
        int[] sizes = new int[x.rank()];
        sizes[0] = channels;
        sizes[1] = 1;
        System.arraycopy(window.kernel(), 0, sizes, 2, window.kernel().length);
        Tensor weights = ones.expand(sizes);
        return Tensor.apply(new Convolving.Convolve(placement(x, window), channels), x, weights);
    }

    /** How many elements each window's mean counts. */
    private static Tensor divisors(Tensor x, Pool window) {
        int axes = window.kernel().length;
        Tensor all = Tensor.scalar(1, x.dtype());
        for (int i = 0; i < axes; i++) {
            int size = x.size(2 + i);
            int padding = window.padding()[i];
            int outside = window.countIncludePad() ? padding : 0;
            double[] counts = new double[window.windows(i, size)];
            for (int w = 0; w < counts.length; w++) {
                int start = w * window.stride()[i] - padding;
                counts[w] = Math.min(start + window.kernel()[i], size + outside) - Math.max(start, -outside);
            }
            int[] along = new int[axes];
            Arrays.fill(along, 1);
            along[i] = counts.length;
            all = all.mul(Tensor.of(counts, along).to(x.device()).to(x.dtype()));
        }
        return all;
    }

    /**
     * The windows as a view, {@code [N, C, o1, ..., on, k1, ..., kn]}, with a value where they reach over an edge; NaN for
     * that of the nearest element.
     */
    private static Tensor windows(Tensor x, Pool window, double value) {
        int axes = window.kernel().length;
        int[] out = counts(x, window);
        int[] after = new int[axes];
        for (int i = 0; i < axes; i++) {
            int needed = (out[i] - 1) * window.stride()[i] + window.dilation()[i] * (window.kernel()[i] - 1) + 1;
            after[i] = needed - x.size(2 + i) - window.padding()[i];
        }
        return Convolving.places(
                Convolving.surrounded(x, value, window.padding(), after),
                window.kernel(),
                window.stride(),
                window.dilation());
    }

    /** The numbers of windows along the axes from the third on. */
    private static int[] counts(Tensor x, Pool window) {
        int[] counts = new int[window.kernel().length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = window.windows(i, x.size(2 + i));
            if (counts[i] < 1) {
                throw Complaint.about("pooling of " + x.shape() + " over " + Arrays.toString(window.kernel()))
                        .because("no window fits into axis " + (2 + i))
                        .hint("a smaller kernel, or padding")
                        .argument();
            }
        }
        return counts;
    }

    private static Placement placement(Tensor x, Pool window) {
        int[] in = Arrays.copyOfRange(x.shape().sizes(), 2, x.rank());
        return new Placement(
                in, window.kernel(), counts(x, window), window.stride(), window.padding(), window.dilation());
    }

    private Tensor batched(String name, int axes) {
        int rank = self().rank();
        if (rank != axes + 1 && rank != axes + 2) {
            throw Complaint.about(name + " of " + self().shape())
                    .because("it is for batches, channels and " + axes + " more axes, or the same without the batch")
                    .hint("unsqueeze for a missing axis of channels")
                    .argument();
        }
        return rank == axes + 1 ? self().unsqueeze(0) : self();
    }

    // ---- as many windows as asked for -------------------------------------------------------------------------------

    /**
     * The means of a number of windows that cover the last axis evenly: window i goes from {@code floor(i L / n)} to
     * {@code ceil((i + 1) L / n)}.
     *
     * @param size n, the number of windows; -1 keeps the axis
     * @return {@code [N, C, L] -> [N, C, n]}, also without N
     */
    default Tensor adaptiveAvgPool1d(int size) {
        return evenlyAveraged("adaptiveAvgPool1d", 1, size);
    }

    /**
     * The means of a grid of windows that cover the last two axes evenly.
     *
     * @param sizes the numbers of windows: one for both axes, or two; -1 keeps an axis
     * @return {@code [N, C, H, W] -> [N, C, H', W']}, also without N
     */
    default Tensor adaptiveAvgPool2d(int... sizes) {
        return evenlyAveraged("adaptiveAvgPool2d", 2, sizes);
    }

    /**
     * The maxima of a number of windows that cover the last axis evenly.
     *
     * @param size the number of windows; -1 keeps the axis
     * @return values and int64 places along the axis
     */
    default Tensor.Indexed adaptiveMaxPool1d(int size) {
        return evenlyLargest("adaptiveMaxPool1d", 1, size);
    }

    /**
     * The maxima of a grid of windows that cover the last two axes evenly.
     *
     * @param sizes the numbers of windows: one for both axes, or two; -1 keeps an axis
     * @return values and int64 places in the image, counted in row-major order
     */
    default Tensor.Indexed adaptiveMaxPool2d(int... sizes) {
        return evenlyLargest("adaptiveMaxPool2d", 2, sizes);
    }

    /** The first index of each window along an axis, and how many follow. */
    record Cover(int[] start, int[] length) {
        private static Cover of(int size, int windows) {
            int[] start = new int[windows];
            int[] length = new int[windows];
            for (int i = 0; i < windows; i++) {
                start[i] = (int) ((long) i * size / windows);
                length[i] = (int) Math.ceilDiv((i + 1L) * size, windows) - start[i];
            }
            return new Cover(start, length);
        }

        private int longest() {
            return Arrays.stream(length).max().orElse(0);
        }

        /** The indices of all windows; a shorter one repeats its last. */
        private Tensor indices() {
            int longest = longest();
            long[] indices = new long[start.length * longest];
            for (int i = 0; i < indices.length; i++) {
                int window = i / longest;
                indices[i] = start[window] + Math.min(i % longest, length[window] - 1);
            }
            return Tensor.of(indices, indices.length);
        }

        /** Which of the indices are not such repetitions. */
        private Tensor counted() {
            int longest = longest();
            boolean[] counted = new boolean[start.length * longest];
            for (int i = 0; i < counted.length; i++) {
                counted[i] = i % longest < length[i / longest];
            }
            return Tensor.of(counted, start.length, longest);
        }

        private Tensor lengths(DType type) {
            return Tensor.of(Arrays.stream(length).asDoubleStream().toArray(), length.length)
                    .to(type);
        }
    }

    private static Cover[] covers(Tensor x, int... sizes) {
        int axes = x.rank() - 2;
        Cover[] covers = new Cover[axes];
        for (int i = 0; i < axes; i++) {
            int wanted = sizes[sizes.length == 1 ? 0 : i];
            covers[i] = Cover.of(x.size(2 + i), wanted < 0 ? x.size(2 + i) : wanted);
        }
        return covers;
    }

    private Tensor evenlyAveraged(String name, int axes, int... sizes) {
        Tensor x = batched(name, axes);
        Tensor y = x;
        Cover[] covers = covers(x, sizes);
        for (int i = 0; i < axes; i++) {
            Cover cover = covers[i];
            int[] column = new int[axes - i];
            Arrays.fill(column, 1);
            column[0] = cover.start().length;
            Tensor parts = spread(y, 2 + i, cover);
            int[] mask = Arrays.copyOf(column, column.length + 1);
            mask[0] = column[0];
            Arrays.fill(mask, 1, mask.length, 1);
            mask[1] = cover.longest();
            Tensor counted = cover.counted().to(x.device()).reshape(mask);
            y = counted.where(parts, parts.like(0))
                    .sum(3 + i)
                    .div(cover.lengths(x.dtype()).to(x.device()).reshape(column));
        }
        return x.rank() == self().rank() ? y : y.squeeze(0);
    }

    /** The axis replaced by two: windows, and places within the window. */
    private static Tensor spread(Tensor x, int axis, Cover cover) {
        return x.indexSelect(axis, cover.indices().to(x.device())).unflatten(axis, cover.start().length, cover.longest());
    }

    private Tensor.Indexed evenlyLargest(String name, int axes, int... sizes) {
        Tensor x = batched(name, axes);
        Cover[] covers = covers(x, sizes);
        Tensor.Indexed found = picked(x, gathered(x.detach(), covers), gathered(numbers(x), covers));
        return x.rank() == self().rank() ? found : withoutBatch(found);
    }

    /** All windows, as the last axes. That shorter ones repeat an element does not change their maximum. */
    private static Tensor gathered(Tensor x, Cover... covers) {
        Tensor y = x;
        for (int i = 0; i < covers.length; i++) {
            y = spread(y, 2 + i, covers[i]).movedim(3 + i, -1);
        }
        return y;
    }
}
