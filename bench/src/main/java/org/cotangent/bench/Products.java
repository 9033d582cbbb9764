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

/** Matrix products, elementwise operations and operations along rows, as the side-by-side names them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC", "-Xmn64m"})
public class Products {
    /** A name of {@link Workloads}; {@link Run} gives all products. */
    @Param("gemm_f32_nn_256x256x256")
    public String workload;

    /** How many threads share the work. */
    @Param("1")
    public int threads;

    private Contender.Job job;

    /** Draws the factors. */
    @Setup
    public void prepare() {
        job = new CotangentContender(threads).prepare(Workloads.find(workload));
    }

    /** One product. */
    @Benchmark
    public void product() {
        job.run();
    }

    /** Compares some elements with sums in float64. */
    @TearDown(Level.Iteration)
    public void check() {
        job.check();
    }
}
