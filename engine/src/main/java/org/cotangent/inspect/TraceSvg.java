package org.cotangent.inspect;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.cotangent.inspect.Layered.Point;
import org.cotangent.inspect.Outline.Box;
import org.cotangent.inspect.Outline.Fold;
import org.cotangent.inspect.Outline.Frame;
import org.cotangent.inspect.Outline.Part;
import org.cotangent.inspect.Plan.Cable;
import org.cotangent.inspect.Plan.Operand;
import org.cotangent.inspect.Plan.Room;
import org.jspecify.annotations.Nullable;

/** The graph as SVG: values and gradients in the boxes, contributions on the edges. */
final class TraceSvg {
    /** Larger graphs are drawn with their repetitions folded. */
    static final int LARGE = 20;

    private static final int HALF = 33;
    private static final int HALF_BARE = 14;
    private static final double LETTER = 7.3;
    private static final int MARGIN = 22;
    private static final int NOTE = 30;
    private static final double ARROW = 6;
    private static final int LONGEST_LINE = 40;

    static final String STYLE =
            """
            svg { --ink: #1b1f24; --soft: #57606a; --line: #9aa4af; --box: #fff; --leaf: #e7f0fe; --module: #f3f5f8; --fold: #eef1f4;
              --flow: #b3400c; --ahead: #1f6feb; --on: #ffe9b8; }
            @media (prefers-color-scheme: dark) {
              svg { --ink: #e8eaed; --soft: #a0a8b1; --line: #6a737d; --box: #22262c; --leaf: #1f3350; --module: #1d2127; --fold: #2a2f37;
                --flow: #ff9d66; --ahead: #79b8ff; --on: #5a430a; }
            }
            svg text { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: var(--ink); text-anchor: middle; }
            svg .title { font-weight: 600; }
            svg .gradient, svg .flow { fill: var(--flow); }
            svg .note { fill: var(--soft); }
            svg rect { fill: var(--box); stroke: var(--line); stroke-width: 1.2; }
            svg .leaf rect { fill: var(--leaf); }
            svg .constant rect { stroke-dasharray: 3 3; }
            svg .fold rect { fill: var(--fold); stroke-dasharray: 8 3; }
            svg .surrogate rect { stroke: var(--flow); stroke-dasharray: 6 3; stroke-width: 2; }
            svg .module rect { fill: var(--module); stroke: var(--line); stroke-width: 1; }
            svg .module text { text-anchor: start; fill: var(--soft); font-weight: 600; }
            svg path { fill: none; stroke: var(--line); stroke-width: 1.4; }
            svg path.head { fill: var(--line); stroke: none; }
            svg .flow { paint-order: stroke; stroke: var(--box); stroke-width: 4px; stroke-linejoin: round; }
            """;

    private final Trace trace;
    private final Plan plan;
    private final boolean withNumbers;
    private final Map<Integer, ForwardStep> makers = new HashMap<>();
    private final Map<Operand, Contribution> contributions = new HashMap<>();
    private final Map<Integer, Integer> widest = new HashMap<>();
    private final Map<Integer, String> frames = new HashMap<>(); // the path of the frame around a box
    private final StringBuilder svg = new StringBuilder();

    private TraceSvg(Trace trace, boolean folded, boolean withNumbers) {
        this.trace = trace;
        this.withNumbers = withNumbers;
        trace.forward().forEach(step -> makers.put(step.output(), step));
        for (BackwardStep step : trace.backward()) {
            for (Contribution each : step.contributions()) {
                contributions.put(new Operand(step.forward(), each.input()), each);
                widest.merge(each.to(), 2 + each.sum().brief().length(), Math::max);
            }
        }
        Outline outline = Outline.of(trace, folded);
        note(outline.root());
        this.plan = new Plan(trace, outline, this::size);
    }

    private void note(Frame frame) {
        for (Part part : frame.parts()) {
            if (part instanceof Frame inner) {
                note(inner);
            } else {
                Outline.ids(part).forEach(id -> frames.put(id, frame.path()));
            }
        }
    }

    /** A file of its own, with all numbers of the last moment. */
    static String file(Trace trace) {
        return new TraceSvg(trace, trace.variables().size() > LARGE, true)
                .text(" xmlns=\"http://www.w3.org/2000/svg\"", "<style>\n" + STYLE + "</style>\n");
    }

    /**
     * For a page that fills in the numbers step by step.
     *
     * @param trace what is drawn
     * @param folded whether repetitions are folded
     * @param name of the drawing, among those of the page
     */
    static String part(Trace trace, boolean folded, String name) {
        return new TraceSvg(trace, folded, false).text(" id=\"" + name + "\"", "");
    }

    private String text(String attributes, String style) {
        String note = trace.hasRunBackward() ? "" : "backward has not run: no gradients";
        double width = Math.max(plan.width(), note.length() * LETTER + MARGIN);
        double height = plan.height() + (note.isEmpty() ? 0 : NOTE);
        svg.append(format(
                "<svg%s width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" role=\"group\" aria-label=\"graph of %s\">\n%s",
                attributes, width, height, width, height, escape(trace.name()), style));
        for (Part part : plan.parts()) {
            if (part instanceof Frame frame) {
                module(frame);
            }
        }
        plan.cables().forEach(this::cable);
        for (Part part : plan.parts()) {
            if (part instanceof Box box) {
                box(trace.variables().get(box.id()), plan.room(box));
            } else if (part instanceof Fold fold) {
                fold(fold);
            }
        }
        plan.cables().forEach(this::flow); // above the boxes and lines, so that each can be read
        if (!note.isEmpty()) {
            svg.append(label("note", width / 2, height - MARGIN / 2.0, note));
        }
        return svg.append("</svg>\n").toString();
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    static String edgeId(int step, int input) {
        return "e" + step + "-" + input;
    }

    // ---- sizes ------------------------------------------------------------------------------------------------------

    private Room size(Part part) {
        if (part instanceof Fold fold) {
            double letters = Math.max(Math.max(foldTitle(fold).length(), foldLine(fold).length()), longest(fold));
            return new Room(0, 0, letters * LETTER + MARGIN, 2 * HALF);
        }
        Variable variable = trace.variables().get(((Box) part).id());
        if (variable.isBareNumber()) {
            return new Room(0, 0, variable.name().length() * LETTER + MARGIN, 2 * HALF_BARE);
        }
        return new Room(0, 0, letters(variable) * LETTER + MARGIN, 2 * HALF);
    }

    private int letters(Variable variable) {
        int letters = Math.max(title(variable).length(), brief(variable.value()).length());
        if (variable.kind() != Variable.Kind.CONSTANT) {
            Snapshot gradient = variable.gradient();
            letters = Math.max(letters, gradient == null ? 0 : 2 + gradient.brief().length());
        }
        return Math.max(letters, widest.getOrDefault(variable.id(), 0));
    }

    /** What a page shows in a fold while it steps through it. */
    private int longest(Fold fold) {
        return Outline.ids(fold).stream().mapToInt(id -> letters(trace.variables().get(id))).max().orElse(0);
    }

    private static String brief(@Nullable Snapshot value) {
        return value == null ? "not kept" : value.brief();
    }

    private String title(Variable variable) {
        ForwardStep maker = makers.get(variable.id());
        String frame = frames.getOrDefault(variable.id(), "");
        String name = variable.name();
        if (!frame.isEmpty() && variable.kind() == Variable.Kind.LEAF && name.startsWith(frame + ".")) {
            name = name.substring(frame.length() + 1); // the frame says the rest
        }
        return name.isEmpty() ? "?" : maker == null ? name : name + " = " + maker.op();
    }

    private static String foldTitle(Fold fold) {
        List<Frame> modules = fold.parts().stream()
                .filter(each -> each instanceof Frame)
                .map(each -> (Frame) each)
                .toList();
        String which = modules.isEmpty()
                ? ""
                : ": " + modules.getFirst().title() + (modules.size() == 1 ? "" : " to " + modules.getLast().title());
        return fold.times() + " more times the same" + which;
    }

    /** The operations of one repetition. */
    private String foldLine(Fold fold) {
        List<String> ops = Outline.ids(fold).stream()
                .sorted()
                .map(makers::get)
                .filter(Objects::nonNull)
                .map(ForwardStep::op)
                .toList();
        String line = String.join(", ", ops.subList(0, ops.size() / fold.times()));
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "\u2026";
    }

    // ---- parts ------------------------------------------------------------------------------------------------------

    private void module(Frame frame) {
        Room room = plan.room(frame);
        svg.append(format("<g class=\"module\"><title>module %s</title>", escape(frame.path())))
                .append(rect(room, 12))
                .append(label("name", room.x() + 10, room.y() + 17, frame.title()))
                .append("</g>\n");
    }

    private void box(Variable variable, Room room) {
        double middle = room.x() + room.width() / 2;
        double y = room.y() + room.height() / 2;
        ForwardStep maker = makers.get(variable.id());
        String kind = variable.kind().name().toLowerCase(Locale.ROOT)
                + (maker != null && maker.surrogate() ? " surrogate" : "")
                + (variable.isBareNumber() ? " bare" : "");
        String about = (maker == null ? variable.name() : variable.name() + " = " + TraceText.call(trace, maker))
                + (variable.shape() == null || variable.shape().rank() == 0 ? "" : ", shape " + variable.shape());
        open("box " + kind, "n" + variable.id(), about);
        svg.append(rect(room, 8));
        if (variable.isBareNumber()) {
            svg.append(label("title", middle, y + 4, variable.name()));
        } else {
            Snapshot gradient = variable.gradient();
            svg.append(label("title", middle, y - 14, title(variable)))
                    .append(label("value", middle, y + 4, withNumbers ? brief(variable.value()) : ""))
                    .append(label(
                            "gradient", middle, y + 22, withNumbers && gradient != null ? "\u2202 " + gradient.brief() : ""));
        }
        svg.append("</g>\n");
    }

    private void fold(Fold fold) {
        Room room = plan.room(fold);
        double middle = room.x() + room.width() / 2;
        double y = room.y() + room.height() / 2;
        String ids = Outline.ids(fold).stream().map(id -> "n" + id).collect(Collectors.joining(" "));
        open("box fold", ids, foldTitle(fold) + ": " + foldLine(fold));
        svg.append(rect(new Room(room.x() + 8, room.y() + 6, room.width() - 8, room.height() - 6), 8))
                .append(rect(new Room(room.x(), room.y(), room.width() - 8, room.height() - 6), 8))
                .append(label("title", middle - 4, y - 16, foldTitle(fold)))
                .append(label("value", middle - 4, y + 1, foldLine(fold)))
                .append(label("gradient", middle - 4, y + 18, ""))
                .append("</g>\n");
    }

    /** A page makes boxes buttons; a picture has nothing to press. */
    private void open(String kind, String ids, String about) {
        String button = withNumbers ? "" : " tabindex=\"0\" role=\"button\" aria-label=\"" + escape(about) + "\"";
        svg.append(format("<g class=\"%s\" data-id=\"%s\"%s><title>%s</title>", kind, ids, button, escape(about)));
    }

    private static String rect(Room room, int round) {
        return format(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%d\"/>",
                room.x(), room.y(), room.width(), room.height(), round);
    }

    private void cable(Cable cable) {
        List<Point> way = plan.way(cable);
        StringBuilder path = new StringBuilder(format("M%.1f %.1f", way.getFirst().x(), way.getFirst().y()));
        for (int i = 1; i < way.size(); i++) {
            Point from = way.get(i - 1);
            Point to = way.get(i);
            if (i % 2 == 1) {
                path.append(to.y() - from.y() < 0.05 ? "" : format("V%.1f", to.y()));
            } else if (Math.abs(to.x() - from.x()) > 0.05) {
                double bend = (from.y() + to.y()) / 2;
                path.append(format("C%.1f %.1f %.1f %.1f %.1f %.1f", from.x(), bend, to.x(), bend, to.x(), to.y()));
            } else {
                path.append(format("L%.1f %.1f", to.x(), to.y()));
            }
        }
        Point end = way.getLast();
        svg.append(format("<g class=\"edge\" data-id=\"%s\"><path class=\"line\" d=\"%s\"/>", ids(cable), path))
                .append(format(
                        "<path class=\"head\" d=\"M%.1f %.1fl%.1f %.1fh%.1fz\"/></g>\n",
                        end.x(), end.y(), -ARROW / 2, -ARROW, ARROW));
    }

    private static String ids(Cable cable) {
        return cable.operands().stream()
                .map(each -> edgeId(each.step(), each.input()))
                .collect(Collectors.joining(" "));
    }

    /** The contribution of an edge, near the box that it goes to: there the sums grow. */
    private void flow(Cable cable) {
        String text = "";
        if (withNumbers && cable.operands().size() == 1) {
            Contribution contribution = contributions.get(cable.operands().getFirst());
            text = contribution == null ? "" : contribution.share().briefest();
        }
        if (withNumbers && text.isEmpty()) {
            return;
        }
        // Where several meet, each at a height of its own.
        List<Cable> meeting = plan.cables().stream()
                .filter(each -> each.from() == cable.from())
                .sorted(Comparator.comparingDouble(each -> plan.way(each).get(2).x()))
                .toList();
        double down = 17 + (meeting.indexOf(cable) % 3) * 14;
        List<Point> way = plan.way(cable);
        Point at = way.getFirst();
        Point from = way.get(1);
        Point to = way.get(2);
        double t = Math.clamp((at.y() + down - from.y()) / Math.max(1, to.y() - from.y()), 0, 1);
        double x = from.x() + (to.x() - from.x()) * t * t * (3 - 2 * t);
        svg.append(format("<text class=\"flow\" data-flow=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", ids(cable), x, at.y() + down, escape(text)));
    }

    private static String label(String kind, double x, double y, String text) {
        return format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", kind, x, y, escape(text));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
