package org.cotangent.experiments.page;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.experiments.result.Numbers;
import org.cotangent.experiments.result.Results;

/** The page that {@code run all} leaves above the others: a card for each experiment. */
public final class IndexPage {
    private static final int NUMBERS = 4;

    private IndexPage() {}

    /**
     * Lays out the page; the page of experiment NAME is expected at {@code NAME/index.html}.
     *
     * @param reports in the order of the cards
     * @param command what to type to run all again
     * @return a complete HTML document
     */
    public static String html(List<Report> reports, String command) {
        StringBuilder body = new StringBuilder();
        body.append("""
                <header>
                <h1>Cotangent experiments</h1>
                <p class="lead">%s</p>
                </header>
                <p class="command"><code>%s</code></p>
                """
                .formatted(summary(reports), Html.escape(command)));
        String tutorial = "";
        boolean open = false;
        for (Report report : reports) {
            if (!report.tutorial().equals(tutorial)) {
                tutorial = report.tutorial();
                body.append(open ? "</div>\n" : "");
                body.append("<h2>").append(Html.escape(tutorial)).append("</h2>\n<div class=\"cards\">\n");
                open = true;
            }
            card(body, report);
        }
        body.append(open ? "</div>\n" : "");
        return Html.page("Cotangent experiments", body.toString());
    }

    private static String summary(List<Report> reports) {
        List<String> parts = new ArrayList<>();
        add(parts, reports, Report.Status.OK, "as they should be");
        add(parts, reports, Report.Status.NOT_OK, "off their reference");
        add(parts, reports, Report.Status.PARTIAL, "interrupted");
        add(parts, reports, Report.Status.FAILED, "failed");
        add(parts, reports, Report.Status.SKIPPED, "skipped");
        return reports.size() + " experiments: " + String.join(", ", parts) + ".";
    }

    private static void add(List<String> parts, List<Report> reports, Report.Status status, String words) {
        long count = reports.stream().filter(report -> report.status() == status).count();
        if (count > 0) {
            parts.add(count + " " + words);
        }
    }

    private static void card(StringBuilder body, Report report) {
        Results results = report.results();
        String name = Html.escape(report.name());
        String title = results == null ? name : "<a href=\"" + name + "/index.html\">" + name + "</a>";
        body.append("<article>\n");
        if (!report.pictures().isEmpty()) {
            body.append("<div class=\"card\">")
                    .append(Html.image(report.pictures().getFirst()))
                    .append("</div>\n");
        }
        body.append("<h3>%s</h3>\n<p>%s</p>\n".formatted(title, Html.escape(report.summary())));
        if (results != null) {
            numbers(body, results);
        }
        if (!report.sentence().isEmpty()) {
            body.append("<p class=\"sentence\">").append(Html.escape(report.sentence())).append("</p>\n");
        }
        body.append("<p>").append(Html.badge(report)).append("</p>\n</article>\n");
    }

    /** A few numbers: beside their references where there are any. */
    private static void numbers(StringBuilder body, Results results) {
        if (results.references().isEmpty() && results.metrics().isEmpty()) {
            return;
        }
        body.append("<table>");
        if (!results.references().isEmpty()) {
            body.append("<thead><tr><th></th><th class=\"number\">ours</th>")
                    .append("<th class=\"number\">reference</th></tr></thead><tbody>\n");
            results.references().stream()
                    .limit(NUMBERS)
                    .forEach(row -> row(body, row.name(), Numbers.text(row.ours()), Numbers.text(row.reference())));
        } else {
            body.append("<tbody>\n");
            results.metrics().entrySet().stream()
                    .limit(NUMBERS)
                    .forEach(metric -> row(body, metric.getKey(), Numbers.text(metric.getValue())));
        }
        body.append("</tbody></table>\n");
    }

    private static void row(StringBuilder body, String name, String... values) {
        body.append("<tr><th>").append(Html.escape(name)).append("</th>");
        for (String value : values) {
            body.append("<td class=\"number\">").append(Html.escape(value)).append("</td>");
        }
        body.append("</tr>\n");
    }
}
