package org.cotangent.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole process, from its start to the end of its first training step.
 *
 * <p>As our launcher does, it keeps the loaded classes in an archive, which the first process of a machine makes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 9)
@Fork(1)
public class StartUp {
    /**
     * Does one step of C2 and says what was lost.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        TrainingStep step = (TrainingStep) TrainingStep.of(Workload.Training.C2_SPIRAL);
        step.run();
        System.out.println(step.loss());
    }

    /**
     * Starts a JVM that trains the net of C2 for one step.
     *
     * @return what it printed
     * @throws IOException when it cannot be started
     * @throws InterruptedException when this thread is asked to stop
     */
    @Benchmark
    public double firstStep() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0 || Math.abs(Double.parseDouble(printed.strip()) - 1.37446558) > 1e-4) {
            throw new IllegalStateException("status " + status + ", printed " + printed);
        }
        return Double.parseDouble(printed.strip());
    }

    /**
     * How the process is started.
     *
     * @return a command line
     */
    public static List<String> command() {
        String classes = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+UseParallelGC"));
        if (Arrays.stream(classes.split(File.pathSeparator)).allMatch(each -> each.endsWith(".jar"))) { // never of folders
            command.addAll(List.of(
                    "-XX:+AutoCreateSharedArchive",
                    "-XX:SharedArchiveFile=" + Path.of(System.getProperty("java.io.tmpdir"), "cotangent-first-step.jsa"),
                    "-Xlog:cds*=off",
                    "-Xlog:aot*=off"));
        }
        command.addAll(List.of("-cp", classes, StartUp.class.getName()));
        return command;
    }
}
