package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad usage: one sentence on standard error that names what was wrong and the nearest name, exit code 2. */
class UsageTest {

    @ParameterizedTest(name = "cotangent {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                   | a command is missing",
                "lst                                  | There is no command \"lst\"; the nearest is \"list\"",
                "--versoin                            | no option \"--versoin\"; the nearest is \"--version\"",
                "run                                  | needs the name of an experiment",
                "run exhibtion                        | no experiment \"exhibtion\"; the nearest is \"exhibition\"",
                "run exhibtion --epochs 3             | no experiment \"exhibtion\"; the nearest is \"exhibition\"",
                "run --epochs 3 exhibition            | stands before the name of the experiment",
                "run exhibition other                 | takes no \"other\"",
                "run exhibition --epoch 3             | no option \"--epoch\"; the nearest is \"--epochs\"",
                "run exhibition --batchsize=3         | no option \"--batchsize\"; the nearest is \"--batch-size\"",
                "run exhibition --epochs -1           | --epochs takes a whole number of at least 1, not \"-1\"",
                "run exhibition --epochs 0            | not \"0\"",
                "run exhibition --epochs many         | not \"many\"",
                "run exhibition --epochs 1e3          | not \"1e3\"",
                "run exhibition --epochs              | --epochs needs a value",
                "run exhibition --epochs --lr 1       | --epochs needs a value",
                "run exhibition --epochs 1 --epochs 2 | --epochs is there twice",
                "run exhibition --lr nan              | --lr takes a number greater than 0, not \"nan\"",
                "run exhibition --lr NaN              | not \"NaN\"",
                "run exhibition --lr Infinity         | not \"Infinity\"",
                "run exhibition --lr 1e999            | not \"1e999\"",
                "run exhibition --lr 0                | not \"0\"",
                "run exhibition --lr -0.1             | not \"-0.1\"",
                "run exhibition --threads 0           | --threads takes a whole number from 1 to 1024, not \"0\"",
                "run exhibition --threads 99999999999 | not \"99999999999\"",
                "run exhibition --device gpu          | auto, cpu or cuda, not \"gpu\"; the nearest is \"cpu\"",
                "run exhibition --backend smid        | the nearest is \"simd\"",
                "run exhibition --dtype float16       | float32 or float64, not \"float16\"",
                "run exhibition --seed 18446744073709551616 | --seed takes a whole number from -2^63 to 2^64 - 1",
                "run exhibition --seed -9223372036854775809 | not \"-9223372036854775809\"",
                "run exhibition --hidden 500,,200     | --hidden takes whole numbers",
                "run exhibition --hidden 0            | not \"0\"",
                "run exhibition --rules backprob      | the nearest is \"backprop\"",
                "run exhibition --rules backprop,backprop | names with commas between them",
                "run exhibition --as-published=3      | --as-published",
                "run all --epochs 3                   | no option \"--epochs\"",
                "run all --strct                      | the nearest is \"--strict\"",
            })
    void isAnsweredByOneSentence(String line, String expected) {
        Frame frame = new Frame(new Exhibition());
        int code = frame.execute(line.isEmpty() ? new String[0] : line.split(" +"));
        assertEquals(2, code, frame.err.toString());
        assertTrue(frame.err.toString().contains(expected), frame.err.toString());
        assertTrue(frame.err.toString().matches("cotangent: [^\\n]*[.)]\\n"), frame.err.toString());
        assertEquals("", frame.out.toString());
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedBeforeAnyWork(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        boolean[] worked = {false};
        Frame frame = new Frame(Frame.experiment("worker", run -> worked[0] = true));
        for (String out : new String[] {file.toString(), file.resolve("below").toString()}) {
            assertEquals(2, frame.execute("run", "worker", "--out", out));
            assertEquals(2, frame.execute("run", "all", "--out", out));
        }
        assertTrue(frame.err.toString().contains("--out \"" + file + "\" cannot be written: " + file + " is a file"));
        assertEquals(4, frame.err.toString().lines().count());
        assertFalse(worked[0]);
    }

    @Test
    void helpExplainsEverySettingWithItsDefault() {
        Frame frame = new Frame(new Exhibition());
        assertEquals(0, frame.execute("run", "exhibition", "--help"));
        String help = frame.out.toString();
        for (Setting<?> setting : new Exhibition().settings()) {
            assertTrue(help.contains(setting.name()), setting.name());
            assertTrue(help.contains(setting.description()), setting.description());
        }
        for (String text : new String[] {
            "(default: 0.001)", "(default: 2021)", "--threads", "--device", "--out", "--quiet", "100 % of it"
        }) {
            assertTrue(help.contains(text), text + " in\n" + help);
        }
        assertEquals("", frame.err.toString());
    }

    /** An error that nobody expected advises the option, so every command has it. */
    @ParameterizedTest
    @ValueSource(strings = {"list", "run exhibition", "run all", "trace", "gradcheck", "verify", "explore", "shell"})
    void everyCommandCanSayWhereAnErrorCameFrom(String command) {
        Frame frame = new Frame(new Exhibition());
        assertEquals(0, frame.execute((command + " --help").split(" ")));
        assertTrue(frame.out.toString().contains("--stacktrace"), frame.out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "trace x^2 x=1", "gradcheck x^2 x=1"})
    void anUnexpectedErrorIsASentenceAndOnRequestATrace(String command) {
        String brief = errorsOf(command.split(" "));
        assertEquals(
                "cotangent: unexpected UnsupportedOperationException: out of paper"
                        + " (run it with --stacktrace to see where).\n",
                brief);
        String whole = errorsOf((command + " --stacktrace").split(" "));
        assertTrue(whole.startsWith(brief), whole);
        assertTrue(whole.contains("\tat org.cotangent.experiments."), whole);
    }

    /** What a command says on standard error when its output breaks. */
    private static String errorsOf(String... command) {
        PrintWriter broken = new PrintWriter(new StringWriter()) {
            @Override
            public void flush() {
                throw new UnsupportedOperationException("out of paper");
            }
        };
        StringWriter err = new StringWriter();
        Console console = new Console(broken, new PrintWriter(err), false, new Interrupts());
        assertEquals(1, Cotangent.execute(new Catalogue(List.of()), console, command));
        return err.toString();
    }

    @Test
    void listNamesEachExperimentFirstInItsLine() {
        Frame frame = new Frame(new Exhibition(), Frame.experiment("second", run -> {}));
        assertEquals(0, frame.execute("list"));
        assertEquals(
                """
                exhibition  W1D3  Every kind of chart, and numbers that are known
                second      W2D3  Does what the test needs
                """,
                frame.out.toString());
    }

    @Test
    void versionNamesTheProgramAndJava() {
        Frame frame = new Frame();
        assertEquals(0, frame.execute("--version"));
        assertTrue(frame.out.toString().startsWith("cotangent "), frame.out.toString());
        assertTrue(frame.out.toString().contains("Java " + Runtime.version()), frame.out.toString());
    }

    @Test
    void namesOfTheStandardExperimentsAreDistinctAndCanBeTyped() {
        var names = Catalogue.standard().experiments().stream().map(Experiment::name).toList();
        assertEquals(names.size(), names.stream().distinct().count());
        names.forEach(name -> assertTrue(name.matches("[a-z0-9]+(-[a-z0-9]+)*") && !name.equals("all"), name));
    }
}
