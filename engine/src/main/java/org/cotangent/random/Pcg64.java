package org.cotangent.random;

/**
 * PCG64 (XSL-RR 128/64), the engine under numpy's {@code default_rng}: a linear congruential generator of 128 bits
 * whose output is the folded state, rotated by its own upper bits.
 *
 * <p>Source: M. E. O'Neill, "PCG: a family of simple fast space-efficient statistically good algorithms for random
 * number generation", HMC-CS-2014-0905.
 */
final class Pcg64 implements BitStream {
    private static final long FACTOR_HIGH = 0x2360ed051fc65da4L;
    private static final long FACTOR_LOW = 0x4385df649fccf645L;

    private long high;
    private long low;
    private long incrementHigh;
    private long incrementLow;

    /** The upper half of the last word that was drawn to give 32 bits, kept for the next such draw. */
    private int spare;

    private boolean hasSpare;

    /** Starts from four seed words: initial state (high, low) and stream number (high, low). */
    Pcg64(long[] seed) {
        incrementHigh = seed[2] << 1 | seed[3] >>> 63;
        incrementLow = seed[3] << 1 | 1;
        step();
        add(seed[0], seed[1]);
        step();
    }

    @Override
    public long nextInt64() {
        step();
        return Long.rotateRight(high ^ low, (int) (high >>> 58));
    }

    /** The low half of a 64-bit word first, then, at the next call, its high half. */
    @Override
    public int nextInt32() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        long word = nextInt64();
        spare = (int) (word >>> 32);
        hasSpare = true;
        return (int) word;
    }

    @Override
    public double nextDouble() {
        return (nextInt64() >>> 11) * 0x1p-53;
    }

    /** All the 128-bit numbers in two words each, high first: state, increment. */
    long[] words() {
        return new long[] {high, low, incrementHigh, incrementLow};
    }

    boolean hasSpare() {
        return hasSpare;
    }

    int spare() {
        return spare;
    }

    void restore(long[] words, boolean withSpare, int kept) {
        high = words[0];
        low = words[1];
        incrementHigh = words[2];
        incrementLow = words[3];
        hasSpare = withSpare;
        spare = kept;
    }

    /** state = state * factor + increment, modulo 2^128. */
    private void step() {
        long productLow = low * FACTOR_LOW;
        long productHigh = Math.unsignedMultiplyHigh(low, FACTOR_LOW) + high * FACTOR_LOW + low * FACTOR_HIGH;
        high = productHigh;
        low = productLow;
        add(incrementHigh, incrementLow);
    }

    private void add(long otherHigh, long otherLow) {
        long sum = low + otherLow;
        high += otherHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        low = sum;
    }
}
