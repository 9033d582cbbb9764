package org.cotangent.experiments;

import java.io.File;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    /** A shell between these streams; a terminal gets line editing and a history. */
    ShellCommand(InputStream in, PrintStream out, PrintStream err, boolean terminal) {
        // JShell shows the lines that it reads, but from System.in, which it takes for a terminal that has shown them.
        this.in = terminal ? in : new FilterInputStream(in) {};
        this.out = terminal ? out : new PrintStream(new Lines(out), false, out.charset());
        this.err = err;
        this.terminal = terminal;
    }

    /** Drops the carriage returns that JShell sends where there is no terminal. */
    private static final class Lines extends FilterOutputStream {
        Lines(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (b != '\r') {
                super.write(b);
            }
        }
    }

    @SuppressWarnings("SystemConsoleNull") // a run-time image without jdk.internal.le may still have none
    static CommandSpec spec() {
        CommandSpec[] self = new CommandSpec[1];
        CommandSpec spec = Commands.spec("shell", "JShell with everything imported.", () -> {
            ParseResult parsed = self[0].commandLine().getParseResult();
            boolean terminal = System.console() != null && System.console().isTerminal();
            return new ShellCommand(System.in, System.out, System.err, terminal)
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
            JavaShellToolBuilder shell = JavaShellToolBuilder.builder()
                    .in(in, null)
                    .out(out)
                    .err(err)
                    .interactiveTerminal(terminal);
            if (!terminal) {
                shell.persistence(new HashMap<>()); // no history, and nothing in the user's preferences
            }
            int code = shell.start(words.toArray(String[]::new));
            out.flush();
            return code;
        } catch (NoClassDefFoundError e) {
            err.println("cotangent: this Java has no JShell (the module jdk.jshell); a whole JDK has one.");
            return 1;
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
