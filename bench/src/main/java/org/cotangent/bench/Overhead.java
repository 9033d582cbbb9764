package org.cotangent.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Parallel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is paid besides arithmetic: recording, walking back, choosing a kernel, handing over to a second thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC", "-Xmn64m"})
public class Overhead {
    private static final int CHAIN = 500;

    private final Tensor one = Tensor.scalar(1).requiresGrad(true);
    private final Tensor a = Tensor.scalar(0.999).requiresGrad(true);
    private final Tensor b = Tensor.scalar(1e-3).requiresGrad(true);
    private final Tensor fixed = Tensor.scalar(0.5);
    private final NdArray four = Tensor.of(1, 2, 3, 4).data();
    private final AtomicIntegerArray blocks = new AtomicIntegerArray(64);

    private Tensor chain() {
        Tensor y = one;
        for (int i = 0; i < CHAIN; i++) {
            y = y.mul(a).add(b);
        }
        return y;
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException(what + " is wrong");
        }
    }

    /**
     * A scalar operation, recorded.
     *
     * @return the end of a chain
     */
    @Benchmark
    @OperationsPerInvocation(2 * CHAIN)
    public Tensor record() {
        Tensor y = chain();
        require(Math.abs(y.item() - 1) < 1e-4, "the chain");
        return y;
    }

    /**
     * A scalar operation, recorded and walked back: C5 of the side-by-side.
     *
     * @return the gradient of the first scalar
     */
    @Benchmark
    @OperationsPerInvocation(2 * CHAIN)
    public double recordAndWalk() {
        one.zeroGrad();
        a.zeroGrad();
        b.zeroGrad();
        chain().backward();
        Tensor gradient = one.grad();
        double slope = gradient == null ? Double.NaN : gradient.item();
        require(Math.abs(slope - Math.pow(0.999, CHAIN)) < 1e-4, "the gradient of the chain");
        return slope;
    }

    /**
     * A scalar operation that nobody records.
     *
     * @return the end of a chain
     */
    @Benchmark
    @OperationsPerInvocation(2 * CHAIN)
    public Tensor noGrad() {
        Tensor y = Autograd.noGrad(this::chain);
        require(!y.requiresGrad() && Math.abs(y.item() - 1) < 1e-4, "the chain");
        return y;
    }

    /**
     * An operation of one number without a graph.
     *
     * @return 1
     */
    @Benchmark
    public Tensor add() {
        Tensor y = fixed.add(fixed);
        require(y.item() == 1, "0.5 + 0.5");
        return y;
    }

    /**
     * A kernel of four numbers, called on the backend.
     *
     * @return 10
     */
    @Benchmark
    public NdArray kernel() {
        NdArray sum = Backends.current().fold(Fold.SUM, four, true);
        require(sum.storage().getDouble(0) == 10, "1 + 2 + 3 + 4");
        return sum;
    }

    /**
     * Two blocks that do nothing much, on all threads.
     *
     * @return how often the second one ran
     */
    @Benchmark
    public int handOver() {
        int before = blocks.get(32);
        Parallel.forBlocks(2, block -> blocks.incrementAndGet(32 * block));
        require(blocks.get(32) == before + 1, "the number of blocks");
        return before;
    }
}
