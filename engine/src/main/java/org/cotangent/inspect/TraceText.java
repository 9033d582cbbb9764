package org.cotangent.inspect;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/** A trace as plain text: a table for each direction, then the gradients with all their digits. */
final class TraceText {
    private static final String NOT_KEPT = "(not kept)";
    private static final int WIDEST = 48; // a longer cell pushes its own line to the right, not all lines

    private final Trace trace;
    private final StringBuilder text = new StringBuilder();

    private TraceText(Trace trace) {
        this.trace = trace;
    }

    static String of(Trace trace) {
        TraceText writer = new TraceText(trace);
        writer.forward();
        if (trace.hasRunBackward()) {
            writer.backward();
            writer.gradients();
        } else {
            writer.text.append("\nbackward has not run: there are no gradients to show\n");
        }
        writer.remark();
        return writer.text.toString();
    }

    private void forward() {
        text.append("forward\n");
        List<List<String>> rows = new ArrayList<>();
        List<ForwardStep> steps = trace.forward();
        for (int i = 0; i < steps.size(); i++) {
            ForwardStep step = steps.get(i);
            Variable output = trace.variables().get(step.output());
            rows.add(List.of(
                    Integer.toString(i + 1),
                    output.name() + shape(output.shape()) + " = " + call(trace, step),
                    step.formula(),
                    step.numbers(),
                    "= " + value(output.value())));
        }
        table(rows);
    }

    /** Such as {@code mul(2, x)}. */
    static String call(Trace trace, ForwardStep step) {
        List<String> names =
                step.inputs().stream().map(each -> trace.variables().get(each).name()).map(TraceText::orUnknown).toList();
        return step.op() + "(" + String.join(", ", names) + ")";
    }

    private static String orUnknown(String name) {
        return name.isEmpty() ? NOT_KEPT : name;
    }

    private void backward() {
        text.append("\nbackward (g is the gradient that arrives; d").append(trace.name()).append("/d").append(trace.name())
                .append(" = ").append(trace.backward().getFirst().upstream().brief()).append(")\n");
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < trace.backward().size(); i++) {
            BackwardStep step = trace.backward().get(i);
            ForwardStep forward = trace.forward().get(step.forward());
            String made = trace.variables().get(forward.output()).name();
            rows.add(List.of(
                    Integer.toString(i + 1),
                    made + " = " + call(trace, forward),
                    "g",
                    "",
                    "= " + step.upstream()));
            for (Contribution each : step.contributions()) {
                Variable to = trace.variables().get(each.to());
                String sum = each.arrivals() == 1
                        ? ""
                        : "sum " + each.arrival() + " of " + each.arrivals() + " = " + each.sum();
                rows.add(List.of(
                        "",
                        "  to " + to.name() + shape(to.shape()),
                        each.rule(),
                        each.numbers(),
                        "= " + each.share(),
                        sum));
            }
        }
        table(rows);
    }

    private void gradients() {
        text.append("\nresult\n");
        Variable loss = trace.variables().getLast();
        List<List<String>> rows = new ArrayList<>();
        Snapshot value = loss.value();
        rows.add(List.of(loss.name(), "= " + (value == null ? NOT_KEPT : value.exact())));
        for (Variable each : trace.variables()) {
            Snapshot gradient = each.gradient();
            if (each.kind() == Variable.Kind.LEAF) {
                rows.add(List.of(
                        "d" + trace.name() + "/d" + each.name() + shape(each.shape()),
                        "= " + (gradient == null ? "0 (no gradient arrived)" : gradient.exact())));
            }
        }
        table(rows);
    }

    /** Which operation made the first NaN or infinity. */
    private void remark() {
        for (ForwardStep step : trace.forward()) {
            Variable output = trace.variables().get(step.output());
            Snapshot value = output.value();
            boolean sound = step.inputs().stream()
                    .map(each -> trace.variables().get(each).value())
                    .allMatch(each -> each == null || each.isFinite());
            if (sound && value != null && !value.isFinite()) {
                text.append("\nremark: ").append(output.name()).append(" = ").append(call(trace, step))
                        .append(" is the first that is not finite: ").append(value).append('\n');
                return;
            }
        }
    }

    private static String value(@Nullable Snapshot value) {
        return value == null ? NOT_KEPT : value.toString();
    }

    private static String shape(@Nullable Shape shape) {
        return shape == null || shape.rank() == 0 ? "" : " " + shape;
    }

    private void table(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int length = row.get(i).length();
                widths[i] = Math.max(widths[i], length <= WIDEST ? length : 0);
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = 0; i < row.size(); i++) {
                line.append(' ').append(row.get(i)).append(" ".repeat(Math.max(0, widths[i] - row.get(i).length()) + 1));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
