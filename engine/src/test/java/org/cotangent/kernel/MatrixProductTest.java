package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The plain product sums in the order that its description promises. */
class MatrixProductTest {
    @Test
    void aSmallProductByHand() {
        float[] a = {1, 2, 3, 4, 5, 6}; // 2 x 3
        float[] b = {1, 0, 2, 1, 0, 3}; // 3 x 2
        float[] c = new float[4];
        MatrixProduct.multiply(2, 2, 3, a, 0, 3, 1, b, 0, 2, 1, null, 0, c, 0, 2);
        assertArrayEquals(new float[] {5, 11, 14, 23}, c);
        MatrixProduct.multiply(2, 2, 3, a, 0, 3, 1, b, 0, 2, 1, new float[] {9, 10, 20}, 1, c, 0, 2);
        assertArrayEquals(new float[] {15, 31, 24, 43}, c);
    }

    @Test
    void transposedFactorsAndAWiderResult() {
        double[] a = {1, 4, 2, 5, 3, 6}; // the same 2 x 3, column by column
        double[] b = {9, 1, 2, 0, 0, 1, 3}; // the same 3 x 2, column by column, after one number
        double[] c = {-1, -1, -1, -1, -1, -1, -1};
        MatrixProduct.multiply(2, 2, 3, a, 0, 1, 2, b, 1, 1, 3, null, 0, c, 1, 3);
        assertArrayEquals(new double[] {-1, 5, 11, -1, 14, 23, -1}, c);
    }

    @Test
    void anEmptySumIsTheBiasOrZero() {
        float[] c = {7, 7, 7, 7};
        MatrixProduct.multiply(2, 2, 0, new float[0], 0, 0, 1, new float[0], 0, 2, 1, null, 0, c, 0, 2);
        assertArrayEquals(new float[4], c);
        MatrixProduct.multiply(2, 2, 0, new float[0], 0, 0, 1, new float[0], 0, 2, 1, new float[] {1, 2}, 0, c, 0, 2);
        assertArrayEquals(new float[] {1, 2, 1, 2}, c);
    }

    @Test
    void aChainRoundsOnceForEachStep() {
        // 2^24 + 1 is not a float: the exact product survives only because it is not rounded before it is added.
        float[] a = {4097, 1};
        float[] b = {4097, -16785408};
        float[] c = new float[1];
        MatrixProduct.multiply(1, 1, 2, a, 0, 2, 1, b, 0, 1, 1, null, 0, c, 0, 1);
        assertEquals(Math.fma(1f, -16785408f, Math.fma(4097f, 4097f, 0f)), c[0]);
        MatrixProduct.multiply(1, 1, 1, a, 0, 2, 1, b, 0, 1, 1, new float[] {-16785408}, 0, c, 0, 1);
        assertEquals(1f, c[0], "4097 * 4097 = 16785409, less the bias, with one rounding");
    }

    @Test
    void lanesAreFoldedInHalves() {
        // The 16 lanes hold 2^24, 1, 1, ...: one after the other the ones would be lost, in halves they are not.
        float[] a = new float[16];
        float[] b = new float[16];
        Arrays.fill(a, 1f);
        Arrays.fill(b, 1f);
        a[0] = 1 << 24;
        float[] c = new float[1];
        assertTrue(MatrixProduct.runsAlongInner(1, 1, 16, 1, 1));
        MatrixProduct.multiply(1, 1, 16, a, 0, 16, 1, b, 0, 1, 1, null, 0, c, 0, 1);
        // Lane 0 takes 8, then 4, then 2, then 1: each time it adds the sum of that many ones.
        float expected = (1 << 24) + 1f;
        expected += 2;
        expected += 4;
        expected += 8;
        assertEquals(expected, c[0]);
    }

    @Test
    void whichWayTheSumRuns() {
        assertTrue(MatrixProduct.runsAlongInner(32, 1, 512, 1, 1), "a matrix times a vector");
        assertTrue(MatrixProduct.runsAlongInner(1, 512, 512, 7, 1), "a vector times a transposed matrix");
        assertFalse(MatrixProduct.runsAlongInner(1, 512, 512, 1, 512), "a vector times a matrix: columns side by side");
        assertFalse(MatrixProduct.runsAlongInner(32, 1, 512, 32, 1), "a transposed matrix: rows side by side");
        assertTrue(MatrixProduct.runsAlongInner(200, 10, 160, 1, 10));
        assertFalse(MatrixProduct.runsAlongInner(200, 10, 159, 1, 10), "too short for ten columns");
        assertFalse(MatrixProduct.runsAlongInner(200, 17, 5000, 1, 17), "wide enough for vectors");
    }

    @Test
    void aFactorThatReachesBeyondItsArrayIsRefused() {
        float[] c = new float[4];
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> MatrixProduct.multiply(
                        2, 2, 3, new float[5], 0, 3, 1, new float[6], 0, 2, 1, null, 0, c, 0, 2));
    }
}
