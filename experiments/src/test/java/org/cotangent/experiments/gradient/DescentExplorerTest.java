package org.cotangent.experiments.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.experiments.browser.Browser;
import org.cotangent.experiments.browser.Browsers;
import org.cotangent.experiments.explore.Pages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/** The paths against the same rules with gradients found on paper, and the page against the paths. */
@ExtendWith(Browsers.class)
class DescentExplorerTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        new Pages(List.of(new DescentExplorer())).write(folder);
    }

    private static Browser page(Browser browser) {
        return browser.open(folder.resolve("descent-explorer.html"));
    }

    /** Each optimizer as its paper has it, on numbers instead of tensors. */
    private static List<double[]> byHand(
            Landscape landscape, Descender descender, double lr, double x, double y, int steps) {
        double[] w = {x, y};
        double[] first = new double[2];
        double[] second = new double[2];
        List<double[]> points = new ArrayList<>();
        for (int t = 1; t <= steps + 1; t++) {
            points.add(w.clone());
            double[] g = landscape.gradient(w[0], w[1]);
            for (int i = 0; i < 2; i++) {
                switch (descender) {
                    case GRADIENT_DESCENT -> w[i] -= lr * g[i];
                    case MOMENTUM -> {
                        first[i] = 0.9 * first[i] + g[i];
                        w[i] -= lr * first[i];
                    }
                    case ADAM -> {
                        first[i] = 0.9 * first[i] + 0.1 * g[i];
                        second[i] = 0.999 * second[i] + 0.001 * g[i] * g[i];
                        double mean = first[i] / (1 - Math.pow(0.9, t));
                        w[i] -= lr * mean / (Math.sqrt(second[i] / (1 - Math.pow(0.999, t))) + 1e-8);
                    }
                }
            }
        }
        return points;
    }

    @ParameterizedTest
    @EnumSource(Landscape.class)
    void pathsAreThoseOfTheRulesOnPaper(Landscape landscape) {
        for (Descender descender : Descender.values()) {
            List<double[]> expected = byHand(landscape, descender, 0.01, 0.7, -0.4, 30);
            List<double[]> path = DescentPath.walk(landscape, descender, 0.01, 0.7, -0.4, 30).points();
            assertEquals(31, path.size());
            for (int t = 0; t < path.size(); t++) {
                assertEquals(expected.get(t)[0], path.get(t)[0], 1e-9, descender + " x " + t);
                assertEquals(expected.get(t)[1], path.get(t)[1], 1e-9, descender + " y " + t);
            }
        }
    }

    /** Nothing on a map lies below its lowest point, and something lies close to it. */
    @Test
    void nothingIsLowerThanTheLowest() {
        JsonNode data = new DescentExplorer().data();
        for (int i = 0; i < DescentExplorer.GROUNDS.size(); i++) {
            Landscape landscape = DescentExplorer.GROUNDS.get(i).landscape();
            double least = Double.POSITIVE_INFINITY;
            for (JsonNode height : data.get("grounds").get(i).get("heights")) {
                least = Math.min(least, height.asDouble());
            }
            assertTrue(least >= landscape.lowest(), landscape + ": " + least);
            assertEquals(landscape.lowest(), least, 0.03, landscape.toString());
        }
    }

    /** Across the valley a step of learning rate 1 takes y to (1 - 10) y. */
    @Test
    void divergedPathsEnd() {
        List<double[]> path = DescentPath.walk(Landscape.VALLEY, Descender.GRADIENT_DESCENT, 1, -3.5, 2, 80).points();
        assertEquals(3, path.size());
        assertEquals(-18, path.get(1)[1], 1e-12);
    }

    /** What somebody reads is where the optimizer of nn is. */
    @Test
    void showsThePathsOfJava(Browser browser) {
        page(browser);
        for (int ground = 0; ground < DescentExplorer.GROUNDS.size(); ground++) {
            browser.slide("#ground", ground).slide("#start", 1);
            for (int rate : new int[] {4, 12}) {
                for (int step : new int[] {0, 7, DescentExplorer.STEPS}) {
                    browser.slide("#rate", rate).slide("#step", step);
                    assertShows(browser, DescentExplorer.GROUNDS.get(ground), DescentExplorer.RATES.get(rate), step);
                }
            }
        }
        assertEquals("0.032", browser.text("#rateSays"));
        assertEquals("80 of 80", browser.text("#stepSays"));
        browser.assertClean();
    }

    private static void assertShows(Browser browser, DescentExplorer.Ground ground, double rate, int step) {
        double[] start = ground.starts()[1];
        for (Descender descender : Descender.values()) {
            String where = ground.title() + ", " + descender + ", step " + step;
            List<double[]> path = DescentPath.walk(ground.landscape(), descender, rate, start[0], start[1], step)
                    .points();
            double[] last = path.getLast();
            String row = "#values tr:nth-child(" + (descender.ordinal() + 1) + ") td";
            if (path.size() <= step) {
                assertTrue(browser.text(row).startsWith("diverged after "), where + browser.text(row));
                continue;
            }
            double[] shown = browser.all(row).stream()
                    .mapToDouble(cell -> number(cell.getText()))
                    .toArray();
            for (int i = 0; i < last.length; i++) { // three digits are shown
                assertEquals(last[i], shown[i], 0.006 * Math.abs(last[i]) + 1e-15, where + ", number " + i);
            }
            double[] drawn = browser.numbers("(() => { const p = path(" + descender.ordinal() + ", " + step
                    + "); return [p.x.length, p.x.at(-1), p.y.at(-1)]; })()");
            double near = 1e-4 * (1 + Math.hypot(last[0], last[1]));
            assertArrayEquals(new double[] {step + 1, last[0], last[1]}, drawn, near, where);
        }
    }

    /** As the page writes it: {@code −1.95 × 10^−4}. */
    private static double number(String text) {
        return Double.parseDouble(text.replace('−', '-').replace(" × 10^", "e"));
    }

    @Test
    void saysWhoDiverged(Browser browser) {
        page(browser).slide("#ground", 1).slide("#rate", DescentExplorer.RATES.size() - 1);
        String row = browser.text("#values tr:first-child");
        assertTrue(row.contains("diverged after 2 steps"), row);
        browser.assertClean();
    }

    @Test
    void walksAndStops(Browser browser) {
        page(browser).click("#play").await("step.valueAsNumber > 0 && step.valueAsNumber < 80");
        assertEquals("Stop", browser.text("#play"));
        browser.script("step.focus()");
        browser.press(Keys.HOME);
        assertEquals("Walk", browser.text("#play"));
        assertEquals("0 of 80", browser.text("#stepSays"));
        browser.press(Keys.ARROW_RIGHT);
        assertEquals("1 of 80", browser.text("#stepSays"));
        browser.click("#show2");
        assertEquals(2, browser.all("#values tr").size());
        browser.assertClean();
    }

    @Test
    void fitsEverywhere(Browser browser) {
        page(browser).assertFits();
        assertEquals(-3, browser.number("map.x.domain()[0]"));
        browser.narrow().dark().await("map.x.range()[1] < 400");
        browser.assertClean();
        assertEquals(1, browser.number("(map.x(1) - map.x(0)) / (map.y(0) - map.y(1))"), 1e-9, "circles are round");
    }
}
