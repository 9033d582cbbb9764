package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.ReLU;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Sigmoid;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final double LR = 0.1;

    private final Sequential net =
            new Sequential(new Linear(3, 4, new TorchGenerator(1)), new ReLU(), new Linear(4, 2, new TorchGenerator(2)), new Sigmoid());
    private final Tensor x = Tensor.randn(new TorchGenerator(3), 8, 3);

    private void train(Health health, int steps) {
        SGD optimizer = new SGD(net.parameters(), LR);
        for (int i = 0; i < steps; i++) {
            optimizer.zeroGrad();
            health.watch(() -> net.forward(x).square().sum()).backward();
            health.step(optimizer::step);
        }
    }

    @Test
    void thePlainStepIsTheLearningRateTimesTheGradient() {
        double weight = Math.sqrt(Autograd.noGrad(() -> net.parameters().getFirst().value().square().sum()).item());
        Health health = new Health(net, 1);
        train(health, 1);
        Vital vital = health.readings().getFirst().parameters().get("0.weight");
        assertEquals(weight, vital.weightNorm(), 1e-6);
        double gradient = Math.sqrt(net.parameters().getFirst().grad().square().sum().item());
        assertEquals(gradient, vital.gradientNorm(), 1e-6);
        assertEquals(LR * gradient, vital.updateNorm(), 1e-6);
        assertEquals(LR * gradient / weight, vital.updateRatio(), 1e-6);
        assertEquals(
                List.of("0.weight", "0.bias", "2.weight", "2.bias"),
                List.copyOf(health.readings().getFirst().parameters().keySet()));
    }

    @Test
    void aReadingEverySoManySteps() {
        Health health = new Health(net, 3);
        train(health, 8);
        assertEquals(List.of(0, 3, 6), health.readings().stream().map(Reading::step).toList());
        assertThrows(IllegalArgumentException.class, () -> new Health(net, 0));
    }

    @Test
    void unitsThatNeverFireAreDead() {
        Tensor bias = net.parameters().get(1).value();
        Autograd.noGrad(() -> bias.copyFrom(Tensor.of(new float[] {-1000, 1000, -1000, 1000}, 4)));
        Health health = new Health(net, 1);
        train(health, 1);
        Reading reading = health.readings().getFirst();
        assertEquals(List.of("relu of 0", "sigmoid of 2"), List.copyOf(reading.deadUnits().keySet()));
        assertEquals(0.5, reading.deadUnits().get("relu of 0"));
    }

    @Test
    void saturatedSigmoidsAreDead() {
        Tensor bias = net.parameters().get(3).value();
        Autograd.noGrad(() -> bias.copyFrom(Tensor.of(new float[] {100, 0}, 2)));
        Health health = new Health(net, 1);
        train(health, 1);
        assertEquals(0.5, health.readings().getFirst().deadUnits().get("sigmoid of 2"));
    }

    @Test
    void lookingChangesNothing() {
        Sequential twin = new Sequential(
                new Linear(3, 4, new TorchGenerator(1)), new ReLU(), new Linear(4, 2, new TorchGenerator(2)), new Sigmoid());
        SGD optimizer = new SGD(twin.parameters(), LR);
        for (int i = 0; i < 5; i++) {
            optimizer.zeroGrad();
            twin.forward(x).square().sum().backward();
            optimizer.step();
        }
        train(new Health(net, 2), 5);
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(
                    twin.parameters().get(i).value().toDoubles(), net.parameters().get(i).value().toDoubles(), 0);
        }
    }

    @Test
    void channelsOfImagesAreUnits() {
        Tensor image = Tensor.of(new float[] {1, 2, 0, 0, 3, 0, 0, 0}, 2, 2, 2); // [n, channel, place]
        Sequential only = new Sequential(new Linear(1, 1, new TorchGenerator(0)));
        Health health = new Health(only, 1);
        health.watch(image::relu);
        health.step(() -> {});
        assertEquals(0.5, health.readings().getFirst().deadUnits().get("relu"), "channel 1 is 0 in both images");
        assertTrue(health.readings().getFirst().parameters().containsKey("0.weight"));
    }
}
