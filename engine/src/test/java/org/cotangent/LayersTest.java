package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.check.GradCheck;
import org.cotangent.kernel.DType;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Test;

/** Layers against their definitions, written as loops, and against laws. PyTorch's own numbers are replayed elsewhere. */
class LayersTest {
    private static Tensor random(Random random, int... sizes) {
        Tensor made = Tensor.zeros(DType.FLOAT64, sizes);
        double[] values = random.doubles(made.size(), -2, 2).toArray();
        return Tensor.of(values, sizes);
    }

    private static void assertNear(Tensor expected, Tensor found) {
        assertEquals(expected.shape(), found.shape());
        assertArrayEquals(expected.toDoubles(), found.toDoubles(), 1e-12);
    }

    // ---- convolutions -----------------------------------------------------------------------------------------------

    /** The definition: a sum over channels and places of the kernel. */
    private static Tensor convolvedByLoops(Tensor x, Tensor w, int stride, int padding, int dilation, int groups) {
        int height = (x.size(2) + 2 * padding - dilation * (w.size(2) - 1) - 1) / stride + 1;
        int width = (x.size(3) + 2 * padding - dilation * (w.size(3) - 1) - 1) / stride + 1;
        int perGroup = w.size(0) / groups;
        double[] y = new double[x.size(0) * w.size(0) * height * width];
        int place = 0;
        for (int n = 0; n < x.size(0); n++) {
            for (int o = 0; o < w.size(0); o++) {
                for (int i = 0; i < height; i++) {
                    for (int j = 0; j < width; j++) {
                        double sum = 0;
                        for (int c = 0; c < w.size(1); c++) {
                            for (int k = 0; k < w.size(2); k++) {
                                for (int l = 0; l < w.size(3); l++) {
                                    int row = i * stride + k * dilation - padding;
                                    int column = j * stride + l * dilation - padding;
                                    boolean inside =
                                            row >= 0 && row < x.size(2) && column >= 0 && column < x.size(3);
                                    int channel = o / perGroup * w.size(1) + c;
                                    sum += inside ? x.at(n, channel, row, column) * w.at(o, c, k, l) : 0;
                                }
                            }
                        }
                        y[place++] = sum;
                    }
                }
            }
        }
        return Tensor.of(y, x.size(0), w.size(0), height, width);
    }

    @Property(tries = 40)
    void aConvolutionIsASumOverItsKernel(
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(max = 2) int padding,
            @ForAll @IntRange(min = 1, max = 2) int dilation,
            @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = random(random, 2, 2 * groups, 6, 5);
        Tensor w = random(random, 2 * groups, 2, 1 + random.nextInt(3), 1 + random.nextInt(2));
        Convolution options =
                Convolution.DEFAULT.stride(stride).padding(padding).dilation(dilation).groups(groups);
        assertNear(convolvedByLoops(x, w, stride, padding, dilation, groups), x.conv2d(w, null, options));
        assertNear(x.conv2d(w, null, options).select(0, 1), x.select(0, 1).conv2d(w, null, options));
    }

    @Property(tries = 40)
    void aTransposedConvolutionIsTheGradientOfAConvolution(
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(max = 1) int padding,
            @ForAll @IntRange(min = 1, max = 2) int dilation,
            @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = random(random, 1, 2 * groups, 7, 6).requiresGrad(true);
        Tensor w = random(random, 2 * groups, 2, 3, 2);
        Convolution options =
                Convolution.DEFAULT.stride(stride).padding(padding).dilation(dilation).groups(groups);
        Tensor y = x.conv2d(w, null, options);
        Tensor g = random(random, y.shape().sizes());
        Tensor gradient = Autograd.grad(List.of(y), List.of(x), List.of(g), false).get(0);
        // The input may be larger than the windows reach: that is what the output padding is for.
        int[] rest = new int[2];
        for (int i = 0; i < 2; i++) {
            rest[i] = (x.size(2 + i) + 2 * padding - dilation * (w.size(2 + i) - 1) - 1) % stride;
        }
        assertNear(gradient, g.convTranspose2d(w, null, options.outputPadding(rest)));
    }

    @Test
    void convolutionsOfAllRanksHaveTheRightDerivatives() {
        Random random = new Random(3);
        Convolution options = Convolution.DEFAULT.stride(2).padding(1);
        for (int rank = 1; rank <= 3; rank++) {
            int[] image = new int[rank + 2];
            int[] kernel = new int[rank + 2];
            java.util.Arrays.fill(image, 3);
            java.util.Arrays.fill(kernel, 2);
            image[0] = 1;
            image[1] = 2;
            int axes = rank;
            Tensor b = random(random, 2).requiresGrad(true);
            List<Tensor> operands = List.of(
                    random(random, image).requiresGrad(true), random(random, kernel).requiresGrad(true), b);
            GradCheck.full()
                    .check(in -> convolved(axes, in, options), operands)
                    .orThrow();
            GradCheck.full()
                    .check(in -> transposed(axes, in, options), operands)
                    .orThrow();
        }
    }

    private static Tensor convolved(int axes, List<Tensor> in, Convolution options) {
        Tensor x = in.get(0);
        return switch (axes) {
            case 1 -> x.conv1d(in.get(1), in.get(2), options);
            case 2 -> x.conv2d(in.get(1), in.get(2), options);
            default -> x.conv3d(in.get(1), in.get(2), options);
        };
    }

    private static Tensor transposed(int axes, List<Tensor> in, Convolution options) {
        Tensor x = in.get(0);
        return switch (axes) {
            case 1 -> x.convTranspose1d(in.get(1), in.get(2), options);
            case 2 -> x.convTranspose2d(in.get(1), in.get(2), options);
            default -> x.convTranspose3d(in.get(1), in.get(2), options);
        };
    }

    @Test
    void samePaddingKeepsTheSize() {
        Random random = new Random(1);
        Tensor x = random(random, 1, 1, 5, 6);
        for (int k = 1; k < 5; k++) {
            Tensor y = x.conv2d(random(random, 1, 1, k, 3), null, Convolution.DEFAULT.same());
            assertEquals(x.shape(), y.shape());
        }
        Tensor even = Tensor.of(new double[] {1, 10}, 1, 1, 2);
        Tensor line = Tensor.of(new double[] {1, 2, 3}, 1, 3);
        assertArrayEquals(
                new double[] {21, 32, 3}, line.conv1d(even, null, Convolution.DEFAULT.same()).toDoubles());
    }

    @Test
    void columnsTimesTheKernelAreTheConvolution() {
        Random random = new Random(2);
        Tensor x = random(random, 2, 3, 5, 4);
        Tensor w = random(random, 4, 3, 3, 2);
        Convolution options = Convolution.DEFAULT.stride(2).padding(1);
        Tensor columns = x.im2col(new int[] {3, 2}, options);
        assertNear(x.conv2d(w, null, options).flatten(2, 3), w.reshape(4, 18).matmul(columns));
    }

    // ---- poolings ---------------------------------------------------------------------------------------------------

    @Property(tries = 60)
    void poolingsAreLoopsOverWindows(
            @ForAll @IntRange(min = 1, max = 4) int kernel,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(max = 2) int padding,
            @ForAll boolean ceil,
            @ForAll boolean counted,
            @ForAll long seed) {
        int pad = Math.min(padding, kernel / 2);
        Tensor x = random(new Random(seed), 1, 1, 7);
        Pool window = Pool.of(kernel).stride(stride).padding(pad).ceilMode(ceil).countIncludePad(counted);
        double[] means = x.avgPool1d(window).toDoubles();
        Tensor.Indexed maxima = x.maxPool1dWithIndices(window);
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            double max = Double.NEGATIVE_INFINITY;
            int start = i * stride - pad;
            int end = Math.min(start + kernel, 7 + pad);
            for (int j = Math.max(0, start); j < Math.min(7, start + kernel); j++) {
                sum += x.at(0, 0, j);
                max = Math.max(max, x.at(0, 0, j));
            }
            int count = counted ? end - start : Math.min(7, end) - Math.max(0, start);
            assertEquals(sum / count, means[i], 1e-12);
            assertEquals(max, maxima.values().at(0, 0, i));
            assertEquals(max, x.at(0, 0, (int) maxima.indices().at(0, 0, i)));
        }
        int last = (means.length - 1) * stride - pad;
        assertTrue(last < 7 && (ceil || last + kernel <= 7 + pad), "a window too many");
        boolean more = ceil ? last + kernel < 7 + pad : last + stride + kernel <= 7 + pad;
        assertTrue(last + stride >= 7 || !more, "a window is missing");
    }

    @Test
    void adaptiveWindowsCoverEverything() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7}, 1, 7);
        assertArrayEquals(new double[] {2, 4, 6}, x.adaptiveAvgPool1d(3).toDoubles(), 1e-12);
        assertArrayEquals(new double[] {3, 5, 7}, x.adaptiveMaxPool1d(3).values().toDoubles());
        assertArrayEquals(new long[] {2, 4, 6}, x.adaptiveMaxPool1d(3).indices().toLongs());
        assertNear(x, x.adaptiveAvgPool1d(-1));
        Tensor image = random(new Random(1), 2, 3, 5, 4);
        assertNear(image.mean(true, 2, 3), image.adaptiveAvgPool2d(1));
    }

    @Test
    void ofEqualElementsTheFirstGetsTheGradient() {
        Tensor x = Tensor.ones(1, 2, 2).requiresGrad(true);
        x.maxPool2d(Pool.of(2)).backward(Tensor.ones(1, 1, 1));
        assertArrayEquals(new float[] {1, 0, 0, 0}, x.grad().toFloats());
    }

    // ---- normalisations ---------------------------------------------------------------------------------------------

    @Property(tries = 30)
    void normalisationsGiveMeanZeroAndVarianceOne(@ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = random(random, 4, 6, 5).mul(3).add(100);
        Tensor batch = x.batchNorm(null, null, null, null, true, 0, 0);
        Tensor layer = x.layerNorm(new int[] {6, 5}, null, null, 0);
        Tensor group = x.groupNorm(2, null, null, 0).reshape(4, 2, 15);
        Tensor instance = x.instanceNorm(null, null, null, null, true, 0, 0);
        checkMoments(batch, 0, 2);
        checkMoments(layer, 1, 2);
        checkMoments(group, 2);
        checkMoments(instance, 2);
        assertNear(layer, x.groupNorm(1, null, null, 0));
        assertNear(instance, x.groupNorm(6, null, null, 0));
    }

    private static void checkMoments(Tensor y, int... axes) {
        assertTrue(y.mean(axes).abs().max().item() < 1e-9);
        assertTrue(y.square().mean(axes).sub(1).abs().max().item() < 1e-9);
    }

    @Test
    void runningStatisticsFollowTheBatches() {
        Tensor mean = Tensor.zeros(1);
        Tensor variance = Tensor.ones(1);
        Tensor x = Tensor.of(new float[][] {{1}, {3}});
        x.batchNorm(mean, variance, null, null, true, 0.5, 1e-5);
        assertEquals(1, mean.item());
        assertEquals(1.5, variance.item(), 1e-6); // the variance over n - 1 is 2
        Tensor y = x.batchNorm(mean, variance, null, null, false, 0.5, 0);
        assertArrayEquals(new double[] {0, 2 / Math.sqrt(1.5)}, y.toDoubles(), 1e-6);
        assertEquals(1, mean.item());
    }

    @Test
    void anyScaleIsNormalised() {
        Tensor x = Tensor.of(new double[] {3, 4, 0, 0}, 2, 2);
        assertArrayEquals(new double[] {0.6, 0.8, 0, 0}, x.normalize(2, 1, 1e-12).toDoubles(), 1e-12);
        Tensor single = Tensor.of(new double[] {1e-3}, 1).requiresGrad(true);
        single.normalize(0.5, 0, 1e-12).sum().backward();
        assertEquals(0, single.grad().item());
    }

    // ---- sequences --------------------------------------------------------------------------------------------------

    @Test
    void aRunIsAStepAfterTheOther() {
        Random random = new Random(5);
        Tensor x = random(random, 4, 2, 3);
        for (Recurrence cell : Recurrence.values()) {
            int rows = 2 * cell.gates();
            Recurrence.Weights weights = new Recurrence.Weights(
                    random(random, rows, 3), random(random, rows, 2), random(random, rows), null);
            List<Tensor> state = java.util.Collections.nCopies(cell.states(), random(random, 2, 2));
            Recurrence.Sequence forwards = cell.run(x, state, weights, false);
            List<Tensor> now = state;
            for (int t = 0; t < 4; t++) {
                now = cell.step(x.select(0, t), now, weights);
                assertNear(now.get(0), forwards.outputs().select(0, t));
            }
            for (int i = 0; i < now.size(); i++) {
                assertNear(now.get(i), forwards.state().get(i));
            }
            assertNear(
                    cell.run(x.flip(0), state, weights, false).outputs().flip(0),
                    cell.run(x, state, weights, true).outputs());
        }
    }

    @Test
    void attentionIsAMeanOfWhatMayBeSeen() {
        Random random = new Random(6);
        Tensor q = random(random, 3, 2);
        Tensor v = random(random, 3, 4);
        Tensor.Attention found = q.scaledDotProductAttention(q, v, null, true);
        assertNear(v.select(0, 0), found.output().select(0, 0));
        assertArrayEquals(new double[] {1, 1, 1}, found.weights().sum(1).toDoubles(), 1e-12);
        assertEquals(0, found.weights().at(0, 2));
        Tensor allowed = Tensor.ones(3, 3).tril(0).to(DType.BOOL);
        assertNear(found.output(), q.scaledDotProductAttention(q, v, allowed, false).output());
    }

    @Test
    void dropoutKeepsTheMean() {
        Tensor y = Tensor.ones(10_000).dropout(0.2, new TorchGenerator(3));
        assertEquals(1, y.mean().item(), 0.02);
        assertTrue(java.util.stream.DoubleStream.of(y.toDoubles()).allMatch(v -> v == 0 || v == 1.25));
    }

    // ---- resizing ---------------------------------------------------------------------------------------------------

    @Test
    void resizingCopiesOrMixesNeighbours() {
        Tensor x = Tensor.of(new double[] {0, 10, 20}, 1, 1, 3);
        assertArrayEquals(
                new double[] {0, 0, 10, 10, 20, 20}, x.interpolate(Resize.by(2)).toDoubles());
        assertArrayEquals(
                new double[] {0, 5, 10, 15, 20}, x.interpolate(Resize.to(5).linear(true)).toDoubles(), 1e-12);
        assertArrayEquals(
                new double[] {0, 2.5, 7.5, 12.5, 17.5, 20},
                x.interpolate(Resize.by(2).linear(false)).toDoubles(),
                1e-12);
        Tensor flat = Tensor.full(3, DType.FLOAT64, 1, 2, 4, 5);
        assertNear(Tensor.full(3, DType.FLOAT64, 1, 2, 7, 3), flat.interpolate(Resize.to(7, 3).linear(false)));
    }

    // ---- messages ---------------------------------------------------------------------------------------------------

    @Test
    void whatDoesNotFitIsRefusedWithAdvice() {
        Tensor x = Tensor.zeros(2, 3, 8, 8);
        Tensor w = Tensor.zeros(4, 3, 3, 3);
        Convolution plain = Convolution.DEFAULT;
        for (Runnable mistake : List.<Runnable>of(
                () -> x.conv2d(Tensor.zeros(4, 2, 3, 3), null, plain),
                () -> x.conv2d(w, null, plain.groups(3)),
                () -> x.conv1d(w, null, plain),
                () -> x.conv2d(w, null, plain.stride(2).same()),
                () -> x.conv2d(w, null, plain.stride(0)),
                () -> x.conv2d(w, null, plain.padding(1, 2, 3)),
                () -> x.conv2d(Tensor.zeros(4, 3, 9, 9), null, plain),
                () -> x.convTranspose2d(Tensor.zeros(4, 3, 3, 3), null, plain),
                () -> x.maxPool2d(Pool.of(9)),
                () -> x.maxPool2d(Pool.of(2).padding(2)),
                () -> x.maxPool1d(Pool.of(2)),
                () -> x.batchNorm(null, null, Tensor.ones(4), null, true, 0, 0),
                () -> x.batchNorm(null, null, null, null, false, 0, 0),
                () -> Tensor.zeros(1, 3).batchNorm(null, null, null, null, true, 0, 0),
                () -> x.layerNorm(new int[] {8, 7}, null, null, 0),
                () -> x.groupNorm(2, null, null, 0),
                () -> Tensor.zeros(2, 3).instanceNorm(null, null, null, null, true, 0, 0),
                () -> Tensor.zeros(2, 3).localResponseNorm(2, 1, 1, 1),
                () -> x.bilinear(Tensor.zeros(2, 3), Tensor.zeros(1, 8, 3), null),
                () -> x.interpolate(Resize.to(1, 2, 3)),
                () -> x.interpolate(Resize.to(0)),
                () -> Tensor.zeros(3).interpolate(Resize.to(2)),
                () -> x.dropout(2, new TorchGenerator(1)),
                () -> Recurrence.LSTM.step(
                        x, List.of(x), new Recurrence.Weights(w, w, null, null)))) {
            String message = assertThrows(IllegalArgumentException.class, mistake::run).getMessage();
            assertTrue(message.contains("Try: "), message);
        }
        String message = assertThrows(
                        IllegalArgumentException.class, () -> x.conv2d(Tensor.zeros(4, 2, 3, 3), null, plain))
                .getMessage();
        assertTrue(message.contains("the input has 3 channels, the weight is for 2"), message);
    }
}
