package org.cotangent.inspect;

/** The graph in the language of Graphviz. */
final class TraceDot {
    private TraceDot() {}

    static String of(Trace trace) {
        StringBuilder dot = new StringBuilder("digraph trace {\n  node [shape=box, style=rounded, fontname=monospace];\n"
                + "  edge [fontname=monospace];\n");
        if (!trace.hasRunBackward()) {
            dot.append("  label=\"backward has not run: no gradients\";\n");
        }
        for (Variable each : trace.variables()) {
            Snapshot value = each.value();
            Snapshot gradient = each.gradient();
            String label = each.name();
            for (ForwardStep step : trace.forward()) {
                label = step.output() == each.id() ? label + " = " + step.op() : label;
            }
            if (value != null && !value.toString().equals(each.name())) {
                label += "\n" + value.brief();
            }
            if (gradient != null) {
                label += "\n∂ " + gradient.brief();
            }
            dot.append("  n").append(each.id()).append(" [label=").append(quoted(label)).append("];\n");
        }
        for (int s = 0; s < trace.forward().size(); s++) {
            ForwardStep step = trace.forward().get(s);
            for (int i = 0; i < step.inputs().size(); i++) {
                dot.append("  n").append(step.inputs().get(i)).append(" -> n").append(step.output());
                for (BackwardStep back : trace.backward()) {
                    for (Contribution each : back.contributions()) {
                        if (back.forward() == s && each.input() == i) {
                            dot.append(" [label=").append(quoted(each.share().brief())).append(']');
                        }
                    }
                }
                dot.append(";\n");
            }
        }
        return dot.append("}\n").toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
