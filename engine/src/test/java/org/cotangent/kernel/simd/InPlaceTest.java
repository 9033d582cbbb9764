package org.cotangent.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Recipe;
import org.cotangent.shape.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A recipe with several results computes each of them from what was there before, on the tape and in loops of every width. */
class InPlaceTest {
    /** Two become sums of each other, the third moves along the root of both sums. */
    private static final Recipe MIXED = Recipe.inPlace("mixed", 4, 3, (in, number) -> {
        Expr a = in[0].mul(number[0]).add(in[1]);
        Expr b = in[3].fma(number[1], in[0]);
        return List.of(a, b, number[2].equal(in[0].constant(0)).select(in[2], a.abs().sqrt().div(b).add(in[2])));
    });

    /** Results that no step makes: two operands change places, one number fills a third. */
    private static final Recipe SWAP =
            Recipe.inPlace("swap", 3, 1, (in, number) -> List.of(in[1], in[0], number[0]));

    private static final Recipe ONE = Recipe.inPlace("one", 2, 1, (in, number) -> List.of(in[1].fma(number[0], in[0])));

    /** The same, a recipe for each result, from copies of what was there before. */
    private static final List<Recipe> MIXED_APART = List.of(
            apart(in -> in[0].mul(in[4]).add(in[1])),
            apart(in -> in[3].fma(in[5], in[0])),
            apart(in -> in[6].equal(in[0].constant(0))
                    .select(
                            in[2],
                            in[0].mul(in[4])
                                    .add(in[1])
                                    .abs()
                                    .sqrt()
                                    .div(in[3].fma(in[5], in[0]))
                                    .add(in[2]))));

    private static Recipe apart(Recipe.Body body) {
        return Recipe.of("apart", java.util.Collections.nCopies(7, Expr.Kind.REAL), body);
    }

    static List<Recipe> recipes() {
        return List.of(MIXED, SWAP, ONE);
    }

    private static double[] numbers(Recipe recipe) {
        return Arrays.copyOf(new double[] {0.1, -0.3, 1.7}, recipe.numbers());
    }

    private static Object random(DType type, int size, Random random) {
        double[] values = random.doubles(size, -2, 2).toArray();
        if (type == DType.FLOAT64) {
            return values;
        }
        float[] singles = new float[size];
        Arrays.setAll(values, i -> singles[i] = (float) values[i]);
        return singles;
    }

    private static long[] bits(Object values) {
        return values instanceof float[] f
                ? IntStream.range(0, f.length).mapToLong(i -> Float.floatToIntBits(f[i])).toArray()
                : Arrays.stream((double[]) values).mapToLong(Double::doubleToLongBits).toArray();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void loopsOfEveryWidthGiveTheBitsOfTheTape(Recipe recipe) {
        int count = recipe.operands().size();
        int arity = count + recipe.numbers();
        int mask = (1 << arity) - (1 << count);
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (int width : new int[] {0, 64, 128, 256, 512}) { // 0 for the tape itself, read twice: it must not depend on blocks
                Loop loop = width == 0 ? null : LoopCompiler.compile(recipe.program(type), mask, width);
                for (int n : new int[] {0, 1, 2, 7, 15, 16, 17, 31, 33, 64, 255, 256, 257, 700}) {
                    Object[] expected = operands(recipe, type, n);
                    Object[] actual = operands(recipe, type, n);
                    int[] offsets = IntStream.range(0, arity).map(i -> i < count ? i + 1 : i - count).toArray();
                    for (int at = 0; at < n; at++) { // one element after the other: nothing can overtake anything
                        int from = at;
                        int[] one = IntStream.range(0, arity)
                                .map(i -> offsets[i] + (i < count ? from : 0))
                                .toArray();
                        Tape.run(recipe, type, 1, mask, expected, one, expected[0], one[0]);
                    }
                    if (loop == null) {
                        Tape.run(recipe, type, n, mask, actual, offsets, actual[0], offsets[0]);
                    } else {
                        loop.run(n, actual, offsets, actual[0], offsets[0]);
                    }
                    for (int i = 0; i < arity; i++) {
                        assertArrayEquals(
                                bits(expected[i]), bits(actual[i]), recipe + " " + type + " " + n + " width " + width);
                    }
                }
            }
        }
    }

    private static Object[] operands(Recipe recipe, DType type, int n) {
        int count = recipe.operands().size();
        Object[] operands = new Object[count + recipe.numbers()];
        for (int i = 0; i < count; i++) {
            operands[i] = random(type, n + 2 * count, new Random(100 + i));
        }
        double[] numbers = numbers(recipe);
        Object kept = numbers;
        if (type == DType.FLOAT32) {
            float[] singles = new float[numbers.length];
            Arrays.setAll(numbers, i -> singles[i] = (float) numbers[i]);
            kept = singles;
        }
        Arrays.fill(operands, count, operands.length, kept);
        return operands;
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void isWhatSeparateRecipesComputeFromTheOldValues(DType type) {
        for (Backend backend : List.of(Backends.scalar(), new SimdBackend(true), new SimdBackend(false))) {
            for (Shape shape : List.of(
                    Shape.SCALAR, Shape.of(0), Shape.of(1), Shape.of(4), Shape.of(17, 3), Shape.of(513), Shape.of(700, 300))) {
                for (boolean turned : new boolean[] {false, true}) { // turned: no operand is contiguous
                    if (turned && shape.rank() < 2) {
                        continue;
                    }
                    NdArray[] changed = arrays(type, shape, turned);
                    NdArray[] before = arrays(type, shape, turned);
                    double[] numbers = numbers(MIXED);
                    backend.mapInPlace(MIXED, numbers, changed);
                    NdArray[] all = Arrays.copyOf(before, 7);
                    for (int i = 0; i < 3; i++) {
                        all[4 + i] = NdArray.allocate(type, Shape.SCALAR);
                        all[4 + i].storage().set(0, numbers[i]);
                    }
                    for (int r = 0; r < 3; r++) {
                        NdArray expected = Backends.scalar().map(MIXED_APART.get(r), type, all);
                        assertArrayEquals(
                                bits(expected.storage().array()),
                                bits(Backends.scalar().copy(changed[r], type).storage().array()),
                                backend.name() + " " + type + " " + shape + " result " + r);
                    }
                    assertArrayEquals(
                            bits(before[3].storage().array()), bits(changed[3].storage().array()), "only read");
                }
            }
        }
    }

    private static NdArray[] arrays(DType type, Shape shape, boolean turned) {
        NdArray[] arrays = new NdArray[4];
        for (int i = 0; i < arrays.length; i++) {
            Random random = new Random(7 + i);
            NdArray made = NdArray.allocate(type, turned ? Shape.of(shape.size(1), shape.size(0)) : shape);
            for (int j = 0; j < made.size(); j++) {
                made.storage().set(j, random.nextDouble(-2, 2));
            }
            arrays[i] = turned ? made.view(made.layout().permute(1, 0)) : made;
        }
        return arrays;
    }
}
