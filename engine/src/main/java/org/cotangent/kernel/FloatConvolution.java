// twin: FloatConvolution -> DoubleConvolution
package org.cotangent.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.kernel.FloatSpare.Use;
import org.cotangent.kernel.Placement.Phase;
import org.cotangent.kernel.Placement.Span;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of float32, without a matrix of windows: sixteen images (eight of float64) are interleaved, so that one
 * element of all of them is one vector, and every product of a weight and a vector serves sixteen images.
 *
 * <pre>
 *   image 0   a b c d ...                        a A .. b B .. c C .. d D ..      one vector for each place
 *   image 1   A B C D ...     interleaved:       |      |
 *   ...                                          +------+-- times w[0], w[1]: output 0 of sixteen images
 * </pre>
 *
 * <p>Every element of a convolution and of its gradient to the input is one chain of fused multiply-adds over channels and
 * kernel in order, starting from the bias, or 0; planes and rows of the kernel that lie over zeros alone are left out. The
 * gradient of a weight is a sum over images and places: lane l adds up those of the images with number l modulo 16, in
 * order, and the lanes are folded in halves.
 *
 * <p>The loops are written plainly here. A faster class overrides the three that take the time.
 */
public class FloatConvolution {
    /** Images that are interleaved. */
    public static final int LANES = 16; // twin:16->8

    /** Channels that are computed together. */
    protected static final int TILE = 4;

    /** Pixels of a tile that are computed before they are sorted into the images again. */
    private static final int PIXELS = 64;

    /** Places that are multiplied with all weights of a block before the next ones are, so that they stay in the nearest cache. */
    private static final int PLACES = 64;

    /** Weights in a block of work on their gradient. */
    private static final int WEIGHTS = 4 * TILE;

    /** Multiplications below which other threads are not worth calling. */
    private static final long SMALL = 100_000;

    /** For {@link ScalarBackend} and subclasses. */
    protected FloatConvolution() {}

    // ---- the three directions ---------------------------------------------------------------------------------------

    /** {@code y[n, o] = bias[o] + sum of w[o, c, k] x[n, c, ...]}. */
    final void forward(
            Placement at,
            int groups,
            int images,
            int inputs,
            int outputs,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float @Nullable [] bias,
            int biasAt,
            float[] y) {
        int[] size = {at.covered(0), at.covered(1), at.covered(2)};
        Source source = new Source(
                interleaved(Use.IMAGES, images, inputs, at.in(), at.before(), size, x, xAt), size, at.before(), at.in());
        int depth = inputs / groups;
        int volume = at.kernelSize();
        Weights weights = new Weights(w, wAt, outputs / groups, depth * volume, depth, volume, bias, biasAt);
        for (Phase front : at.forward(0)) {
            for (Phase middle : at.forward(1)) {
                for (Phase last : at.forward(2)) {
                    correlate(at, groups, images, weights, source, new Phase[] {front, middle, last}, y, at.out());
                }
            }
        }
    }

    /** {@code x[n, c] = sum of w[o, c, k] g[n, o, ...]}, over the places that cover an element. */
    final void backward(
            Placement at,
            int groups,
            int images,
            int inputs,
            int outputs,
            float[] g,
            int gAt,
            float[] w,
            int wAt,
            float[] x) {
        int[] size = {at.backSize(0), at.backSize(1), at.backSize(2)};
        int[] before = {at.backBefore(0), at.backBefore(1), at.backBefore(2)};
        Source source =
                new Source(interleaved(Use.IMAGES, images, outputs, at.out(), before, size, g, gAt), size, before, at.out());
        int width = inputs / groups;
        int volume = at.kernelSize();
        Weights weights = new Weights(w, wAt, width, volume, outputs / groups, width * volume, null, 0);
        for (Phase front : at.backward(0)) {
            for (Phase middle : at.backward(1)) {
                for (Phase last : at.backward(2)) {
                    correlate(at, groups, images, weights, source, new Phase[] {front, middle, last}, x, at.in());
                }
            }
        }
    }

    /** {@code w[o, c, k] = sum of g[n, o, ...] x[n, c, ...]}, over images and places. */
    final void weights(
            Placement at,
            int groups,
            int images,
            int inputs,
            int outputs,
            float[] x,
            int xAt,
            float[] g,
            int gAt,
            float[] w) {
        int[] size = {at.covered(0), at.covered(1), at.covered(2)};
        float[] packed = interleaved(Use.IMAGES, images, inputs, at.in(), at.before(), size, x, xAt);
        float[] packedG = interleaved(Use.GRADIENTS, images, outputs, at.out(), new int[Placement.AXES], at.out(), g, gAt);
        int depth = inputs / groups;
        int width = outputs / groups;
        int tiles = Math.ceilDiv(width, TILE);
        int[] offsets = offsets(depth, size, new Phase[] {at.forward(0)[0], at.forward(1)[0], at.forward(2)[0]});
        int chunks = Math.ceilDiv(offsets.length, WEIGHTS);
        long work = (long) images * outputs * at.outputSize() * offsets.length;
        inParallel(work, groups * tiles * chunks, task -> {
            int group = task / (tiles * chunks);
            int tile = task / chunks % tiles * TILE;
            int from = task % chunks * WEIGHTS;
            int to = Math.min(offsets.length, from + WEIGHTS);
            float[] sums = FloatSpare.get().array(Use.RESULTS, WEIGHTS * TILE * LANES);
            Arrays.fill(sums, 0, WEIGHTS * TILE * LANES, 0);
            int plane = size[0] * size[1] * size[2] * LANES;
            for (int block = 0; block < Math.ceilDiv(images, LANES); block++) {
                int xFrom = (block * inputs + group * depth) * plane;
                int gFrom = (block * outputs + group * width) * at.outputSize() * LANES;
                int[] taps = new int[Math.ceilDiv(to - from, TILE) * TILE];
                for (int k = 0; k < taps.length; k++) { // a weight too many repeats the last; nobody looks at its sums
                    taps[k] = xFrom + offsets[Math.min(from + k, to - 1)];
                }
                planes(at, size, packedG, gFrom, tile, width, packed, taps, sums);
            }
            for (int tap = from; tap < to; tap++) {
                for (int o = tile; o < Math.min(width, tile + TILE); o++) {
                    w[(group * width + o) * offsets.length + tap] =
                            folded(sums, ((tap - from) * TILE + o - tile) * LANES);
                }
            }
        });
    }

    /** Adds to the sums of some weights of each channel of a tile what the places of one block of images give. */
    private void planes(
            Placement at, int[] size, float[] g, int gFrom, int tile, int width, float[] x, int[] taps, float[] sums) {
        int[] channels = new int[TILE];
        int[] under = new int[TILE];
        int[] out = at.out();
        int xRow = at.stride()[1] * size[2] * LANES;
        int rowsAtOnce = Math.clamp(PLACES / Math.max(1, out[2]), 1, Math.max(1, out[1]));
        for (int front = 0; front < out[0]; front++) {
            for (int row = 0; row < out[1]; row += rowsAtOnce) {
                int rows = Math.min(rowsAtOnce, out[1] - row);
                for (int i = 0; i < TILE; i++) { // likewise a channel too many
                    int channel = Math.min(tile + i, width - 1);
                    channels[i] = gFrom + ((channel * out[0] + front) * out[1] + row) * out[2] * LANES;
                }
                int moved = front * at.stride()[0] * size[1] * size[2] * LANES + row * xRow;
                for (int tap = 0; tap < taps.length; tap += TILE) {
                    for (int k = 0; k < TILE; k++) {
                        under[k] = taps[tap + k] + moved;
                    }
                    contract(
                            rows, out[2], g, channels, x, under, xRow, at.stride()[2] * LANES, sums, tap * TILE * LANES);
                }
            }
        }
    }

    private static float folded(float[] sums, int from) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                sums[from + lane] += sums[from + lane + half];
            }
        }
        return sums[from];
    }

    // ---- interleaving -----------------------------------------------------------------------------------------------

    /**
     * The images with zeros around them, interleaved: [blocks of images, channels, sizes, lanes].
     *
     * @param use which of the thread's arrays holds the result
     */
    private float[] interleaved(
            Use use, int images, int channels, int[] in, int[] before, int[] size, float[] x, int xAt) {
        int blocks = Math.ceilDiv(images, LANES);
        int plane = size[0] * size[1] * size[2];
        int room = Shape.of(blocks, channels, plane, LANES).size(); // or a complaint about so many
        float[] packed = FloatSpare.get().array(use, room);
        int image = in[0] * in[1] * in[2];
        boolean whole = Arrays.equals(in, size) && Arrays.equals(before, new int[Placement.AXES]);
        inParallel((long) images * channels * image * 4, blocks * channels, task -> {
            int block = task / channels;
            int lanes = Math.min(LANES, images - block * LANES);
            int to = task * plane * LANES;
            int from = xAt + (block * LANES * channels + task % channels) * image;
            if (whole && lanes == LANES) {
                transpose(LANES, plane, x, from, channels * image, packed, to, LANES);
                return;
            }
            Arrays.fill(packed, to, to + plane * LANES, 0f);
            int first = Math.max(0, -before[2]);
            int columns = Math.min(in[2], size[2] - before[2]) - first;
            for (int i = 0; i < size[0]; i++) {
                for (int j = 0; j < size[1]; j++) {
                    int front = i - before[0];
                    int row = j - before[1];
                    if (front >= 0 && front < in[0] && row >= 0 && row < in[1] && columns > 0) {
                        int source = from + (front * in[1] + row) * in[2] + first;
                        int target = to + ((i * size[1] + j) * size[2] + before[2] + first) * LANES;
                        transpose(lanes, columns, x, source, channels * image, packed, target, LANES);
                    }
                }
            }
        });
        return packed;
    }

    private static void inParallel(long work, int tasks, java.util.function.IntConsumer task) {
        if (work < SMALL) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
        } else {
            Parallel.forBlocks(tasks, task);
        }
    }

    // ---- sums over taps ---------------------------------------------------------------------------------------------

    /**
     * The weights of one group as seen from one side: those of {@code width} results, each from {@code depth} channels.
     *
     * @param values holds them
     * @param from where the first group begins
     * @param width results of a group
     * @param step from one result's weights to the next one's
     * @param depth channels of a group that each result is a sum over
     * @param deeper from one channel's weights to the next one's
     * @param bias one number for each result of all groups that its sum starts from, or null
     * @param biasFrom where they begin
     */
    private record Weights(
            float[] values,
            int from,
            int width,
            int step,
            int depth,
            int deeper,
            float @Nullable [] bias,
            int biasFrom) {
        int tile() {
            return width == 1 ? 1 : TILE;
        }

        int tiles() {
            return Math.ceilDiv(width, tile());
        }

        /** All weights of a phase, in order: for each tile the biases, then for each tap one weight of each result. */
        float[] packed(int groups, int[] kernel, Phase[] phases) {
            int taps = depth * taps(phases);
            int tile = tile();
            float[] all = new float[groups * tiles() * (taps + 1) * tile];
            int to = 0;
            for (int group = 0; group < groups; group++) {
                int first = from + group * width * depth * kernel[0] * kernel[1] * kernel[2];
                for (int start = 0; start < width; start += tile) {
                    for (int o = start; o < start + tile; o++) {
                        all[to++] = bias == null || o >= width ? 0 : bias[biasFrom + group * width + o];
                    }
                    for (int c = 0; c < depth; c++) {
                        for (int i : phases[0].tap()) {
                            for (int j : phases[1].tap()) {
                                for (int k : phases[2].tap()) {
                                    int place = first + c * deeper + (i * kernel[1] + j) * kernel[2] + k;
                                    for (int o = start; o < start + tile; o++) {
                                        all[to++] = o < width ? values[place + o * step] : 0;
                                    }
                                }
                            }
                        }
                    }
                }
            }
            return all;
        }

        static int taps(Phase[] phases) {
            return phases[0].tap().length * phases[1].tap().length * phases[2].tap().length;
        }
    }

    /** How far each tap lies from the place itself, in the interleaved source, in the order of the packed weights. */
    private static int[] offsets(int depth, int[] size, Phase[] phases) {
        int[] offsets = new int[depth * Weights.taps(phases)];
        int tap = 0;
        for (int c = 0; c < depth; c++) {
            for (int i : phases[0].offset()) {
                for (int j : phases[1].offset()) {
                    for (int k : phases[2].offset()) {
                        offsets[tap++] = (((c * size[0] + i) * size[1] + j) * size[2] + k) * LANES;
                    }
                }
            }
        }
        return offsets;
    }

    /**
     * What results are computed from: interleaved images with zeros around them.
     *
     * @param values holds them
     * @param size with the zeros
     * @param before how many zeros come first, along each axis
     * @param in without the zeros
     */
    private record Source(float[] values, int[] size, int[] before, int[] in) {}

    /** The taps of a row of results and their packed weights. */
    private record Taps(int[] offsets, float[] weights) {}

    /**
     * The taps of each row of results. Where a row of the kernel lies over zeros alone, its taps are left out: the gradient of
     * a convolution of 5 x 5 that leaves 8 x 8 places looks back at zeros with a third of its rows.
     */
    private static Taps[] taps(Placement at, int groups, Weights weights, Source source, Phase... phases) {
        Phase[] fronts = phases[0].all(source.before[0], source.in[0]);
        Phase[] middles = phases[1].all(source.before[1], source.in[1]);
        Taps[] rows = new Taps[fronts.length * middles.length];
        Map<List<Span>, Taps> known = new HashMap<>();
        for (int row = 0; row < rows.length; row++) {
            Phase front = fronts[row / middles.length];
            Phase middle = middles[row % middles.length];
            rows[row] = known.computeIfAbsent(List.of(front.span(), middle.span()), used -> {
                Phase[] left = {front, middle, phases[2]};
                return new Taps(
                        offsets(weights.depth, source.size, left), weights.packed(groups, at.kernel(), left));
            });
        }
        return rows;
    }

    /** Computes the results of one phase, in tiles of channels and rows. */
    private void correlate(
            Placement at,
            int groups,
            int images,
            Weights weights,
            Source source,
            Phase[] phases,
            float[] y,
            int[] sizes) {
        int[] size = source.size;
        Taps[] taps = taps(at, groups, weights, source, phases);
        int tile = weights.tile();
        int tiles = weights.tiles();
        int pixels = phases[2].count();
        int rows = phases[0].count() * phases[1].count();
        int rowsAtOnce = Math.clamp(PIXELS / Math.max(1, pixels), 1, Math.max(1, rows));
        int chunks = Math.ceilDiv(rows, rowsAtOnce);
        int blocks = Math.ceilDiv(images, LANES);
        int plane = size[0] * size[1] * size[2] * LANES;
        int image = sizes[0] * sizes[1] * sizes[2];
        long work = (long) images * groups * weights.width * rows * pixels * weights.depth * Math.max(1, Weights.taps(phases));
        inParallel(work, blocks * groups * tiles * chunks, task -> {
            int block = task / (groups * tiles * chunks);
            int group = task / (tiles * chunks) % groups;
            int which = task / chunks % tiles;
            int firstRow = task % chunks * rowsAtOnce;
            int lastRow = Math.min(rows, firstRow + rowsAtOnce);
            float[] results = FloatSpare.get().array(Use.RESULTS, tile * rowsAtOnce * pixels * LANES);
            int resultRow = rowsAtOnce * pixels * LANES;
            int first = (block * groups + group) * weights.depth * plane;
            for (int row = firstRow; row < lastRow; row++) {
                int front = phases[0].base() + row / phases[1].count() * phases[0].advance();
                int middle = phases[1].base() + row % phases[1].count() * phases[1].advance();
                int base = first + ((front * size[1] + middle) * size[2] + phases[2].base()) * LANES;
                int[] offsets = taps[row].offsets;
                int weightsAt = (group * tiles + which) * (offsets.length + 1) * tile;
                tile(tile, pixels, source.values, base, phases[2].advance() * LANES, offsets, taps[row].weights, weightsAt,
                        results, (row - firstRow) * pixels * LANES, resultRow);
            }
            int lanes = Math.min(LANES, images - block * LANES);
            for (int o = 0; o < Math.min(tile, weights.width - which * tile); o++) {
                int channel = group * weights.width + which * tile + o;
                int to = (block * LANES * groups * weights.width + channel) * image;
                sort(lanes, firstRow, lastRow, phases, results, o * resultRow, y, to, sizes, groups * weights.width * image);
            }
        });
    }

    /** Takes the images apart again. */
    private void sort(
            int lanes,
            int firstRow,
            int lastRow,
            Phase[] phases,
            float[] from,
            int fromAt,
            float[] y,
            int to,
            int[] sizes,
            int imageStep) {
        int pixels = phases[2].count();
        if (phases[0].step() == 1 && phases[1].step() == 1 && phases[2].step() == 1) { // then the rows follow each other
            transpose((lastRow - firstRow) * pixels, lanes, from, fromAt, LANES, y, to + firstRow * pixels, imageStep);
            return;
        }
        for (int row = firstRow; row < lastRow; row++) {
            int front = phases[0].start() + row / phases[1].count() * phases[0].step();
            int middle = phases[1].start() + row % phases[1].count() * phases[1].step();
            int target = to + (front * sizes[1] + middle) * sizes[2] + phases[2].start();
            for (int j = 0; j < pixels; j++) {
                int place = fromAt + ((row - firstRow) * pixels + j) * LANES;
                for (int lane = 0; lane < lanes; lane++) {
                    y[target + lane * imageStep + j * phases[2].step()] = from[place + lane];
                }
            }
        }
    }

    // ---- what takes the time ----------------------------------------------------------------------------------------

    /**
     * {@code y[yAt + j yRow + i] = x[xAt + i xRow + j]}.
     *
     * @param rows the values of i
     * @param columns the values of j
     * @param x read
     * @param xAt where its first element is
     * @param xRow from one row to the next
     * @param y written
     * @param yAt where its first element is
     * @param yRow from one row to the next
     */
    protected void transpose(int rows, int columns, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                y[yAt + j * yRow + i] = x[xAt + i * xRow + j];
            }
        }
    }

    /**
     * A row of pixels of one tile of channels: result o of pixel j starts from weight o and gets, for each tap t in order,
     * {@code weights[(t + 1) tile + o] x[at + j step + offsets[t]]}.
     *
     * @param tile channels, {@link #TILE} or 1
     * @param pixels how many
     * @param x interleaved
     * @param at where the first pixel lies
     * @param step from one pixel to the next
     * @param offsets of the taps
     * @param weights packed
     * @param weightsAt where the tile's begin
     * @param out takes the results, {@link #LANES} for each pixel
     * @param outAt where the first goes
     * @param outRow from one channel of the tile to the next
     */
    protected void tile(
            int tile,
            int pixels,
            float[] x,
            int at,
            int step,
            int[] offsets,
            float[] weights,
            int weightsAt,
            float[] out,
            int outAt,
            int outRow) {
        for (int o = 0; o < tile; o++) {
            for (int j = 0; j < pixels; j++) {
                int to = outAt + o * outRow + j * LANES;
                Arrays.fill(out, to, to + LANES, weights[weightsAt + o]);
                for (int tap = 0; tap < offsets.length; tap++) {
                    float weight = weights[weightsAt + (tap + 1) * tile + o];
                    int from = at + j * step + offsets[tap];
                    for (int lane = 0; lane < LANES; lane++) {
                        out[to + lane] = Math.fma(weight, x[from + lane], out[to + lane]);
                    }
                }
            }
        }
    }

    /**
     * Adds up products over a plane: the sum of channel o and weight k, at {@code sumsAt + (k TILE + o) LANES}, gets for
     * each place in order the product of what lies there in g and in x.
     *
     * @param rows of places
     * @param columns of places, which follow each other in g
     * @param g interleaved
     * @param channels where the first place of each channel of the tile lies in g
     * @param x interleaved
     * @param under what the first place lies over in x, for each of {@link #TILE} weights
     * @param xRow from one row to the next in x
     * @param xStep from one place to the next in x
     * @param sums where the results are added
     * @param sumsAt where the first lies
     */
    protected void contract(
            int rows,
            int columns,
            float[] g,
            int[] channels,
            float[] x,
            int[] under,
            int xRow,
            int xStep,
            float[] sums,
            int sumsAt) {
        for (int k = 0; k < TILE; k++) {
            for (int o = 0; o < TILE; o++) {
                int to = sumsAt + (k * TILE + o) * LANES;
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        int from = channels[o] + (i * columns + j) * LANES;
                        int below = under[k] + i * xRow + j * xStep;
                        for (int lane = 0; lane < LANES; lane++) {
                            sums[to + lane] = Math.fma(g[from + lane], x[below + lane], sums[to + lane]);
                        }
                    }
                }
            }
        }
    }
}
