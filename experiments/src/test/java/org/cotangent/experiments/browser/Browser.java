package org.cotangent.experiments.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Chromium without a window, for tests of pages. A test class says {@code @ExtendWith(Browsers.class)} and takes a browser
 * as a parameter:
 *
 * <pre>
 * &#64;Test
 * void theSliderMovesTheStep(Browser browser, &#64;TempDir Path folder) throws IOException {
 *     browser.wide().light().open(write(folder));
 *     browser.slide("#step", 3);
 *     assertEquals("3", browser.text("#shown"));
 *     browser.assertClean();
 * }
 * </pre>
 *
 * <p>There is one for all tests of a JVM, since starting it takes a second. Each test gets it as new: 1280 by 900 pixels,
 * light, on an empty page.
 */
public final class Browser {
    // Held here, for what was set on a logger goes with it when nobody holds it.
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int WIDE = 1280;
    private static final int NARROW = 400;

    private final ChromeDriver driver;
    private final List<String> complaints = new ArrayList<>();

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser start(File chromium, File chromedriver) {
        SELENIUM.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium);
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // CI runs as root, where Chromium refuses to start with one
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--force-color-profile=srgb");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver)
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    /** As a test wants to find it. */
    void reset() {
        driver.get("about:blank");
        collect();
        complaints.clear();
        wide().light();
    }

    void quit() {
        driver.quit();
    }

    // ---- the window ----

    /** A window of this many CSS pixels. */
    public Browser size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /** 1280 pixels: a laptop. */
    public Browser wide() {
        return size(WIDE, 900);
    }

    /** 400 pixels: a telephone. */
    public Browser narrow() {
        return size(NARROW, 800);
    }

    /** {@code prefers-color-scheme: light}. */
    public Browser light() {
        return scheme("light");
    }

    /** {@code prefers-color-scheme: dark}. */
    public Browser dark() {
        return scheme("dark");
    }

    private Browser scheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return this;
    }

    // ---- the page ----

    /** Opens a page from its file. */
    public Browser open(Path page) {
        return open(page.toUri());
    }

    /** Opens a page from its address. */
    public Browser open(URI address) {
        driver.get(address.toString());
        return this;
    }

    /** The body of a function in JavaScript: {@code return arguments[0] + 1}. */
    public Object script(String body, Object... arguments) {
        return driver.executeScript(body, arguments);
    }

    /** A number that an expression in JavaScript has. */
    public double number(String expression) {
        return ((Number) script("return " + expression)).doubleValue();
    }

    /** Numbers that an expression in JavaScript has. */
    public double[] numbers(String expression) {
        List<?> list = (List<?>) script("return Array.from(" + expression + ")");
        return list.stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
    }

    /** The first element of a CSS selector, at once. */
    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** All elements of a CSS selector. */
    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** What a reader sees of an element. */
    public String text(String selector) {
        return find(selector).getText();
    }

    /** Moves a slider, or chooses from a list, as a hand would: the page hears {@code input} and {@code change}. */
    public Browser slide(String selector, Object value) {
        script("""
                const e = arguments[0];
                e.value = arguments[1];
                e.dispatchEvent(new Event('input', {bubbles: true}));
                e.dispatchEvent(new Event('change', {bubbles: true}));""", find(selector), value.toString());
        return this;
    }

    public Browser click(String selector) {
        find(selector).click();
        return this;
    }

    /** Presses keys, {@link org.openqa.selenium.Keys} or text, wherever the focus is. */
    public Browser press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
        return this;
    }

    /** Waits until an expression in JavaScript is true, or fails after ten seconds. */
    public Browser await(String expression) {
        new WebDriverWait(driver, PATIENCE)
                .withMessage(expression)
                .until(ignored -> Boolean.TRUE.equals(script("return Boolean(" + expression + ")")));
        return this;
    }

    /** The whole page as a PNG file, however long it is. */
    public Browser screenshot(Path file) throws IOException {
        long width = ((Number) script("return innerWidth")).longValue();
        long visible = ((Number) script("return innerHeight")).longValue();
        long height = ((Number) script("return document.documentElement.scrollHeight")).longValue();
        size((int) width, (int) Math.min(height, 8000));
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        size((int) width, (int) visible);
        return this;
    }

    // ---- what must hold on every page ----

    /** Errors and warnings of the console since the test began, exceptions that nobody caught among them. */
    public List<String> complaints() {
        collect();
        return List.copyOf(complaints);
    }

    private void collect() {
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                complaints.add(entry.getLevel() + " " + entry.getMessage());
            }
        }
    }

    /** Nothing on the console, nothing that sticks out to the right, nothing fetched from anywhere. */
    public void assertClean() {
        assertEquals(List.of(), complaints());
        assertFits();
        // A file is no "resource" in the browser's timing, so the elements are asked as well.
        List<?> fetched = (List<?>) script("""
                return performance.getEntriesByType('resource').map(e => e.name)
                    .concat(Array.from(document.querySelectorAll('[src], link[href], object[data]'),
                        e => e.src || e.href || e.data))
                    .filter(name => !/^(data|blob):/.test(name));""");
        assertEquals(List.of(), fetched);
    }

    /** The page needs no scrolling sideways. */
    public void assertFits() {
        double page = number("document.documentElement.scrollWidth");
        double window = number("innerWidth");
        assertTrue(page <= window, () -> String.format(Locale.ROOT, "%.0f pixels in a window of %.0f: %s", page, window, widest()));
    }

    private Object widest() {
        return script("""
                return Array.from(document.body.querySelectorAll('*'))
                    .filter(e => e.getBoundingClientRect().right > innerWidth + 0.5)
                    .slice(0, 5).map(e => e.tagName + '#' + e.id + '.' + e.getAttribute('class'));""");
    }
}
