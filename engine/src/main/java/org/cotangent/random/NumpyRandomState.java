package org.cotangent.random;

import java.util.Arrays;
import java.util.List;

/**
 * The stream of numpy's legacy {@code np.random.seed(seed)} and {@code np.random.RandomState(seed)}, bit for bit.
 *
 * <p>Old tutorials draw from it; new code takes {@link NumpyGenerator}. The normals need a logarithm, for which numpy
 * asks the C library: ours is rounded correctly, glibc's differs from that in one value of 1,000, and a normal in the
 * last bit about half as often. Not thread-safe: one generator belongs to one thread.
 *
 * {@snippet :
 * NumpyRandomState random = new NumpyRandomState(1);
 * int[] neurons = random.choice(23_589, 3, false);
 * double[] noise = random.randn(360);
 * }
 */
public final class NumpyRandomState {
    private static final long LARGEST_SEED = 0xffffffffL;

    private final MersenneTwister stream;
    private boolean hasGauss;
    private double gauss;

    /**
     * The generator of a seed.
     *
     * @param seed from 0 to 2^32 - 1
     * @throws IllegalArgumentException when the seed is outside that range
     */
    public NumpyRandomState(long seed) {
        stream = new MersenneTwister(checked(seed));
    }

    /**
     * What decides all further draws: the fields of numpy's {@code get_state()}.
     *
     * @param key the 624 words of the Mersenne Twister
     * @param position how many of them are used up
     * @param hasGauss whether a normal is kept for the next call
     * @param gauss that normal, or 0
     */
    public record State(List<Integer> key, int position, boolean hasGauss, double gauss) {
        /** Copies the key. */
        public State {
            key = List.copyOf(key);
        }
    }

    /**
     * Starts again, as {@code np.random.seed(seed)}.
     *
     * @param seed from 0 to 2^32 - 1
     * @throws IllegalArgumentException when the seed is outside that range
     */
    public void seed(long seed) {
        stream.seed(checked(seed));
        hasGauss = false;
        gauss = 0;
    }

    /**
     * Saves the state.
     *
     * @return the state, to be given to {@link #restore}
     */
    public State state() {
        List<Integer> key = Arrays.stream(stream.words()).boxed().toList();
        return new State(key, stream.position(), hasGauss, gauss);
    }

    /**
     * Continues from a saved state.
     *
     * @param state what {@link #state} returned
     * @throws IllegalArgumentException when it is not the state of a Mersenne Twister
     */
    public void restore(State state) {
        stream.restore(state.key.stream().mapToInt(Integer::intValue).toArray(), state.position);
        hasGauss = state.hasGauss;
        gauss = state.gauss;
    }

    /**
     * Uniform values in [0, 1), multiples of 2^-53.
     *
     * @param n how many
     * @return n values
     * @throws IllegalArgumentException when n is negative
     */
    public double[] rand(int n) {
        return uniform(0, 1, n);
    }

    /**
     * Uniform values: low + (high - low) * u.
     *
     * @param low the smallest value
     * @param high the upper end, exclusive but for rounding
     * @param n how many
     * @return n values
     * @throws IllegalArgumentException when n is negative
     */
    public double[] uniform(double low, double high, int n) {
        Refusal.checkCount("uniform", n);
        double[] out = new double[n];
        double range = high - low;
        for (int i = 0; i < n; i++) {
            out[i] = low + range * stream.nextDouble();
        }
        return out;
    }

    /**
     * Standard normals.
     *
     * @param n how many
     * @return n values of mean 0 and deviation 1
     * @throws IllegalArgumentException when n is negative
     */
    public double[] randn(int n) {
        return normal(0, 1, n);
    }

    /**
     * Normals: loc + scale * z.
     *
     * @param loc the mean
     * @param scale the standard deviation
     * @param n how many
     * @return n values
     * @throws IllegalArgumentException when n or the scale is negative
     */
    public double[] normal(double loc, double scale, int n) {
        Refusal.checkCount("normal", n);
        Refusal.checkDeviation("normal", scale);
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = loc + scale * nextGauss();
        }
        return out;
    }

    /**
     * Integers in [low, high).
     *
     * @param low the smallest
     * @param high the upper end, exclusive
     * @param n how many
     * @return n values
     * @throws IllegalArgumentException when the range is empty or n is negative
     */
    public long[] randint(long low, long high, int n) {
        Refusal.checkCount("randint", n);
        Refusal.checkRange("randint", low, high);
        return Bounded.MASKED.fill(stream, low, high, n);
    }

    /**
     * One of 0 .. n-1.
     *
     * @param n the size of the population; 2^32 gives a seed, as in {@code np.random.choice(2 ** 32)}
     * @return an index
     * @throws IllegalArgumentException when n is not positive
     */
    public long choice(long n) {
        Refusal.checkRange("choice", 0, n);
        return Bounded.MASKED.draw(stream, n - 1);
    }

    /**
     * k of 0 .. n-1: without replacement, the first k of a permutation.
     *
     * @param n the size of the population
     * @param k how many
     * @param replace whether an index may come more than once
     * @return k indices
     * @throws IllegalArgumentException when k is negative, or n too small for it
     */
    public int[] choice(int n, int k, boolean replace) {
        Refusal.checkCount("choice", k);
        if (replace) {
            Refusal.checkRange("choice", 0, n);
            int[] out = new int[k];
            for (int i = 0; i < k; i++) {
                out[i] = (int) Bounded.MASKED.draw(stream, n - 1L);
            }
            return out;
        }
        Refusal.checkDistinct(n, k);
        return Arrays.copyOf(permutation(n), k);
    }

    /**
     * 0 .. n-1 in random order.
     *
     * @param n how many
     * @return each index once
     * @throws IllegalArgumentException when n is negative
     */
    public int[] permutation(int n) {
        Refusal.checkCount("permutation", n);
        int[] out = NumpyGenerator.upTo(n);
        shuffle(out);
        return out;
    }

    /**
     * Reorders an array in place.
     *
     * @param values what to reorder
     */
    public void shuffle(int[] values) {
        Bounded.MASKED.shuffle(stream, values, 1);
    }

    /** Marsaglia's polar method: a point in the unit disc gives two normals; the second coordinate's comes first. */
    private double nextGauss() {
        if (hasGauss) {
            double kept = gauss;
            hasGauss = false;
            gauss = 0;
            return kept;
        }
        double x;
        double y;
        double square;
        do {
            x = 2 * stream.nextDouble() - 1;
            y = 2 * stream.nextDouble() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * Elementary.log(square) / square);
        gauss = factor * x;
        hasGauss = true;
        return factor * y;
    }

    private static int checked(long seed) {
        if (seed < 0 || seed > LARGEST_SEED) {
            throw Refusal.of(
                    "a numpy RandomState of seed " + seed,
                    "the seed must fit in 32 bits",
                    "a seed from 0 to 4294967295");
        }
        return (int) seed;
    }
}
