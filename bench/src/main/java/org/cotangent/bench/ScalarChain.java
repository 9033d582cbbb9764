package org.cotangent.bench;

import org.cotangent.Tensor;
import org.cotangent.bench.Workload.Training;
import org.cotangent.kernel.Device;

/** C5: one thousand scalar operations, and the way back. */
final class ScalarChain implements Contender.Job {
    private final Tensor x;
    private final Tensor a;
    private final Tensor b;

    ScalarChain(Device device) {
        x = Tensor.scalar(1).to(device).requiresGrad(true);
        a = Tensor.scalar(0.999).to(device).requiresGrad(true);
        b = Tensor.scalar(1e-3).to(device).requiresGrad(true);
    }

    @Override
    public void run() {
        x.zeroGrad();
        a.zeroGrad();
        b.zeroGrad();
        Tensor y = x;
        for (int i = 0; i < Training.CHAIN / 2; i++) {
            y = y.mul(a).add(b);
        }
        y.backward();
    }

    /** With x = 1 and b = 1 - a, y stays 1: dy/dx = a^n, dy/db = (1 - a^n) / (1 - a) = dy/da. */
    @Override
    public void check() {
        double power = Math.pow(0.999, Training.CHAIN / 2);
        double sum = (1 - power) / 1e-3;
        if (!(near(x, power) && near(a, sum) && near(b, sum))) {
            throw new IllegalStateException("C5_scalar_chain: gradients " + x.grad() + ", " + a.grad() + ", " + b.grad() + ", not "
                    + power + ", " + sum + ", " + sum);
        }
    }

    private static boolean near(Tensor leaf, double expected) {
        Tensor gradient = leaf.grad();
        return gradient != null && Math.abs(gradient.item() - expected) <= 1e-4 * expected;
    }
}
