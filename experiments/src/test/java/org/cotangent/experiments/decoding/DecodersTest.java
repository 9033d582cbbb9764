package org.cotangent.experiments.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Test;

/** What the decoders are made of: ridge regression, angles, networks. */
class DecodersTest {

    /** The weights solve the normal equations (X'X + lambda I) W = X'Y, which the class does not use. */
    @Property(tries = 50)
    void ridgeSolvesTheNormalEquations(
            @ForAll @IntRange(min = 1, max = 12) int samples,
            @ForAll @IntRange(min = 1, max = 12) int inputs,
            @ForAll @DoubleRange(min = 0.1, max = 100) double lambda,
            @ForAll @IntRange(max = 1000) int seed) {
        TorchGenerator random = new TorchGenerator(seed);
        Tensor x = Tensor.randn(random, samples, inputs).to(DType.FLOAT64);
        Tensor y = Tensor.randn(random, samples, 2).to(DType.FLOAT64);
        Tensor w = Ridge.fit(x, y, lambda).weights();
        Tensor left = x.t().matmul(x).matmul(w).add(w.mul(lambda));
        assertArrayEquals(x.t().matmul(y).toDoubles(), left.toDoubles(), 1e-9);
    }

    @Test
    void ridgeOfOneNumber() {
        Tensor x = Tensor.of(new double[] {1, 2}, 2, 1);
        Ridge ridge = Ridge.fit(x, Tensor.of(new double[] {3, 5}, 2, 1), 2);
        assertEquals(13 / 7.0, ridge.weights().item(), 1e-15); // 3 x 1 + 5 x 2 over 1 + 4 + 2
        assertEquals(26 / 7.0, ridge.predict(Tensor.of(new double[] {2}, 1, 1)).item(), 1e-15);
    }

    @Test
    void anglesOnTheCircle() {
        assertEquals(2, Circle.distance(359, 1));
        assertEquals(2, Circle.distance(1, 359));
        assertEquals(180, Circle.distance(0, 180));
        assertEquals(10, Circle.distance(-725, 5));
        assertEquals(0, Circle.distance(720, 0));
        assertEquals(90, Circle.angle(0, 1));
        assertEquals(270, Circle.angle(0, -2));
        assertEquals(0, Circle.angle(3, 0));
        assertEquals(2, Circle.median(new double[] {9, 2, 1}));
        assertEquals(1.5, Circle.median(new double[] {9, 2, 1, 0}));
    }

    @Property(tries = 100)
    void distancesAreSymmetricAndShort(
            @ForAll @DoubleRange(min = -1000, max = 1000) double a, @ForAll @DoubleRange(min = -1000, max = 1000) double b) {
        double distance = Circle.distance(a, b);
        assertTrue(distance >= 0 && distance <= 180, "" + distance);
        assertEquals(distance, Circle.distance(b, a), 1e-9);
        assertEquals(distance, Circle.distance(a + 360, b), 1e-9);
    }

    @Test
    void theNetworksDifferInTheRectificationAlone() {
        DeepNet linear = new DeepNet(3, 4, new TorchGenerator(1));
        DeepNetReLU rectified = new DeepNetReLU(3, 4, new TorchGenerator(1));
        Tensor r = Tensor.randn(new TorchGenerator(2), 5, 3);
        assertArrayEquals(linear.hidden(r).relu().toFloats(), rectified.hidden(r).toFloats());
        assertEquals("[5, 1]", rectified.forward(r).shape().toString());
        assertEquals(
                """
                DeepNetReLU(
                  (in_layer): Linear(in_features=3, out_features=4, bias=True)
                  (out_layer): Linear(in_features=4, out_features=1, bias=True)
                )""",
                rectified.toString());
    }
}
