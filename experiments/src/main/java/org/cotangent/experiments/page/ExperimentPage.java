package org.cotangent.experiments.page;

import java.util.Locale;
import java.util.Map;
import org.cotangent.experiments.result.Numbers;
import org.cotangent.experiments.result.Reference;
import org.cotangent.experiments.result.Results;

/** The page of one experiment: what it is, its figures, ours against the reference, all numbers. */
public final class ExperimentPage {
    /** A figure of more pixels than this takes a row of its own, because half a row would make it too small to read. */
    private static final int WIDE = 860;

    private ExperimentPage() {}

    /**
     * Lays out the page.
     *
     * @param report what to show; with results
     * @return a complete HTML document
     */
    public static String html(Report report) {
        StringBuilder body = new StringBuilder();
        body.append("""
                <header>
                <p class="eyebrow">%s</p>
                <h1>%s</h1>
                <p class="lead">%s</p>
                <p>%s</p>
                </header>
                """
                .formatted(
                        Html.escape(report.tutorial()),
                        Html.escape(report.name()),
                        Html.escape(report.summary()),
                        Html.badge(report)));
        body.append(Html.paragraphs(report.about()));
        if (!report.sentence().isEmpty()) {
            body.append(Html.paragraphs(report.sentence()));
        }
        body.append("<p class=\"command\"><code>").append(Html.escape(report.command())).append("</code></p>\n");
        Results results = report.results();
        if (results != null) {
            references(body, results);
        }
        figures(body, report);
        remarks(body, report);
        if (results != null) {
            body.append("<div class=\"columns\">\n");
            table(body, "Metrics", results.metrics());
            table(body, "Parameters", results.parameters());
            body.append("</div>\n");
            footer(body, results);
        }
        return Html.page(report.name() + " - Cotangent", body.toString());
    }

    private static void figures(StringBuilder body, Report report) {
        if (report.pictures().isEmpty()) {
            return;
        }
        body.append("<section class=\"figures\">\n");
        for (Picture picture : report.pictures()) {
            body.append(picture.width() > WIDE ? "<figure class=\"wide\">" : "<figure>")
                    .append("<div class=\"card\">")
                    .append(Html.image(picture))
                    .append("</div><figcaption>")
                    .append(Html.escape(picture.caption()))
                    .append(" <a href=\"")
                    .append(Html.escape(picture.name()))
                    .append(".svg\">SVG</a></figcaption></figure>\n");
        }
        body.append("</section>\n");
    }

    private static void references(StringBuilder body, Results results) {
        if (results.references().isEmpty()) {
            return;
        }
        body.append("""
                <h2>Ours against the reference</h2>
                <div class="scroll"><table class="references">
                <thead><tr><th>what</th><th>ours</th><th>reference</th>\
                <th>tolerance</th><th>verdict</th><th>source</th></tr></thead>
                <tbody>
                """);
        for (Reference row : results.references()) {
            body.append("""
                    <tr><td>%s</td><td class="number">%s</td><td class="number">%s</td><td>%s</td>\
                    <td class="%s">%s</td><td class="source">%s</td></tr>
                    """
                    .formatted(
                            Html.escape(row.name()),
                            Html.escape(row.oursText()),
                            Html.escape(row.referenceText()),
                            Html.escape(row.tolerance().toString()),
                            row.ok() ? "good" : "bad",
                            row.ok() ? "ok" : "not ok",
                            Html.escape(row.source())));
        }
        body.append("</tbody></table></div>\n");
    }

    private static void remarks(StringBuilder body, Report report) {
        for (Remark remark : report.remarks()) {
            if (remark.preformatted()) {
                body.append("<pre>").append(Html.escape(remark.text().stripTrailing())).append("</pre>\n");
            } else {
                body.append(Html.paragraphs(remark.text()));
            }
        }
    }

    private static void table(StringBuilder body, String title, Map<String, Object> values) {
        if (values.isEmpty()) {
            return;
        }
        body.append("<section><h2>").append(title).append("</h2>\n<div class=\"scroll\"><table><tbody>\n");
        values.forEach((name, value) -> body.append("<tr><th>")
                .append(Html.escape(name))
                .append("</th><td class=\"number\">")
                .append(Html.escape(Numbers.text(value)))
                .append("</td></tr>\n"));
        body.append("</tbody></table></div></section>\n");
    }

    private static void footer(StringBuilder body, Results results) {
        body.append("""
                <footer>%s%s on %s by the %s backend, %d thread%s, in %s s. All numbers, and the series: \
                <a href="results.json">results.json</a>.</footer>
                """
                .formatted(
                        results.seed() == null ? "" : "Seed " + results.seed() + ", ",
                        Html.escape(results.dtype()),
                        Html.escape(results.device()),
                        Html.escape(results.backend()),
                        results.threads(),
                        results.threads() == 1 ? "" : "s",
                        String.format(Locale.ROOT, "%.2f", results.seconds())));
    }
}
