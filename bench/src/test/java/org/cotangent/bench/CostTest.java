package org.cotangent.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.Convolution;
import org.cotangent.Pool;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** What operations cost is counted inside fused ones too. */
class CostTest {
    @Test
    void anElementwiseOperationCostsTheStepsOfItsRecipe() {
        Tensor x = Tensor.ones(10, 10);
        assertEquals(new Cost(100, 800), Cost.of(x::relu));
        assertEquals(new Cost(100, 1200), Cost.of(() -> x.mul(x.detach())));
    }

    @Test
    void aConvolutionCostsTwoForEachResultAndWeight() {
        Tensor x = Tensor.ones(16, 2, 6, 6);
        Tensor w = Tensor.ones(3, 2, 3, 3).requiresGrad(true);
        double results = 16 * 3 * 4 * 4;
        assertEquals(2 * results * 18, Cost.of(() -> x.conv2d(w, null, Convolution.DEFAULT)).flops());
    }

    @Test
    void fusedOperationsCostSomething() {
        Tensor x = Tensor.ones(64, 100);
        assertTrue(Cost.of(() -> x.softmax(-1)).flops() > 3 * x.size(), "softmax");
        assertTrue(Cost.of(() -> x.layerNorm(new int[] {100}, null, null, 1e-5)).flops() > 5 * x.size(), "layerNorm");
        Tensor images = Tensor.ones(2, 3, 8, 8);
        assertTrue(Cost.of(() -> images.maxPool2d(Pool.of(2))).flops() >= images.size(), "maxPool2d");
    }
}
