package org.cotangent.experiments.mlp;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Values;
import org.cotangent.experiments.result.Known;
import org.cotangent.random.TorchRanges;

/** Bonus: how many spikes a current makes, for any membrane resistance and refractory time. */
public final class LifTransfer extends Experiment {
    static final double DURATION = 1000;
    static final double DT = 1;
    private static final double CM = 10;
    private static final double THRESHOLD = 1;
    private static final double SPIKE = 0.5;
    private static final int CURRENTS = 10;
    private static final double LARGEST_CURRENT = 2;

    private static final Setting<Double> RM = Setting.real("--rm", 1, "membrane resistance (kOhm)").moreThan(0.0);
    private static final Setting<Double> TAU_REF =
            Setting.real("--tau-ref", 1, "refractory time (ms)").atLeast(0.0);

    /** The transfer function experiment. */
    public LifTransfer() {
        super("lif-transfer", Tutorial.W1D3, "a spiking neuron's answer to ten currents looks like a ReLU");
    }

    @Override
    public String about() {
        return """
                The neuron of experiment lif gets ten currents from 0 to 2 mA, each for 1,000 ms in steps of 1 ms, and \
                its spikes are counted. Below threshold / Rm there are none; above, the count rises: a rectifier.

                With infinite resistance nothing leaks, so the smallest current fires in the end; with little \
                refractory time the count then grows in proportion to the current: the neuron becomes a ReLU. A long \
                refractory time flattens the curve at 1,000 ms / tau_ref.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(RM, TAU_REF);
    }

    static float[] currents() {
        return TorchRanges.linspace(0, LARGEST_CURRENT, CURRENTS);
    }

    /** The number of spikes for each current. */
    static long[] counts(double rm, double tauRef) {
        LifNeuron neuron = new LifNeuron(rm, CM, tauRef, THRESHOLD, SPIKE);
        float[] currents = currents();
        long[] counts = new long[currents.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = neuron.simulate(currents[i], DURATION, DT).stepsAbove(THRESHOLD);
        }
        return counts;
    }

    @Override
    public void run(Run run) throws IOException {
        double rm = run.get(RM);
        double tauRef = run.get(TAU_REF);
        long[] counts = counts(rm, tauRef);
        run.parameter("duration", DURATION);
        run.parameter("dt", DT);
        run.metric("currents", Values.of(currents()));
        run.metric("spikeCounts", counts);
        run.series("spikeCounts", Values.of(counts));
        draw(run, rm, tauRef, counts);
        Known known = Known.beside(LifTransfer.class, "lif.json");
        for (Known each : known.groups("transfer")) {
            double knownRm = each.number("rm");
            double knownTau = each.number("tauRef");
            boolean chosen = knownRm == rm && knownTau == tauRef;
            if (chosen || run.isDefault(RM, TAU_REF)) {
                long[] expected = Arrays.stream(each.numbers("counts")).mapToLong(count -> (long) count).toArray();
                run.reference(
                        "spikes with Rm " + knownRm + " kOhm, tau_ref " + knownTau + " ms",
                        Arrays.toString(counts(knownRm, knownTau)),
                        Arrays.toString(expected),
                        known.text("source"));
            }
        }
    }

    private static void draw(Run run, double rm, double tauRef, long... counts) throws IOException {
        double[] currents = Values.of(currents());
        String chosen = "Rm " + plain(rm) + " kΩ, τ_ref " + plain(tauRef) + " ms";
        run.figure(
                "transfer",
                "Spikes in a second for ten currents.",
                Plot.of("input current I (mA)", "spikes in 1,000 ms")
                        .line(chosen, currents, Values.of(counts))
                        .points(chosen, currents, Values.of(counts)));
        Plot byResistance =
                Plot.of("input current I (mA)", "spikes in 1,000 ms").title("τ_ref " + plain(tauRef) + " ms");
        for (double each : new double[] {1, 2.5, 5, 100}) {
            String name = "Rm " + plain(each) + " kΩ";
            double[] values = Values.of(counts(each, tauRef));
            byResistance.line(name, currents, values).points(name, currents, values);
        }
        Plot byRefractoryTime = Plot.of("input current I (mA)", "spikes in 1,000 ms").title("Rm " + plain(rm) + " kΩ");
        for (double each : new double[] {1, 5, 10, 100}) {
            String name = "τ_ref " + plain(each) + " ms";
            double[] values = Values.of(counts(rm, each));
            byRefractoryTime.line(name, currents, values).points(name, currents, values);
        }
        run.figure(
                "families",
                "Left: the less the membrane leaks, the smaller the current that makes it fire. Right: the longer it"
                        + " rests after a spike, the lower the ceiling.",
                byResistance,
                byRefractoryTime);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
