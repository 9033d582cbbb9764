package org.cotangent.experiments;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.tool.JavaShellToolBuilder;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Module;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code cotangent shell}: the JDK's JShell with engine and nn imported and the vector unit ready. */
final class ShellCommand {
    private static final String STARTUP = "shell.jsh";
    private static final String VECTORS = "jdk.incubator.vector";

    private final Console console;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    ShellCommand(Console console, InputStream in, PrintStream out, PrintStream err) {
        this.console = console;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @SuppressWarnings("SystemOut") // the shell reads keys and redraws lines: a stream of characters is not enough
    static CommandSpec spec(Console console) {
        CommandSpec[] self = new CommandSpec[1];
        CommandSpec spec = Commands.spec("shell", "JShell with everything imported.", () -> {
            ParseResult parsed = self[0].commandLine().getParseResult();
            return new ShellCommand(console, System.in, System.out, System.err)
                    .run(parsed.matchedPositionalValue(0, List.of()));
        });
        self[0] = spec;
        spec.usageMessage()
                .description(
                        "JShell, the JDK's own read-evaluate-print loop, with tensors, modules, optimizers, the gradient checker"
                                + " and the tracer imported. Lines may be piped in.",
                        "");
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("FILE")
                .description("runs the lines of these files first")
                .build());
        return spec;
    }

    int run(List<String> files) throws IOException {
        Path startup = Files.createTempFile("cotangent", ".jsh");
        try {
            Files.writeString(startup, imports());
            List<String> words = new ArrayList<>(List.of(
                    "--class-path", classPath(),
                    "-C--add-modules=" + VECTORS,
                    "-R--add-modules=" + VECTORS,
                    "-R--enable-native-access=ALL-UNNAMED",
                    "--startup", "DEFAULT",
                    "--startup", startup.toString()));
            words.addAll(files);
            return JavaShellToolBuilder.builder()
                    .in(in, null)
                    .out(out)
                    .err(err)
                    .interactiveTerminal(console.terminal())
                    .start(words.toArray(String[]::new));
        } catch (Exception e) {
            throw new IOException("JShell cannot start: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(startup);
        }
    }

    /** What the shell begins with. */
    static String imports() throws IOException {
        try (InputStream stream = ShellCommand.class.getResourceAsStream(STARTUP)) {
            if (stream == null) {
                throw new IllegalStateException(STARTUP + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Where engine and nn are: jars, or folders of classes in a build. */
    private static String classPath() {
        return Stream.of(Tensor.class, Module.class).map(ShellCommand::origin).collect(Collectors.joining(File.pathSeparator));
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
