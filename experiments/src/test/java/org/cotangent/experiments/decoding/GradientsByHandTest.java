package org.cotangent.experiments.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.loss.MSELoss;
import org.cotangent.nn.module.Parameter;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Test;

/** The formulas of section 2.1 against differences, against backward, and against one case worked out in the head. */
class GradientsByHandTest {

    private static DeepNetReLU net(int inputs, int hidden, long seed) {
        DeepNetReLU net = new DeepNetReLU(inputs, hidden, new TorchGenerator(seed));
        net.to(DType.FLOAT64);
        return net;
    }

    private static Recording data(int stimuli, int neurons, long seed) {
        TorchGenerator random = new TorchGenerator(seed);
        return new Recording(Tensor.randn(random, stimuli, neurons), Tensor.randn(random, stimuli, 1).mul(10))
                .to(DType.FLOAT64);
    }

    private static double loss(DeepNetReLU net, Recording data) {
        return Autograd.noGrad(() -> new MSELoss().forward(net.forward(data.responses()), data.stimuli()))
                .item();
    }

    @Test
    void agreeWithDifferencesOfTheLoss() {
        DeepNetReLU net = net(4, 3, 2);
        Recording data = data(6, 4, 3);
        List<Tensor> byHand = GradientsByHand.of(net, data).all();
        double h = 1e-6;
        for (int k = 0; k < byHand.size(); k++) {
            Parameter parameter = net.parameters().get(k);
            Tensor flat = parameter.value().detach().reshape(parameter.value().size());
            double[] gradient = byHand.get(k).toDoubles();
            for (int i = 0; i < gradient.length; i++) {
                double before = flat.at(i);
                flat.get(i).fill(before + h);
                double above = loss(net, data);
                flat.get(i).fill(before - h);
                double below = loss(net, data);
                flat.get(i).fill(before);
                assertEquals((above - below) / (2 * h), gradient[i], 1e-6 * (1 + Math.abs(gradient[i])));
            }
        }
    }

    @Property(tries = 50)
    void agreeWithBackward(
            @ForAll @IntRange(min = 1, max = 8) int stimuli,
            @ForAll @IntRange(min = 1, max = 20) int neurons,
            @ForAll @IntRange(min = 1, max = 6) int hidden,
            @ForAll @IntRange(max = 1000) int seed) {
        DeepNetReLU net = net(neurons, hidden, seed);
        Recording data = data(stimuli, neurons, seed + 1);
        new MSELoss().forward(net.forward(data.responses()), data.stimuli()).backward();
        List<Tensor> byHand = GradientsByHand.of(net, data).all();
        for (int k = 0; k < byHand.size(); k++) {
            Tensor byEngine = net.parameters().get(k).grad();
            assertEquals(byEngine.shape(), byHand.get(k).shape());
            assertArrayEquals(byEngine.toDoubles(), byHand.get(k).toDoubles(), 1e-12);
        }
    }

    /** h = max(0, 2 x 3 + 1) = 7, y = 5 x 7 - 1 = 34, target 30: d = 2 (34 - 30) = 8. */
    @Test
    void agreeWithPaper() {
        DeepNetReLU net = net(1, 1, 0);
        Autograd.noGrad(() -> {
            net.inLayer().weight().value().fill(2);
            net.inLayer().bias().value().fill(1);
            net.outLayer().weight().value().fill(5);
            net.outLayer().bias().value().fill(-1);
        });
        Tensor three = Tensor.of(new double[] {3}, 1, 1);
        GradientsByHand alive = GradientsByHand.of(net, new Recording(three, Tensor.of(new double[] {30}, 1, 1)));
        assertEquals(8 * 5 * 3, alive.inWeight().item());
        assertEquals(8 * 5, alive.inBias().item());
        assertEquals(8 * 7, alive.outWeight().item());
        assertEquals(8, alive.outBias().item());
        GradientsByHand dead = GradientsByHand.of(net, new Recording(three.neg(), Tensor.of(new double[] {30}, 1, 1)));
        assertEquals(0, dead.inWeight().item());
        assertTrue(dead.outBias().item() != 0);
    }
}
