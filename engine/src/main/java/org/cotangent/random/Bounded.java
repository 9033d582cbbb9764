package org.cotangent.random;

/**
 * Numpy's two ways to an unbiased integer in [0, bound], and the shuffles made of them.
 *
 * <p>{@link #LEMIRE} multiplies a word by the size of the range and keeps the upper half (D. Lemire, "Fast random
 * integer generation in an interval", ACM TOMACS 29, 2019). {@link #MASKED} keeps the low bits and draws again while
 * they exceed the bound. Both take 32-bit words for bounds below 2^32, and none at all for the bound 0.
 */
enum Bounded {
    /** By multiplication. */
    LEMIRE {
        @Override
        long draw(BitStream stream, long bound) {
            if (bound == 0) {
                return 0;
            }
            if (bound == WORD) {
                return Integer.toUnsignedLong(stream.nextInt32());
            }
            if (bound >>> 32 == 0) {
                return multiplied32(stream, bound + 1);
            }
            return bound == -1 ? stream.nextInt64() : multiplied64(stream, bound + 1);
        }
    },

    /** By rejection. */
    MASKED {
        @Override
        long draw(BitStream stream, long bound) {
            if (bound == 0) {
                return 0;
            }
            long mask = -1L >>> Long.numberOfLeadingZeros(bound);
            long value;
            do {
                value = (bound >>> 32 == 0 ? stream.nextInt32() : stream.nextInt64()) & mask;
            } while (Long.compareUnsigned(value, bound) > 0);
            return value;
        }
    };

    private static final long WORD = 0xffffffffL;

    /** An integer in [0, bound], the bound being unsigned. */
    abstract long draw(BitStream stream, long bound);

    /** Fisher and Yates from the end: places {@code first} to the last get their final value. */
    void shuffle(BitStream stream, int[] values, int first) {
        for (int i = values.length - 1; i >= first; i--) {
            int j = (int) draw(stream, i);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    /** n integers in [low, high). */
    long[] fill(BitStream stream, long low, long high, int n) {
        long[] out = new long[n];
        long bound = high - 1 - low;
        for (int i = 0; i < n; i++) {
            out[i] = low + draw(stream, bound);
        }
        return out;
    }

    private static long multiplied32(BitStream stream, long size) {
        long product = Integer.toUnsignedLong(stream.nextInt32()) * size;
        if ((product & WORD) < size) {
            long threshold = (WORD + 1 - size) % size;
            while ((product & WORD) < threshold) {
                product = Integer.toUnsignedLong(stream.nextInt32()) * size;
            }
        }
        return product >>> 32;
    }

    private static long multiplied64(BitStream stream, long size) {
        long word = stream.nextInt64();
        long low = word * size;
        if (Long.compareUnsigned(low, size) < 0) {
            long threshold = Long.remainderUnsigned(-size, size);
            while (Long.compareUnsigned(low, threshold) < 0) {
                word = stream.nextInt64();
                low = word * size;
            }
        }
        return Math.unsignedMultiplyHigh(word, size);
    }
}
