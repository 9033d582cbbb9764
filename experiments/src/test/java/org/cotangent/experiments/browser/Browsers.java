package org.cotangent.experiments.browser;

import java.io.File;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands a {@link Browser} to each test that takes one. Where there is no Chromium, or no ChromeDriver, the tests are
 * skipped, and the reason is printed.
 */
public final class Browsers implements ExecutionCondition, ParameterResolver {
    private static final Namespace OURS = Namespace.create(Browsers.class);
    private static final List<String> CHROMIUM = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> CHROMEDRIVER = List.of("chromedriver");

    /** The one of this JVM; it ends with the last test. */
    private record Running(Browser browser) implements AutoCloseable {
        @Override
        public void close() {
            browser.quit();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = onPath(CHROMIUM).isEmpty() ? "chromium" : onPath(CHROMEDRIVER).isEmpty() ? "chromedriver" : "";
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("there is a browser");
        }
        String reason = "no " + missing + " on the PATH: apt-get install chromium chromium-driver";
        if (context.getTestMethod().isEmpty()) {
            System.out.println("skipped: " + context.getDisplayName() + ": " + reason);
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(OURS)
                .getOrComputeIfAbsent(
                        Running.class,
                        key -> new Running(Browser.start(
                                onPath(CHROMIUM).orElseThrow(), onPath(CHROMEDRIVER).orElseThrow())),
                        Running.class);
        running.browser().reset();
        return running.browser();
    }

    private static Optional<File> onPath(List<String> names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return names.stream()
                .flatMap(name -> List.of(path.split(File.pathSeparator)).stream().map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
    }
}
