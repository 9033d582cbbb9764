package org.cotangent.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The graph as SVG: values and gradients in the boxes, contributions on the edges. */
final class TraceSvg {
    private static final int HALF = 33;
    private static final int TOP = 46;
    private static final double LETTER = 7.3;

    static final String STYLE =
            """
            svg { --ink: #1b1f24; --soft: #6a737d; --line: #9aa4af; --box: #fff; --leaf: #e7f0fe; --flow: #b3400c; --on: #ffe9b8; }
            @media (prefers-color-scheme: dark) {
              svg { --ink: #e8eaed; --soft: #a0a8b1; --line: #6a737d; --box: #22262c; --leaf: #1f3350; --flow: #ff9d66; --on: #5a430a; }
            }
            svg text { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: var(--ink); text-anchor: middle; }
            svg .title { font-weight: 600; }
            svg .gradient, svg .flow { fill: var(--flow); }
            svg rect { fill: var(--box); stroke: var(--line); stroke-width: 1.2; }
            svg .leaf rect { fill: var(--leaf); }
            svg .constant rect { stroke-dasharray: 3 3; }
            svg path { fill: none; stroke: var(--line); stroke-width: 1.4; }
            svg .flow { paint-order: stroke; stroke: var(--box); stroke-width: 4px; stroke-linejoin: round; }
            """;

    private final Trace trace;
    private final Layered layout;
    private final boolean withNumbers;
    private final StringBuilder svg = new StringBuilder();

    private TraceSvg(Trace trace, boolean withNumbers) {
        this.trace = trace;
        this.withNumbers = withNumbers;
        this.layout = new Layered(trace, each -> width(trace, each));
    }

    /** A file of its own, with all numbers of the last moment. */
    static String file(Trace trace) {
        return new TraceSvg(trace, true).text(" xmlns=\"http://www.w3.org/2000/svg\"", "<style>\n" + STYLE + "</style>\n");
    }

    /** For a page that fills in the numbers step by step. */
    static String part(Trace trace) {
        return new TraceSvg(trace, false).text("", "");
    }

    private String text(String attributes, String style) {
        String note = trace.hasRunBackward() ? "" : "backward has not run: no gradients";
        int width = Math.max(layout.width(), (int) (note.length() * LETTER) + 2 * HALF);
        int height = layout.height() + 2 * TOP + (note.isEmpty() ? 0 : HALF);
        svg.append(String.format(
                Locale.ROOT,
                "<svg%s width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"graph of %s\">%n%s",
                attributes,
                width,
                height,
                width,
                height,
                escape(trace.name()),
                style));
        layout.edges().forEach(this::edge);
        trace.variables().forEach(this::box);
        if (!note.isEmpty()) {
            svg.append(label("note", width / 2.0, height - 14.0, note));
        }
        return svg.append("</svg>\n").toString().replace(System.lineSeparator(), "\n");
    }

    static String edgeId(int step, int input) {
        return "e" + step + "-" + input;
    }

    private void edge(Layered.Edge edge) {
        List<Layered.Point> points = edge.points();
        StringBuilder path = new StringBuilder();
        Layered.Point first = points.getFirst();
        path.append(String.format(Locale.ROOT, "M%.1f %.1f", first.x(), first.y() + TOP + half(edge.from())));
        double y = first.y() + TOP + half(edge.from());
        double x = first.x();
        for (int i = 1; i < points.size(); i++) {
            Layered.Point to = points.get(i);
            boolean last = i == points.size() - 1;
            double end = to.y() + TOP - (last ? HALF : 0);
            double bend = (y + end) / 2;
            path.append(String.format(
                    Locale.ROOT, " C%.1f %.1f %.1f %.1f %.1f %.1f", x, bend, to.x(), bend, to.x(), end));
            x = to.x();
            y = end;
        }
        svg.append("<g class=\"edge\" id=\"").append(edgeId(edge.step(), edge.input())).append("\"><path d=\"").append(path)
                .append("\"/>");
        String flow = "";
        for (BackwardStep step : withNumbers ? trace.backward() : List.<BackwardStep>of()) {
            for (Contribution each : step.contributions()) {
                if (step.forward() == edge.step() && each.input() == edge.input()) {
                    flow = each.share().brief();
                }
            }
        }
        // Near the box that the gradient goes to: there the sums grow. Each at a height of its own where several meet.
        Layered.Point second = points.get(1);
        List<Layered.Edge> meeting = layout.edges().stream()
                .filter(each -> each.from() == edge.from())
                .sorted(Comparator.comparingDouble(each -> each.points().get(1).x()))
                .toList();
        double down = 18 + (meeting.indexOf(edge) % 3) * 14;
        double t = down / (Layered.ROW - 2.0 * HALF);
        svg.append(label(
                        "flow",
                        first.x() + (second.x() - first.x()) * t * t * (3 - 2 * t),
                        first.y() + TOP + half(edge.from()) + down,
                        flow))
                .append("</g>\n");
    }

    private double half(int id) {
        return isBareNumber(trace.variables().get(id)) ? 14 : HALF;
    }

    private static boolean isBareNumber(Variable variable) {
        Snapshot value = variable.value();
        return variable.kind() == Variable.Kind.CONSTANT && value != null && value.toString().equals(variable.name());
    }

    private static String title(Trace trace, Variable variable) {
        for (ForwardStep step : trace.forward()) {
            if (step.output() == variable.id()) {
                return variable.name() + " = " + step.op();
            }
        }
        return variable.name().isEmpty() ? "?" : variable.name();
    }

    private static int width(Trace trace, Variable variable) {
        int letters = title(trace, variable).length();
        if (!isBareNumber(variable)) {
            letters = Math.max(letters, brief(variable.value()).length());
            letters = Math.max(letters, variable.kind() == Variable.Kind.CONSTANT ? 0 : 2 + brief(variable.gradient()).length());
            for (BackwardStep step : trace.backward()) {
                for (Contribution each : step.contributions()) {
                    letters = Math.max(letters, each.to() == variable.id() ? 2 + each.sum().brief().length() : 0);
                }
            }
        }
        return (int) (letters * LETTER) + 22;
    }

    private static String brief(@Nullable Snapshot value) {
        return value == null ? "not kept" : value.brief();
    }

    private void box(Variable variable) {
        Layered.Point middle = layout.middle(variable.id());
        int width = width(trace, variable);
        double half = half(variable.id());
        double y = middle.y() + TOP;
        svg.append(String.format(
                Locale.ROOT,
                "<g class=\"box %s\" id=\"n%d\"><title>%s</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%.0f\" rx=\"8\"/>",
                variable.kind().name().toLowerCase(Locale.ROOT),
                variable.id(),
                escape(title(trace, variable) + (variable.shape() == null ? "" : ", shape " + variable.shape())),
                middle.x() - width / 2.0,
                y - half,
                width,
                2 * half));
        if (isBareNumber(variable)) {
            svg.append(label("title", middle.x(), y + 4, variable.name()));
        } else {
            svg.append(label("title", middle.x(), y - 14, title(trace, variable)));
            svg.append(label("value", middle.x(), y + 4, withNumbers ? brief(variable.value()) : ""));
            Snapshot gradient = variable.gradient();
            svg.append(label(
                    "gradient", middle.x(), y + 22, withNumbers && gradient != null ? "∂ " + gradient.brief() : ""));
        }
        svg.append("</g>\n");
    }

    private static String label(String kind, double x, double y, String text) {
        return String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", kind, x, y, escape(text));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
