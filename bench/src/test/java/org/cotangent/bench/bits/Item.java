package org.cotangent.bench.bits;

import java.util.List;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;

/**
 * Something whose bits must always be the same.
 *
 * @param name says which operation it is, and on what
 * @param compute does it, from numbers of its own
 */
record Item(String name, Supplier<List<Tensor>> compute) {
    /**
     * Computes it.
     *
     * @return a number that stands for every bit of every result; NaN is NaN whatever its bits
     */
    long hash() {
        long hash = 1;
        for (Tensor each : compute.get()) {
            hash = 31 * hash + hash(each);
        }
        return hash;
    }

    private static long hash(Tensor x) {
        long hash = x.shape().hashCode();
        if (x.dtype() == DType.FLOAT32) {
            for (float each : x.toFloats()) {
                hash = 31 * hash + Float.floatToIntBits(each);
            }
        } else if (x.dtype() == DType.FLOAT64) {
            for (double each : x.toDoubles()) {
                hash = 31 * hash + Double.doubleToLongBits(each);
            }
        } else {
            for (long each : x.toLongs()) {
                hash = 31 * hash + each;
            }
        }
        return hash;
    }
}
