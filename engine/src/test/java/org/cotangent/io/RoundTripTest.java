package org.cotangent.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;

/** Whatever is saved comes back: type, shape and every bit. */
class RoundTripTest {
    private static final int TRIES = 200;

    @Property(tries = TRIES)
    void npyKeepsEveryBit(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> shape,
            @ForAll DType type,
            @ForAll boolean transposed,
            @ForAll long seed)
            throws IOException {
        Tensor tensor = random(shape, type, seed);
        int rank = tensor.rank();
        Tensor saved = transposed && rank > 1 ? tensor.transpose(0, rank - 1) : tensor;
        assertSame(saved, Npy.decode("it", Npy.encode(saved)));
    }

    @Property(tries = 20)
    void npzKeepsEveryArray(@ForAll long seed, @ForAll @IntRange(max = 40) int n, @ForAll DType type)
            throws IOException {
        Path file = Files.createTempFile("round-trip", ".npz");
        try {
            Tensor first = random(List.of(n, 3), type, seed);
            Tensor second = random(List.of(), type, seed + 1);
            Npz.save(file, Map.of("a/b", first, "ä", second));
            Map<String, Tensor> read = Npz.load(file);
            assertEquals(2, read.size());
            assertSame(first, read.get("a/b"));
            assertSame(second, read.get("ä"));
        } finally {
            Files.delete(file);
        }
    }

    /** Any bits: infinities, NaN and the smallest numbers among them. */
    private static Tensor random(List<Integer> shape, DType type, long seed) {
        int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
        int size = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        Random random = new Random(seed);
        long[] bits = random.longs(size).toArray();
        return switch (type) {
            case INT64 -> Tensor.of(bits, sizes);
            case FLOAT64 -> Tensor.of(Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray(), sizes);
            case FLOAT32 -> {
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = Float.intBitsToFloat((int) bits[i]);
                }
                yield Tensor.of(values, sizes);
            }
            case BOOL -> {
                boolean[] values = new boolean[size];
                for (int i = 0; i < size; i++) {
                    values[i] = bits[i] < 0;
                }
                yield Tensor.of(values, sizes);
            }
        };
    }

    private static void assertSame(Tensor expected, Tensor actual) {
        assertEquals(expected.dtype(), actual.dtype());
        assertEquals(expected.shape(), actual.shape());
        switch (expected.dtype()) {
            case FLOAT32 -> assertArrayEquals(expected.toFloats(), actual.toFloats());
            case FLOAT64 -> assertArrayEquals(expected.toDoubles(), actual.toDoubles());
            case INT64 -> assertArrayEquals(expected.toLongs(), actual.toLongs());
            case BOOL -> assertArrayEquals(expected.toBooleans(), actual.toBooleans());
        }
    }
}
