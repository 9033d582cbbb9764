package org.cotangent.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cotangent.Entry;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A smoke pass: every benchmark runs once and finds its own answer right. */
class BenchmarkListTest {
    /** Without its annotation processor JMH builds a jar that silently holds no benchmark. */
    @Test
    void theListHoldsEveryBenchmark() {
        Set<String> names = new TreeSet<>();
        for (BenchmarkListEntry each : BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())) {
            names.add(each.getUsername().substring("org.cotangent.bench.".length()));
        }
        assertEquals(
                new TreeSet<>(List.of(
                        "Operations.backward", "Operations.forward", "Overhead.add", "Overhead.handOver", "Overhead.kernel",
                        "Overhead.noGrad", "Overhead.record", "Overhead.recordAndWalk", "Products.product", "StartUp.firstStep",
                        "TrainingSteps.step")),
                names);
    }

    static List<Workload> workloads() {
        return Workloads.select("").stream()
                .filter(each -> each.unit() != Workload.Unit.GFLOPS || each.amount() < 1e9) // the largest take seconds
                .filter(each -> each != Workload.Training.C6_DEEP)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everyWorkloadFindsItsAnswerRight(Workload workload) {
        Contender.Job job = new CotangentContender(2).prepare(workload);
        job.run();
        job.check();
    }

    @TestFactory
    Stream<DynamicTest> everyOperationHasTheScalarBackendsBits() {
        return Entry.all().stream()
                .flatMap(entry -> entry.examples().stream().map(example -> entry.name() + "/" + example.label()))
                .flatMap(row -> Stream.of(DType.FLOAT32, DType.FLOAT64).map(type -> DynamicTest.dynamicTest(row + " " + type, () -> {
                    Operations operations = new Operations();
                    operations.row = row;
                    operations.size = 500;
                    operations.type = type;
                    operations.prepare();
                    assertNotNull(operations.forward());
                    assertNotNull(operations.backward());
                    operations.check();
                })));
    }

    @Test
    void overheadIsMeasuredOnRightAnswers() throws Exception {
        Overhead overhead = new Overhead();
        overhead.record();
        overhead.recordAndWalk();
        overhead.noGrad();
        overhead.add();
        overhead.kernel();
        overhead.handOver();
        new StartUp().firstStep();
    }

    @Test
    void aWrongTrainingIsNoticed() {
        TrainingStep step = (TrainingStep) TrainingStep.of(Workload.Training.C2_SPIRAL);
        step.run();
        step.spoil();
        assertThrows(IllegalStateException.class, step::check);
    }

    @Test
    void costsAreThoseOfTheFormulas() {
        Row add = Operations.find("add/scalars", DType.FLOAT32, 1);
        List<Tensor> numbers = add.sample(1);
        assertEquals(new Cost(1, 12), Cost.of(() -> add.forward(numbers)));
        Row product = Operations.find("matmul/matrices", DType.FLOAT64, 1);
        List<Tensor> matrices = product.sample(1);
        assertEquals(
                new Cost(2 * 3 * 4 * 2, 8 * (3 * 4 + 4 * 2 + 3 * 2)), Cost.of(() -> product.forward(matrices)));
    }

    @Test
    void limitsAreMeasured() {
        Limits limits = Limits.measure();
        assertTrue(limits.gflops() > 0 && limits.memory() > 0 && limits.cache() > 0, limits.toString());
    }
}
