package org.cotangent.random;

/**
 * The 32-bit Mersenne Twister mt19937, the engine under torch's CPU generator and numpy's legacy {@code RandomState}.
 *
 * <p>Source: M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
 * pseudo-random number generator", ACM TOMACS 8 (1998); the seeding is that of the authors' 2002 version.
 */
final class MersenneTwister implements BitStream {
    /** How many words the state has. */
    static final int SIZE = 624;

    private static final int SHIFT = 397;
    private static final int UPPER_BIT = 0x80000000;
    private static final int LOWER_BITS = 0x7fffffff;
    private static final int TWIST = 0x9908b0df;

    private final int[] words = new int[SIZE];
    private int position;

    MersenneTwister(int seed) {
        seed(seed);
    }

    /** Starts the stream of {@code seed}, all of whose 32 bits count. */
    void seed(int seed) {
        words[0] = seed;
        for (int j = 1; j < SIZE; j++) {
            int previous = words[j - 1];
            words[j] = 1812433253 * (previous ^ (previous >>> 30)) + j;
        }
        position = SIZE;
    }

    @Override
    public int nextInt32() {
        if (position == SIZE) {
            twist();
        }
        int y = words[position++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** Two draws, the first one in the upper half. */
    @Override
    public long nextInt64() {
        long upper = nextInt32();
        return upper << 32 | Integer.toUnsignedLong(nextInt32());
    }

    /** Two draws, 27 bits of the first and 26 of the second: numpy's way. (torch has another: TorchGenerator.) */
    @Override
    public double nextDouble() {
        long upper = Integer.toUnsignedLong(nextInt32() >>> 5);
        long lower = Integer.toUnsignedLong(nextInt32() >>> 6);
        return (upper << 26 | lower) * 0x1p-53;
    }

    /** How many words of the present state are used up; {@link #SIZE} means that the next draw makes new ones. */
    int position() {
        return position;
    }

    /** A copy of the state. */
    int[] words() {
        return words.clone();
    }

    /** Continues from a state that {@link #words} and {@link #position} gave. */
    void restore(int[] from, int at) {
        if (from.length != SIZE || at < 0 || at > SIZE) {
            throw Refusal.of(
                    "restore a Mersenne Twister from " + from.length + " words at position " + at,
                    "a state has " + SIZE + " words and a position from 0 to " + SIZE,
                    "a state that state() of the same class returned");
        }
        System.arraycopy(from, 0, words, 0, SIZE);
        position = at;
    }

    private void twist() {
        for (int i = 0; i < SIZE - SHIFT; i++) {
            words[i] = words[i + SHIFT] ^ mixed(words[i], words[i + 1]);
        }
        for (int i = SIZE - SHIFT; i < SIZE - 1; i++) {
            words[i] = words[i + SHIFT - SIZE] ^ mixed(words[i], words[i + 1]);
        }
        words[SIZE - 1] = words[SHIFT - 1] ^ mixed(words[SIZE - 1], words[0]);
        position = 0;
    }

    private static int mixed(int upper, int lower) {
        int joined = (upper & UPPER_BIT) | (lower & LOWER_BITS);
        return (joined >>> 1) ^ (-(joined & 1) & TWIST);
    }
}
