package org.cotangent.experiments.mlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.explore.Explorer;
import org.cotangent.experiments.explore.Sketch;
import org.cotangent.experiments.figure.Values;

/**
 * The tutorial's interactive demo, and more: every constant of a {@link LifNeuron} on a slider, its potential and its
 * transfer function beside them. The page simulates by itself; a test holds it to {@link LifNeuron} bit by bit.
 */
public final class LifExplorer extends Explorer {
    /** The time step of the trace (ms). */
    static final double TRACE_DT = 0.1;

    /** The neuron's page. */
    public LifExplorer() {
        super(
                "lif-explorer",
                Tutorial.W1D3.toString(),
                "A neuron that leaks, integrates and fires",
                "Current, resistance, capacitance, refractory time, threshold and spike on sliders; the membrane potential and"
                        + " the number of spikes for ten currents follow. With hardly a leak the neuron becomes a ReLU.");
    }

    @Override
    protected JsonNode data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("duration", LifTransfer.DURATION);
        data.put("dt", LifTransfer.DT);
        data.put("traceDt", TRACE_DT);
        ArrayNode currents = data.putArray("currents");
        for (float current : LifTransfer.currents()) {
            currents.add((double) current);
        }
        return data;
    }

    @Override
    protected Sketch sketch() {
        LifNeuron.Trace trace = new LifNeuron(1, 10, 10, 1, 0.5).simulate(1.5, 60, TRACE_DT);
        return new Sketch().line(Values.of(trace.time()), Values.of(trace.vm()));
    }
}
