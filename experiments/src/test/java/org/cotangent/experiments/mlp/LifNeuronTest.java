package org.cotangent.experiments.mlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** The neuron against the tutorial's function as PyTorch 1.13.1 runs it, to the bit, and against theory. */
class LifNeuronTest {

    private static void check(LifNeuron.Trace trace, int steps, List<Integer> firstSpikes, double last) {
        assertEquals(steps, trace.vm().length);
        assertEquals(steps, trace.time().length);
        assertEquals(firstSpikes, trace.spikeSteps().subList(0, firstSpikes.size()));
        assertEquals((float) last, trace.vm()[steps - 1]);
    }

    @Test
    void withAnotherResistanceAndRefractoryTime() {
        LifNeuron neuron = new LifNeuron(3.3, 10, 2.5, 1, 0.5);
        check(neuron.simulate(1.7, 50, 0.1), 501, List.of(65, 155, 245, 335, 425), 0.789847731590271);
    }

    @Test
    void withAnotherCapacitanceStepAndSpike() {
        LifNeuron neuron = new LifNeuron(1, 7.3, 0.3, 1, 0.7);
        check(
                neuron.simulate(2.2, 80, 0.05),
                1601,
                List.of(89, 184, 279, 374, 468, 563, 658, 752, 847, 941),
                0.9649202227592468);
    }

    @Test
    void withAnotherThreshold() {
        LifNeuron neuron = new LifNeuron(1.1, 10, 10, 0.9, 0.5);
        check(neuron.simulate(1.31, 50, 0.1), 501, List.of(108, 316), 0.7718794941902161);
    }

    /** Without rest the spike is never taken back, as in the tutorial: each step starts from above the threshold. */
    @Test
    void withoutRefractoryTime() {
        LifNeuron neuron = new LifNeuron(1, 10, 0, 1, 0.5);
        check(
                neuron.simulate(4, 33.3, 0.3),
                112,
                List.of(10, 11, 12, 13, 14, 15, 16, 17, 18, 19),
                19.784908294677734);
    }

    @Test
    void underANegativeCurrent() {
        LifNeuron neuron = new LifNeuron(1, 10, 10, 1, 0.5);
        LifNeuron.Trace trace = neuron.simulate(-1, 50, 0.1);
        check(trace, 501, List.of(), -0.9934296011924744);
        assertEquals(List.of(), trace.spikeSteps());
    }

    @Test
    void inTenThousandsOfSteps() {
        LifNeuron neuron = new LifNeuron(1, 10, 10, 1, 0.5);
        LifNeuron.Trace trace = neuron.simulate(1.5, 200, 0.01);
        check(trace, 20001, List.of(1099, 3198, 5297, 7396, 9495, 11594, 13693, 15792, 17891, 19990), 0);
        assertEquals(10, trace.stepsAbove(1));
    }

    @Property(tries = 100)
    void firesExactlyWhenTheCurrentBeatsTheLeak(
            @ForAll @DoubleRange(min = 0.5, max = 20) double rm, @ForAll @DoubleRange(min = 0.1, max = 2) double share) {
        LifNeuron neuron = new LifNeuron(rm, 10, 1, 1, 0.5);
        boolean fires = !neuron.simulate(share / rm, 100 * rm, 0.1).spikeSteps().isEmpty();
        if (share < 0.99) {
            assertTrue(!fires, "the potential tends to " + share);
        } else if (share > 1.01) {
            assertTrue(fires, "the potential tends to " + share);
        }
    }
}
