package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.experiments.browser.Browser;
import org.cotangent.experiments.browser.Browsers;
import org.cotangent.inspect.BackwardStep;
import org.cotangent.inspect.Contribution;
import org.cotangent.inspect.ForwardStep;
import org.cotangent.inspect.Trace;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Tanh;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page of a trace in a browser, opened from its file. */
@ExtendWith(Browsers.class)
class TracePageTest {
    @TempDir
    Path folder;

    private static Tensor leaf(String name, double value) {
        return Tensor.scalar(value, DType.FLOAT64).requiresGrad(true).named(name);
    }

    private static Trace chainRule() {
        Tensor x = leaf("x", 1);
        Tensor y = leaf("y", 1);
        Tensor z = leaf("z", 1);
        return Trace.of(() -> z.mul(2).mul(x).div(y.sin()).add(1).log().tanh().named("f"));
    }

    private static Trace deep(int layers) {
        TorchGenerator generator = new TorchGenerator(0);
        Sequential net = new Sequential();
        for (int i = 0; i < layers; i++) {
            net.add(new Linear(6, 6, generator));
            net.add(new Tanh());
        }
        for (Map.Entry<String, org.cotangent.nn.module.Parameter> each : net.namedParameters().entrySet()) {
            each.getValue().value().named(each.getKey());
        }
        Tensor data = Tensor.randn(generator, 20, 6).named("data");
        return Trace.of(() -> net.forward(data).square().mean());
    }

    private Path page(Trace trace) throws IOException {
        return Files.writeString(folder.resolve("index.html"), trace.toHtml("f = <a> & \"b\""));
    }

    /** The number behind the equals sign of the active step. */
    private static double result(Browser browser) {
        return Double.parseDouble(browser.text("#panel .result").replace("= ", "").replace("−", "-"));
    }

    @Test
    void everyStepShowsTheEnginesNumbers(Browser browser) throws IOException {
        Trace trace = chainRule();
        browser.open(page(trace));
        assertEquals("start 0 / 18", browser.text("#place"));
        int step = 0;
        for (ForwardStep forward : trace.forward()) {
            browser.slide("#step", ++step);
            double value = trace.variables().get(forward.output()).value().item();
            assertEquals(value, result(browser), 1e-11 * Math.abs(value));
            assertEquals(
                    trace.variables().get(forward.output()).name(),
                    browser.text("#graph .box.on .title").split(" ", -1)[0]);
        }
        step++; // the seed
        for (BackwardStep back : trace.backward()) {
            for (Contribution each : back.contributions()) {
                browser.slide("#step", ++step);
                double share = each.share().item();
                assertEquals(share, result(browser), 1e-11 * Math.abs(share), "step " + step);
                String drawn = browser.text("#graph .box.to .gradient");
                assertEquals(each.sum().item(), Double.parseDouble(drawn.substring(2)), 1e-3 * Math.abs(each.sum().item()));
                assertEquals(1, browser.all("#graph .edge.on").size());
            }
        }
        assertEquals(17, step);
        browser.slide("#step", 18);
        assertTrue(browser.text("#panel").contains("∂f/∂y = -0.134004465147"), browser.text("#panel"));
        browser.assertClean();
    }

    @Test
    void theFormulaHasTheNamesAndTheNumbers(Browser browser) throws IOException {
        browser.open(page(chainRule())).slide("#step", 14);
        assertEquals("∂f/∂y = ∂f/∂v3 · ∂v3/∂y", browser.text("#panel .chain"));
        assertEquals("= g · cos(y)", browser.text("#panel .formula"));
        assertEquals("= (-0.248017570333) · cos(1)", browser.text("#panel .numbers"));
        assertEquals("= -0.134004465147", browser.text("#panel .result"));
    }

    @Test
    void theSumGrowsWherePathsMeet(Browser browser) throws IOException {
        Tensor x = leaf("x", 3);
        Trace trace = Trace.of(() -> x.square().add(x.mul(x)).named("f"));
        browser.open(page(trace));
        List<String> sums = List.of("3", "6", "12");
        int seen = 0;
        for (int step = 0; step <= browser.number("frames.length - 1"); step++) {
            browser.slide("#step", step);
            if (!browser.all("#panel .sum").isEmpty()) {
                assertEquals(sums.get(seen), browser.text("#panel .total td:nth-child(2)"));
                assertEquals(seen + 1, browser.all("#panel .sum tr").size() - 1);
                assertEquals((seen < 2 ? "Σ " : "∂ ") + sums.get(seen), browser.text("#graph .box.leaf .gradient"));
                seen++;
            }
        }
        assertEquals(3, seen);
        browser.assertClean();
    }

    @Test
    void everythingCanBeDoneWithTheKeyboard(Browser browser) throws IOException {
        browser.open(page(chainRule()));
        browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT);
        assertEquals("forward 1 / 18", browser.text("#place"));
        browser.press(Keys.END);
        assertEquals("end 18 / 18", browser.text("#place"));
        browser.press(Keys.HOME);
        assertEquals("start 0 / 18", browser.text("#place"));
        browser.press("/", "sin");
        assertEquals("1 found", browser.text("#found"));
        assertEquals(1, browser.all("#graph .box.found").size());
        browser.press(Keys.ARROW_RIGHT); // moves in the text, not the step
        assertEquals("start 0 / 18", browser.text("#place"));
        browser.press(Keys.ENTER);
        assertEquals("v3 = sin(y)", browser.text("#pins h2"));
        browser.press(Keys.ESCAPE);
        browser.script("document.querySelector('#graph .box.leaf').focus()");
        browser.press(Keys.ENTER);
        assertEquals(2, browser.all("#pins article").size());
        browser.assertClean();
    }

    @Test
    void aPinnedTensorFollowsTheSteps(Browser browser) throws IOException {
        Trace trace = chainRule();
        browser.open(page(trace));
        String id = "n" + trace.variable("v1").id();
        browser.script("[...document.querySelectorAll('#graph .box')].find(b => b.dataset.id === '" + id + "')"
                + ".dispatchEvent(new MouseEvent('click', {bubbles: true}))");
        String early = browser.text("#pins article");
        assertTrue(early.contains("computed in step") && early.contains("complete in step"), early);
        browser.press(Keys.END);
        assertEquals(1, browser.all("#graph .box.pinned").size());
        String late = browser.text("#pins article");
        assertTrue(late.contains(String.valueOf(trace.variable("v1").value())), late);
        assertTrue(late.contains(String.valueOf(trace.variable("v1").gradient())), late);
        browser.click("#pins article > button");
        assertEquals(0, browser.all("#pins article").size());
        browser.assertClean();
    }

    @Test
    void repetitionsAreFoldedAndCanBeOpened(Browser browser) throws IOException {
        browser.open(page(deep(8)));
        String shown = "[...document.querySelectorAll('#graph svg')].find(s => s.style.display !== 'none')"
                + ".querySelectorAll('.box').length";
        double few = browser.number(shown);
        assertEquals(1, browser.all("#folded .fold").size());
        assertTrue(few < 20, few + " boxes");
        browser.slide("#step", 8);
        assertFalse(browser.text("#folded .fold .gradient").isEmpty(), "what happens inside is said on the fold");
        browser.script("document.querySelector('#folded .fold').dispatchEvent(new MouseEvent('click', {bubbles: true}))");
        assertTrue(browser.number(shown) > 30);
        assertEquals("none", browser.script("return document.getElementById('folded').style.display"));
        browser.click("#fold");
        assertEquals(few, browser.number(shown));
        assertTrue(browser.all("#folded .module").size() >= 2);
        browser.assertClean();
    }

    @Test
    void largeTensorsAreLittleTables(Browser browser) throws IOException {
        browser.open(page(deep(2)));
        browser.slide("#step", 1);
        assertTrue(browser.text("#panel .summary").startsWith("[20, 6] min "), browser.text("#panel .summary"));
        assertEquals(6, browser.number("document.querySelector('#panel canvas').width"));
        assertEquals(12, browser.number("document.querySelector('#panel canvas').height"));
        assertTrue(browser.number("new Set(document.querySelector('#panel canvas').getContext('2d')"
                + ".getImageData(0, 0, 6, 12).data).size") > 10, "it is painted");
        browser.assertClean();
    }

    @Test
    void itFitsAScreenAndATelephone(Browser browser) throws IOException {
        Path page = page(deep(5));
        for (int width : new int[] {1280, 400}) {
            browser.size(width, 900).light().open(page);
            browser.slide("#step", 20);
            browser.press("/", "weight", Keys.ENTER);
            browser.assertFits();
            browser.dark();
            browser.assertFits();
        }
        browser.assertClean();
    }
}
