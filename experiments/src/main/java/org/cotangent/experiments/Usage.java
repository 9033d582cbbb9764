package org.cotangent.experiments;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Bad usage in one sentence: what was wrong, and the nearest name. */
final class Usage {

    private Usage() {}

    static String sentence(ParameterException error) {
        CommandSpec command = error.getCommandLine().getCommandSpec();
        return switch (error) {
            case UnmatchedArgumentException e when !e.getUnmatched().isEmpty() -> unmatched(
                    command, e.getUnmatched().getFirst());
            case MissingParameterException e when !e.getMissing().isEmpty()
                    && e.getMissing().getFirst() instanceof OptionSpec option -> option.longestName()
                    + " needs a value after it, " + option.paramLabel() + " (see \"" + command.qualifiedName()
                    + " --help\").";
            case OverwrittenOptionException e
            when e.getOverwritten() instanceof OptionSpec option -> option.longestName()
                    + " is there twice; once is enough.";
            default -> firstLine(error) + ".";
        };
    }

    private static String unmatched(CommandSpec command, String word) {
        String path = command.qualifiedName();
        List<String> commands = List.copyOf(command.subcommands().keySet());
        if (word.startsWith("-")) {
            if (command.name().equals("run")) {
                return "\"" + word + "\" stands before the name of the experiment; options come after it, as in \""
                        + path + " NAME " + word + " ...\".";
            }
            List<String> options = command.options().stream()
                    .filter(option -> !option.hidden())
                    .flatMap(option -> Stream.of(option.names()))
                    .filter(name -> name.startsWith("--"))
                    .toList();
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return "\"" + path + "\" has no option \"" + name + "\"; the nearest is \"" + Nearest.to(name, options)
                    + "\" (see \"" + path + " --help\").";
        }
        if (commands.isEmpty()) {
            return "\"" + path + "\" takes no \"" + word + "\": what follows it begins with -- (see \"" + path
                    + " --help\").";
        }
        boolean experiment = command.name().equals("run");
        return "There is no " + (experiment ? "experiment" : "command") + " \"" + word + "\"; the nearest is \""
                + Nearest.to(word, commands) + "\" (see \"" + (experiment ? "cotangent list" : path + " --help")
                + "\").";
    }

    private static String firstLine(ParameterException error) {
        String message = error.getMessage();
        if (message == null || message.isBlank()) {
            return "The command line was not understood";
        }
        String line = message.lines().findFirst().orElse(message).strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    /** Makes every command below this one speak in our sentences. */
    static void speakFor(CommandLine command, Console console) {
        command.setParameterExceptionHandler((error, args) -> {
            console.err().println("cotangent: " + sentence(error));
            console.err().flush();
            return CommandLine.ExitCode.USAGE;
        });
    }
}
