package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import org.cotangent.Tensor;
import org.cotangent.nn.loss.MSELoss;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.ReLU;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.optim.Adam;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A long training holds no more memory at its end than at its beginning, also when the batches keep changing their size. */
class SteadyMemoryTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    @Tag("slow")
    void theHeapStaysFlat() {
        TorchGenerator random = new TorchGenerator(1);
        Module net = new Sequential(new Linear(64, 256, random), new ReLU(), new Linear(256, 8, random));
        Adam optimizer = new Adam(net.parameters(), 1e-3);
        long early = 0;
        for (int step = 1; step <= 40_000; step++) {
            int batch = 16 + step * 7 % 101; // 101 sizes take turns
            Tensor x = Tensor.rand(random, batch, 64);
            Tensor.tidy(() -> {
                optimizer.zeroGrad();
                new MSELoss().forward(net.forward(x), Tensor.zeros(batch, 8)).backward();
                optimizer.step();
            });
            if (step == 4_000) {
                early = held();
            }
        }
        long late = held();
        assertTrue(
                late < early + 2 * MEGABYTE,
                "held " + early / 1024 + " KiB after 4,000 steps and " + late / 1024 + " KiB after 40,000");
    }

    private static long held() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
            least = Math.min(least, heap.getUsed());
        }
        return least;
    }
}
