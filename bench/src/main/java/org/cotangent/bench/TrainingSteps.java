package org.cotangent.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Whole training steps: zero, forward, loss, backward, optimizer. The first ones must lose what they lose in PyTorch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC", "-Xmn64m"})
public class TrainingSteps {
    /** Which step. */
    @Param
    public Workload.Training step;

    /** How many threads share the work. */
    @Param("1")
    public int threads;

    private Contender.Job job;

    /** Makes the net, its data and its optimizer. */
    @Setup
    public void prepare() {
        job = new CotangentContender(threads).prepare(step);
    }

    /** One step; of C5, the chain of 1,000 operations. */
    @Benchmark
    public void step() {
        job.run();
    }

    /** Looks at the first losses and the last. */
    @TearDown(Level.Iteration)
    public void check() {
        job.check();
    }
}
