package org.cotangent.bench.compare;

import java.util.List;
import java.util.Locale;

/** Bars, as SVG: for each workload, how many times as fast as the best peer everybody is. */
final class Chart {
    private static final int LABELS = 330;
    private static final int BARS = 420;
    private static final int BAR = 11;
    private static final double MOST = 4; // longer bars are cut, and say so
    private static final String[] COLOURS = {
        "#1b5e9c", "#b8860b", "#6b8e23", "#a0522d", "#708090", "#8b6f8b", "#4f8f8f", "#c08070", "#556b2f", "#999999", "#2f4f4f"
    };

    private Chart() {}

    static String of(Results results, String caption) {
        List<String> peers = results.peers();
        StringBuilder bars = new StringBuilder();
        int y = 40 + 16 * peers.size();
        for (Results.Contest contest : results.contests()) {
            Result best = contest.bestPeer().orElse(contest.entries().getFirst());
            text(bars, LABELS - 8, y + BAR * contest.entries().size() / 2 + 4, "end", contest.workload() + ", " + contest.threads()
                    + (contest.threads() == 1 ? " thread" : " threads"));
            for (Result each : contest.entries()) {
                double ratio = Result.ratio(each.isRate(), each.median(), best.median());
                double worst = Result.ratio(each.isRate(), each.worst(), best.median());
                bar(bars, y, ratio, COLOURS[peers.indexOf(each.peer()) % COLOURS.length]);
                bars.append(String.format(
                        Locale.ROOT,
                        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"black\"/>%n",
                        LABELS + width(worst), LABELS + width(worst), y, y + BAR - 2));
                text(bars, LABELS + (int) width(ratio) + 4, y + BAR - 2, "start", String.format(
                        Locale.ROOT, "%.2f%s (%.3g %s)", ratio, ratio > MOST ? ", cut" : "", each.median(), each.unit()));
                y += BAR;
            }
            y += 7;
        }
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"10\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                LABELS + BARS + 150,
                y + 10));
        text(svg, 8, 16, "start", "How many times as fast as the best peer (the black line: the worst); " + caption);
        for (int i = 0; i < peers.size(); i++) {
            svg.append(String.format(
                    "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/>%n", LABELS, 26 + 16 * i, COLOURS[i % COLOURS.length]));
            text(svg, LABELS + 16, 35 + 16 * i, "start", peers.get(i));
        }
        return svg.append(bars).append("</svg>\n").toString();
    }

    private static double width(double ratio) {
        return BARS * Math.min(ratio, MOST) / MOST;
    }

    private static void bar(StringBuilder svg, int y, double ratio, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LABELS, y, width(ratio), BAR - 2, colour));
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
        String plain = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, plain));
    }
}
