package org.cotangent.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The stream of PyTorch's CPU generator, {@code torch.manual_seed(seed)}, bit for bit.
 *
 * <p>A method with the name of torch's draws the same values in the same order. float32 is the default, as in torch;
 * the methods that end in {@code Double} draw float64, which is another stream and not a wider version of the first.
 * (Checked against PyTorch 1.13 on x86-64. float64 normals need a logarithm, sine and cosine, for which torch asks the
 * C library: ours are rounded correctly, glibc's almost always, so that one normal in 600 differs by one unit in the
 * last place and one in 7,000 by two.) Not thread-safe: one generator belongs to one thread.
 *
 * {@snippet :
 * TorchGenerator generator = new TorchGenerator(2021);
 * float[] noise = generator.randn(1000);
 * long[] order = generator.randperm(4000);
 * }
 */
public final class TorchGenerator {
    /** Fewer normals than this are drawn one by one. */
    private static final int BLOCK_MINIMUM = NormalBlocks.SIZE;

    private static final long WORD = 0xffffffffL;
    private static final long DOUBLE_BITS = (1L << 53) - 1;
    private static final int FLOAT_BITS = (1 << 24) - 1;

    /** The size and the fields' places of what {@code torch.get_rng_state()} returns. */
    private static final int STATE_BYTES = 5056;

    private static final int STATE_LEFT = 8;
    private static final int STATE_SEEDED = 12;
    private static final int STATE_NEXT = 16;
    private static final int STATE_WORDS = 24;
    private static final int STATE_NORMAL = STATE_WORDS + 8 * MersenneTwister.SIZE + 8;
    private static final int STATE_HAS_NORMAL = STATE_NORMAL + 16;

    private final MersenneTwister stream;
    private long seed;

    /** Box and Muller's second value, kept until one normal is drawn on its own again. */
    private double cachedNormal;

    private boolean hasCachedNormal;

    /**
     * The generator of a seed.
     *
     * @param seed any value; the engine takes its lower 32 bits only
     */
    public TorchGenerator(long seed) {
        this.stream = new MersenneTwister((int) seed);
        this.seed = seed;
    }

    /**
     * Starts again with a seed, and forgets the cached normal.
     *
     * @param newSeed any value; the engine takes its lower 32 bits only
     * @return this
     */
    public TorchGenerator manualSeed(long newSeed) {
        stream.seed((int) newSeed);
        seed = newSeed;
        hasCachedNormal = false;
        cachedNormal = 0;
        return this;
    }

    /**
     * The seed of the constructor or of the last {@link #manualSeed}.
     *
     * @return the seed as it was given
     */
    public long initialSeed() {
        return seed;
    }

    /**
     * Saves the state: the bytes of {@code torch.get_rng_state()}, so that PyTorch could continue from them.
     *
     * @return 5056 bytes, to be given to {@link #restore}
     */
    public byte[] state() {
        int[] words = stream.words();
        int position = stream.position();
        boolean fresh = position == MersenneTwister.SIZE && words[0] == (int) seed;
        ByteBuffer bytes = ByteBuffer.allocate(STATE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, seed);
        bytes.putInt(STATE_LEFT, fresh ? 1 : MersenneTwister.SIZE + 1 - position);
        bytes.putInt(STATE_SEEDED, 1);
        bytes.putLong(STATE_NEXT, fresh ? 0 : position);
        for (int i = 0; i < words.length; i++) {
            bytes.putLong(STATE_WORDS + 8 * i, Integer.toUnsignedLong(words[i]));
        }
        bytes.putDouble(STATE_NORMAL, cachedNormal);
        bytes.putInt(STATE_HAS_NORMAL, hasCachedNormal ? 1 : 0);
        return bytes.array();
    }

    /**
     * Continues from a saved state: the draws that follow are those that followed when it was saved.
     *
     * @param state what {@link #state} or {@code torch.get_rng_state()} returned
     * @throws IllegalArgumentException when these bytes are no such state
     */
    public void restore(byte[] state) {
        String asked = "restore torch's generator from " + state.length + " bytes";
        String advice = "what state() or torch.get_rng_state() returned";
        if (state.length != STATE_BYTES) {
            throw Refusal.of(asked, "a state has " + STATE_BYTES, advice);
        }
        ByteBuffer bytes = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
        int left = bytes.getInt(STATE_LEFT);
        if (left < 1 || left > MersenneTwister.SIZE) {
            String reason = "they say that " + left + " of " + MersenneTwister.SIZE + " words are left";
            throw Refusal.of(asked, reason, advice);
        }
        int[] words = new int[MersenneTwister.SIZE];
        for (int i = 0; i < words.length; i++) {
            words[i] = (int) bytes.getLong(STATE_WORDS + 8 * i);
        }
        stream.restore(words, MersenneTwister.SIZE + 1 - left);
        seed = bytes.getLong(0);
        cachedNormal = bytes.getDouble(STATE_NORMAL);
        hasCachedNormal = bytes.getInt(STATE_HAS_NORMAL) != 0;
    }

    /**
     * The next raw 32 bits.
     *
     * @return the word; read it with the unsigned methods of {@link Integer}
     */
    public int nextInt32() {
        return stream.nextInt32();
    }

    /**
     * The next raw 64 bits: two words, the first in the upper half.
     *
     * @return the word; read it with the unsigned methods of {@link Long}
     */
    public long nextInt64() {
        return stream.nextInt64();
    }

    /**
     * One non-negative int64, as {@code torch.empty((), dtype=torch.int64).random_()}: what a data loader seeds with.
     *
     * @return a value from 0 to 2^63 - 1
     */
    public long random() {
        return stream.nextInt64() & Long.MAX_VALUE;
    }

    /**
     * Uniform float32 values in [0, 1): multiples of 2^-24.
     *
     * @param n how many
     * @return n values
     * @throws IllegalArgumentException when n is negative
     */
    public float[] rand(int n) {
        Refusal.checkCount("rand", n);
        float[] out = new float[n];
        fillUniform(out, 0, 1);
        return out;
    }

    /**
     * Uniform float64 values in [0, 1): multiples of 2^-53.
     *
     * @param n how many
     * @return n values
     * @throws IllegalArgumentException when n is negative
     */
    public double[] randDouble(int n) {
        Refusal.checkCount("randDouble", n);
        double[] out = new double[n];
        fillUniform(out, 0, 1);
        return out;
    }

    /**
     * Standard normals in float32.
     *
     * @param n how many; fewer than 16 are drawn one by one, more in blocks, which gives other values
     * @return n values
     * @throws IllegalArgumentException when n is negative
     */
    public float[] randn(int n) {
        Refusal.checkCount("randn", n);
        float[] out = new float[n];
        fillNormal(out, 0, 1);
        return out;
    }

    /**
     * Standard normals in float64.
     *
     * @param n how many; fewer than 16 are drawn one by one, more in blocks, which gives other values
     * @return n values
     * @throws IllegalArgumentException when n is negative
     */
    public double[] randnDouble(int n) {
        Refusal.checkCount("randnDouble", n);
        double[] out = new double[n];
        fillNormal(out, 0, 1);
        return out;
    }

    /**
     * Fills an array as {@code tensor.uniform_(from, to)}: u * (to - from) + from, rounded once.
     *
     * @param out what to fill
     * @param from the smallest value
     * @param to the upper end, exclusive but for rounding
     * @throws IllegalArgumentException when from exceeds to
     */
    public void fillUniform(float[] out, double from, double to) {
        fillUniform(out, 0, out.length, from, to);
    }

    /**
     * Fills part of an array as {@code tensor.uniform_(from, to)} fills a tensor of that length.
     *
     * @param out what to fill
     * @param offset the first place
     * @param length how many places
     * @param from the smallest value
     * @param to the upper end, exclusive but for rounding
     * @throws IllegalArgumentException when from exceeds to
     */
    public void fillUniform(float[] out, int offset, int length, double from, double to) {
        Refusal.checkInterval("uniform", from, to);
        float low = (float) from;
        float range = (float) to - low;
        for (int i = offset; i < offset + length; i++) {
            out[i] = Math.fma(nextFloat(), range, low);
        }
    }

    /**
     * Fills an array as {@code tensor.uniform_(from, to)}: u * (to - from) + from, rounded once.
     *
     * @param out what to fill
     * @param from the smallest value
     * @param to the upper end, exclusive but for rounding
     * @throws IllegalArgumentException when from exceeds to
     */
    public void fillUniform(double[] out, double from, double to) {
        fillUniform(out, 0, out.length, from, to);
    }

    /**
     * Fills part of an array as {@code tensor.uniform_(from, to)} fills a tensor of that length.
     *
     * @param out what to fill
     * @param offset the first place
     * @param length how many places
     * @param from the smallest value
     * @param to the upper end, exclusive but for rounding
     * @throws IllegalArgumentException when from exceeds to
     */
    public void fillUniform(double[] out, int offset, int length, double from, double to) {
        Refusal.checkInterval("uniform", from, to);
        double range = to - from;
        for (int i = offset; i < offset + length; i++) {
            out[i] = Math.fma(nextDouble(), range, from);
        }
    }

    /**
     * Fills an array as {@code tensor.normal_(mean, std)}: z * std + mean.
     *
     * @param out what to fill
     * @param mean the mean
     * @param std the standard deviation
     * @throws IllegalArgumentException when the deviation is negative
     */
    public void fillNormal(float[] out, double mean, double std) {
        fillNormal(out, 0, out.length, mean, std);
    }

    /**
     * Fills part of an array as {@code tensor.normal_(mean, std)} fills a tensor of that length.
     *
     * @param out what to fill
     * @param offset the first place
     * @param length how many places; with 16 or more they are drawn in blocks
     * @param mean the mean
     * @param std the standard deviation
     * @throws IllegalArgumentException when the deviation is negative
     */
    public void fillNormal(float[] out, int offset, int length, double mean, double std) {
        Refusal.checkDeviation("normal", std);
        int end = offset + length;
        if (length < BLOCK_MINIMUM) {
            for (int i = offset; i < end; i++) {
                out[i] = (float) nextNormal(mean, std);
            }
            return;
        }
        fillUniform(out, offset, length, 0, 1);
        for (int i = offset; i <= end - NormalBlocks.SIZE; i += NormalBlocks.SIZE) {
            NormalBlocks.transform(out, i, (float) mean, (float) std);
        }
        if (length % NormalBlocks.SIZE != 0) {
            // The last block overlaps the one before it, whose values are drawn anew.
            int last = end - NormalBlocks.SIZE;
            fillUniform(out, last, NormalBlocks.SIZE, 0, 1);
            NormalBlocks.transform(out, last, (float) mean, (float) std);
        }
    }

    /**
     * Fills an array as {@code tensor.normal_(mean, std)}: z * std + mean.
     *
     * @param out what to fill
     * @param mean the mean
     * @param std the standard deviation
     * @throws IllegalArgumentException when the deviation is negative
     */
    public void fillNormal(double[] out, double mean, double std) {
        fillNormal(out, 0, out.length, mean, std);
    }

    /**
     * Fills part of an array as {@code tensor.normal_(mean, std)} fills a tensor of that length.
     *
     * @param out what to fill
     * @param offset the first place
     * @param length how many places; with 16 or more they are drawn in blocks
     * @param mean the mean
     * @param std the standard deviation
     * @throws IllegalArgumentException when the deviation is negative
     */
    public void fillNormal(double[] out, int offset, int length, double mean, double std) {
        Refusal.checkDeviation("normal", std);
        int end = offset + length;
        if (length < BLOCK_MINIMUM) {
            for (int i = offset; i < end; i++) {
                out[i] = nextNormal(mean, std);
            }
            return;
        }
        fillUniform(out, offset, length, 0, 1);
        for (int i = offset; i <= end - NormalBlocks.SIZE; i += NormalBlocks.SIZE) {
            NormalBlocks.transform(out, i, mean, std);
        }
        if (length % NormalBlocks.SIZE != 0) {
            int last = end - NormalBlocks.SIZE;
            fillUniform(out, last, NormalBlocks.SIZE, 0, 1);
            NormalBlocks.transform(out, last, mean, std);
        }
    }

    /**
     * 0 .. n-1 in random order.
     *
     * @param n how many
     * @return each index once
     * @throws IllegalArgumentException when n is negative
     */
    public long[] randperm(int n) {
        Refusal.checkCount("randperm", n);
        long[] out = new long[n];
        for (int i = 0; i < n; i++) {
            out[i] = i;
        }
        for (int i = 0; i < n - 1; i++) {
            int other = i + Integer.remainderUnsigned(stream.nextInt32(), n - i);
            long kept = out[i];
            out[i] = out[other];
            out[other] = kept;
        }
        return out;
    }

    /**
     * Integers in [low, high): a word modulo the size of the range, as torch does it, slight bias included.
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
        long range = high - low;
        boolean wide = range >>> 32 != 0;
        long[] out = new long[n];
        for (int i = 0; i < n; i++) {
            long word = wide ? stream.nextInt64() : stream.nextInt32() & WORD;
            out[i] = low + Long.remainderUnsigned(word, range);
        }
        return out;
    }

    /**
     * Coin flips, as {@code tensor.bernoulli_(p)}: a uniform double below p.
     *
     * @param p the probability of true
     * @param n how many
     * @return n flips
     * @throws IllegalArgumentException when p is no probability or n is negative
     */
    public boolean[] bernoulli(double p, int n) {
        Refusal.checkCount("bernoulli", n);
        Refusal.checkProbability("bernoulli", p);
        boolean[] out = new boolean[n];
        for (int i = 0; i < n; i++) {
            out[i] = nextDouble() < p;
        }
        return out;
    }

    /**
     * What dropout multiplies float32 inputs by: 0 with probability p, else 1 / (1 - p).
     *
     * @param p the probability that an input is dropped; 0 and 1 draw nothing, as in torch
     * @param n how many
     * @return n factors
     * @throws IllegalArgumentException when p is no probability or n is negative
     */
    public float[] dropoutMask(double p, int n) {
        Refusal.checkCount("dropoutMask", n);
        Refusal.checkProbability("dropoutMask", p);
        float[] out = new float[n];
        float kept = 1 / (float) (1 - p);
        for (int i = 0; i < n && p < 1; i++) {
            out[i] = p == 0 || nextDouble() < 1 - p ? kept : 0;
        }
        return out;
    }

    /**
     * What dropout multiplies float64 inputs by: 0 with probability p, else 1 / (1 - p).
     *
     * @param p the probability that an input is dropped; 0 and 1 draw nothing, as in torch
     * @param n how many
     * @return n factors
     * @throws IllegalArgumentException when p is no probability or n is negative
     */
    public double[] dropoutMaskDouble(double p, int n) {
        Refusal.checkCount("dropoutMaskDouble", n);
        Refusal.checkProbability("dropoutMaskDouble", p);
        double[] out = new double[n];
        double kept = 1 / (1 - p);
        for (int i = 0; i < n && p < 1; i++) {
            out[i] = p == 0 || nextDouble() < 1 - p ? kept : 0;
        }
        return out;
    }

    private float nextFloat() {
        return (stream.nextInt32() & FLOAT_BITS) * 0x1p-24f;
    }

    private double nextDouble() {
        return (stream.nextInt64() & DOUBLE_BITS) * 0x1p-53;
    }

    /**
     * One normal by Box and Muller in double, or the cached one; the angle's uniform is drawn first. torch's source
     * says log1p(-u), its bits are those of log(1 - u), which is the same logarithm of the same number rounded better.
     */
    private double nextNormal(double mean, double std) {
        double z;
        if (hasCachedNormal) {
            z = cachedNormal;
            hasCachedNormal = false;
            cachedNormal = 0;
        } else {
            double theta = 2 * Math.PI * nextDouble();
            double radius = Math.sqrt(-2 * Elementary.log(1 - nextDouble()));
            cachedNormal = radius * Elementary.sin(theta);
            hasCachedNormal = true;
            z = radius * Elementary.cos(theta);
        }
        return Math.fma(z, std, mean);
    }
}
