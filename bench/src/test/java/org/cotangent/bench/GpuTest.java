package org.cotangent.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.bench.Workload.Training;
import org.junit.jupiter.api.Test;

/** What the script for cards makes of its results. The checks and the training themselves need a card or its stand-in. */
class GpuTest {
    @Test
    void aRatioIsOurTimeOverTheirs() {
        List<String> ours = List.of(
                "workload,peer,threads,median,min,max,unit",
                "gemm_f32_nn_256x256x256,cotangent,1,5000,1,1,GFLOP/s",
                "C1_widenet,cotangent,1,70,1,1,us/step",
                "# C2_spiral: it failed, for some reason",
                "add_1e8,cotangent,1,0.01,1,1,ns/elem");
        List<String> torch = List.of(
                "gemm_f32_nn_256x256x256,torch,1,10000,1,1,GFLOP/s", "C1_widenet,torch,1,100,1,1,us/step");
        assertEquals(
                """
                workload,unit,cotangent,torch,time over torch's
                gemm_f32_nn_256x256x256,GFLOP/s,5000,10000,2.000
                C1_widenet,us/step,70,100,0.700
                add_1e8,ns/elem,0.01,,
                """,
                Gpu.ratios(ours, torch));
    }

    @Test
    void allTrainingStepsAreMeasuredOnBothSides() throws IOException {
        String script = Files.readString(Path.of("peers/python/workloads.py"));
        for (Training each : Training.values()) {
            assertTrue(Gpu.workloads().contains(each), each.label());
            assertTrue(script.contains('"' + each.label() + '"'), each.label());
        }
    }
}
