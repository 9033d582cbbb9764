package org.cotangent.experiments.microlearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cotangent.experiments.Failure;
import org.cotangent.experiments.browser.Browser;
import org.cotangent.experiments.browser.Browsers;
import org.cotangent.experiments.explore.Pages;
import org.cotangent.experiments.result.ResultsFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The shipped run is one that met every reference, and the page shows its numbers. */
@ExtendWith(Browsers.class)
class RulesExplorerTest {
    private static org.cotangent.experiments.result.Results shipped;

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        new Pages(List.of(new RulesExplorer(Optional.empty()))).write(folder);
        shipped = RulesExplorer.shipped();
    }

    private static Browser page(Browser browser) {
        return browser.open(folder.resolve("rules-explorer.html"));
    }

    @Test
    void theShippedRunMetTheTutorialsNumbers() {
        assertTrue(shipped.ok());
        assertEquals(36, shipped.references().size());
        assertEquals(10L, shipped.parameters().get("glanceEvery"));
        assertEquals(List.of(0.0, 10.0, 20.0), shipped.series().get("backprop.glance.update").subList(0, 3));
    }

    @Test
    void showsTheRecordedNumbers(Browser browser) {
        page(browser);
        for (int place : new int[] {0, 31, 75}) {
            browser.slide("#update", place);
            assertEquals(10 * place + " of 750", browser.text("#updateSays"));
            for (Rule rule : Rule.values()) {
                String row = browser.text("#values tr:nth-child(" + (rule.ordinal() + 1) + ")");
                assertEquals(
                        String.format(
                                Locale.ROOT,
                                "%s %.3f %.1f %% %.1f°",
                                rule.title(),
                                recorded(rule, "loss", place),
                                recorded(rule, "accuracy", place),
                                recorded(rule, "angle", place)),
                        row.replaceAll("\\s+", " "));
            }
        }
        browser.slide("#angles", "wholeAngle");
        String row = browser.text("#values tr:nth-child(4)");
        double whole = recorded(Rule.FEEDBACK_ALIGNMENT, "wholeAngle", 75);
        assertTrue(row.endsWith(String.format(Locale.ROOT, "%.1f°", whole)), row);
        browser.assertClean();
    }

    private static double recorded(Rule rule, String name, int place) {
        return shipped.series().get(rule.key() + ".glance." + name).get(place);
    }

    @Test
    void isPlayedByKeyboard(Browser browser) {
        page(browser).script("update.focus()");
        browser.press(Keys.HOME, Keys.ARROW_RIGHT);
        assertEquals("10 of 750", browser.text("#updateSays"));
        browser.press(Keys.TAB, " ");
        assertEquals(5, browser.all("#values tr").size());
        assertEquals("weight perturbation", browser.text("#values tr:first-child th"));
        browser.slide("#losses", "batchLoss");
        browser.assertClean();
    }

    @Test
    void fitsEverywhere(Browser browser) {
        page(browser).assertFits();
        assertEquals(6, browser.all("#accuracy .line").size());
        assertEquals(750, browser.number("loss.x.domain()[1]"));
        browser.narrow().dark().await("loss.x.range()[1] < 400");
        browser.assertClean();
    }

    @Test
    void showsARunOfTheUsers(@TempDir Path run) throws IOException {
        ResultsFile.write(shipped, run.resolve("results.json"));
        assertEquals(new RulesExplorer(Optional.empty()).data(), new RulesExplorer(Optional.of(run)).data());
        Files.writeString(run.resolve("results.json"), "{}");
        assertTrue(refusal(run).contains("there is no \"series\" in it"));
        Files.writeString(
                run.resolve("results.json"), ResultsFile.json(shipped).replace("\"microlearning\"", "\"spiral\""));
        assertTrue(refusal(run).contains("it is a run of spiral. Try: cotangent run microlearning --glance-every 10"));
        Files.writeString(
                run.resolve("results.json"), ResultsFile.json(shipped).replace(".glance.", ".unseen."));
        assertTrue(refusal(run).contains("nobody looked at the networks"));
        Files.delete(run.resolve("results.json"));
        assertTrue(refusal(run).contains("there is no results.json"));
    }

    private static String refusal(Path run) {
        RulesExplorer explorer = new RulesExplorer(Optional.of(run));
        return assertThrows(Failure.class, explorer::data).getMessage();
    }
}
