package org.cotangent.experiments.page;

import java.util.List;
import java.util.Map;
import org.cotangent.experiments.result.Numbers;
import org.cotangent.experiments.result.Results;

/** The page that {@code run all} leaves above the others: a card for each experiment. */
public final class IndexPage {
    private static final int METRICS = 4;

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
        long ok = count(reports, Report.Status.OK);
        long skipped = count(reports, Report.Status.SKIPPED);
        body.append("""
                <header>
                <h1>Cotangent experiments</h1>
                <p class="lead">%d of %d as they should be%s.</p>
                </header>
                <p class="command"><code>%s</code></p>
                """
                .formatted(
                        ok, reports.size(), skipped == 0 ? "" : ", " + skipped + " skipped", Html.escape(command)));
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

    private static long count(List<Report> reports, Report.Status status) {
        return reports.stream().filter(report -> report.status() == status).count();
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
        if (results != null && !results.metrics().isEmpty()) {
            body.append("<table><tbody>\n");
            int shown = 0;
            for (Map.Entry<String, Object> metric : results.metrics().entrySet()) {
                if (shown++ < METRICS) {
                    body.append("<tr><th>%s</th><td class=\"number\">%s</td></tr>\n"
                            .formatted(Html.escape(metric.getKey()), Html.escape(Numbers.text(metric.getValue()))));
                }
            }
            body.append("</tbody></table>\n");
        }
        if (!report.sentence().isEmpty()) {
            body.append("<p class=\"sentence\">").append(Html.escape(report.sentence())).append("</p>\n");
        }
        body.append("<p>").append(Html.badge(report)).append("</p>\n</article>\n");
    }
}
