package org.cotangent.random;

import java.math.BigInteger;

/**
 * Spreads a seed of any size over as many words as an engine needs: numpy's {@code SeedSequence}.
 *
 * <p>The seed's 32-bit words, lowest first, are hashed into a pool of four, and the pool is stirred so that each word
 * influences all of it. Source: M. E. O'Neill's seed_seq alternative ("Developing a seed_seq alternative", 2015), with
 * numpy's constants.
 */
final class SeedSequence {
    private static final int POOL_SIZE = 4;
    private static final int HASH_START = 0x43b0d7e5;
    private static final int HASH_FACTOR = 0x931e8875;
    private static final int OUTPUT_START = 0x8b51f9dd;
    private static final int OUTPUT_FACTOR = 0x58f38ded;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;
    private static final int SHIFT = 16;

    private final int[] pool = new int[POOL_SIZE];
    private int hash = HASH_START;

    SeedSequence(BigInteger seed) {
        int count = Math.max(1, (seed.bitLength() + 31) / 32);
        for (int i = 0; i < POOL_SIZE; i++) {
            pool[i] = hashed(i < count ? word(seed, i) : 0);
        }
        for (int from = 0; from < POOL_SIZE; from++) {
            for (int to = 0; to < POOL_SIZE; to++) {
                if (from != to) {
                    pool[to] = mixed(pool[to], hashed(pool[from]));
                }
            }
        }
        for (int from = POOL_SIZE; from < count; from++) {
            for (int to = 0; to < POOL_SIZE; to++) {
                pool[to] = mixed(pool[to], hashed(word(seed, from)));
            }
        }
    }

    /** The first n 64-bit words, each of two 32-bit ones, low half first. */
    long[] generate(int n) {
        long[] out = new long[n];
        int factor = OUTPUT_START;
        for (int i = 0; i < 2 * n; i++) {
            int value = pool[i % POOL_SIZE] ^ factor;
            factor *= OUTPUT_FACTOR;
            value *= factor;
            value ^= value >>> SHIFT;
            out[i / 2] |= Integer.toUnsignedLong(value) << (32 * (i % 2));
        }
        return out;
    }

    private static int word(BigInteger seed, int i) {
        return seed.shiftRight(32 * i).intValue();
    }

    /** Each call hashes with another multiplier. */
    private int hashed(int value) {
        int result = value ^ hash;
        hash *= HASH_FACTOR;
        result *= hash;
        return result ^ (result >>> SHIFT);
    }

    private static int mixed(int left, int right) {
        int result = MIX_LEFT * left - MIX_RIGHT * right;
        return result ^ (result >>> SHIFT);
    }
}
