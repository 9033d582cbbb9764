package org.cotangent.kernel.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Recipe;
import org.cotangent.kernel.gpu.KernelLibrary.Launch;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels' own text, run on the CPU as C, against the scalar backend: bit for bit where one element is one number. */
class KernelArithmeticTest {
    private static final Backend SCALAR = Backends.scalar();
    private static final double[] SPECIAL = {
        0.0, -0.0, 1, -1, 0.5, -2, 3, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-40, -1e-40, 1e-310,
        Float.MAX_VALUE, Double.MAX_VALUE, 1e30, -1e-30, 88.7, -88.7, 710, -710, 1e-8, 0.99999994, 1.0000001, 2147483648.0
    };

    private static KernelLibrary library;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        library = KernelLibrary.of(CudaSource.withCommon(KernelLibrary.recipes()));
    }

    @AfterAll
    static void remove() throws IOException {
        if (library != null) {
            library.close();
        }
    }

    // ---- recipes ----------------------------------------------------------------------------------------------------

    record Row(Recipe recipe, Element element) {
        @Override
        public String toString() {
            return recipe.name() + " of " + element.type();
        }
    }

    static List<Row> kernels() {
        List<Row> rows = new ArrayList<>();
        for (Recipe recipe : KernelLibrary.recipes()) {
            for (Element element : Element.values()) {
                if ((element == Element.B8 || !MapKernel.isLogic(recipe)) && MapKernel.of(recipe, element) != null) {
                    rows.add(new Row(recipe, element));
                }
            }
        }
        return rows;
    }

    @Test
    void thereAreKernelsOfEveryType() {
        assertTrue(kernels().size() > 150, "only " + kernels().size());
    }

    private static NdArray random(DType type, Shape shape, SplittableRandom random) {
        NdArray array = NdArray.allocate(type, shape);
        for (int i = 0; i < shape.size(); i++) {
            switch (type) {
                case BOOL -> array.storage().set(i, (long) random.nextInt(2));
                case INT64 -> array.storage().set(i, random.nextInt(8) == 0 ? random.nextLong() : random.nextLong(-20, 20));
                default -> {
                    double value = random.nextInt(3) == 0
                            ? SPECIAL[random.nextInt(SPECIAL.length)]
                            : random.nextGaussian() * Math.scalb(1.0, random.nextInt(-6, 7));
                    array.storage().set(i, value);
                }
            }
        }
        return array;
    }

    private static DType operand(Row row, int i) {
        return row.recipe.operands().get(i) == Expr.Kind.MASK ? DType.BOOL : row.element.type();
    }

    private static DType result(Row row) {
        DType type = row.element.type();
        return row.recipe.program(type).result() == Expr.Kind.MASK ? DType.BOOL : type;
    }

    private static void sameBits(NdArray expected, MemorySegment actual, String what) {
        DType type = expected.type();
        try (Launch copies = new Launch()) {
            MemorySegment wanted = copies.copy(expected, 0);
            for (int i = 0; i < expected.size(); i++) {
                long want = Launch.bits(wanted, type, i);
                long got = Launch.bits(actual, type, i);
                boolean bothNaN = type.isFloating()
                        && Double.isNaN(Launch.value(wanted, type, i))
                        && Double.isNaN(Launch.value(actual, type, i));
                if (want != got && !bothNaN) {
                    int at = i;
                    assertEquals(
                            Launch.value(wanted, type, i), Launch.value(actual, type, i), () -> what + ", element " + at);
                    assertEquals(want, got, () -> what + ", bits of element " + at);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void flatKernelsComputeTheBitsOfTheScalarBackend(Row row) {
        SplittableRandom random = new SplittableRandom(row.toString().hashCode());
        DType type = row.element.type();
        MapKernel kernel = Objects.requireNonNull(MapKernel.of(row.recipe, row.element));
        int arity = row.recipe.operands().size();
        for (int n : new int[] {1, 3, 64, 257, 1003}) {
            for (int shift : new int[] {0, type.bytes()}) { // reads several at once, and may not
                // Which operands are one number, and whether that number is in memory or in the launch.
                for (int one = -1; one < arity; one++) {
                    try (Launch launch = new Launch()) {
                        NdArray[] operands = new NdArray[arity];
                        MemorySegment out = launch.room(result(row), n, shift);
                        launch.number(n).address(out).axes(Shape.of(n));
                        for (int i = 0; i < arity; i++) {
                            operands[i] = random(operand(row, i), i == one ? Shape.of(1) : Shape.of(n), random);
                            if (i == one && random.nextBoolean()) {
                                launch.one(operand(row, i), operands[i].storage().getDouble(0));
                                operands[i].storage().set(0, operands[i].storage().getDouble(0)); // an int64 as the double says
                            } else {
                                launch.operand(launch.copy(operands[i], shift), 0, i == one ? 0 : 1);
                            }
                        }
                        library.launch(kernel.flat(), 2, 64, launch.parameters());
                        NdArray expected = SCALAR.map(row.recipe, type, expanded(operands, Shape.of(n)));
                        sameBits(expected, out, row + " of " + n + " elements, number " + one);
                    }
                }
            }
        }
    }

    private static NdArray[] expanded(NdArray[] operands, Shape shape) {
        return Arrays.stream(operands).map(each -> each.expand(shape)).toArray(NdArray[]::new);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void stridedKernelsComputeTheBitsOfTheScalarBackend(Row row) {
        SplittableRandom random = new SplittableRandom(row.toString().hashCode());
        MapKernel kernel = Objects.requireNonNull(MapKernel.of(row.recipe, row.element));
        int arity = row.recipe.operands().size();
        Shape shape = Shape.of(3, 2, 5, 4);
        try (Launch launch = new Launch()) {
            NdArray[] operands = new NdArray[arity];
            MemorySegment out = launch.room(result(row), shape.size(), 0);
            launch.number(shape.size()).address(out).axes(shape);
            for (int i = 0; i < arity; i++) {
                DType type = operand(row, i);
                switch ((i + random.nextInt(4)) % 4) {
                    case 0 -> operands[i] = permuted(random(type, Shape.of(4, 2, 3, 5), random), 2, 1, 3, 0);
                    case 1 -> operands[i] = random(type, Shape.of(2, 1, 4), random).expand(shape);
                    case 2 -> {
                        NdArray whole = random(type, Shape.of(3, 2, 11, 4), random);
                        operands[i] = whole.view(whole.layout().slice(2, 1, 5, 2));
                    }
                    default -> operands[i] = random(type, Shape.SCALAR, random).expand(shape);
                }
                launch.operand(launch.copy(operands[i], 0), type, operands[i].layout());
            }
            library.launch(kernel.strided(), 3, 32, launch.parameters());
            sameBits(SCALAR.map(row.recipe, row.element.type(), operands), out, row.toString());
        }
    }

    private static NdArray permuted(NdArray x, int... order) {
        return x.view(x.layout().permute(order));
    }

    @Test
    void aKernelMayWriteOverItsOperand() {
        Recipe add = recipe("add");
        MapKernel kernel = Objects.requireNonNull(MapKernel.of(add, Element.F32));
        try (Launch launch = new Launch()) {
            NdArray a = random(DType.FLOAT32, Shape.of(100), new SplittableRandom(1));
            NdArray b = random(DType.FLOAT32, Shape.of(100), new SplittableRandom(2));
            MemorySegment data = launch.copy(a, 0);
            launch.number(100).address(data).axes(Shape.of(100)).operand(data, 0, 1).operand(launch.copy(b, 0), 0, 1);
            library.launch(kernel.flat(), 1, 32, launch.parameters());
            sameBits(SCALAR.map(add, DType.FLOAT32, a, b), data, "a = a + b");
        }
    }

    private static Recipe recipe(String name) {
        return KernelLibrary.recipes().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    // ---- copies -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void copiesConvertAsTheHostDoes(DType from) {
        for (DType into : DType.values()) {
            NdArray source = permuted(random(from, Shape.of(5, 7, 3), new SplittableRandom(3)), 1, 2, 0);
            NdArray target = NdArray.allocate(into, Shape.of(7, 3, 10));
            Layout place = target.layout().slice(2, 1, 5, 2);
            try (Launch launch = new Launch()) {
                MemorySegment out = launch.copy(target, 0);
                launch.number(source.size())
                        .operand(out, into, place)
                        .axes(source.shape())
                        .operand(launch.copy(source, 0), from, source.layout());
                library.launch("copy_" + Element.of(from).suffix() + "_" + Element.of(into).suffix(), 2, 32,
                        launch.parameters());
                SCALAR.copyInto(source, target.view(place));
                sameBits(target, out, from + " to " + into);
            }
        }
    }

    @Test
    void copiesFillWithOneNumber() {
        try (Launch launch = new Launch()) {
            MemorySegment out = launch.room(DType.FLOAT64, 50, 0);
            launch.number(50).operand(out, 0, 1).axes(Shape.of(50)).one(DType.FLOAT64, 2.5);
            library.launch("copy_f64_f64", 1, 64, launch.parameters());
            assertEquals(2.5, Launch.value(out, DType.FLOAT64, 49));
        }
    }

    // ---- folds ------------------------------------------------------------------------------------------------------

    private static NdArray moderate(DType type, Shape shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        NdArray array = NdArray.allocate(type, shape);
        for (int i = 0; i < shape.size(); i++) {
            if (type.isFloating()) {
                array.storage().set(i, 1 + 0.1 * random.nextGaussian());
            } else {
                array.storage().set(i, type == DType.BOOL ? random.nextInt(2) : random.nextLong(-3, 4));
            }
        }
        return array;
    }

    private static void near(NdArray expected, MemorySegment actual, double tolerance, String what) {
        for (int i = 0; i < expected.size(); i++) {
            double want = expected.storage().getDouble(i);
            assertEquals(want, Launch.value(actual, expected.type(), i), tolerance * Math.max(1, Math.abs(want)), what);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 1000, 1", "7, 300, 1", "3, 1, 1", "2, 37, 5", "1, 513, 33", "4, 0, 3", "3, 0, 1"})
    void foldsOfEveryShapeAndInParts(int outer, int count, int inner) {
        for (DType type : DType.values()) {
            for (Fold fold : Fold.values()) {
                if (count == 0 && (fold == Fold.MAX || fold == Fold.MIN)) {
                    continue;
                }
                for (int parts : new int[] {1, 2, 6}) {
                    NdArray x = moderate(type, Shape.of(outer, count, inner), outer + count);
                    String name = fold.name().toLowerCase(Locale.ROOT) + (inner == 1 ? "_rows_" : "_columns_")
                            + Element.of(type).suffix();
                    try (Launch launch = new Launch()) {
                        MemorySegment partial = launch.room(type, (long) outer * parts * inner, 0);
                        MemorySegment out = launch.room(type, (long) outer * inner, 0);
                        launch.number(outer).number(count).number(inner).number(parts).address(launch.copy(x, 0)).address(partial);
                        library.launch(name, 3, 64, launch.parameters());
                        launch.parameters().clear();
                        launch.number(outer).number(parts).number(inner).number(1).address(partial).address(out);
                        library.launch(name, 2, 32, launch.parameters());
                        NdArray expected = SCALAR.fold(fold, x, false, true, false);
                        near(expected, out, type == DType.FLOAT32 ? 2e-4 : 1e-12, name + " in " + parts);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MAX", "MIN"})
    void theLargestAndSmallestKeepNaN(Fold fold) {
        NdArray x = moderate(DType.FLOAT32, Shape.of(100), 1);
        x.storage().set(63, Double.NaN);
        try (Launch launch = new Launch()) {
            MemorySegment out = launch.room(DType.FLOAT32, 1, 0);
            launch.number(1).number(100).number(1).number(1).address(launch.copy(x, 0)).address(out);
            library.launch(fold.name().toLowerCase(Locale.ROOT) + "_rows_f32", 1, 32, launch.parameters());
            assertTrue(Double.isNaN(Launch.value(out, DType.FLOAT32, 0)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 10, 1", "2, 127, 3", "1, 128, 1", "3, 700, 2", "2, 129, 1"})
    void theFirstOfTheBestIsFound(int outer, int count, int inner) {
        for (DType type : DType.values()) {
            for (boolean largest : new boolean[] {true, false}) {
                for (int nans : new int[] {0, 2}) {
                    SplittableRandom random = new SplittableRandom(count);
                    NdArray x = NdArray.allocate(type, Shape.of(outer, count, inner));
                    for (int i = 0; i < x.size(); i++) {
                        x.storage().set(i, (long) random.nextInt(7)); // many ties
                    }
                    for (int i = 0; i < nans && type.isFloating(); i++) {
                        x.storage().set(random.nextInt(x.size()), Double.NaN);
                    }
                    try (Launch launch = new Launch()) {
                        MemorySegment out = launch.room(DType.INT64, (long) outer * inner, 0);
                        launch.number(outer).number(count).number(inner).address(launch.copy(x, 0)).address(out);
                        String name = (largest ? "argmax_" : "argmin_") + Element.of(type).suffix();
                        library.launch(name, 2, 64, launch.parameters());
                        sameBits(SCALAR.argFold(largest, x, 1), out, name);
                    }
                }
            }
        }
    }

    // ---- indices ----------------------------------------------------------------------------------------------------

    private static NdArray index(Shape shape, int limit) {
        SplittableRandom random = new SplittableRandom(9);
        NdArray index = NdArray.allocate(DType.INT64, shape);
        for (int i = 0; i < shape.size(); i++) {
            index.storage().set(i, (long) random.nextInt(limit));
        }
        return index;
    }

    /** The layout of what an index picks from or adds to, with the index's sizes: it stands still along the axis. */
    private static Layout along(Layout layout, Shape index, int axis) {
        int[] strides = new int[index.rank()];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = i == axis ? 0 : layout.stride(i);
        }
        return Layout.of(index, strides, layout.offset());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void gatherAndScatterAdd(int axis) {
        Shape shape = Shape.of(4, 5, 6);
        Shape many = shape.with(axis, 9);
        NdArray index = index(many, shape.size(axis));
        for (DType type : DType.values()) {
            NdArray x = permuted(moderate(type, Shape.of(6, 4, 5), 5), 1, 2, 0);
            try (Launch launch = new Launch()) {
                MemorySegment out = launch.room(type, many.size(), 0);
                MemorySegment wrong = launch.room(DType.INT64, 1, 0);
                launch.number(many.size())
                        .address(out)
                        .axes(many)
                        .operand(launch.copy(x, 0), type, along(x.layout(), many, axis))
                        .integer(x.layout().stride(axis))
                        .number(shape.size(axis))
                        .operand(launch.copy(index, 0), DType.INT64, index.layout())
                        .address(wrong);
                library.launch("gather_" + Element.of(type).suffix(), 2, 32, launch.parameters());
                sameBits(SCALAR.gather(x, axis, index), out, "gather of " + type);
                assertEquals(0, wrong.get(ValueLayout.JAVA_INT, 0));
            }
            if (type == DType.BOOL) {
                continue;
            }
            NdArray source = moderate(type, many, 6);
            try (Launch launch = new Launch()) {
                MemorySegment out = launch.copy(NdArray.allocate(type, shape), 0);
                MemorySegment wrong = launch.room(DType.INT64, 1, 0);
                launch.number(many.size())
                        .operand(out, type, along(shape.contiguous(), many, axis))
                        .integer(shape.contiguous().stride(axis))
                        .number(shape.size(axis))
                        .axes(many)
                        .operand(launch.copy(index, 0), DType.INT64, index.layout())
                        .operand(launch.copy(source, 0), type, source.layout())
                        .address(wrong);
                library.launch("scatter_add_" + Element.of(type).suffix(), 2, 32, launch.parameters());
                near(SCALAR.scatterAdd(shape, axis, index, source), out, type == DType.FLOAT32 ? 1e-5 : 1e-13, "scatterAdd");
                assertEquals(0, wrong.get(ValueLayout.JAVA_INT, 0));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4, Long.MIN_VALUE, Long.MAX_VALUE})
    void anIndexOutsideIsTold(long outside) {
        try (Launch launch = new Launch()) {
            MemorySegment out = launch.room(DType.FLOAT32, 1, 0);
            MemorySegment wrong = launch.room(DType.INT64, 1, 0);
            launch.number(1)
                    .address(out)
                    .axes(Shape.of(1))
                    .operand(launch.copy(moderate(DType.FLOAT32, Shape.of(4), 1), 0), 0, 0)
                    .integer(1)
                    .number(4)
                    .operand(MemorySegment.NULL, outside, 0)
                    .address(wrong);
            library.launch("gather_f32", 1, 32, launch.parameters());
            assertEquals(1, wrong.get(ValueLayout.JAVA_INT, 0));
        }
    }

    // ---- softmax ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"1, 1", "300, 10", "5, 32", "5, 33", "3, 1000"})
    void softmaxOfShortAndLongRows(int rows, int columns) {
        for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            for (boolean log : new boolean[] {false, true}) {
                NdArray x = moderate(type, Shape.of(rows, columns), 8);
                x.storage().set(0, 30); // one row is nearly decided
                try (Launch launch = new Launch()) {
                    MemorySegment out = launch.room(type, (long) rows * columns, 0);
                    launch.number(rows).number(columns).address(launch.copy(x, 0)).address(out);
                    library.launch((log ? "log_softmax_" : "softmax_") + Element.of(type).suffix(), 2, 64,
                            launch.parameters());
                    near(SCALAR.softmax(x, log), out, type == DType.FLOAT32 ? 3e-6 : 1e-14, "softmax");
                }
            }
        }
    }
}
