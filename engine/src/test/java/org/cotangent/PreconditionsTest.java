package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What would give a plausible wrong number, or an error of the JDK, is refused in a sentence that says what to try. */
class PreconditionsTest {
    private static final Convolution PLAIN = Convolution.DEFAULT;

    private static Tensor x(int... sizes) {
        return Tensor.zeros(sizes);
    }

    private static Tensor at(long... indices) {
        return Tensor.of(indices, indices.length);
    }

    private static Arguments row(String asked, String why, Executable mistake) {
        return arguments(asked, why, mistake);
    }

    static List<Arguments> biases() {
        return List.of(
                row("linear of [2, 3] with bias [4]", "5", () -> x(2, 3).linear(x(5, 3), x(4))),
                row("linear of [2, 3] with bias [6]", "5", () -> x(2, 3).linear(x(5, 3), x(6))),
                row("linear of [2, 3] with bias []", "[5]", () -> x(2, 3).linear(x(5, 3), x())),
                row("linear of [2, 3] with bias [2, 5]", "[5]", () -> x(2, 3).linear(x(5, 3), x(2, 5))),
                row("with bias [5] float64", "float32", () -> x(2, 3).linear(x(5, 3), Tensor.zeros(DType.FLOAT64, 5))),
                row("with weight [5, 3, 1]", "[out, in]", () -> x(2, 3).linear(x(5, 3, 1), x(5))),
                row("conv1d of [9, 2, 6] with bias [4]", "[3]", () -> x(9, 2, 6).conv1d(x(3, 2, 2), x(4), PLAIN)),
                row("conv2d of [1, 2, 6, 6] with bias [1]", "[3]", () -> x(1, 2, 6, 6).conv2d(x(3, 2, 2, 2), x(1), PLAIN)),
                row("conv2d of [2, 6, 6] with bias [3] float64", "float32", () -> x(2, 6, 6)
                        .conv2d(x(3, 2, 2, 2), Tensor.zeros(DType.FLOAT64, 3), PLAIN)),
                row("conv3d of [1, 1, 2, 2, 2] with bias [3, 1]", "[3]", () -> x(1, 1, 2, 2, 2)
                        .conv3d(x(3, 1, 1, 1, 1), x(3, 1), PLAIN)),
                row("convTranspose1d of [9, 2, 6] with bias [1]", "[6]", () -> x(9, 2, 6)
                        .convTranspose1d(x(2, 3, 2), x(1), PLAIN.groups(2))),
                row("convTranspose2d of [1, 2, 3, 3] with bias [2]", "[3]", () -> x(1, 2, 3, 3)
                        .convTranspose2d(x(2, 3, 2, 2), x(2), PLAIN)),
                row("bilinear of [2, 3] with bias [1]", "[5]", () -> x(2, 3).bilinear(x(2, 4), x(5, 3, 4), x(1))));
    }

    static List<Arguments> indices() {
        return List.of(
                row("take", "index 6 at position 1 is not between -6 and 5", () -> x(2, 3).take(at(0, 6))),
                row("take", "index -7 at position 0", () -> x(2, 3).take(at(-7))),
                row("take", "int64", () -> x(2, 3).take(x(2))),
                row("put", "index 6 at position 0 is not between -6 and 5", () -> x(2, 3).put(at(6), x(1))),
                row("put", "index 4294967296 at position 0", () -> x(2, 3).put(at(1L << 32), x(1))),
                row("scatter along axis 1 of shape [2, 3]", "index 3 at position 0 is not between -3 and 2", () -> x(2, 3)
                        .scatter(1, at(3).reshape(1, 1), x(1, 1))),
                row("scatter along axis 1 of shape [2, 3]", "index -4", () -> x(2, 3)
                        .scatter(1, at(-4).reshape(1, 1), x(1, 1))),
                row("scatter along axis 1 of shape [1, 3]", "larger along axis 0", () -> x(1, 3)
                        .scatter(1, at(0, 1).reshape(2, 1), x(2, 1))),
                row("scatter at index [1, 2]", "at least", () -> x(2, 3).scatter(1, at(0, 1).reshape(1, 2), x(1, 1))),
                row("indexCopy along axis 0 of shape [2, 3]", "index 2", () -> x(2, 3).indexCopy(0, at(2), x(1, 3))),
                row("indexFill along axis 1 of shape [2, 3]", "index 3", () -> x(2, 3).indexFill(1, at(0, 3), x())),
                row("indexing axis 1 of shape [2, 3]", "index 3 at position 1 is not between -3 and 2", () -> x(2, 3)
                        .get(Index.of(at(0, 0)), Index.of(at(0, 3)))),
                row("indexing axis 1 of shape [2, 3]", "index -4", () -> x(2, 3).get(Index.ALL, Index.of(at(-4)))),
                row("indexing axis 1 of shape [2, 3]", "index 3", () -> x(2, 3)
                        .indexPut(List.of(at(0), at(3)), x(), false)),
                row("indexing [2, 3] with a mask [3]", "axes from 0 on are [2]", () -> x(2, 3)
                        .get(Index.of(Tensor.of(new boolean[] {true, false, false}, 3)))),
                row("indexing [2, 3] with a mask [2, 2]", "axes from 0 on are [2, 3]", () -> x(2, 3)
                        .get(Index.of(Tensor.zeros(DType.BOOL, 2, 2)))),
                row("indexing [2, 3] with a mask [3, 1]", "axes from 1 on are [3]", () -> x(2, 3)
                        .get(Index.ALL, Index.of(Tensor.zeros(DType.BOOL, 3, 1)))),
                row("maskedScatter of 2 elements", "1", () -> x(3)
                        .maskedScatter(Tensor.of(new boolean[] {true, true, false}, 3), x(1))),
                row("index 3 along axis 1 of shape [2, 3]", "size 3", () -> x(2, 3).selectScatter(x(2), 1, 3)),
                row("embeddingRenorm", "index 4 at position 1", () -> x(4, 2).embeddingRenorm(at(0, 4), 1, 2)),
                row("embeddingRenorm", "index -1 at position 0", () -> x(4, 2).embeddingRenorm(at(-1), 1, 2)));
    }

    static List<Arguments> sizes() {
        return List.of(
                row("glu of [3, 5]", "odd", () -> x(3, 5).glu(1)),
                row("tensordot of [2, 3] and [3, 2]", "2 and 3", () -> x(2, 3)
                        .tensordot(x(3, 2), new int[] {0, 1}, new int[] {0, 1})),
                row("tensordot of [2, 3] and [2, 3]", "1 and 2", () -> x(2, 3)
                        .tensordot(x(2, 3), new int[] {0}, new int[] {0, 1})),
                row("cross of [4] and [4]", "size 3", () -> x(4).cross(x(4), 0)),
                row("cross of [2, 1] and [2, 3]", "size 3", () -> x(2, 1).cross(x(2, 3), 1)),
                row("oneHot(3)", "index 3 at position 1", () -> at(0, 3).oneHot(3)),
                row("oneHot(3)", "index -1 at position 0", () -> at(-1).oneHot(3)),
                row("oneHot(-1)", "index -2", () -> at(1, -2).oneHot(-1)),
                row("oneHot(-1)", "no labels", () -> at().oneHot(-1)),
                row("oneHot(3)", "int64", () -> x(2).oneHot(3)),
                row("flatten(2, 1) of shape [2, 3, 4]", "before", () -> x(2, 3, 4).flatten(2, 1)),
                row("pad [2, 3] by [1, 1, 1]", "pairs", () -> x(2, 3).pad(0, 1, 1, 1)),
                row("pad [3] by [1, 1, 1, 1]", "1 axes", () -> x(3).pad(0, 1, 1, 1, 1)),
                row("pad [3] by [1, 1, 1, 1]", "1 axes", () -> x(3).pad(Tensor.Padding.REPLICATE, 1, 1, 1, 1)),
                row("pad [2, 3] by [1]", "pairs", () -> x(2, 3).pad(Tensor.Padding.CIRCULAR, 1)),
                row("pad [3] by [5, -4]", "cut off", () -> x(3).pad(0, 5, -4)),
                row("pad [3] by [-2, -2]", "cut off", () -> x(3).pad(Tensor.Padding.REPLICATE, -2, -2)),
                row("pad [0] by [1, 0]", "no elements", () -> x(0).pad(Tensor.Padding.REPLICATE, 1, 0)),
                row("pad [0] by [1, 0]", "no elements", () -> x(0).pad(Tensor.Padding.CIRCULAR, 1, 0)),
                row("repeatInterleave of [3]", "3", () -> x(3).repeatInterleave(new int[] {1, 2}, 0)),
                row("repeatInterleave of [3]", "3", () -> x(3).repeatInterleave(new int[] {1, 2, 3, 4}, 0)),
                row("repeatInterleave of [3]", "negative", () -> x(3).repeatInterleave(new int[] {-1}, 0)),
                row("unfold of [3]", "windows of 5", () -> x(3).unfold(0, 5, 3)),
                row("unfold of [3]", "step", () -> x(3).unfold(0, 2, 0)),
                row("convTranspose1d with output padding [2]", "smaller than", () -> x(1, 1, 3)
                        .convTranspose1d(x(1, 1, 2), null, PLAIN.stride(2).outputPadding(2))),
                row("convTranspose2d with output padding [1, 1]", "smaller than", () -> x(9, 1, 3, 3)
                        .convTranspose2d(x(1, 1, 2, 2), null, PLAIN.outputPadding(1))));
    }

    static List<Arguments> errorsOfTheJdk() {
        return List.of(
                row("convTranspose1d with same padding", "strides", () -> x(1, 1, 3)
                        .convTranspose1d(x(1, 1, 2), null, PLAIN.same())),
                row("convTranspose3d with same padding", "strides", () -> x(8, 1, 3, 3, 3)
                        .convTranspose3d(x(1, 1, 2, 2, 2), null, PLAIN.same())),
                row("convTranspose1d of [1, 1, 3]", "groups", () -> x(1, 1, 3)
                        .convTranspose1d(x(1, 1, 2), null, PLAIN.groups(0))),
                row("multilabelMargin of [2, 3]", "index 3", () -> x(2, 3)
                        .multilabelMargin(Tensor.of(new long[] {0, -1, -1, 3, -1, -1}, 2, 3), Reduction.MEAN)),
                row("multilabelMargin of [2, 3]", "index 3", () -> x(2, 3)
                        .multilabelMargin(Tensor.of(new long[] {3, -1, -1, 0, -1, -1}, 2, 3), Reduction.MEAN)),
                row("arange(-1)", "negative", () -> Tensor.arange(-1)),
                row("hstack of no tensors", "nothing", () -> Tensor.hstack()),
                row("chunk of [3] into 0", "at least one", () -> x(3).chunk(0, 0)),
                row("tensorSplit of [3] into -1", "at least one", () -> x(3).tensorSplit(-1, 0)),
                row("size of axis 0 of shape []", "no axes", () -> x().size(0)),
                row("diagonal of [3, 3] along axes 0 and -2", "same axis", () -> x(3, 3).diagonal(0, 0, -2)),
                row("sliceScatter of shape [3] with step 0", "at least 1", () -> x(3).sliceScatter(x(1), 0, 0, 1, 0)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"biases", "indices", "sizes", "errorsOfTheJdk"})
    void mistakeIsRefused(String asked, String why, Executable mistake) {
        String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
        int reason = message.indexOf(": ");
        int advice = message.indexOf(". Try: ");
        assertTrue(reason > 0 && advice > reason, message);
        assertTrue(message.substring(0, reason).contains(asked), message);
        assertTrue(message.substring(reason, advice).contains(why), message);
    }

    @Test
    void biasMayBeAnyViewOfItsShape() {
        Tensor every = Tensor.of(1, 9, 2, 9, 3, 9);
        Tensor strided = every.slice(0, 0, 6, 2);
        Tensor backwards = Tensor.of(3, 2, 1).flip(0);
        Tensor expanded = Tensor.of(4).expand(3);
        for (Tensor bias : List.of(strided, backwards, expanded)) {
            float[] one = bias.contiguous().toFloats();
            assertArrayEquals(one, x(1, 2).linear(x(3, 2), bias).toFloats());
            for (int images : new int[] {1, 9}) {
                Tensor y = x(images, 2, 2).conv1d(x(3, 2, 2), bias, PLAIN);
                assertArrayEquals(one, y.select(0, images - 1).toFloats());
                Tensor z = x(images, 2, 1).convTranspose1d(x(2, 3, 1), bias, PLAIN);
                assertArrayEquals(one, z.select(0, images - 1).toFloats());
            }
        }
    }

    @Test
    void gradientOfAnExpandedBiasIsSummed() {
        Tensor number = Tensor.of(4).requiresGrad(true);
        x(5, 2).linear(x(3, 2), number.expand(3)).sum().backward();
        assertEquals(15, gradient(number));
        number.zeroGrad();
        x(9, 2, 2).conv1d(x(3, 2, 1), number.expand(3), PLAIN).sum().backward();
        assertEquals(54, gradient(number));
    }

    private static double gradient(Tensor leaf) {
        Tensor grad = leaf.grad();
        return grad == null ? Double.NaN : grad.item();
    }

    @Test
    void negativeIndicesStillCountFromTheEnd() {
        Tensor x = Tensor.arange(6).reshape(2, 3);
        assertArrayEquals(new long[] {5, 0}, x.take(at(-1, -6)).toLongs());
        assertArrayEquals(new long[] {2, 5}, x.get(Index.ALL, Index.of(at(-1))).toLongs());
        assertArrayEquals(new long[] {0, 1, 9, 3, 4, 5}, x.scatter(1, at(-1).reshape(1, 1), at(9).reshape(1, 1)).toLongs());
    }

    @Test
    void maskPicksAnywhere() {
        Tensor x = Tensor.arange(6).reshape(2, 3);
        Tensor columns = Tensor.of(new boolean[] {true, false, true}, 3);
        assertArrayEquals(new long[] {0, 2, 3, 5}, x.get(Index.ALL, Index.of(columns)).toLongs());
        assertArrayEquals(new long[] {3, 5}, x.get(Index.of(1), Index.of(columns)).toLongs());
        assertArrayEquals(new long[] {3, 4, 5}, x.get(Index.of(x.gt(2))).toLongs());
        assertArrayEquals(new int[] {1, 2, 3}, x.get(Index.of(Tensor.scalar(1, DType.BOOL))).shape().sizes());
        assertArrayEquals(new int[] {0, 2, 3}, x.get(Index.of(Tensor.scalar(0, DType.BOOL))).shape().sizes());
    }

    @Test
    void whatIsAllowedStays() {
        assertArrayEquals(new int[] {3, 2}, x(3, 4).glu(-1).shape().sizes());
        assertArrayEquals(new int[] {2, 3, 4}, x(2, 3, 4).flatten(1, 1).shape().sizes());
        assertArrayEquals(new int[] {0}, x(3).pad(0, -1, -2).shape().sizes());
        assertArrayEquals(new int[] {0}, x(0).pad(Tensor.Padding.CIRCULAR, 0, 0).shape().sizes());
        assertArrayEquals(new int[] {5}, x(3).repeatInterleave(new int[] {0, 2, 3}, 0).shape().sizes());
        assertArrayEquals(new int[] {4, 3}, x(4, 3).cross(x(3), -1).shape().sizes());
        assertArrayEquals(
                new int[] {1, 1, 7},
                x(1, 1, 3).convTranspose1d(x(1, 1, 2), null, PLAIN.stride(2).outputPadding(1)).shape().sizes());
        assertEquals(0, Tensor.arange(0).size());
    }
}
