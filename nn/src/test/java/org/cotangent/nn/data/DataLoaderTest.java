package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.Tensor;
import org.cotangent.nn.Golden;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DataLoaderTest {
    private static Dataset counting(int n) {
        return new TensorDataset(Tensor.arange(n));
    }

    /** What the generator would draw next, without drawing it. */
    private static long peek(TorchGenerator generator) {
        TorchGenerator copy = new TorchGenerator(0);
        copy.restore(generator.state());
        return copy.nextInt32() & 0x7fff_ffffL;
    }

    /** Same batches, and the generator in the same state after every single step. */
    @TestFactory
    Stream<DynamicTest> drawsAsPyTorch() {
        return StreamSupport.stream(Golden.read("loader.json").spliterator(), false)
                .map(c -> DynamicTest.dynamicTest(
                        "n %s, batch %s, shuffle %s, dropLast %s, generator %s"
                                .formatted(c.get("n"), c.get("batch"), c.get("shuffle"), c.get("dropLast"), c.get("generator")),
                        () -> replay(c)));
    }

    private static void replay(JsonNode c) {
        TorchGenerator generator = new TorchGenerator(c.get("seed").asLong());
        DataLoader loader = new DataLoader(counting(c.get("n").asInt()), c.get("batch").asInt());
        loader = c.get("generator").asText().equals("own") ? loader.generator(generator) : loader.globalGenerator(generator);
        loader = c.get("shuffle").asBoolean() ? loader.shuffle() : loader;
        loader = c.get("dropLast").asBoolean() ? loader.dropLast() : loader;
        List<List<Long>> batches = new ArrayList<>();
        List<Long> draws = new ArrayList<>();
        for (int pass = 0; pass < c.get("passes").asInt(); pass++) {
            Iterator<Batch> batch = loader.iterator();
            draws.add(peek(generator));
            while (batch.hasNext()) {
                batches.add(LongStream.of(batch.next().inputs().toLongs()).boxed().toList());
                draws.add(peek(generator));
            }
            draws.add(peek(generator));
        }
        assertEquals(c.get("batches").toString(), batches.toString().replace(" ", ""));
        assertEquals(c.get("draws").toString(), draws.toString().replace(" ", ""));
        assertEquals(batches.size(), c.get("passes").asInt() * loader.size());
    }

    @Test
    void theSpiralsBatchesComeInTheTutorialsOrder() {
        JsonNode golden = Golden.read("spiral-order.json");
        DataLoader loader = new DataLoader(counting(3200), 128).shuffle().dropLast().generator(new TorchGenerator(2021));
        List<long[]> passes = new ArrayList<>();
        for (int pass = 0; pass < 3; pass++) {
            LongStream order = LongStream.empty();
            for (Batch batch : loader) {
                order = LongStream.concat(order, LongStream.of(batch.inputs().toLongs()));
            }
            passes.add(order.toArray());
        }
        assertArrayEquals(Golden.tensor(golden.get("epoch0")).toLongs(), passes.get(0));
        assertArrayEquals(Golden.tensor(golden.get("epoch2")).toLongs(), passes.get(2));
    }

    @Property(tries = 100)
    void everySampleComesOnce(
            @ForAll @IntRange(max = 50) int n, @ForAll @IntRange(min = 1, max = 60) int size, @ForAll boolean shuffle) {
        DataLoader inOrder = new DataLoader(counting(n), size).generator(new TorchGenerator(1));
        List<Long> seen = new ArrayList<>();
        int batches = 0;
        for (Batch batch : shuffle ? inOrder.shuffle() : inOrder) {
            assertTrue(batch.size() == size || seen.size() + batch.size() == n);
            LongStream.of(batch.inputs().toLongs()).forEach(seen::add);
            batches++;
        }
        assertEquals(inOrder.size(), batches);
        assertEquals(LongStream.range(0, n).boxed().toList(), seen.stream().sorted().toList());
    }

    @Property(tries = 50)
    void droppingTheLastLeavesWholeBatches(
            @ForAll @IntRange(max = 50) int n, @ForAll @IntRange(min = 1, max = 60) int size) {
        DataLoader loader = new DataLoader(counting(n), size).dropLast();
        int batches = 0;
        for (Batch batch : loader) {
            assertEquals(size, batch.size());
            batches++;
        }
        assertEquals(n / size, batches);
        assertEquals(batches, loader.size());
    }

    @Test
    void aDatasetOfOnesOwnIsStacked() {
        Dataset squares = new Dataset() {
            @Override
            public int size() {
                return 4;
            }

            @Override
            public List<Tensor> get(int index) {
                return List.of(Tensor.of((float) index, -index), Tensor.scalar(index * index));
            }
        };
        Batch batch = new DataLoader(squares, 3).iterator().next();
        assertArrayEquals(new float[] {0, 0, 1, -1, 2, -2}, batch.inputs().toFloats());
        assertArrayEquals(new int[] {3, 2}, batch.inputs().shape().sizes());
        assertArrayEquals(new float[] {0, 1, 4}, batch.targets().toFloats());
    }

    @Test
    void tensorsGiveTheSameBatchesAsTheirSamples() {
        TensorDataset data = new TensorDataset(Tensor.randn(new TorchGenerator(0), 6, 2, 3), Tensor.arange(6));
        long[] rows = {4, 0, 4};
        Batch batch = data.batch(rows);
        Batch stacked = new Batch(IntStream.range(0, 2)
                .mapToObj(part -> Tensor.stack(
                        0,
                        LongStream.of(rows).mapToObj(r -> data.get((int) r).get(part)).toArray(Tensor[]::new)))
                .toList());
        assertEquals(stacked.inputs().toString(), batch.inputs().toString());
        assertEquals(stacked.targets().toString(), batch.targets().toString());
    }

    @Test
    void saysWhatIsWrong() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new DataLoader(counting(3), 0))
                .getMessage()
                .contains("batches of 0"));
        assertTrue(assertThrows(
                        IllegalStateException.class,
                        () -> new DataLoader(counting(3), 1).shuffle().iterator())
                .getMessage()
                .contains("Try: generator(new TorchGenerator(seed))"));
        assertTrue(assertThrows(
                        IllegalArgumentException.class, () -> new TensorDataset(Tensor.zeros(3, 2), Tensor.zeros(4)))
                .getMessage()
                .contains("[3, 2], [4]"));
        assertTrue(assertThrows(
                        IllegalStateException.class,
                        () -> counting(3).batch(new long[] {1}).targets())
                .getMessage()
                .contains("one tensor only"));
        Iterator<Batch> pass = new DataLoader(counting(1), 1).iterator();
        pass.next();
        assertFalse(pass.hasNext());
        assertThrows(NoSuchElementException.class, pass::next);
    }
}
