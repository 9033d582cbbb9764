package org.cotangent.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotangent.Entry;
import org.cotangent.Tensor;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.DType;
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

/** Every operation of the engine, forward and backward, on the rows of its checks. The bits must be the scalar backend's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC", "-Xmn64m"})
public class Operations {
    /** The entry and the label of its row; {@link Run} gives all of them. */
    @Param("add/scalars")
    public String row;

    /** The elements of the largest operand. */
    @Param("10000")
    public int size;

    /** FLOAT32 or FLOAT64. */
    @Param("FLOAT32")
    public DType type;

    private Row work;
    private List<Tensor> in;
    private Tensor result;
    private Tensor seed;
    private List<Tensor> gradients = List.of();
    private Tensor expected;
    private List<Tensor> expectedGradients = List.of();

    /**
     * One row of every entry: the second where there is one, for the first is often a single number.
     *
     * @return names for {@link #row}
     */
    public static List<String> rows() {
        List<String> names = new ArrayList<>();
        for (Entry entry : Entry.all()) {
            names.add(entry.name() + "/" + entry.examples().get(entry.examples().size() > 1 ? 1 : 0).label());
        }
        return names;
    }

    /**
     * The row of a name.
     *
     * @param name as in {@link #rows}
     * @param type float32 or float64
     * @param size the elements of the largest operand
     * @return the work
     */
    static Row find(String name, DType type, int size) {
        for (Entry entry : Entry.all()) {
            if (name.startsWith(entry.name() + "/")) {
                for (Row each : Row.of(entry, type, size)) {
                    if (each.toString().equals(name)) {
                        return each;
                    }
                }
            }
        }
        throw new IllegalArgumentException("no row " + name + ": there are " + rows());
    }

    /** Draws the operands, and computes what has to come out. */
    @Setup
    public void prepare() {
        work = find(row, type, size);
        in = work.sample(1);
        String backend = Backends.current().name();
        Backends.use("scalar");
        expected = work.forward(in);
        seed = Row.seed(expected);
        if (expected.requiresGrad()) {
            expectedGradients = Row.backward(expected, in, seed);
        }
        Backends.use(backend);
        result = work.forward(in);
    }

    /**
     * The operation, recorded.
     *
     * @return its result
     */
    @Benchmark
    public Tensor forward() {
        result = work.forward(in);
        return result;
    }

    /**
     * The gradients of all floating operands, from a result that is there.
     *
     * @return one for each
     */
    @Benchmark
    public List<Tensor> backward() {
        if (result.requiresGrad()) {
            gradients = Row.backward(result, in, seed);
        }
        return gradients;
    }

    /** Compares every bit with what the scalar backend computed. */
    @TearDown(Level.Iteration)
    public void check() {
        same("result", expected, result);
        for (int i = 0; i < gradients.size(); i++) {
            same("gradient " + i, expectedGradients.get(i), gradients.get(i));
        }
    }

    private void same(String what, Tensor a, Tensor b) {
        if (!a.shape().equals(b.shape()) || !Arrays.equals(a.toDoubles(), b.toDoubles())) {
            throw new IllegalStateException(row + ", " + work.operands() + ": the " + what + " is not the scalar backend's");
        }
    }
}
