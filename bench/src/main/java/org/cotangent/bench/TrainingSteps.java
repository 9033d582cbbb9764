package org.cotangent.bench;

import java.util.concurrent.TimeUnit;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.loss.CrossEntropyLoss;
import org.cotangent.nn.loss.Loss;
import org.cotangent.nn.loss.MSELoss;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.ReLU;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Tanh;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.TorchGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whole training steps: zero, forward, loss, backward, optimizer. The names are those of the project's performance table. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC"})
public class TrainingSteps {
    private static final int CHAIN = 500;

    private final Step wideNet = wideNet();
    private final Step spiral = spiral();

    /** A model with its data. */
    private record Step(Module net, Loss criterion, Optimizer<?> optimizer, Tensor inputs, Tensor targets) {
        double run() {
            optimizer.zeroGrad();
            Tensor loss = criterion.forward(net.forward(inputs), targets);
            loss.backward();
            optimizer.step();
            return loss.item();
        }
    }

    private static Step wideNet() {
        TorchGenerator random = new TorchGenerator(0);
        Module net = new Sequential(new Linear(1, 512, random), new Tanh(), new Linear(512, 1, random));
        Tensor x = Tensor.linspace(-1, 1, 32).unsqueeze(1);
        return new Step(
                net, new MSELoss(), new SGD(net.parameters(), SGD.options(1e-3).momentum(0.9)), x, x.sin());
    }

    private static Step spiral() {
        TorchGenerator random = new TorchGenerator(0);
        Module net = new Sequential(new Linear(2, 128, random), new ReLU(), new Linear(128, 4, random));
        Tensor x = Tensor.randn(random, 128, 2);
        Tensor labels = x.select(1, 0).gt(0).to(DType.INT64);
        return new Step(net, new CrossEntropyLoss(), new Adam(net.parameters(), 1e-3), x, labels);
    }

    /**
     * C1: 32 x 1 -> 512 tanh -> 1, mean squared error, SGD with momentum.
     *
     * @return the loss
     */
    @Benchmark
    public double c1WideNet() {
        return finite(wideNet.run());
    }

    /**
     * C2: 128 x 2 -> 128 relu -> 4, cross entropy, Adam.
     *
     * @return the loss
     */
    @Benchmark
    public double c2Spiral() {
        return finite(spiral.run());
    }

    /**
     * C5: a chain of 1,000 scalar operations with its gradient.
     *
     * @return the gradient of the first scalar
     */
    @Benchmark
    public double c5ScalarChain() {
        Tensor x = Tensor.scalar(1).requiresGrad(true);
        Tensor a = Tensor.scalar(0.999).requiresGrad(true);
        Tensor b = Tensor.scalar(1e-3).requiresGrad(true);
        Tensor y = x;
        for (int i = 0; i < CHAIN; i++) {
            y = y.mul(a).add(b);
        }
        y.backward();
        Tensor gradient = x.grad();
        double slope = gradient == null ? Double.NaN : gradient.item();
        if (!(Math.abs(slope - Math.pow(0.999, CHAIN)) < 1e-5)) {
            throw new IllegalStateException("the gradient of the chain is " + slope);
        }
        return slope;
    }

    private static double finite(double loss) {
        if (!(loss >= 0 && loss < 10)) {
            throw new IllegalStateException("the loss is " + loss);
        }
        return loss;
    }
}
