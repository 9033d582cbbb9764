package org.cotangent.nn.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.optim.SGD;
import org.junit.jupiter.api.Test;

class EstimateTest {
    @Test
    void aStoredEstimateOutlivesItsTidy() {
        Parameter p = new Parameter(Tensor.zeros(5000));
        Tensor.tidy(() -> {
            SequencedMap<Parameter, Tensor> gradients = new LinkedHashMap<>();
            gradients.put(p, Tensor.ones(5000).mul(3));
            new Estimate(0, gradients).store();
        });
        new SGD(List.of(p), 1).step();
        assertEquals(-3, p.value().at(4999));
    }
}
