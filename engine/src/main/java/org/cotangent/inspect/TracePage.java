package org.cotangent.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One page that steps through a trace. All words and numbers are made here; the script only shows and hides them. */
final class TracePage {
    private final Trace trace;
    private final List<String> frames = new ArrayList<>();

    private TracePage(Trace trace) {
        this.trace = trace;
    }

    static String of(Trace trace, String heading) {
        TracePage page = new TracePage(trace);
        page.start();
        for (int i = 0; i < trace.forward().size(); i++) {
            page.forward(i, trace.forward().get(i));
        }
        if (trace.hasRunBackward()) {
            page.seed();
            trace.backward().forEach(page::backward);
            page.end();
        } else {
            page.frame("end", -1, "", "", "<p>Backward has not run: there are no gradients to show.</p>");
        }
        return page.html(heading);
    }

    private String html(String heading) {
        // Not a template: the parts may contain anything.
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>Trace of "
                + TraceSvg.escape(heading)
                + "</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n"
                + TraceSvg.STYLE
                + resource("trace.css")
                + "</style>\n</head>\n<body>\n<header><h1>"
                + TraceSvg.escape(heading)
                + "</h1></header>\n<main>\n<div id=\"graph\" tabindex=\"-1\">\n"
                + TraceSvg.part(trace)
                + "</div>\n<section>\n<div id=\"controls\">\n"
                + "<button id=\"back\" aria-label=\"one step back\">&#9664;</button>\n"
                + "<input id=\"step\" type=\"range\" min=\"0\" max=\""
                + (frames.size() - 1)
                + "\" value=\"0\" aria-label=\"step\">\n"
                + "<button id=\"next\" aria-label=\"one step on\">&#9654;</button>\n"
                + "<output id=\"place\" for=\"step\"></output>\n</div>\n<div id=\"panel\" aria-live=\"polite\"></div>\n"
                + "<p class=\"help\">Arrow keys step, Home and End jump; a click on a box goes to where it was computed.</p>\n"
                + "<details><summary>As text</summary><pre>"
                + TraceSvg.escape(trace.toString())
                + "</pre></details>\n</section>\n</main>\n<script>\n\"use strict\";\nconst frames = [\n"
                + String.join(",\n", frames)
                + "\n];\n"
                + resource("trace.js")
                + "</script>\n</body>\n</html>\n";
    }

    /** What appears is {@code [id of the box or edge, kind of the text, text]}. */
    private void frame(String phase, int box, String edges, String appears, String html) {
        frames.add("{phase: " + json(phase) + ", box: " + json(box < 0 ? "" : "n" + box) + ", edges: [" + edges
                + "], appears: [" + appears + "], html: " + json(html) + "}");
    }

    private static String text(String id, String kind, String text) {
        return "[" + json(id) + ", " + json(kind) + ", " + json(text) + "]";
    }

    private static String json(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '<' -> out.append("\\u003c"); // so that no text ends the script
                default -> out.append(c < ' ' || c == '\u2028' || c == '\u2029' ? String.format("\\u%04x", (int) c) : c);
            }
        }
        return out.append('"').toString();
    }

    private Variable variable(int id) {
        return trace.variables().get(id);
    }

    private void start() {
        List<String> appears = new ArrayList<>();
        for (Variable each : trace.variables()) {
            Snapshot value = each.value();
            if (each.kind() != Variable.Kind.COMPUTED && value != null && !value.toString().equals(each.name())) {
                appears.add(text("n" + each.id(), "value", value.brief()));
            }
        }
        frame("start", -1, "", String.join(", ", appears), "<p>The operands are given. Step forward to compute.</p>");
    }

    private void forward(int number, ForwardStep step) {
        Snapshot value = variable(step.output()).value();
        List<String> edges = new ArrayList<>();
        for (int i = 0; i < step.inputs().size(); i++) {
            edges.add(json(TraceSvg.edgeId(number, i)));
        }
        frame(
                "forward",
                step.output(),
                String.join(", ", edges),
                text("n" + step.output(), "value", value == null ? "not kept" : value.brief()),
                line("step", variable(step.output()).name() + " = " + TraceText.call(trace, step))
                        + line("formula", step.formula())
                        + letters(step.formula(), step)
                        + (step.numbers().isEmpty() ? "" : line("numbers", step.numbers()))
                        + line("result", "= " + (value == null ? "(not kept)" : value)));
    }

    /** Which operand each letter of a formula stands for. */
    private String letters(String text, ForwardStep step) {
        Formula formula = Formula.of(step.formula());
        List<String> letters = new ArrayList<>(formula.letters(step.inputs().size()));
        List<String> names =
                new ArrayList<>(step.inputs().stream().map(each -> variable(each).name()).toList());
        letters.add(formula.result());
        names.add(variable(step.output()).name());
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < letters.size(); i++) {
            String letter = letters.get(i);
            if (text.matches(".*(?<![A-Za-z0-9])" + letter + "(?![A-Za-z0-9]).*") && !letter.equals(names.get(i))) {
                parts.add(letter + " is " + names.get(i));
            }
        }
        return parts.isEmpty() ? "" : line("given", String.join(", ", parts));
    }

    private static String line(String kind, String text) {
        return "<p class=\"" + kind + "\">" + TraceSvg.escape(text) + "</p>";
    }

    private String gradientOf(Variable variable) {
        return "∂" + trace.name() + "/∂" + variable.name();
    }

    private void seed() {
        Variable loss = trace.variables().getLast();
        BackwardStep first = trace.backward().getFirst();
        frame(
                "backward",
                loss.id(),
                "",
                text("n" + loss.id(), "gradient", "∂ " + first.upstream().brief()),
                line("step", "backward begins at " + loss.name())
                        + line("result", gradientOf(loss) + " = " + first.upstream()));
    }

    private void backward(BackwardStep step) {
        ForwardStep forward = trace.forward().get(step.forward());
        Variable made = variable(forward.output());
        for (Contribution each : step.contributions()) {
            Variable to = variable(each.to());
            String edge = TraceSvg.edgeId(step.forward(), each.input());
            String html = line("step", "back through " + made.name() + " = " + TraceText.call(trace, forward) + " to " + to.name())
                    + line("given", "g = " + gradientOf(made) + " = " + step.upstream())
                    + line("formula", each.rule())
                    + letters(each.rule(), forward)
                    + (each.numbers().equals(each.rule()) ? "" : line("numbers", each.numbers()))
                    + line("result", "= " + each.share());
            if (each.arrivals() > 1) {
                html += line("sum", "path " + each.arrival() + " of " + each.arrivals() + " into " + to.name() + ": the sum is now "
                        + each.sum());
            } else {
                html += line("sum", gradientOf(to) + " = " + each.sum());
            }
            frame(
                    "backward",
                    forward.output(),
                    json(edge),
                    text(edge, "flow", each.share().brief()) + ", "
                            + text("n" + each.to(), "gradient", (each.arrival() < each.arrivals() ? "Σ " : "∂ ") + each.sum().brief()),
                    html);
        }
    }

    private void end() {
        StringBuilder html = new StringBuilder(line("step", "done"));
        for (Variable each : trace.variables()) {
            Snapshot gradient = each.gradient();
            if (each.kind() == Variable.Kind.LEAF && gradient != null) {
                html.append(line("result", gradientOf(each) + " = " + gradient));
            }
        }
        frame("end", -1, "", "", html.toString());
    }

    private static String resource(String name) {
        try (InputStream stream = TracePage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not on the class path beside " + TracePage.class.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
