package org.cotangent.kernel.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Recipe;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The CUDA backend on the stand-in device against the scalar backend. */
class CudaBackendTest {
    private static final Backend SCALAR = Backends.scalar();
    private static CudaDevice device;

    @BeforeAll
    static void open() throws AbsentException {
        StandIn.use();
        System.setProperty(CudaDevice.WHOLE_BLOCKS, "true"); // with guards around each
        try {
            device = StandIn.open();
        } finally {
            System.clearProperty(CudaDevice.WHOLE_BLOCKS);
        }
    }

    @AfterAll
    static void close() {
        if (device != null) {
            device.close();
        }
    }

    @AfterEach
    void nothingWasCalledWrongly() {
        assertEquals("", StandIn.complaints());
    }

    private static NdArray random(DType type, int seed, int... sizes) {
        SplittableRandom random = new SplittableRandom(seed);
        NdArray made = NdArray.allocate(type, Shape.of(sizes));
        for (int i = 0; i < made.size(); i++) {
            if (type.isFloating()) {
                made.storage().set(i, random.nextDouble(-2, 2));
            } else {
                made.storage().set(i, (long) random.nextInt(type == DType.BOOL ? 2 : 9));
            }
        }
        return made;
    }

    /** Moves the storage, so that the device sees the same layout. */
    private static NdArray onDevice(NdArray x) {
        NdArray whole = new NdArray(x.storage(), Shape.of(x.storage().size()).contiguous());
        return new NdArray(device.put(whole).storage(), x.layout());
    }

    private static void assertSame(NdArray expected, NdArray there, double tolerance) {
        NdArray actual = device.fetch(there);
        assertEquals(expected.type(), actual.type());
        assertEquals(expected.shape(), actual.shape());
        NdArray wanted = SCALAR.copy(expected, expected.type());
        for (int i = 0; i < wanted.size(); i++) {
            double want = wanted.storage().getDouble(i);
            assertEquals(want, actual.storage().getDouble(i), tolerance * Math.max(1, Math.abs(want)), "element " + i);
        }
    }

    private static double tolerance(DType type) {
        return type == DType.FLOAT32 ? 1e-5 : type == DType.FLOAT64 ? 1e-13 : 0;
    }

    private static void check(BiFunction<Backend, NdArray[], NdArray> work, double tolerance, NdArray... in) {
        NdArray[] there = new NdArray[in.length];
        for (int i = 0; i < in.length; i++) {
            there[i] = onDevice(in[i]);
        }
        assertSame(work.apply(SCALAR, in), work.apply(device.backend(), there), tolerance);
    }

    // ---- elementwise ------------------------------------------------------------------------------------------------

    private static final Recipe ADD = recipe("add");

    private static Recipe recipe(String name) {
        return KernelLibrary.recipes().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static NdArray permuted(NdArray x, int... order) {
        return x.view(x.layout().permute(order));
    }

    private static NdArray sliced(NdArray x, int axis, int start, int count, int step) {
        return x.view(x.layout().slice(axis, start, count, step));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64", "INT64"})
    void mapsEveryLayout(DType type) {
        NdArray a = random(type, 1, 3, 4, 5);
        NdArray[] others = {
            random(type, 2, 3, 4, 5),
            random(type, 3, 5),
            random(type, 4, 4, 1),
            random(type, 5),
            random(type, 6, 1, 1, 1),
            permuted(random(type, 7, 5, 4, 3), 2, 1, 0),
            sliced(random(type, 8, 3, 9, 5), 1, 1, 4, 2),
            sliced(random(type, 9, 3, 4, 10), 2, 1, 5, 2),
        };
        for (NdArray b : others) {
            check((backend, in) -> backend.map(ADD, type, in), tolerance(type), a, b);
            check((backend, in) -> backend.map(ADD, type, in), tolerance(type), b, a);
        }
    }

    @Test
    void aSingleNumberOnTheHostTravelsWithTheLaunch() {
        long copies = StandIn.calls("cudaMemcpyAsync");
        NdArray x = onDevice(random(DType.FLOAT64, 1, 7));
        NdArray two = random(DType.FLOAT64, 2);
        long before = StandIn.calls("cudaMemcpyAsync");
        NdArray sum = device.backend().map(ADD, DType.FLOAT64, x, two);
        assertEquals(before, StandIn.calls("cudaMemcpyAsync"));
        assertTrue(before > copies);
        assertSame(SCALAR.map(ADD, DType.FLOAT64, random(DType.FLOAT64, 1, 7), two), sum, 1e-15);
    }

    @Test
    void anArrayOnTheHostIsRefused() {
        NdArray there = onDevice(random(DType.FLOAT32, 1, 3));
        NdArray here = random(DType.FLOAT32, 2, 3);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> device.backend().map(ADD, DType.FLOAT32, there, here))
                .getMessage();
        assertEquals(
                "work on cuda:0 with an array [3] on cpu: devices do not mix. Try: to(...) the same device first", message);
    }

    @Test
    void emptyArraysAndManyAxes() {
        check((b, in) -> b.map(ADD, DType.FLOAT32, in), 0, random(DType.FLOAT32, 1, 0, 3), random(DType.FLOAT32, 2, 3));
        check((b, in) -> b.copy(in[0], DType.FLOAT64), 0, random(DType.FLOAT32, 1, 0));
        check((b, in) -> b.fold(Fold.SUM, in[0], true, false), 0, random(DType.FLOAT32, 1, 0, 3));
        check((b, in) -> b.fold(Fold.SUM, in[0], false, true), 0, random(DType.FLOAT32, 1, 0, 3));
        NdArray eight = permuted(random(DType.FLOAT32, 3, 2, 2, 2, 2, 2, 2, 2, 2), 7, 0, 6, 1, 5, 2, 4, 3);
        check((b, in) -> b.map(ADD, DType.FLOAT32, in), 0, eight, random(DType.FLOAT32, 4, 2, 2, 2, 2, 2, 2, 2, 2));
    }

    @Test
    void writesOverOperandsAndIntoViews() {
        for (boolean straight : new boolean[] {true, false}) {
            NdArray whole = random(DType.FLOAT32, 1, 4, 6);
            NdArray x = random(DType.FLOAT32, 2, 4, 3);
            NdArray there = onDevice(whole);
            NdArray out = straight ? whole : sliced(whole, 1, 1, 3, 2);
            NdArray outThere = there.view(out.layout());
            NdArray operand = straight ? random(DType.FLOAT32, 3, 4, 6) : x;
            SCALAR.mapInto(ADD, out, out, operand);
            device.backend().mapInto(ADD, outThere, outThere, onDevice(operand));
            assertSame(whole, there, 1e-6);
        }
        // The transpose of the very array that is written.
        NdArray square = random(DType.FLOAT64, 4, 5, 5);
        NdArray there = onDevice(square);
        NdArray expected = SCALAR.map(ADD, DType.FLOAT64, square, permuted(square, 1, 0));
        device.backend().mapInto(ADD, there, there, permuted(there, 1, 0));
        assertSame(expected, there, 0);
    }

    @Test
    void copiesConvertAndGoIntoViews() {
        for (DType from : DType.values()) {
            for (DType into : DType.values()) {
                check((b, in) -> b.copy(in[0], into), 0, permuted(random(from, 1, 4, 3), 1, 0));
            }
        }
        NdArray whole = random(DType.FLOAT32, 1, 3, 8);
        NdArray there = onDevice(whole);
        NdArray row = random(DType.FLOAT32, 2, 4);
        Layout view = whole.layout().slice(1, 0, 4, 2);
        SCALAR.copyInto(row, whole.view(view));
        device.backend().copyInto(onDevice(row), there.view(view));
        assertSame(whole, there, 0);
    }

    @Test
    void largeArraysTravelInPieces() {
        NdArray large = random(DType.FLOAT32, 1, 3, 1_500_001); // 18 MB: more than the ring of pinned memory
        assertSame(large, onDevice(large), 0);
        NdArray part = sliced(large, 1, 7, 1_000_000, 1);
        assertSame(part, device.put(part), 0);
        NdArray flags = random(DType.BOOL, 2, 1_200_000);
        assertSame(flags, onDevice(flags), 0);
    }

    // ---- folds ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void foldsOverAnyAxes(Fold fold) {
        for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT64}) {
            NdArray x = random(type, 1, 3, 4, 5);
            for (int mask = 0; mask < 8; mask++) {
                boolean[] axes = {(mask & 1) != 0, (mask & 2) != 0, (mask & 4) != 0};
                check((b, in) -> b.fold(fold, in[0], axes), tolerance(type), x);
                check((b, in) -> b.fold(fold, in[0], axes), tolerance(type), permuted(x, 2, 0, 1));
            }
        }
    }

    @Test
    void longFoldsAreCutIntoParts() {
        check((b, in) -> b.fold(Fold.SUM, in[0], true), 1e-12, random(DType.FLOAT64, 1, 100_003));
        check((b, in) -> b.fold(Fold.MAX, in[0], true, false), 0, random(DType.FLOAT64, 2, 5001, 3));
        check((b, in) -> b.fold(Fold.SUM, in[0], true, false), 1e-12, random(DType.FLOAT64, 3, 5001, 3));
        check((b, in) -> b.fold(Fold.SUM, in[0], false, true), 1e-12, random(DType.FLOAT64, 4, 3, 20_000));
    }

    @Test
    void theLargestOfNothingIsAnErrorAsOnTheCpu() {
        NdArray empty = random(DType.FLOAT32, 1, 0, 3);
        String wanted = assertThrows(IllegalArgumentException.class, () -> SCALAR.fold(Fold.MAX, empty, true, false))
                .getMessage();
        NdArray there = onDevice(empty);
        assertEquals(
                wanted,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> device.backend().fold(Fold.MAX, there, true, false))
                        .getMessage());
    }

    @Test
    void findsThePlaceOfTheBest() {
        for (int axis = 0; axis < 3; axis++) {
            int along = axis;
            check((b, in) -> b.argFold(true, in[0], along), 0, random(DType.FLOAT32, 1, 3, 200, 4));
            check((b, in) -> b.argFold(false, in[0], along), 0, permuted(random(DType.INT64, 2, 3, 200, 4), 1, 2, 0));
        }
    }

    // ---- products ---------------------------------------------------------------------------------------------------

    private static NdArray factor(DType type, int seed, int rows, int columns, String lies) {
        return switch (lies) {
            case "rows" -> random(type, seed, rows, columns);
            case "columns" -> permuted(random(type, seed, columns, rows), 1, 0);
            case "cut" -> sliced(random(type, seed, rows, columns + 3), 1, 2, columns, 1);
            case "scattered" -> sliced(random(type, seed, rows, 2 * columns), 1, 0, columns, 2);
            default -> random(type, seed, 1, columns).expand(Shape.of(rows, columns)); // one row again and again
        };
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 5, 7, 3", "FLOAT64, 5, 7, 3", "FLOAT64, 1, 4, 6", "FLOAT64, 6, 4, 1", "FLOAT64, 6, 1, 5",
        "FLOAT64, 1, 5, 1", "FLOAT64, 4, 0, 3", "FLOAT64, 0, 2, 3", "INT64, 3, 4, 2"})
    void multipliesWhateverTheLayout(DType type, int m, int k, int n) {
        List<String> layouts = List.of("rows", "columns", "cut", "scattered", "repeated");
        for (String left : layouts) {
            for (String right : layouts) {
                NdArray a = factor(type, 1, m, k, left);
                NdArray b = factor(type, 2, k, n, right);
                check((backend, in) -> backend.matmul(in[0], in[1], null), tolerance(type), a, b);
                check(
                        (backend, in) -> backend.matmul(in[0], in[1], in[2]),
                        tolerance(type),
                        a,
                        b,
                        random(type, 3, n));
            }
        }
    }

    @Test
    void multipliesBatches() {
        DType type = DType.FLOAT64;
        NdArray a = random(type, 1, 2, 3, 4, 5);
        NdArray b = random(type, 2, 2, 3, 5, 6);
        BiFunction<Backend, NdArray[], NdArray> product = (backend, in) -> backend.matmul(in[0], in[1], null);
        check(product, 1e-13, a, b);
        check(product, 1e-13, random(type, 3, 4, 5).expand(Shape.of(2, 3, 4, 5)), b);
        check(product, 1e-13, random(type, 4, 2, 1, 4, 5).expand(Shape.of(2, 3, 4, 5)), b);
        check(product, 1e-13, permuted(random(type, 5, 3, 2, 4, 5), 1, 0, 2, 3), b);
        check(product, 1e-13, permuted(random(type, 6, 2, 3, 5, 4), 0, 1, 3, 2), b);
        check(product, 1e-13, a, random(type, 7, 2, 3, 5, 1));
        check((backend, in) -> backend.matmul(in[0], in[1], in[2]), 1e-13, a, b, random(type, 8, 6));
    }

    // ---- indexing and softmax ---------------------------------------------------------------------------------------

    private static NdArray index(int limit, int seed, int... sizes) {
        NdArray made = NdArray.allocate(DType.INT64, Shape.of(sizes));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < made.size(); i++) {
            made.storage().set(i, (long) random.nextInt(limit));
        }
        return made;
    }

    @Test
    void gathersAndScatters() {
        for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT64}) {
            NdArray x = permuted(random(type, 1, 5, 4, 3), 2, 0, 1); // [3, 5, 4]
            check((b, in) -> b.gather(in[0], 1, in[1]), 0, x, index(5, 2, 3, 9, 4));
            check((b, in) -> b.gather(in[0], 0, in[1]), 0, x, permuted(index(3, 3, 2, 5, 7), 2, 1, 0).view(
                    Shape.of(7, 5, 2).contiguous()));
            check(
                    (b, in) -> b.scatterAdd(Shape.of(3, 6, 4), 1, in[1], in[0]),
                    tolerance(type),
                    random(type, 4, 3, 9, 4),
                    index(6, 5, 3, 9, 4));
        }
    }

    @Test
    void aWrongIndexIsToldWhenTheHostNextWaits() {
        NdArray x = onDevice(random(DType.FLOAT32, 1, 4));
        NdArray wrong = index(1, 1, 2);
        wrong.storage().set(1, 4L);
        NdArray picked = device.backend().gather(x, 0, onDevice(wrong));
        String message =
                assertThrows(IllegalArgumentException.class, () -> device.fetch(picked)).getMessage();
        assertTrue(message.startsWith("gather or scatterAdd on cuda:0: some index"), message);
        device.synchronize(); // told once
    }

    @Test
    void softmaxOfRows() {
        for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            for (boolean log : new boolean[] {false, true}) {
                for (int columns : new int[] {1, 4, 1000}) {
                    check((b, in) -> b.softmax(in[0], log), tolerance(type), random(type, 1, 6, columns));
                }
                check((b, in) -> b.softmax(in[0], log), tolerance(type), permuted(random(type, 2, 5, 6), 1, 0));
            }
        }
    }

    // ---- the host ---------------------------------------------------------------------------------------------------

    @Test
    void whatHasNoKernelRunsOnTheHost() {
        NdArray a = random(DType.INT64, 1, 3, 4);
        NdArray b = random(DType.INT64, 2, 4, 2);
        check((backend, in) -> backend.matmul(in[0], in[1], null), 0, a, b);
        assertTrue(((CudaBackend) device.backend()).computedOnHost().contains("product of int64"));
        Recipe unknown = Recipe.of2("unheard of", (x, y) -> x.mul(y).add(0.123456));
        check((backend, in) -> backend.map(unknown, DType.FLOAT32, in), 0, random(DType.FLOAT32, 1, 3), random(
                DType.FLOAT32, 2, 3));
        assertTrue(((CudaBackend) device.backend()).computedOnHost().contains("unheard of of float32"));
        assertEquals(Set.of(), without(((CudaBackend) device.backend()).computedOnHost()));
    }

    /** What other tests of this class put there. */
    private static Set<String> without(Set<String> said) {
        Set<String> rest = new java.util.TreeSet<>(said);
        rest.removeAll(Set.of("product of int64", "unheard of of float32", "add of float32"));
        return rest;
    }
}
