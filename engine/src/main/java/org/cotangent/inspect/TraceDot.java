package org.cotangent.inspect;

import java.util.HashMap;
import java.util.Map;
import org.cotangent.inspect.Outline.Box;
import org.cotangent.inspect.Outline.Fold;
import org.cotangent.inspect.Outline.Frame;
import org.cotangent.inspect.Outline.Part;
import org.cotangent.inspect.Plan.Operand;

/** The graph in the language of Graphviz: modules as clusters, repetitions folded where it is large. */
final class TraceDot {
    private final Trace trace;
    private final Map<Integer, ForwardStep> makers = new HashMap<>();
    private final Map<Integer, Integer> shown = new HashMap<>(); // the node that stands for a tensor
    private final StringBuilder dot = new StringBuilder();

    private TraceDot(Trace trace) {
        this.trace = trace;
        trace.forward().forEach(step -> makers.put(step.output(), step));
    }

    static String of(Trace trace) {
        return new TraceDot(trace).text();
    }

    private String text() {
        dot.append("digraph trace {\n  node [shape=box, style=rounded, fontname=monospace];\n"
                + "  edge [fontname=monospace];\n");
        if (!trace.hasRunBackward()) {
            dot.append("  label=\"backward has not run: no gradients\";\n");
        }
        inside(Outline.of(trace, trace.variables().size() > TraceSvg.LARGE).root(), "  ");
        edges();
        return dot.append("}\n").toString();
    }

    private void inside(Frame frame, String indent) {
        for (Part part : frame.parts()) {
            switch (part) {
                case Box box -> node(box.id(), label(trace.variables().get(box.id())), "", indent);
                case Fold fold -> {
                    int first = Outline.ids(fold).stream().mapToInt(id -> id).min().orElse(0);
                    node(first, fold.times() + " more times the same", ", style=dashed", indent);
                    Outline.ids(fold).forEach(id -> shown.put(id, first));
                }
                case Frame inner -> {
                    dot.append(indent).append("subgraph ").append(quoted("cluster " + inner.path())).append(" {\n")
                            .append(indent).append("  label=").append(quoted(inner.title())).append(";\n");
                    inside(inner, indent + "  ");
                    dot.append(indent).append("}\n");
                }
            }
        }
    }

    private void node(int id, String label, String style, String indent) {
        shown.put(id, id);
        dot.append(indent).append('n').append(id).append(" [label=").append(quoted(label)).append(style).append("];\n");
    }

    private String label(Variable variable) {
        Snapshot value = variable.value();
        Snapshot gradient = variable.gradient();
        ForwardStep maker = makers.get(variable.id());
        String label = maker == null ? variable.name() : variable.name() + " = " + maker.op();
        if (value != null && !variable.isBareNumber()) {
            label += "\n" + value.brief();
        }
        if (gradient != null) {
            label += "\n∂ " + gradient.brief();
        }
        return label;
    }

    private void edges() {
        Map<Operand, Contribution> contributions = new HashMap<>();
        for (BackwardStep back : trace.backward()) {
            back.contributions().forEach(each -> contributions.put(new Operand(back.forward(), each.input()), each));
        }
        for (int s = 0; s < trace.forward().size(); s++) {
            ForwardStep step = trace.forward().get(s);
            for (int i = 0; i < step.inputs().size(); i++) {
                Integer from = shown.get(step.inputs().get(i));
                Integer to = shown.get(step.output());
                if (from == null || from.equals(to)) {
                    continue;
                }
                Contribution share = contributions.get(new Operand(s, i));
                dot.append("  n").append(from).append(" -> n").append(to);
                if (share != null) {
                    dot.append(" [label=").append(quoted(share.share().briefest())).append(']');
                }
                dot.append(";\n");
            }
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
