package org.cotangent.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One page that steps through a trace. All words and numbers are made here; the script only shows and hides them. */
final class TracePage {
    private static final int DRAWABLE = 400; // a graph of more tensors is shown only with its repetitions folded
    private static final int PATHS = 8; // a sum of more shows the last of them
    private static final String LEVELS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz012345678";

    /** The gradient of a tensor after some frame. */
    private record Stage(int frame, Snapshot sum, int arrived, int arrivals) {}

    /** A path that has arrived somewhere. */
    private record Path(String through, Snapshot share) {}

    private final Trace trace;
    private final List<String> frames = new ArrayList<>();
    private final Map<Snapshot, Integer> shots = new LinkedHashMap<>();
    private final List<String> shotTexts = new ArrayList<>();
    private final Map<Integer, Integer> computedIn = new HashMap<>();
    private final Map<Integer, List<Stage>> stages = new HashMap<>();
    private final Map<Integer, List<Path>> paths = new HashMap<>();

    private TracePage(Trace trace) {
        this.trace = trace;
    }

    static String of(Trace trace, String heading, String remarks) {
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
        return page.html(heading, remarks);
    }

    // ---- the file ---------------------------------------------------------------------------------------------------

    private String html(String heading, String remarks) {
        boolean folds = Outline.of(trace, true).hasFolds();
        boolean whole = !folds || trace.variables().size() <= DRAWABLE;
        boolean folded = folds && (!whole || trace.variables().size() > TraceSvg.LARGE);
        String fold = folds
                ? "<label class=\"check\"><input id=\"fold\" type=\"checkbox\"" + (folded ? " checked" : "")
                        + (whole ? "" : " disabled") + "> fold repetitions</label>\n"
                : "";
        String about = remarks.isBlank()
                ? ""
                : "<details open><summary>Remarks</summary><pre class=\"remarks\">" + TraceSvg.escape(remarks) + "</pre></details>\n";
        // Not a template: the parts may contain anything.
        String tensors = String.join(",\n", trace.variables().stream().map(this::tensor).toList());
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>Trace of "
                + TraceSvg.escape(heading)
                + "</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n"
                + TraceSvg.STYLE
                + resource("trace.css")
                + "</style>\n</head>\n<body>\n<header><h1>"
                + TraceSvg.escape(heading)
                + "</h1></header>\n<main>\n<div id=\"picture\">\n<div id=\"tools\">\n"
                + "<input id=\"search\" type=\"search\" placeholder=\"find a tensor or an operation\""
                + " aria-label=\"find a tensor or an operation\">\n<output id=\"found\" for=\"search\"></output>\n"
                + fold
                + "<button id=\"smaller\" aria-label=\"smaller\">&#8722;</button>"
                + "<button id=\"larger\" aria-label=\"larger\">+</button>\n</div>\n<div id=\"graph\" tabindex=\"-1\">\n"
                + (whole ? TraceSvg.part(trace, false, "whole") : "")
                + (folds ? TraceSvg.part(trace, true, "folded") : "")
                + "</div>\n</div>\n<section>\n<div id=\"controls\">\n"
                + "<button id=\"back\" aria-label=\"one step back\">&#9664;</button>\n"
                + "<input id=\"step\" type=\"range\" min=\"0\" max=\""
                + (frames.size() - 1)
                + "\" value=\"0\" aria-label=\"step\">\n"
                + "<button id=\"next\" aria-label=\"one step on\">&#9654;</button>\n"
                + "<button id=\"play\" aria-pressed=\"false\">play</button>\n"
                + "<output id=\"place\" for=\"step\"></output>\n</div>\n<div id=\"panel\" aria-live=\"polite\"></div>\n"
                + "<div id=\"pins\" aria-label=\"pinned tensors\"></div>\n"
                + "<p class=\"help\">Arrow keys step, Home and End jump, the space bar plays. A click on a box, or Enter,"
                + " pins it here. <kbd>/</kbd> searches.</p>\n"
                + about
                + "<details><summary>As text</summary><pre>"
                + TraceSvg.escape(trace.toString())
                + "</pre></details>\n</section>\n</main>\n<script>\n\"use strict\";\nconst frames = [\n"
                + String.join(",\n", frames)
                + "\n];\nconst tensors = [\n"
                + tensors
                + "\n];\nconst shots = [\n"
                + String.join(",\n", shotTexts)
                + "\n];\n"
                + resource("trace.js")
                + "</script>\n</body>\n</html>\n";
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

    // ---- values -----------------------------------------------------------------------------------------------------

    /** A place for a value. Equal values are in the file once. */
    private String shot(Snapshot value) {
        Integer number = shots.get(value);
        if (number == null) {
            number = shots.size();
            shots.put(value, number);
            shotTexts.add(json(values(value)));
        }
        return "<div data-shot=\"" + number + "\"></div>";
    }

    private static String values(Snapshot value) {
        Grid grid = value.grid();
        if (grid == null) {
            return "<p class=\"number\">" + TraceSvg.escape(value.toString()) + "</p>";
        }
        String summary = "<p class=\"summary\"><b>" + value.shape() + "</b> min " + Digits.brief(value.min()) + " max "
                + Digits.brief(value.max()) + " mean " + Digits.brief(value.mean()) + " norm " + Digits.brief(value.norm())
                + "</p>";
        String cells = grid.isExact()
                ? "each cell is an element"
                : "each cell is the mean of about "
                        + Math.round((double) grid.height() / grid.rows() * grid.width() / grid.columns()) + " elements";
        String title = cells + "; the strongest colours are -" + Digits.brief(grid.extent()) + " and "
                + Digits.brief(grid.extent());
        String exact = value.elements().length > 0 ? "<p class=\"number\">" + TraceSvg.escape(value.toString()) + "</p>" : "";
        return exact + summary + "<canvas role=\"img\" width=\"" + grid.columns() + "\" height=\"" + grid.rows()
                + "\" data-grid=\"" + levels(grid) + "\" aria-label=\"" + title + "\" title=\"" + title + "\"></canvas>";
    }

    /** Each cell as a letter: of 61 levels the one in the middle is 0; a dash is no finite number. */
    private static String levels(Grid grid) {
        double extent = grid.extent();
        int middle = LEVELS.length() / 2;
        StringBuilder text = new StringBuilder();
        for (double cell : grid.cells()) {
            int level = extent == 0 ? middle : middle + (int) Math.round(middle * cell / extent);
            text.append(Double.isFinite(cell) ? LEVELS.charAt(level) : '-');
        }
        return text.toString();
    }

    /** What a pinned tensor shows. */
    private String tensor(Variable variable) {
        Snapshot value = variable.value();
        int computed = computedIn.getOrDefault(variable.id(), 0);
        List<String> gradients = stages.getOrDefault(variable.id(), List.of()).stream()
                .map(each -> "[" + each.frame() + ", "
                        + json(gradientOf(variable)
                                + (each.arrived() < each.arrivals()
                                        ? " so far: " + each.arrived() + " of " + each.arrivals() + " paths"
                                        : ""))
                        + ", " + json(shot(each.sum())) + "]")
                .toList();
        return "{id: " + json("n" + variable.id()) + ", name: " + json(variable.name()) + ", title: " + json(title(variable))
                + ", at: " + computed + ", value: "
                + json(value == null ? "<p class=\"quiet\">not kept</p>" : shot(value))
                + ", gradients: [" + String.join(", ", gradients) + "]}";
    }

    private String title(Variable variable) {
        for (ForwardStep step : trace.forward()) {
            if (step.output() == variable.id()) {
                return variable.name() + " = " + TraceText.call(trace, step);
            }
        }
        return variable.name() + (variable.kind() == Variable.Kind.LEAF ? ", a parameter" : ", a constant");
    }

    private Variable variable(int id) {
        return trace.variables().get(id);
    }

    private String gradientOf(Variable variable) {
        return "∂" + trace.name() + "/∂" + variable.name();
    }

    // ---- frames -----------------------------------------------------------------------------------------------------

    /** What appears is {@code [id of the box or edge, kind of the text, text]}. */
    private void frame(String phase, int box, String edges, String appears, String html) {
        frames.add("{phase: " + json(phase) + ", box: " + json(box < 0 ? "" : "n" + box) + ", edges: [" + edges
                + "], appears: [" + appears + "], html: " + json(html) + "}");
    }

    private static String text(String id, String kind, String text) {
        return "[" + json(id) + ", " + json(kind) + ", " + json(text) + "]";
    }

    private static String line(String kind, String text) {
        return "<p class=\"" + kind + "\">" + TraceSvg.escape(text) + "</p>";
    }

    /** With the signs of a book. */
    private static String set(String kind, String formula) {
        return line(kind, formula.replace(" * ", " · ").replace(" - ", " − ").replaceAll("^-", "−"));
    }

    private void start() {
        List<String> appears = new ArrayList<>();
        for (Variable each : trace.variables()) {
            Snapshot value = each.value();
            if (each.kind() != Variable.Kind.COMPUTED && value != null && !each.isBareNumber()) {
                appears.add(text("n" + each.id(), "value", value.brief()));
            }
        }
        frame("start", -1, "", String.join(", ", appears), "<p>The operands are given. Step forward to compute.</p>");
    }

    private void forward(int number, ForwardStep step) {
        Variable made = variable(step.output());
        Snapshot value = made.value();
        List<String> edges = new ArrayList<>();
        for (int i = 0; i < step.inputs().size(); i++) {
            edges.add(json(TraceSvg.edgeId(number, i)));
        }
        computedIn.put(step.output(), frames.size());
        Formula formula = Formula.of(step.formula());
        String named = formula.with(names(step, formula, false));
        frame(
                "forward",
                step.output(),
                String.join(", ", edges),
                text("n" + step.output(), "value", value == null ? "not kept" : value.brief()),
                line("step", made.name() + " = " + TraceText.call(trace, step))
                        + set("formula", made.name() + " = " + named)
                        + (step.numbers().isEmpty() || isLetters(step, formula) ? "" : set("numbers", "= " + step.numbers()))
                        + result(value));
    }

    private String result(@Nullable Snapshot value) {
        return value == null
                ? line("result", "= (not kept)")
                : value.grid() == null ? line("result", "= " + value) : shot(value);
    }

    /** Whether the numbers would be no more than letters again, as for large tensors. */
    private static boolean isLetters(ForwardStep step, Formula formula) {
        return step.numbers().equals(formula.right());
    }

    /** What each letter of a formula stands for. */
    private Map<String, String> names(ForwardStep step, Formula formula, boolean backward) {
        Map<String, String> names = new HashMap<>();
        List<String> letters = formula.letters(step.inputs().size());
        for (int i = 0; i < letters.size(); i++) {
            String name = variable(step.inputs().get(i)).name();
            names.put(letters.get(i), name.isEmpty() ? "(not kept)" : name.startsWith("-") ? "(" + name + ")" : name);
        }
        names.put(formula.result(), variable(step.output()).name());
        if (backward && names.containsValue(formula.upstream())) {
            names.put(formula.upstream(), "(" + gradientOf(variable(step.output())) + ")"); // a tensor has its name
        }
        return names;
    }

    private void seed() {
        Variable loss = trace.variables().getLast();
        Snapshot upstream = trace.backward().getFirst().upstream();
        stages.computeIfAbsent(loss.id(), it -> new ArrayList<>()).add(new Stage(frames.size(), upstream, 1, 1));
        frame(
                "backward",
                loss.id(),
                "",
                text("n" + loss.id(), "gradient", "∂ " + upstream.brief()),
                line("step", "backward begins at " + loss.name())
                        + line("formula", gradientOf(loss))
                        + result(upstream));
    }

    private void backward(BackwardStep step) {
        ForwardStep forward = trace.forward().get(step.forward());
        Variable made = variable(forward.output());
        Formula formula = Formula.of(forward.formula());
        for (Contribution each : step.contributions()) {
            Variable to = variable(each.to());
            String edge = TraceSvg.edgeId(step.forward(), each.input());
            List<Path> arrived = paths.computeIfAbsent(to.id(), it -> new ArrayList<>());
            arrived.add(new Path(made.name(), each.share()));
            stages.computeIfAbsent(to.id(), it -> new ArrayList<>())
                    .add(new Stage(frames.size(), each.sum(), each.arrival(), each.arrivals()));
            String named = new Formula("", each.rule()).with(names(forward, formula, true));
            boolean letters = each.numbers().equals(each.rule());
            String html = line("step", "back through " + made.name() + " = " + TraceText.call(trace, forward) + " to " + to.name())
                    + (forward.surrogate()
                            ? line("remark", "A surrogate rule: deliberately something else than the derivative.")
                            : "")
                    + set("chain", gradientOf(to) + (each.arrivals() > 1 ? " along this path" : "") + " = "
                            + gradientOf(made) + " * ∂" + made.name() + "/∂" + to.name())
                    + set("formula", "= " + named)
                    + (letters ? "" : set("numbers", "= " + each.numbers()))
                    + result(each.share())
                    + line("given", formula.upstream() + " = " + gradientOf(made) + " = "
                            + (step.upstream().grid() == null ? step.upstream() : step.upstream().brief()));
            if (each.arrivals() > 1) {
                html += sum(to, each, arrived);
            }
            frame(
                    "backward",
                    forward.output(),
                    json(edge),
                    text(edge, "flow", each.share().briefest()) + ", "
                            + text("n" + each.to(), "gradient", (each.arrival() < each.arrivals() ? "Σ " : "∂ ") + each.sum().brief()),
                    html);
        }
    }

    /** The sum where paths meet, as far as it has grown. */
    private String sum(Variable to, Contribution now, List<Path> arrived) {
        StringBuilder table = new StringBuilder("<table class=\"sum\"><caption>")
                .append(TraceSvg.escape("path " + now.arrival() + " of " + now.arrivals() + " into " + to.name() + ": the sum is now "
                        + now.sum()))
                .append("</caption>");
        int earlier = Math.max(0, arrived.size() - PATHS);
        if (earlier > 0) {
            table.append("<tr><td></td><td>\u2026</td><td>through ").append(earlier).append(" before</td></tr>");
        }
        for (int i = earlier; i < arrived.size(); i++) {
            Path path = arrived.get(i);
            table.append(i == arrived.size() - 1 ? "<tr class=\"now\">" : "<tr>")
                    .append("<td>").append(i == 0 ? "" : "+").append("</td><td>")
                    .append(TraceSvg.escape(path.share().grid() == null ? path.share().toString() : path.share().brief()))
                    .append("</td><td>through ").append(TraceSvg.escape(path.through())).append("</td></tr>");
        }
        int left = now.arrivals() - now.arrival();
        table.append("<tr class=\"total\"><td>=</td><td>")
                .append(TraceSvg.escape(now.sum().grid() == null ? now.sum().toString() : now.sum().brief()))
                .append("</td><td>")
                .append(left == 0 ? TraceSvg.escape(gradientOf(to)) : left + (left == 1 ? " path" : " paths") + " to come")
                .append("</td></tr></table>");
        return table.toString();
    }

    private void end() {
        StringBuilder html = new StringBuilder(line("step", "done"));
        for (Variable each : trace.variables()) {
            Snapshot gradient = each.gradient();
            if (each.kind() == Variable.Kind.LEAF && gradient != null) {
                html.append(
                        gradient.grid() == null
                                ? line("result", gradientOf(each) + " = " + gradient)
                                : line("result", gradientOf(each)) + shot(gradient));
            }
        }
        frame("end", -1, "", "", html.toString());
    }
}
