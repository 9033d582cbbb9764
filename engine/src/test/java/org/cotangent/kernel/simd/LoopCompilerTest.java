package org.cotangent.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Expr.Kind;
import org.cotangent.kernel.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A compiled loop gives the bits of the tape, in every width that the machine has. */
class LoopCompilerTest {
    private static final double[] SPECIAL = {
        0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Float.MIN_VALUE,
        -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, Double.MIN_VALUE, -Double.MAX_VALUE,
        1e-40, 0.5, -2.75, 88.7, -103.9, 1 / 3.0
    };

    private record Key(Recipe recipe, DType type, int mask, int width) {
        Loop compile() {
            return LoopCompiler.compile(recipe.program(type), mask, width);
        }
    }

    private static final Map<Key, Loop> COMPILED = new HashMap<>();

    private static final Recipe RELU = Recipe.of1("relu", x -> x.max(x.constant(0)));
    private static final Recipe ADD = Recipe.of2("add", Expr::add);
    private static final Recipe SAME = Recipe.of1("same", x -> x);

    static List<Recipe> recipes() {
        return List.of(
                ADD,
                RELU,
                SAME,
                Recipe.of2("min", Expr::min),
                Recipe.of2("max", Expr::max),
                Recipe.of2("div", Expr::div),
                Recipe.of1("neg", Expr::neg),
                Recipe.of1("abs", Expr::abs),
                Recipe.of1("sqrt", Expr::sqrt),
                Recipe.of1("isNaN", Expr::isNaN),
                Recipe.of2("less", Expr::less),
                Recipe.of2("lessEqual", Expr::lessEqual),
                Recipe.of2("equal", Expr::equal),
                Recipe.of1("constant", x -> x.constant(2.5)),
                Recipe.of1("polynomial", x -> x.polynomial(0.2, 0.1, -0.7, 1.5, 1)),
                Recipe.of("where", List.of(Kind.MASK, Kind.REAL, Kind.REAL), in -> in[0].select(in[1], in[2])),
                Recipe.of("not", List.of(Kind.MASK), in -> in[0].not()),
                Recipe.of("xor", List.of(Kind.MASK, Kind.MASK), in -> in[0].or(in[1]).and(in[0].and(in[1]).not())),
                Recipe.of("sameMask", List.of(Kind.MASK), in -> in[0]),
                Recipe.of("fma", List.of(Kind.REAL, Kind.REAL, Kind.REAL), in -> in[0].fma(in[1], in[2])),
                Recipe.of1("exp", Elementary::exp),
                Recipe.of1("tanh", Elementary::tanh),
                Recipe.of1("log", Elementary::log),
                Recipe.of1("sin", Elementary::sin),
                Recipe.of2("pow", Elementary::pow),
                Recipe.of1("exponent", x -> x.isNaN()
                        .select(x.constant(1), x)
                        .toBits()
                        .shiftRight(x.<Integer>choose(23, 52))
                        .bitsSub(x.bits(x.<Integer>choose(127, 1023)))
                        .bitsXor(x.bits(-1))
                        .shiftLeft(3)
                        .fromBits()));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void agreesWithTheTapeOverAwkwardSizes(Recipe recipe) {
        List<Integer> sizes = new ArrayList<>(IntStream.rangeClosed(0, 70).boxed().toList());
        Collections.addAll(sizes, 255, 256, 257, 1000);
        for (int size : sizes) {
            for (int mask = 0; mask < 1 << recipe.operands().size(); mask++) {
                check(recipe, DType.FLOAT32, size, mask, size % 5, size);
                check(recipe, DType.FLOAT64, size, mask, size % 3, size);
            }
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void agreesWithTheTapeForAnyProgram(
            @ForAll("programs") Recipe recipe,
            @ForAll boolean single,
            @ForAll @IntRange(max = 150) int size,
            @ForAll @IntRange(max = 31) int mask,
            @ForAll @IntRange(max = 20) int offset,
            @ForAll long seed) {
        int kept = mask & (1 << recipe.operands().size()) - 1;
        check(recipe, single ? DType.FLOAT32 : DType.FLOAT64, size, kept, offset, seed);
    }

    @Provide
    Arbitrary<Recipe> programs() {
        return RandomRecipes.any();
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void writesOverItsOperand(DType type) {
        for (int size : new int[] {1, 15, 16, 47, 300}) {
            Object x = numbers(type, size + 4, new Random(size));
            Object expected = numbers(type, size + 4, new Random(size));
            Tape.run(ADD, type, size, 0, new Object[] {expected, expected}, new int[] {4, 4}, expected, 4);
            LoopCompiler.compile(ADD.program(type), 0).run(size, new Object[] {x, x}, new int[] {4, 4}, x, 4);
            assertSame(expected, x, "in place, " + size);
        }
    }

    /** What was compiled while it was young must stay right when the JIT compiler has optimised it. */
    @Test
    void staysRightWhenItGetsHot() {
        Recipe recipe = Recipe.of1("hot", x -> x.less(0).select(x.neg().sqrt(), x.polynomial(0.2, 0.1, 1)).max(x));
        Loop loop = LoopCompiler.compile(recipe.program(DType.FLOAT32), 0);
        Random random = new Random(3);
        float[] out = new float[200];
        for (int round = 0; round < 12_000; round++) {
            int size = random.nextInt(200);
            float[] x = (float[]) numbers(DType.FLOAT32, size, random);
            loop.run(size, new Object[] {x}, new int[1], out, 0);
            if (round % 500 == 499) {
                float[] expected = new float[200];
                Tape.run(recipe, DType.FLOAT32, size, 0, new Object[] {x}, new int[1], expected, 0);
                assertSame(Arrays.copyOf(expected, size), Arrays.copyOf(out, size), "round " + round);
            }
        }
    }

    @Test
    void isNamedAfterTheRecipe() {
        String name = LoopCompiler.compile(Recipe.of1("relu.grad", x -> x).program(DType.FLOAT32), 0)
                .getClass()
                .getSimpleName();
        assertTrue(name.startsWith("Loop_relu_grad"), name);
    }

    @Test
    void hasEightOperandsAtMost() {
        Recipe nine = Recipe.of("nine", Collections.nCopies(9, Kind.REAL), in -> in[0].add(in[8]));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> LoopCompiler.compile(nine.program(DType.FLOAT32), 0))
                .getMessage();
        assertEquals("a loop has at most 8 operands, not 9 as nine", message);
    }

    private static void check(Recipe recipe, DType type, int size, int mask, int offset, long seed) {
        Random random = new Random(seed);
        int arity = recipe.operands().size();
        Object[] operands = new Object[arity];
        int[] offsets = new int[arity];
        for (int i = 0; i < arity; i++) {
            offsets[i] = offset + i;
            operands[i] = recipe.operands().get(i) == Kind.MASK
                    ? flags(size + offset + i + 1, random)
                    : numbers(type, size + offset + i + 1, random);
        }
        boolean flags = recipe.program(type).result() == Kind.MASK;
        Object expected = flags ? new boolean[size + 9] : numbers(type, size + 9, new Random(seed));
        Tape.run(recipe, type, size, mask, operands, offsets, expected, 2);
        for (int width : new int[] {64, 128, 256, 512}) {
            Object out = flags ? new boolean[size + 9] : numbers(type, size + 9, new Random(seed));
            COMPILED.computeIfAbsent(new Key(recipe, type, mask, width), Key::compile)
                    .run(size, operands, offsets, out, 2);
            assertSame(expected, out, recipe + " " + type + " n=" + size + " repeated=" + mask + " width=" + width);
        }
    }

    /** The same bits, where every NaN is the same. */
    private static void assertSame(Object expected, Object actual, String message) {
        switch (expected) {
            case float[] e -> assertArrayEquals(bits(e), bits((float[]) actual), message);
            case double[] e -> assertArrayEquals(bits(e), bits((double[]) actual), message);
            default -> assertArrayEquals((boolean[]) expected, (boolean[]) actual, message);
        }
    }

    private static int[] bits(float... values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToIntBits(values[i]))
                .toArray();
    }

    private static long[] bits(double... values) {
        return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
    }

    private static boolean[] flags(int size, Random random) {
        boolean[] flags = new boolean[size];
        for (int i = 0; i < size; i++) {
            flags[i] = random.nextBoolean();
        }
        return flags;
    }

    private static Object numbers(DType type, int size, Random random) {
        double[] values = random.doubles(size)
                .map(u -> random.nextInt(3) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : (u - 0.5) * 20)
                .toArray();
        if (type == DType.FLOAT64) {
            return values;
        }
        float[] singles = new float[size];
        for (int i = 0; i < size; i++) {
            singles[i] = (float) values[i];
        }
        return singles;
    }
}
