package org.cotangent.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotangent.Tensor;
import org.cotangent.check.GradCheck;
import org.cotangent.check.Verdict;
import org.cotangent.experiments.expression.Expression;
import org.cotangent.experiments.expression.Misread;
import org.cotangent.inspect.Profile;
import org.cotangent.inspect.Trace;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * {@code cotangent trace EXPR x=1 ...}: what backward does with an expression, step by step. {@code cotangent gradcheck EXPR
 * x=1 ...}: whether its gradient is right.
 */
final class ExpressionCommands {
    private static final String OUT = "--out";
    private static final String PROFILE = "--profile";
    private static final String RULES = "--rules";
    private static final String DATA = "--data";
    private static final String RESULT = "f";
    private static final int PROFILED = 1000;

    private final Console console;

    private ExpressionCommands(Console console) {
        this.console = console;
    }

    /** What the two commands do when the words are understood. */
    @FunctionalInterface
    private interface Action {
        int run(Expression expression, Map<String, Tensor> variables, ParseResult parsed)
                throws Misread, Setting.Unfit, IOException;
    }

    static CommandSpec trace(Console console) {
        ExpressionCommands commands = new ExpressionCommands(console);
        CommandSpec spec = commands.spec(
                "trace",
                "Shows backward step by step: cotangent trace \"tanh(log(1 + z*2*x/sin(y)))\" x=1 y=1 z=1",
                commands::trace);
        spec.usageMessage()
                .footer("", "EXPR can also be the name of an experiment, for the first step of its training: "
                        + String.join(", ", ModelTraces.names(Catalogue.standard())) + ".");
        spec.addOption(Commands.text(OUT, "DIR", "where the page goes that steps through it: DIR/index.html"));
        spec.addOption(Commands.flag(PROFILE, "also shows where time and memory go, as a table and in DIR/profile.svg"));
        spec.addOption(Commands.text(RULES, "NAME,...", "of an experiment: these learning rules instead of all"));
        spec.addOption(Commands.text(DATA, "DIR", "of an experiment: the folder with its data"));
        return spec;
    }

    static CommandSpec gradcheck(Console console) {
        ExpressionCommands commands = new ExpressionCommands(console);
        return commands.spec(
                "gradcheck",
                "Compares gradients with differences: cotangent gradcheck \"sum(tanh(x)^2)\" x=[1,2,3]",
                commands::gradcheck);
    }

    private CommandSpec spec(String name, String description, Action action) {
        CommandSpec[] self = new CommandSpec[1];
        CommandSpec spec = Commands.spec(name, description, () -> run(self[0], action));
        self[0] = spec;
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .type(String.class)
                .paramLabel("EXPR")
                .description("numbers, names, + - * / ^ @, arrays such as [1, 2, 3], functions such as tanh(x)")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("1..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("NAME=VALUE")
                .description("the value of a variable, in float64: x=1 or w=[[1,2],[3,4]]")
                .build());
        spec.parser().unmatchedOptionsArePositionalParams(true); // an expression may begin with a minus
        return spec;
    }

    private int run(CommandSpec spec, Action action) throws IOException {
        CommandLine line = spec.commandLine();
        ParseResult parsed = line.getParseResult();
        List<String> words = new ArrayList<>();
        for (var positional : parsed.matchedPositionals()) {
            words.addAll(positional.originalStringValues());
        }
        for (String word : words) {
            if (word.startsWith("--") && word.length() > 2 && Character.isLetter(word.charAt(2))) {
                throw new ParameterException(line, "\"" + spec.qualifiedName() + "\" has no option \"" + word + "\" (see \""
                        + spec.qualifiedName() + " --help\")");
            }
        }
        if (words.isEmpty()) {
            throw new ParameterException(line, "\"" + spec.qualifiedName()
                    + "\" needs an expression, as in: " + spec.qualifiedName() + " \"x^2 + sin(x)\" x=2");
        }
        try {
            if (words.size() == 1 && parsed.commandSpec().optionsMap().containsKey(RULES)) {
                Optional<Experiment> experiment = Catalogue.standard().find(words.getFirst());
                if (experiment.isPresent()) {
                    return model(experiment.get(), parsed);
                }
            }
            Expression expression = Expression.parse(words.getFirst());
            Map<String, Tensor> variables = variables(words.subList(1, words.size()), line);
            return action.run(expression, variables, parsed);
        } catch (Misread e) {
            console.err().println("cotangent: " + e.getMessage() + ".");
            console.err().println(e.caret());
            console.err().flush();
            return CommandLine.ExitCode.USAGE;
        } catch (Setting.Unfit e) {
            throw new ParameterException(line, e.getMessage());
        }
    }

    private static Map<String, Tensor> variables(List<String> words, CommandLine line) throws Misread {
        Map<String, Tensor> variables = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? "" : word.substring(0, equals).strip();
            if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]*")) {
                throw new ParameterException(line, "\"" + word + "\" is not NAME=VALUE, such as x=1");
            }
            Tensor value = Expression.parseValue(word.substring(equals + 1));
            if (variables.put(name, value.requiresGrad(true).named(name)) != null) {
                throw new ParameterException(line, name + " is there twice; once is enough");
            }
        }
        return variables;
    }

    private int trace(Expression expression, Map<String, Tensor> variables, ParseResult parsed)
            throws Misread, Setting.Unfit, IOException {
        String out = parsed.matchedOptionValue(OUT, "");
        Path folder = out.isEmpty() ? null : OutputFolder.ready(out);
        checked(expression, variables);
        Trace trace = Trace.of(() -> value(expression, variables).named(RESULT));
        console.out().println(RESULT + " = " + expression);
        console.out().println();
        console.out().print(trace);
        Profile profile = parsed.hasMatchedOption(PROFILE)
                ? Profile.of(PROFILED, () -> value(expression, variables))
                : null;
        if (profile != null) {
            console.out().println();
            console.out().print(profile);
        }
        if (folder != null) {
            Path page = TraceFiles.write(folder, RESULT + " = " + expression, "", trace);
            if (profile != null) {
                TraceFiles.write(folder, profile);
            }
            console.out().println();
            console.out().println("page " + page);
        }
        console.out().flush();
        return CommandLine.ExitCode.OK;
    }

    /** The first step of an experiment's training. */
    private int model(Experiment experiment, ParseResult parsed) throws Setting.Unfit, IOException {
        String out = parsed.matchedOptionValue(OUT, "");
        Path folder = out.isEmpty() ? null : OutputFolder.ready(out);
        String rules = parsed.matchedOptionValue(RULES, "");
        String data = parsed.matchedOptionValue(DATA, "");
        ModelTraces traces = new ModelTraces(console, parsed.hasMatchedOption(PROFILE), folder);
        if (!(experiment instanceof Traceable traceable)) {
            throw new Setting.Unfit("\"" + experiment.name() + "\" has no training that could be traced; "
                    + String.join(", ", ModelTraces.names(Catalogue.standard())) + " have");
        }
        try {
            traces.show(
                    experiment.name(),
                    traceable.firstSteps(data.isEmpty() ? Optional.empty() : Optional.of(Path.of(data))),
                    rules.isEmpty() ? List.of() : List.of(rules.split(",", -1)));
            return CommandLine.ExitCode.OK;
        } catch (Skipped e) {
            console.err().println("cotangent: " + e.getMessage());
            console.err().flush();
            return RunCommand.NOT_OK;
        }
    }

    /** The expression computed once, so that what is wrong with it comes with its place. */
    private static Tensor checked(Expression expression, Map<String, Tensor> variables) throws Misread {
        Tensor value = expression.value(variables);
        String source = expression.toString();
        if (value.gradFn() == null) {
            throw new Misread(
                    source,
                    0,
                    variables.isEmpty() || expression.names().isEmpty()
                            ? "there is no variable to differentiate with respect to"
                            : "its result has no gradient: no operation of it is differentiable");
        }
        if (value.size() != 1) {
            throw new Misread(
                    source, 0, "the result has shape " + value.shape() + ", not one number; wrap it in sum( )");
        }
        return value;
    }

    /** The value of an expression that was computed before. */
    private static Tensor value(Expression expression, Map<String, Tensor> variables) {
        try {
            return expression.value(variables);
        } catch (Misread e) {
            throw new IllegalArgumentException(e);
        }
    }

    private int gradcheck(Expression expression, Map<String, Tensor> variables, ParseResult parsed)
            throws Misread {
        expression.value(variables);
        List<String> names = List.copyOf(variables.keySet());
        Verdict verdict = GradCheck.full().check(
                in -> {
                    Map<String, Tensor> here = new LinkedHashMap<>();
                    for (int i = 0; i < names.size(); i++) {
                        here.put(names.get(i), in.get(i));
                    }
                    return value(expression, here);
                },
                List.copyOf(variables.values()));
        console.out().println(verdict);
        console.out().flush();
        return verdict.isCorrect() ? CommandLine.ExitCode.OK : 1;
    }
}
