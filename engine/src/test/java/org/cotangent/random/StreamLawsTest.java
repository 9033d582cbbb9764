package org.cotangent.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What must hold for every seed and size. */
class StreamLawsTest {
    private static final int TRIES = 100;

    @Property(tries = TRIES)
    void torchUniformsLieInTheirInterval(@ForAll long seed, @ForAll @IntRange(max = 200) int n) {
        TorchGenerator generator = new TorchGenerator(seed);
        for (float each : generator.rand(n)) {
            assertTrue(each >= 0 && each < 1, () -> "" + each);
        }
        for (double each : generator.randDouble(n)) {
            assertTrue(each >= 0 && each < 1, () -> "" + each);
        }
    }

    @Property(tries = TRIES)
    void torchIntegersLieInTheirInterval(
            @ForAll long seed,
            @ForAll @LongRange(min = Long.MIN_VALUE, max = Long.MAX_VALUE - 1) long low,
            @ForAll @LongRange(min = 1) long range) {
        long high = low + Math.min(range, Long.MAX_VALUE - Math.max(low, 0));
        for (long each : new TorchGenerator(seed).randint(low, high, 20)) {
            assertTrue(each >= low && each < high, () -> "" + each);
        }
        assertTrue(new TorchGenerator(seed).random() >= 0);
    }

    @Property(tries = TRIES)
    void aPermutationHoldsEachIndexOnce(
            @ForAll @LongRange(max = 0xffffffffL) long seed, @ForAll @IntRange(max = 300) int n) {
        assertEachOnce(Arrays.stream(new TorchGenerator(seed).randperm(n)).mapToInt(Math::toIntExact).toArray(), n);
        assertEachOnce(new NumpyGenerator(seed).permutation(n), n);
        assertEachOnce(new NumpyRandomState(seed).permutation(n), n);
    }

    @Property(tries = TRIES)
    void aChoiceWithoutReplacementHoldsNoIndexTwice(
            @ForAll @LongRange(max = 0xffffffffL) long seed,
            @ForAll @IntRange(min = 1, max = 12_000) int n,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        int k = (int) (n * share);
        for (int[] drawn : new int[][] {
            new NumpyGenerator(seed).choice(n, k, false), new NumpyRandomState(seed).choice(n, k, false)
        }) {
            assertEquals(k, drawn.length);
            assertEquals(k, Arrays.stream(drawn).distinct().count());
            assertTrue(Arrays.stream(drawn).allMatch(each -> each >= 0 && each < n));
        }
    }

    @Property(tries = TRIES)
    void numpyIntegersLieInTheirInterval(
            @ForAll @LongRange(max = 0xffffffffL) long seed,
            @ForAll @LongRange(min = Long.MIN_VALUE, max = Long.MAX_VALUE - 1) long low,
            @ForAll @LongRange(min = 1) long range) {
        long high = low + Math.min(range, Long.MAX_VALUE - Math.max(low, 0));
        for (long[] drawn : new long[][] {
            new NumpyGenerator(seed).integers(low, high, 20), new NumpyRandomState(seed).randint(low, high, 20)
        }) {
            assertTrue(Arrays.stream(drawn).allMatch(each -> each >= low && each < high));
        }
    }

    @Property(tries = TRIES)
    void aRestoredTorchGeneratorContinues(
            @ForAll long seed, @ForAll @IntRange(max = 1500) int before, @ForAll @IntRange(max = 17) int normals) {
        TorchGenerator generator = new TorchGenerator(seed);
        generator.rand(before);
        generator.randn(normals);
        byte[] state = generator.state();
        float[] expected = generator.randn(5);
        long[] order = generator.randperm(700);
        TorchGenerator other = new TorchGenerator(~seed);
        other.randn(1);
        other.restore(state);
        assertEquals(seed, other.initialSeed());
        assertArrayEquals(state, other.state());
        assertArrayEquals(expected, other.randn(5));
        assertArrayEquals(order, other.randperm(700));
    }

    @Property(tries = TRIES)
    void aRestoredNumpyGeneratorContinues(
            @ForAll @LongRange(max = Long.MAX_VALUE) long seed, @ForAll @IntRange(max = 5) int words) {
        NumpyGenerator generator = new NumpyGenerator(seed);
        for (int i = 0; i < words; i++) {
            generator.nextUint32();
        }
        NumpyGenerator.State state = generator.state();
        int[] order = generator.permutation(50);
        double[] normals = generator.standardNormal(50);
        NumpyGenerator other = new NumpyGenerator(state);
        assertEquals(state, other.state());
        assertArrayEquals(order, other.permutation(50));
        assertArrayEquals(normals, other.standardNormal(50));
        assertEquals(generator.state(), other.state());
    }

    @Property(tries = TRIES)
    void aRestoredRandomStateContinues(
            @ForAll @LongRange(max = 0xffffffffL) long seed, @ForAll @IntRange(max = 5) int normals) {
        NumpyRandomState random = new NumpyRandomState(seed);
        random.randn(normals);
        NumpyRandomState.State state = random.state();
        double[] expected = random.randn(800);
        NumpyRandomState other = new NumpyRandomState(0);
        other.restore(state);
        assertEquals(state, other.state());
        assertArrayEquals(expected, other.randn(800));
        assertEquals(random.state(), other.state());
    }

    /** One normal of a pair waits in the generator while other things are drawn, big blocks of normals too. */
    @Property(tries = TRIES)
    void theCachedNormalSurvivesOtherDraws(@ForAll long seed, @ForAll @IntRange(min = 16, max = 60) int n) {
        TorchGenerator generator = new TorchGenerator(seed);
        double[] pair = generator.randnDouble(2);
        generator.manualSeed(seed);
        assertEquals(pair[0], generator.randnDouble(1)[0]);
        generator.rand(n);
        generator.randn(n);
        generator.randperm(n);
        assertEquals(pair[1], generator.randnDouble(1)[0]);
        generator.manualSeed(seed);
        generator.randn(1);
        generator.manualSeed(seed);
        assertEquals(pair[0], generator.randnDouble(1)[0], "manualSeed forgets the cached normal");
    }

    @Property(tries = TRIES)
    void onlyTheLower32BitsOfATorchSeedCount(@ForAll long seed, @ForAll @LongRange(min = 1, max = 1000) long upper) {
        float[] drawn = new TorchGenerator(seed).rand(5);
        assertArrayEquals(drawn, new TorchGenerator(seed + (upper << 32)).rand(5));
        assertNotEquals(Arrays.toString(drawn), Arrays.toString(new TorchGenerator(seed + upper).rand(5)));
    }

    @Property(tries = TRIES)
    void partOfAnArrayIsFilledAsAnArrayOfThatLength(@ForAll long seed, @ForAll @IntRange(max = 50) int n) {
        float[] floats = new float[n + 9];
        new TorchGenerator(seed).fillNormal(floats, 4, n, 0, 1);
        float[] expected = new float[n + 9];
        System.arraycopy(new TorchGenerator(seed).randn(n), 0, expected, 4, n);
        assertArrayEquals(expected, floats);
        double[] doubles = new double[n + 9];
        new TorchGenerator(seed).fillNormal(doubles, 4, n, 0, 1);
        double[] wide = new double[n + 9];
        System.arraycopy(new TorchGenerator(seed).randnDouble(n), 0, wide, 4, n);
        assertArrayEquals(wide, doubles);
    }

    @Property(tries = TRIES)
    void dropoutDropsOrScales(@ForAll long seed, @ForAll @DoubleRange(min = 0, max = 0.99) double p) {
        boolean[] kept = new TorchGenerator(seed).bernoulli(1 - p, 30);
        float[] mask = new TorchGenerator(seed).dropoutMask(p, 30);
        double[] wide = new TorchGenerator(seed).dropoutMaskDouble(p, 30);
        for (int i = 0; i < 30; i++) {
            assertEquals(kept[i] ? 1 / (float) (1 - p) : 0, mask[i]);
            assertEquals(kept[i] ? 1 / (1 - p) : 0, wide[i]);
        }
    }

    private static void assertEachOnce(int[] drawn, int n) {
        int[] sorted = drawn.clone();
        Arrays.sort(sorted);
        assertArrayEquals(NumpyGenerator.upTo(n), sorted);
    }
}
