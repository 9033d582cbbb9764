package org.cotangent.experiments.mlp;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.random.TorchRanges;

/**
 * The leaky integrate-and-fire neuron (Lapicque 1907; Dayan and Abbott, "Theoretical Neuroscience"):
 * {@code Cm dV/dt = -V/Rm + I}, by Euler's method. When V reaches the threshold it is raised by the spike, and then rests at
 * 0 for the refractory time.
 *
 * <p>Computed in float32, each operation rounded, in the order of the tutorial's expression, so that spikes fall on the same
 * steps.
 *
 * @param rm membrane resistance (kOhm)
 * @param cm membrane capacitance (uF)
 * @param tauRef refractory time (ms)
 * @param threshold spike threshold (V)
 * @param spike by how much a spike raises the potential (V)
 */
record LifNeuron(double rm, double cm, double tauRef, double threshold, double spike) {

    /**
     * What was simulated.
     *
     * @param time of each step (ms)
     * @param vm membrane potential at each step (V)
     * @param spikeSteps the steps at which it fired
     */
    record Trace(float[] time, float[] vm, List<Integer> spikeSteps) {

        /** How many steps the potential is above a level; the tutorial counts spikes so. */
        long stepsAbove(double level) {
            long count = 0;
            for (float v : vm) {
                count += v > (float) level ? 1 : 0;
            }
            return count;
        }

        long[] steps() {
            return spikeSteps.stream().mapToLong(Integer::longValue).toArray();
        }

        double[] spikeTimes() {
            return spikeSteps.stream().mapToDouble(step -> time[step]).toArray();
        }
    }

    /**
     * Simulates a constant current from rest.
     *
     * @param current the input (mA)
     * @param duration how long (ms)
     * @param dt time step (ms)
     * @return duration / dt steps and one more
     */
    Trace simulate(double current, double duration, double dt) {
        float[] time = TorchRanges.arange(0, duration + dt, dt);
        float[] vm = new float[time.length];
        List<Integer> spikes = new ArrayList<>();
        float input = (float) current;
        float step = (float) dt;
        float resistance = (float) rm;
        float perCapacitance = (float) (1 / cm);
        float restsUntil = 0;
        for (int i = 0; i < time.length; i++) {
            // The first step is at rest, for its time is not beyond 0: there is always a step before.
            if (time[i] > restsUntil) {
                float v = vm[i - 1];
                vm[i] = v + perCapacitance * (-v / resistance + input) * step;
            }
            if (vm[i] >= (float) threshold) {
                vm[i] += (float) spike;
                restsUntil = time[i] + (float) tauRef;
                spikes.add(i);
            }
        }
        return new Trace(time, vm, List.copyOf(spikes));
    }
}
