package org.cotangent.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Without its annotation processor JMH builds a jar that silently holds no benchmark. */
class BenchmarkListTest {
    @Test
    void theListHoldsEveryBenchmark() {
        Set<?> found = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), java.util.List.of());
        assertEquals(3, found.size(), found.toString());
    }

    @Test
    void everyBenchmarkRunsAndAssertsItsAnswer() {
        TrainingSteps steps = new TrainingSteps();
        double first = steps.c2Spiral();
        for (int i = 0; i < 50; i++) {
            steps.c1WideNet();
            steps.c2Spiral();
        }
        assertTrue(steps.c2Spiral() < first, "training lowers the loss");
        assertEquals(Math.pow(0.999, 500), steps.c5ScalarChain(), 1e-5);
    }
}
