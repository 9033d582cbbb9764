package org.cotangent.experiments.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The browser that the other tests use sees what they rely on it to see. */
@ExtendWith(Browsers.class)
class BrowserTest {
    private static final String PAGE = """
            <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>t</title>
            <input id="a" type="range" min="0" max="10" value="0" oninput="shown.textContent = this.value">
            <p id="shown">0</p>%s</html>""";

    @TempDir
    Path folder;

    private Path page(String more) throws IOException {
        return Files.writeString(folder.resolve("page.html"), PAGE.formatted(more));
    }

    @Test
    void slidesAndPresses(Browser browser) throws IOException {
        browser.open(page("")).slide("#a", 3);
        assertEquals("3", browser.text("#shown"));
        browser.script("a.focus()");
        browser.press(Keys.ARROW_RIGHT);
        assertEquals("4", browser.text("#shown"));
        assertEquals(5.0, browser.number("a.valueAsNumber + 1"));
        browser.assertClean();
    }

    @Test
    void seesErrors(Browser browser) throws IOException {
        browser.open(page("<script>notDefined()</script>"));
        assertTrue(browser.complaints().getFirst().contains("notDefined"), browser.complaints().toString());
        assertThrows(AssertionError.class, browser::assertClean);
    }

    @Test
    void seesWhatIsFetched(Browser browser) throws IOException {
        Files.writeString(folder.resolve("a.js"), "");
        browser.open(page("<script src='a.js'></script>"));
        assertThrows(AssertionError.class, browser::assertClean);
    }

    @Test
    void seesWhatSticksOut(Browser browser) throws IOException {
        browser.open(page("<div style='width: 600px'>wide</div>"));
        browser.assertFits();
        browser.narrow();
        assertThrows(AssertionError.class, browser::assertFits);
    }

    @Test
    void isWideNarrowLightAndDark(Browser browser) throws IOException {
        browser.open(page(""));
        String dark = "matchMedia('(prefers-color-scheme: dark)').matches ? 1 : 0";
        assertEquals(1280, browser.number("innerWidth"));
        assertEquals(0, browser.number(dark));
        browser.narrow().dark();
        assertEquals(400, browser.number("innerWidth"));
        assertEquals(1, browser.number(dark));
        Path picture = folder.resolve("page.png");
        browser.screenshot(picture);
        assertTrue(Files.size(picture) > 1000);
    }
}
