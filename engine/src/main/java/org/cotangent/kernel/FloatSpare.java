// twin: FloatSpare -> DoubleSpare
package org.cotangent.kernel;

/**
 * Arrays that a thread uses again and again, because to clear a new one costs more than the work it is needed for. They grow
 * to what was needed; only one beyond {@value #KEPT} elements is new each time, lest one large batch hold its memory for as
 * long as the thread lives.
 */
public final class FloatSpare {
    private static final int KEPT = 1 << 24;

    private static final ThreadLocal<FloatSpare> OF_THREAD = ThreadLocal.withInitial(FloatSpare::new);

    /** What an array is for: one that is in use is not asked for again. */
    public enum Use {
        /** Interleaved images of a convolution, or of a search in windows. */
        IMAGES,
        /** Interleaved gradients of a convolution. */
        GRADIENTS,
        /** Results of a convolution, or places found in windows, before they are sorted into the images. */
        RESULTS,
        /** Numbers along a row, for softmax and standardizing; places found in windows, image by image. */
        ROW,
        /** A part of the left factor of a matrix product, packed. */
        LEFT,
        /** A part of the right factor, packed. */
        RIGHT,
        /** A part of a matrix product that cannot be written in place; lanes of sums. */
        PRODUCT
    }

    private final float[][] arrays = new float[Use.values().length][0];

    private FloatSpare() {}

    /**
     * The arrays of this thread.
     *
     * @return them
     */
    public static FloatSpare get() {
        return OF_THREAD.get();
    }

    /**
     * An array of any content.
     *
     * @param use what for
     * @param size the least number of elements
     * @return that many or more
     */
    public float[] array(Use use, int size) {
        float[] array = arrays[use.ordinal()];
        if (array.length >= size) {
            return array;
        }
        float[] larger = new float[size];
        if (size <= KEPT) {
            arrays[use.ordinal()] = larger;
        }
        return larger;
    }
}
