package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.loss.Loss;
import org.cotangent.nn.loss.MSELoss;
import org.cotangent.nn.module.WideNet;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Test;

/** Everything together: the regression of tutorial W1D2 goes as it went in PyTorch, from the seed to the last loss. */
class WideNetTest {
    private static final JsonNode GOLDEN = Golden.read("widenet.json");

    /** The golden curve does not hold the loss of the start: the tutorial has taken a step before it records. */
    private static final int FIRST = 1;

    private final WideNet net = new WideNet(512, new TorchGenerator(GOLDEN.get("seed").asLong()));
    private final Loss objective = new MSELoss();

    private Tensor loss(DType type) {
        return objective.forward(
                net.forward(Golden.tensor(GOLDEN.get("inputs")).to(type)),
                Golden.tensor(GOLDEN.get("targets")).to(type));
    }

    @Test
    void theFirstLossAndItsGradients() {
        Tensor loss = loss(DType.FLOAT32);
        assertEquals(GOLDEN.get("firstLoss").asDouble(), loss.item(), 2e-7);
        loss.backward();
        GOLDEN.get("firstGradients").properties().forEach(record -> {
            double[] expected = Golden.tensor(record.getValue()).toDoubles();
            double[] found = net.namedParameters().get(record.getKey()).grad().toDoubles();
            double largest = 0;
            for (double e : expected) {
                largest = Math.max(largest, Math.abs(e));
            }
            assertEquals(expected.length, found.length);
            for (int i = 0; i < found.length; i++) {
                assertEquals(expected[i], found[i], 1e-6 * largest, record.getKey() + " " + i);
            }
        });
    }

    private double[] train(int steps) {
        SGD optimizer = new SGD(net.parameters(), SGD.options(0.003).momentum(0.9));
        double[] losses = new double[steps];
        for (int step = 0; step < steps; step++) {
            optimizer.zeroGrad();
            Tensor loss = loss(net.parameters().getFirst().dtype());
            loss.backward();
            optimizer.step();
            losses[step] = loss.item();
        }
        return losses;
    }

    @Test
    void theLossCurveInFloat32() {
        double[] expected = Golden.tensor(GOLDEN.get("losses")).toDoubles();
        double[] losses = train(expected.length + 1);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], losses[i + FIRST], 1e-4 * expected[i], "step " + i);
        }
    }

    @Test
    void theLossCurveInFloat64() {
        net.to(DType.FLOAT64);
        double[] expected = Golden.tensor(GOLDEN.get("losses64")).toDoubles();
        double[] losses = train(10 * (expected.length - 1) + FIRST + 1);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], losses[10 * i + FIRST], 1e-9 * expected[i], "step " + 10 * i);
        }
    }
}
