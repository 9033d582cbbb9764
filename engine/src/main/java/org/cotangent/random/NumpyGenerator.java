package org.cotangent.random;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;

/**
 * The stream of numpy's {@code np.random.default_rng(seed)}, bit for bit.
 *
 * <p>A method with the name of numpy's draws the same values in the same order and leaves the same state behind.
 * (Checked against numpy 1.24.) Not thread-safe: one generator belongs to one thread.
 *
 * {@snippet :
 * NumpyGenerator rng = new NumpyGenerator(12345);
 * int[] order = rng.permutation(60_000);
 * double[] noise = rng.normal(0, 0.1, 1000);
 * }
 */
public final class NumpyGenerator {
    /** A population larger than this, out of which more than one in {@link #TAIL_SHARE} is drawn, is shuffled. */
    private static final int TAIL_POPULATION = 10_000;

    private static final int TAIL_SHARE = 50;

    private final Pcg64 stream;

    /**
     * The generator of a seed.
     *
     * @param seed 0 or more
     * @throws IllegalArgumentException when the seed is negative
     */
    public NumpyGenerator(long seed) {
        this(BigInteger.valueOf(seed));
    }

    /**
     * The generator of a seed of any size.
     *
     * @param seed 0 or more
     * @throws IllegalArgumentException when the seed is negative
     */
    public NumpyGenerator(BigInteger seed) {
        if (seed.signum() < 0) {
            throw Refusal.of("a numpy generator of seed " + seed, "the seed is negative", "0 or more");
        }
        stream = new Pcg64(new SeedSequence(seed).generate(4));
    }

    /**
     * A generator that continues from a saved state.
     *
     * @param state what {@link #state} returned
     */
    public NumpyGenerator(State state) {
        this(0);
        restore(state);
    }

    /**
     * What decides all further draws, with the fields of numpy's {@code rng.bit_generator.state}.
     *
     * @param state the 128-bit state
     * @param inc the 128-bit increment, odd
     * @param hasUint32 whether half a word is kept for the next 32-bit draw
     * @param uinteger that half, unsigned; what is left of an old one when {@code hasUint32} is false
     */
    public record State(BigInteger state, BigInteger inc, boolean hasUint32, long uinteger) {}

    /**
     * Saves the state.
     *
     * @return the state, to be given to {@link #restore}
     */
    public State state() {
        long[] words = stream.words();
        return new State(
                joined(words[0], words[1]),
                joined(words[2], words[3]),
                stream.hasSpare(),
                Integer.toUnsignedLong(stream.spare()));
    }

    /**
     * Continues from a saved state: the draws that follow are those that followed when it was saved.
     *
     * @param state what {@link #state} returned
     */
    public void restore(State state) {
        long[] words = {
            state.state.shiftRight(64).longValue(), state.state.longValue(),
            state.inc.shiftRight(64).longValue(), state.inc.longValue()
        };
        stream.restore(words, state.hasUint32, (int) state.uinteger);
    }

    /**
     * The next raw 64 bits.
     *
     * @return the word; read it with the unsigned methods of {@link Long}
     */
    public long nextUint64() {
        return stream.nextInt64();
    }

    /**
     * The next raw 32 bits: the halves of a 64-bit word, low one first.
     *
     * @return the word; read it with the unsigned methods of {@link Integer}
     */
    public int nextUint32() {
        return stream.nextInt32();
    }

    /**
     * One uniform value.
     *
     * @return a multiple of 2^-53 in [0, 1)
     */
    public double random() {
        return stream.nextDouble();
    }

    /**
     * Uniform values in [0, 1).
     *
     * @param n how many
     * @return n values
     * @throws IllegalArgumentException when n is negative
     */
    public double[] random(int n) {
        Refusal.checkCount("random", n);
        double[] out = new double[n];
        fillRandom(out, 0, n);
        return out;
    }

    /**
     * Writes uniform values in [0, 1).
     *
     * @param out where to
     * @param offset the first place
     * @param length how many
     */
    public void fillRandom(double[] out, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            out[i] = stream.nextDouble();
        }
    }

    /**
     * Uniform values: low + (high - low) * u.
     *
     * @param low the smallest value
     * @param high the upper end, exclusive but for rounding
     * @param n how many
     * @return n values
     * @throws IllegalArgumentException when high is below low or n is negative
     */
    public double[] uniform(double low, double high, int n) {
        Refusal.checkCount("uniform", n);
        Refusal.checkInterval("uniform", low, high);
        double[] out = new double[n];
        double range = high - low;
        for (int i = 0; i < n; i++) {
            out[i] = low + range * stream.nextDouble();
        }
        return out;
    }

    /**
     * One standard normal.
     *
     * @return a value of mean 0 and deviation 1
     */
    public double standardNormal() {
        return Ziggurat.next(stream);
    }

    /**
     * Standard normals.
     *
     * @param n how many
     * @return n values of mean 0 and deviation 1
     * @throws IllegalArgumentException when n is negative
     */
    public double[] standardNormal(int n) {
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
        double[] out = new double[n];
        fillNormal(out, 0, n, loc, scale);
        return out;
    }

    /**
     * Writes normals.
     *
     * @param out where to
     * @param offset the first place
     * @param length how many
     * @param loc the mean
     * @param scale the standard deviation
     * @throws IllegalArgumentException when the scale is negative
     */
    public void fillNormal(double[] out, int offset, int length, double loc, double scale) {
        Refusal.checkDeviation("normal", scale);
        for (int i = offset; i < offset + length; i++) {
            out[i] = loc + scale * Ziggurat.next(stream);
        }
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
    public long[] integers(long low, long high, int n) {
        Refusal.checkCount("integers", n);
        Refusal.checkRange("integers", low, high);
        return Bounded.LEMIRE.fill(stream, low, high, n);
    }

    /**
     * One of 0 .. n-1.
     *
     * @param n the size of the population
     * @return an index
     * @throws IllegalArgumentException when n is not positive
     */
    public int choice(int n) {
        Refusal.checkRange("choice", 0, n);
        return (int) Bounded.LEMIRE.draw(stream, n - 1L);
    }

    /**
     * k of 0 .. n-1, in random order.
     *
     * <p>Without replacement, a large share of a large population is the end of a partial shuffle, anything else is
     * drawn by Floyd's method and then shuffled (J. Bentley and R. Floyd, "A sample of brilliance", CACM 30, 1987).
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
                out[i] = (int) Bounded.LEMIRE.draw(stream, n - 1L);
            }
            return out;
        }
        Refusal.checkDistinct(n, k);
        return n > TAIL_POPULATION && k > n / TAIL_SHARE ? endOfShuffle(n, k) : floyd(n, k);
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
        int[] out = upTo(n);
        shuffle(out);
        return out;
    }

    /**
     * Reorders an array in place, as numpy does a one-dimensional one.
     *
     * @param values what to reorder
     */
    public void shuffle(int[] values) {
        Bounded.MASKED.shuffle(stream, values, 1);
    }

    private int[] endOfShuffle(int n, int k) {
        int[] all = upTo(n);
        Bounded.LEMIRE.shuffle(stream, all, Math.max(n - k, 1));
        int[] out = new int[k];
        System.arraycopy(all, n - k, out, 0, k);
        return out;
    }

    private int[] floyd(int n, int k) {
        Set<Integer> taken = HashSet.newHashSet(k);
        int[] out = new int[k];
        for (int i = 0; i < k; i++) {
            int last = n - k + i;
            int drawn = (int) Bounded.LEMIRE.draw(stream, last);
            out[i] = taken.add(drawn) ? drawn : last;
            taken.add(out[i]);
        }
        Bounded.LEMIRE.shuffle(stream, out, 1);
        return out;
    }

    static int[] upTo(int n) {
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            out[i] = i;
        }
        return out;
    }

    private static BigInteger joined(long high, long low) {
        return unsigned(high).shiftLeft(64).or(unsigned(low));
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }
}
