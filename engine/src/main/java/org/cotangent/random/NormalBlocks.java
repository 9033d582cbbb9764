package org.cotangent.random;

/**
 * Sixteen uniforms into sixteen normals at a time: what torch's CPU generator does when 16 or more are asked for.
 *
 * <p>Box and Muller: of a block d, u1 = 1 - d[j] and u2 = d[j + 8] for j &lt; 8 give r = sqrt(-2 log u1) and
 * t = 2 pi u2; then d[j] = r cos t * std + mean and d[j + 8] = r sin t * std + mean.
 */
final class NormalBlocks {
    /** The values of a block. */
    static final int SIZE = 16;

    private static final int HALF = SIZE / 2;

    private static final float TWO_PI = (float) (2 * Math.PI);

    /** 4 / pi, and pi / 4 in three parts of few bits: Cody and Waite's reduction, as Cephes does it. */
    private static final float FOUR_OVER_PI = 1.27323954473516f;

    private static final float QUARTER_PI_HIGH = 0.78515625f;
    private static final float QUARTER_PI_MIDDLE = 2.4187564849853515625e-4f;
    private static final float QUARTER_PI_LOW = 3.77489497744594108e-8f;

    /** log 2 in two parts. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float SQRT_HALF = 0.707106781186547524f;

    private NormalBlocks() {}

    /** Transforms the 16 float32 uniforms from {@code at} on. */
    static void transform(float[] d, int at, float mean, float std) {
        for (int j = at; j < at + HALF; j++) {
            float radius = (float) Math.sqrt(-2 * log(1 - d[j]));
            float theta = TWO_PI * d[j + HALF];
            d[j] = Math.fma(radius * sinOrCos(theta, true), std, mean);
            d[j + HALF] = Math.fma(radius * sinOrCos(theta, false), std, mean);
        }
    }

    /** Transforms the 16 float64 uniforms from {@code at} on. */
    static void transform(double[] d, int at, double mean, double std) {
        for (int j = at; j < at + HALF; j++) {
            double radius = Math.sqrt(-2 * Elementary.log(1 - d[j]));
            double theta = 2 * Math.PI * d[j + HALF];
            d[j] = Math.fma(radius * Elementary.cos(theta), std, mean);
            d[j + HALF] = Math.fma(radius * Elementary.sin(theta), std, mean);
        }
    }

    /**
     * The natural logarithm of x in (0, 1], by the polynomial of Cephes' logf with fused multiply-adds: torch's vector
     * code has these bits, the C library's logf has others.
     */
    private static float log(float x) {
        int e = Math.getExponent(x) + 1;
        float m = Math.scalb(x, -e);
        float f;
        if (m < SQRT_HALF) {
            e--;
            f = (m - 1) + m;
        } else {
            f = m - 1;
        }
        float z = f * f;
        float y = 7.0376836292e-2f;
        y = Math.fma(y, f, -1.1514610310e-1f);
        y = Math.fma(y, f, 1.1676998740e-1f);
        y = Math.fma(y, f, -1.2420140846e-1f);
        y = Math.fma(y, f, 1.4249322787e-1f);
        y = Math.fma(y, f, -1.6668057665e-1f);
        y = Math.fma(y, f, 2.0000714765e-1f);
        y = Math.fma(y, f, -2.4999993993e-1f);
        y = Math.fma(y, f, 3.3333331174e-1f);
        y *= f;
        y = Math.fma(y, z, e * LN2_LOW);
        y = Math.fma(-z, 0.5f, y);
        return Math.fma(e, LN2_HIGH, f + y);
    }

    /** The sine or cosine of an angle in [0, 2 pi], by the polynomials of Cephes' sinf and cosf, likewise. */
    private static float sinOrCos(float x, boolean cosine) {
        int octant = ((int) (x * FOUR_OVER_PI) + 1) & ~1;
        float k = octant;
        float r = Math.fma(k, -QUARTER_PI_HIGH, x);
        r = Math.fma(k, -QUARTER_PI_MIDDLE, r);
        r = Math.fma(k, -QUARTER_PI_LOW, r);
        float z = r * r;
        boolean swapped = (octant & 2) != 0;
        float value = swapped == cosine ? sinSeries(r, z) : cosSeries(z);
        boolean negative = ((cosine ? octant + 2 : octant) & 4) != 0;
        return negative ? -value : value;
    }

    private static float cosSeries(float z) {
        float c = 2.443315711809948e-5f;
        c = Math.fma(c, z, -1.388731625493765e-3f);
        c = Math.fma(c, z, 4.166664568298827e-2f);
        c *= z;
        return Math.fma(c, z, -(z * 0.5f)) + 1;
    }

    private static float sinSeries(float r, float z) {
        float s = -1.9515295891e-4f;
        s = Math.fma(s, z, 8.3321608736e-3f);
        s = Math.fma(s, z, -1.6666654611e-1f);
        s *= z;
        return Math.fma(s, r, r);
    }
}
