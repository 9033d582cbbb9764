package org.cotangent.experiments.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.experiments.result.Reference;
import org.cotangent.experiments.result.Results;
import org.cotangent.experiments.result.Tolerance;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final String NASTY = "<script>alert('1 & 2')</script> \"quoted\" http://example.org";

    private static Report report(Report.Status status) {
        Results results = new Results(
                "spiral",
                BigInteger.TEN,
                "cpu",
                "simd",
                1,
                "float32",
                Map.of("lr", 0.001),
                Map.of("accuracy", 96.875),
                Map.of("loss", List.of(1.0)),
                List.of(
                        Reference.of(NASTY, 96.875, 96.875, NASTY, Tolerance.exact()),
                        Reference.of("last loss", 0.2, 0.1, "w1d3.json", Tolerance.absolute(0.01))),
                2.5,
                false);
        String svg = "<svg xmlns='http://www.w3.org/2000/svg' width='900' height='400'></svg>";
        return new Report(
                "spiral",
                "W1D3 Multi-layer perceptrons",
                NASTY,
                "First paragraph.\n\nSecond " + NASTY,
                "experiments/cotangent run spiral --lr 0.001",
                status,
                status == Report.Status.SKIPPED ? NASTY : "",
                status == Report.Status.SKIPPED ? null : results,
                List.of(new Picture("loss", NASTY, svg)),
                List.of(new Remark("a  b\nc", true), new Remark(NASTY, false)));
    }

    private static void assertSelfContained(String html) {
        Matcher links = Pattern.compile("(?:src|href)\\s*=\\s*[\"']?([^\"'\\s>]*)").matcher(html);
        int count = 0;
        while (links.find()) {
            count++;
            assertFalse(links.group(1).startsWith("http"), links.group());
            assertFalse(links.group(1).startsWith("//"), links.group());
        }
        assertTrue(count > 1);
        assertFalse(html.contains("@import") || html.contains("url("));
        assertFalse(html.contains("<script"));
    }

    @Test
    void ofAnExperimentShowsEverythingAndNeedsNothing() {
        String html = ExperimentPage.html(report(Report.Status.NOT_OK));
        assertSelfContained(html);
        for (String part : List.of(
                "<h1>spiral</h1>",
                "1 of 2 reference rows ok",
                "experiments/cotangent run spiral --lr 0.001",
                "96.875",
                "0.01 absolute",
                "not ok",
                "<th>accuracy</th>",
                "<th>lr</th>",
                "data:image/svg+xml;base64,",
                "href=\"loss.svg\"",
                "href=\"results.json\"",
                "Seed 10",
                "<pre>a  b\nc</pre>",
                "&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt; &quot;quoted&quot;",
                "prefers-color-scheme: dark",
                "figure class=\"wide\"")) {
            assertTrue(html.contains(part), part);
        }
        assertEquals(2, html.split("Second|First paragraph", -1).length - 1);
    }

    @Test
    void ofAllHasACardForEach() {
        String html = IndexPage.html(
                List.of(report(Report.Status.OK), report(Report.Status.NOT_OK), report(Report.Status.SKIPPED)),
                "experiments/cotangent run all");
        assertSelfContained(html);
        assertEquals(3, html.split("<article>", -1).length - 1);
        assertEquals(2, html.split("href=\"spiral/index.html\"", -1).length - 1);
        assertTrue(html.contains("3 experiments: 1 as they should be, 1 off their reference, 1 skipped."));
        assertTrue(html.contains(">skipped</span>"));
    }
}
