package org.cotangent.experiments.mlp;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Failure;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.Figure;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Values;
import org.cotangent.experiments.result.Known;
import org.cotangent.experiments.result.Numbers;
import org.cotangent.experiments.result.Tolerance;

/** Bonus: the membrane potential of a leaky integrate-and-fire neuron. */
public final class Lif extends Experiment {
    private static final int MOST_STEPS = 1_000_000;

    private static final Setting<Double> CURRENT = Setting.real("--current", 1.5, "input current (mA)");
    private static final Setting<Double> DURATION =
            Setting.real("--duration", 50, "simulated time (ms)").moreThan(0.0);
    private static final Setting<Double> DT = Setting.real("--dt", 0.1, "time step (ms)").moreThan(0.0);
    private static final Setting<Double> TAU_REF =
            Setting.real("--tau-ref", 10, "refractory time (ms)").atLeast(0.0);
    private static final Setting<Double> RM = Setting.real("--rm", 1, "membrane resistance (kOhm)").moreThan(0.0);
    private static final Setting<Double> CM = Setting.real("--cm", 10, "membrane capacitance (uF)").moreThan(0.0);
    private static final Setting<Double> THRESHOLD = Setting.real("--threshold", 1, "spike threshold (V)").moreThan(0.0);
    private static final Setting<Double> SPIKE =
            Setting.real("--spike", 0.5, "by how much a spike raises the potential (V)").atLeast(0.0);

    /** The spiking neuron experiment. */
    public Lif() {
        super("lif", Tutorial.W1D3, "a leaky integrate-and-fire neuron's membrane potential");
    }

    @Override
    public String about() {
        return """
                A membrane with capacitance Cm and resistance Rm is charged by a constant current I and leaks: \
                Cm dV/dt = -V/Rm + I. When its potential reaches the threshold the neuron fires, and then rests for the \
                refractory time. Euler's method takes steps of 0.1 ms.

                The potential tends to Rm I with the time constant Rm Cm, so a current below threshold / Rm never makes \
                it fire. All steps are in float32, in the tutorial's order, so every value is the tutorial's to the bit.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(CURRENT, DURATION, DT, TAU_REF, RM, CM, THRESHOLD, SPIKE);
    }

    @Override
    public void run(Run run) throws IOException {
        if (run.get(DURATION) / run.get(DT) > MOST_STEPS) {
            throw new Failure(
                    "simulate " + run.get(DURATION) + " ms in steps of " + run.get(DT) + " ms",
                    "these are more than " + MOST_STEPS + " steps",
                    "",
                    "a shorter --duration or a larger --dt");
        }
        LifNeuron neuron =
                new LifNeuron(run.get(RM), run.get(CM), run.get(TAU_REF), run.get(THRESHOLD), run.get(SPIKE));
        LifNeuron.Trace trace = neuron.simulate(run.get(CURRENT), run.get(DURATION), run.get(DT));
        run.metric("steps", trace.vm().length);
        run.metric("spikes", trace.spikeSteps().size());
        run.metric("spikeSteps", trace.steps());
        run.metric("spikeTimes", trace.spikeTimes());
        run.metric("lastPotential", trace.vm()[trace.vm().length - 1]);
        run.series("time", Values.of(trace.time()));
        run.series("vm", Values.of(trace.vm()));
        Plot membrane = Plot.of("time (ms)", "membrane potential (V)")
                .line("I = " + Numbers.text(run.get(CURRENT)) + " mA", trace.time(), trace.vm())
                .level("threshold", run.get(THRESHOLD));
        run.figure(
                "membrane-potential",
                "The membrane charges until it reaches the threshold, fires, and rests at 0 V for the refractory time.",
                membrane);
        currents(run, neuron);
        if (run.isDefault(CURRENT, DURATION, DT, TAU_REF, RM, CM, THRESHOLD, SPIKE)) {
            references(run, neuron, trace);
        }
    }

    /** The same neuron under weaker and stronger currents. */
    private static void currents(Run run, LifNeuron neuron) throws IOException {
        double rheobase = run.get(THRESHOLD) / run.get(RM);
        Plot[] panels = new Plot[4];
        double[] shares = {1, 1.05, 2, 3};
        for (int i = 0; i < shares.length; i++) {
            double current = shares[i] * rheobase;
            LifNeuron.Trace trace = neuron.simulate(current, run.get(DURATION), run.get(DT));
            panels[i] = Plot.of("time (ms)", "membrane potential (V)")
                    .title("I = " + Numbers.text(current) + " mA, spikes: " + trace.spikeSteps().size())
                    .line("membrane potential", trace.time(), trace.vm())
                    .level("threshold", run.get(THRESHOLD))
                    .yRange(0, 1.08 * (run.get(THRESHOLD) + run.get(SPIKE)))
                    .noLegend();
        }
        run.figure(
                "currents",
                "The same neuron under other currents: at threshold / Rm it comes near the threshold (dashed) and never"
                        + " reaches it; the stronger the current, the sooner it fires.",
                Figure.grid(2, List.of(panels)));
    }

    private static void references(Run run, LifNeuron neuron, LifNeuron.Trace trace) {
        Known known = Known.beside(Lif.class, "lif.json");
        String source = known.text("source");
        run.reference("steps", trace.vm().length, 501, source);
        run.reference(
                "spikes at steps", Arrays.toString(trace.steps()), steps(known), source);
        double[] times = known.numbers("spikeTimes");
        for (int i = 0; i < Math.min(times.length, trace.spikeSteps().size()); i++) {
            run.reference("spike " + (i + 1) + " (ms)", trace.spikeTimes()[i], times[i], source, Tolerance.exact());
        }
        run.reference(
                "membrane potential at every step (V)",
                Values.of(trace.vm()),
                known.numbers("vm"),
                source,
                Tolerance.exact());
        for (Known other : known.groups("others")) {
            double current = other.number("current");
            LifNeuron.Trace ours = neuron.simulate(current, run.get(DURATION), run.get(DT));
            String name = "I = " + current + " mA: ";
            run.reference(name + "spikes at steps", Arrays.toString(ours.steps()), steps(other), source);
            run.reference(
                    name + "last potential (V)",
                    ours.vm()[ours.vm().length - 1],
                    other.number("last"),
                    source,
                    Tolerance.exact());
        }
    }

    private static String steps(Known known) {
        return Arrays.toString(Arrays.stream(known.numbers("spikeSteps")).mapToLong(step -> (long) step).toArray());
    }
}
