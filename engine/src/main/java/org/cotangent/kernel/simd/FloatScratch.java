// twin: FloatScratch -> DoubleScratch
package org.cotangent.kernel.simd;

/** The buffers of one thread for its part of a matrix product. They grow to what was needed and stay. */
final class FloatScratch {
    private static final ThreadLocal<FloatScratch> OF_THREAD = ThreadLocal.withInitial(FloatScratch::new);

    /** A part of A, packed. */
    float[] a = new float[0];

    /** A part of B, packed. */
    float[] b = new float[0];

    /** A part of C that cannot be written in place. */
    float[] c = new float[0];

    private FloatScratch() {}

    static FloatScratch get() {
        return OF_THREAD.get();
    }

    float[] a(int size) {
        if (a.length < size) {
            a = new float[size];
        }
        return a;
    }

    float[] b(int size) {
        if (b.length < size) {
            b = new float[size];
        }
        return b;
    }

    float[] c(int size) {
        if (c.length < size) {
            c = new float[size];
        }
        return c;
    }
}
