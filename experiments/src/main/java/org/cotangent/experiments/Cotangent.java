package org.cotangent.experiments;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command line: {@code cotangent list}, {@code cotangent run NAME}, {@code cotangent run all}, {@code cotangent trace},
 * {@code cotangent gradcheck}, {@code cotangent verify PATH...}, {@code cotangent explore}, {@code cotangent shell}.
 *
 * <p>Exit codes: 0 all is well; 1 a reference row is not ok, or a run or a reference case failed; 2 bad usage; 3
 * something was skipped under {@code --strict}; 130 Ctrl-C.
 */
public final class Cotangent {

    private Cotangent() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the words after {@code cotangent}
     */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        Interrupts interrupts = new Interrupts();
        interrupts.listen();
        Console console = new Console(
                new PrintWriter(System.out, false, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                Console.isTerminal(),
                interrupts);
        int code = execute(Catalogue.standard(), console, args);
        console.out().flush();
        System.exit(code);
    }

    /** Runs a command; a test calls it with its own experiments and ears. */
    static int execute(Catalogue catalogue, Console console, String... args) {
        return commandLine(catalogue, console).execute(args);
    }

    /** All commands. A new one is added here. */
    private static CommandLine commandLine(Catalogue catalogue, Console console) {
        CommandSpec root = Commands.spec("cotangent", "Autograd one can read, and the tutorials it reproduces.", () -> {
            console.err()
                    .println("cotangent: a command is missing; the commands are list, run, trace, gradcheck, verify, explore"
                            + " and shell (see \"cotangent --help\").");
            console.err().flush();
            return CommandLine.ExitCode.USAGE;
        });
        root.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Prints the version and ends.")
                .build());
        root.versionProvider(() -> new String[] {
            "cotangent " + version() + ", Java " + Runtime.version(),
        });
        root.addSubcommand("list", Commands.traceable(ListCommand.spec(catalogue, console)));
        root.addSubcommand("run", RunCommand.spec(catalogue, console)); // its subcommands have the option
        root.addSubcommand("trace", Commands.traceable(ExpressionCommands.trace(console)));
        root.addSubcommand("gradcheck", Commands.traceable(ExpressionCommands.gradcheck(console)));
        root.addSubcommand("verify", Commands.traceable(VerifyCommand.spec(console)));
        root.addSubcommand("explore", Commands.traceable(ExploreCommand.spec(console)));
        root.addSubcommand("shell", Commands.traceable(ShellCommand.spec()));
        CommandLine line = new CommandLine(root);
        line.setOut(console.out());
        line.setErr(console.err());
        line.setOverwrittenOptionsAllowed(false);
        Usage.speakFor(line, console);
        line.setExecutionExceptionHandler((error, command, parsed) -> {
            console.err()
                    .println("cotangent: unexpected " + error.getClass().getSimpleName() + ": " + error.getMessage()
                            + " (run it with " + Commands.STACKTRACE + " to see where).");
            if (parsed.expandedArgs().contains(Commands.STACKTRACE)) {
                error.printStackTrace(console.err());
            }
            console.err().flush();
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    /** The version that Maven noted in the jar. */
    private static String version() {
        String notes = "/META-INF/maven/org.cotangent/cotangent-experiments/pom.properties";
        try (InputStream stream = Cotangent.class.getResourceAsStream(notes)) {
            if (stream == null) {
                return "(not packaged)";
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            return properties.getProperty("version", "(unknown)");
        } catch (IOException e) {
            return "(unknown)";
        }
    }
}
