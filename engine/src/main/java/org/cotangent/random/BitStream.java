package org.cotangent.random;

/** A source of uniformly distributed words, and of doubles made from them: what the numpy algorithms draw from. */
interface BitStream {
    /** The next 32 bits, as a signed int: read it with {@link Integer#toUnsignedLong}. */
    int nextInt32();

    /** The next 64 bits, as a signed long. */
    long nextInt64();

    /** The next double in [0, 1). */
    double nextDouble();
}
