package org.cotangent.experiments;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How a command is put together: without annotations, so that starting up reads no class files for them. */
final class Commands {

    /** The option that every command has which does something; errors that nobody expected advise it. */
    static final String STACKTRACE = "--stacktrace";

    private Commands() {}

    /** A command with {@code --help}; add it to {@link Cotangent#commandLine}. */
    static CommandSpec spec(String name, String description, Callable<Integer> action) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(action).name(name);
        spec.usageMessage().description(description).width(100);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Prints this and ends.")
                .build());
        return spec;
    }

    /** Adds the option to a command, after its own. */
    static CommandSpec traceable(CommandSpec spec) {
        return spec.addOption(flag(STACKTRACE, "prints where in the code an error came from"));
    }

    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(Boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }
}
