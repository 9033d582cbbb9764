package org.cotangent.inspect;

import java.util.List;

/** A profile as a flame picture that hangs down: what contains something is above it, and as wide as it took long. */
final class ProfileSvg {
    private static final int WIDTH = 1000;
    private static final int ROW = 24;
    private static final int MARGIN = 12;
    private static final double LETTER = 7.4;
    private static final double THINNEST = 0.4;
    private static final int MEMORY_ROW = 22;
    private static final int MEMORY_LEFT = 190;
    private static final int GAP = 40;

    private static final String STYLE =
            """
            svg { --ink: #1b1f24; --soft: #57606a; --edge: #fff; --step: #d8dee4; --forward: #b6d4fe; --backward: #ffc9a3; --memory: #b9dfc3; }
            @media (prefers-color-scheme: dark) {
              svg { --ink: #f0f2f4; --soft: #a0a8b1; --edge: #15181c; --step: #3a4048; --forward: #1f4f8f; --backward: #8a4310; --memory: #24603a; }
            }
            svg text { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: var(--ink); }
            svg .head { fill: var(--soft); }
            svg rect { stroke: var(--edge); stroke-width: 1; fill: var(--step); }
            svg .forward { fill: var(--forward); }
            svg .backward { fill: var(--backward); }
            svg .memory { fill: var(--memory); }
            """;

    private final Profile profile;
    private final StringBuilder svg = new StringBuilder();

    private ProfileSvg(Profile profile) {
        this.profile = profile;
    }

    static String of(Profile profile) {
        return new ProfileSvg(profile).text();
    }

    private String text() {
        Span whole = profile.whole();
        int depth = depth(whole);
        int memoryTop = MARGIN + 22 + depth * ROW + GAP;
        int height = memoryTop + profile.held().size() * MEMORY_ROW + MARGIN;
        svg.append(TraceSvg.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " aria-label=\"profile of a step\">\n<style>\n%s</style>\n",
                WIDTH + 2 * MARGIN, height, WIDTH + 2 * MARGIN, height, STYLE));
        String per = profile.times() == 1 ? "" : ", " + profile.times() + " steps of " + ProfileText.time(whole.nanos() / profile.times());
        head(MARGIN + 10, "time: " + ProfileText.time(whole.nanos()) + per);
        draw(whole, "step", MARGIN, MARGIN + 22, (double) WIDTH / Math.max(1, whole.nanos()), 0);
        head(memoryTop - 10, "held for backward, besides " + ProfileText.scaled(profile.parameters(), "B") + " of parameters");
        memory(memoryTop);
        return svg.append("</svg>\n").toString();
    }

    private void head(int y, String text) {
        svg.append(TraceSvg.format("<text class=\"head\" x=\"%d\" y=\"%d\">%s</text>\n", MARGIN, y, TraceSvg.escape(text)));
    }

    private static int depth(Span span) {
        return 1 + span.parts().stream().mapToInt(ProfileSvg::depth).max().orElse(0);
    }

    private void draw(Span span, String direction, double x, double y, double scale, int level) {
        double width = span.nanos() * scale;
        if (width < THINNEST) {
            return;
        }
        String kind = level == 1 ? span.name() : direction;
        String about = span.name() + ": " + ProfileText.time(span.nanos() / profile.times()) + " per step, "
                + TraceSvg.format("%.1f %%", 100.0 * span.nanos() / Math.max(1, profile.whole().nanos())) + ", "
                + span.calls() / profile.times() + " calls, " + ProfileText.scaled(span.bytes() / profile.times(), "B") + ", "
                + ProfileText.scaled(span.flops() / profile.times(), "") + " flops";
        svg.append(TraceSvg.format(
                "<g><title>%s</title><rect class=\"%s\" x=\"%.2f\" y=\"%.0f\" width=\"%.2f\" height=\"%d\" rx=\"3\"/>",
                TraceSvg.escape(about), kind, x, y, width, ROW));
        int letters = (int) ((width - 8) / LETTER);
        String time = span.name() + " " + ProfileText.time(span.nanos() / profile.times());
        String label = letters >= time.length() ? time : letters >= span.name().length() ? span.name() : "";
        svg.append(TraceSvg.format("<text x=\"%.2f\" y=\"%.0f\">%s</text></g>\n", x + 4, y + ROW - 8, TraceSvg.escape(label)));
        double left = x;
        for (Span part : span.parts()) {
            draw(part, kind, left, y + ROW, scale, level + 1);
            left += part.nanos() * scale;
        }
    }

    private void memory(int top) {
        List<String> ops = List.copyOf(profile.held().keySet());
        long most = profile.held().values().stream().mapToLong(Long::longValue).max().orElse(1);
        for (int i = 0; i < ops.size(); i++) {
            long bytes = profile.held().getOrDefault(ops.get(i), 0L);
            int y = top + i * MEMORY_ROW;
            svg.append(TraceSvg.format(
                    "<text x=\"%d\" y=\"%d\">%s %s</text><rect class=\"memory\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>\n",
                    MARGIN, y + MEMORY_ROW - 8, TraceSvg.escape(ops.get(i)), ProfileText.scaled(bytes, "B"),
                    MEMORY_LEFT, y, Math.max(1, (double) bytes / most * (WIDTH - MEMORY_LEFT)), MEMORY_ROW - 4));
        }
    }
}
