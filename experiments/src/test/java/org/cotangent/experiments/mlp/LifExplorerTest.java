package org.cotangent.experiments.mlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cotangent.experiments.browser.Browser;
import org.cotangent.experiments.browser.Browsers;
import org.cotangent.experiments.explore.Pages;
import org.cotangent.experiments.figure.Values;
import org.cotangent.random.TorchRanges;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page's own small simulation against the neuron that the experiments run, to the bit. */
@ExtendWith(Browsers.class)
class LifExplorerTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        new Pages(List.of(new LifExplorer())).write(folder);
    }

    private static Browser page(Browser browser) {
        return browser.open(folder.resolve("lif-explorer.html"));
    }

    private static void assertAgrees(Browser browser, LifNeuron neuron, double current, double duration, double dt) {
        String call = String.format(
                Locale.ROOT,
                "simulate({rm: %s, cm: %s, tauRef: %s, threshold: %s, spike: %s}, %s, %s, %s)",
                neuron.rm(), neuron.cm(), neuron.tauRef(), neuron.threshold(), neuron.spike(), current, duration, dt);
        LifNeuron.Trace trace = neuron.simulate(current, duration, dt);
        assertArrayEquals(Values.of(trace.time()), browser.numbers(call + ".time"), call);
        assertArrayEquals(Values.of(trace.vm()), browser.numbers(call + ".vm"), call);
        assertArrayEquals(Values.of(trace.steps()), browser.numbers(call + ".spikes"), call);
    }

    @Test
    void simulatesAsTheExperimentsDo(Browser browser) {
        page(browser);
        assertAgrees(browser, new LifNeuron(1, 10, 10, 1, 0.5), 1.5, 50, 0.1);
        assertAgrees(browser, new LifNeuron(3.3, 10, 2.5, 1, 0.5), 1.7, 200, 0.1);
        assertAgrees(browser, new LifNeuron(1.1, 7.3, 99.9, 0.9, 0.7), 2.2, 1000, 0.1);
        assertAgrees(browser, new LifNeuron(100, 10, 1, 1, 0), 0.02, 1000, 1);
        assertAgrees(browser, new LifNeuron(1, 10, 1, 0.1, 3), 3, 1000, 1);
    }

    /** What somebody reads after moving sliders is what Java computes for these settings. */
    @Test
    void followsTheSliders(Browser browser) {
        page(browser);
        double[][] settings = {{1, 1}, {1, 10}, {100, 1}, {2.5, 37.3}, {100, 100}};
        for (double[] each : settings) {
            browser.slide("#rm", each[0]).slide("#tauRef", each[1]);
            double[] counts = Arrays.stream(LifTransfer.counts(each[0], each[1])).asDoubleStream().toArray();
            assertArrayEquals(counts, browser.numbers("transfer.counts"), Arrays.toString(each));
            double[] heights = browser.numbers("Array.from(document.querySelectorAll('#transfer .dot'),"
                    + " e => transfer.y.invert(+e.getAttribute('cy')))");
            assertArrayEquals(counts, heights, 1e-9, "the dots stand where the counts say");
        }
        browser.slide("#cm", 7.3).slide("#rm", 2).slide("#threshold", 1.2);
        assertEquals("14.6 ms", browser.text("#tauM"));
        assertEquals("0.6 mA", browser.text("#rheobase"));
        browser.slide("#cm", 10).slide("#rm", 1).slide("#threshold", 1).slide("#tauRef", 10).slide("#current", 1.5);
        int spikes = new LifNeuron(1, 10, 10, 1, 0.5).simulate(1.5, 50, 0.1).spikeSteps().size();
        assertTrue(browser.text("#membraneSays").startsWith("It fires " + spikes + " times in 50 ms, first at 11"));
        browser.slide("#current", 0.9);
        assertTrue(browser.text("#membraneSays").startsWith("It does not fire in 50 ms"));
        browser.assertClean();
    }

    @Test
    void isPlayedByKeyboard(Browser browser) {
        page(browser).script("rm.focus()");
        browser.press(Keys.END);
        assertEquals("100 kΩ", browser.text("#rmSays"));
        browser.press(Keys.ARROW_LEFT);
        assertEquals("99.9 kΩ", browser.text("#rmSays"));
        browser.press(Keys.TAB, Keys.HOME);
        assertEquals("1 ms", browser.text("#tauRefSays"));
        browser.click("[data-set='1.5 1 10 10 1 0.5']");
        assertEquals("10 ms", browser.text("#tauRefSays"));
        browser.assertClean();
    }

    @Test
    void fitsEverywhere(Browser browser) {
        page(browser).assertFits();
        double wide = browser.number("membrane.x.range()[1]");
        browser.narrow().dark().await("membrane.x.range()[1] < 400");
        browser.assertFits();
        assertTrue(wide > 700, "the chart fills a wide window: " + wide);
        assertEquals(50, browser.number("membrane.x.domain()[1]"));
        assertEquals(2, browser.number("transfer.x.domain()[1]"), 1e-6);
        browser.assertClean();
    }

    @Test
    void getsTheCurrentsOfTheTutorial() {
        List<Double> currents = new ArrayList<>();
        new LifExplorer().data().get("currents").forEach(each -> currents.add(each.asDouble()));
        assertEquals(Arrays.stream(Values.of(TorchRanges.linspace(0, 2, 10))).boxed().toList(), currents);
    }
}
