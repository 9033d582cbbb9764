package org.cotangent.bench.peers;

import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.cotangent.bench.Contender;
import org.cotangent.bench.Harness;
import org.cotangent.bench.Workload;
import org.cotangent.bench.Workload.Elementwise;
import org.cotangent.bench.Workload.Product;
import org.cotangent.bench.Workload.Rowwise;
import org.cotangent.bench.Workload.Training;
import org.jspecify.annotations.Nullable;

/** PyTorch's C++ library through JavaCPP. Results are new tensors, freed at once. */
public final class Libtorch implements Contender {
    private Libtorch(int threads) {
        torch.set_num_threads(threads);
    }

    /**
     * Runs the harness.
     *
     * @param arguments as {@link Harness} takes them
     */
    public static void main(String[] arguments) {
        Harness.run("bytedeco", Libtorch::new, arguments);
    }

    @Override
    public String description() {
        return "libtorch, kernels for " + torch.get_cpu_capability().getString() + ", " + torch.get_num_threads() + " threads";
    }

    @Override
    public @Nullable Job prepare(Workload workload) {
        return switch (workload) {
            case Product product -> product(product);
            case Elementwise vector ->
                operation(vector.operation(), torch.randn(vector.size()), torch.randn(vector.size()));
            case Rowwise matrix -> operation(matrix.operation(), torch.randn(matrix.rows(), matrix.columns()), torch.randn(1));
            case Training training -> train(training);
        };
    }

    private static Job made(Supplier<Tensor> compute) {
        return () -> {
            try (NoGradGuard guard = new NoGradGuard();
                    Tensor result = compute.get()) {
                // made, and freed
            }
        };
    }

    private static Job product(Product product) {
        boolean ta = product.transposesA();
        boolean tb = product.transposesB();
        ScalarType type = product.wide() ? ScalarType.Double : ScalarType.Float;
        Tensor storedA = (ta ? torch.rand(product.k(), product.m()) : torch.rand(product.m(), product.k())).to(type);
        Tensor storedB = (tb ? torch.rand(product.n(), product.k()) : torch.rand(product.k(), product.n())).to(type);
        Tensor a = ta ? storedA.t() : storedA;
        Tensor b = tb ? storedB.t() : storedB;
        return made(() -> torch.mm(a, b));
    }

    private static @Nullable Job operation(String name, Tensor x, Tensor y) {
        return switch (name) {
            case "add" -> made(() -> x.add(y));
            case "mul" -> made(() -> x.mul(y));
            case "relu" -> made(() -> torch.relu(x));
            case "exp" -> made(() -> torch.exp(x));
            case "tanh" -> made(() -> torch.tanh(x));
            case "sigmoid" -> made(() -> torch.sigmoid(x));
            case "sum" -> made(x::sum);
            case "sumlast" -> made(() -> x.sum(1));
            case "sumfirst" -> made(() -> x.sum(0));
            case "softmax" -> made(() -> torch.softmax(x, 1));
            default -> null;
        };
    }

    /** Layers and how they are put together. */
    private static final class Net extends Module {
        private final Function<Tensor, Tensor> forward;

        Net(Function<Net, Function<Tensor, Tensor>> build) {
            forward = build.apply(this);
        }

        LinearImpl linear(String name, long in, long out) {
            return register_module(name, new LinearImpl(in, out));
        }

        Conv2dImpl conv(String name, long in, long out) {
            return register_module(name, new Conv2dImpl(new Conv2dOptions(in, out, new LongPointer(5, 5))));
        }
    }

    /** What a net's output is compared with, and how. */
    private record Goal(Tensor target, boolean classes) {
        Tensor loss(Tensor y) {
            return classes ? torch.cross_entropy(y, target) : torch.mse_loss(y, target);
        }
    }

    private static Goal classes(long count, long classes) {
        return new Goal(torch.randint(0, classes, new long[] {count}).to(ScalarType.Long), true);
    }

    private static Job step(Net net, Tensor x, Goal goal, Optimizer optimizer) {
        return () -> {
            try (PointerScope scope = new PointerScope()) {
                optimizer.zero_grad();
                goal.loss(net.forward.apply(x)).backward();
                optimizer.step();
            }
        };
    }

    private static Optimizer sgd(Net net, double rate, double momentum) {
        SGDOptions options = new SGDOptions(rate);
        options.momentum().put(momentum);
        return new SGD(net.parameters(), options);
    }

    private static Optimizer adam(Net net) {
        return new Adam(net.parameters(), new AdamOptions(1e-3));
    }

    private Job train(Training training) {
        return switch (training) {
            case C1_WIDENET -> {
                Net net = new Net(self -> {
                    LinearImpl first = self.linear("a", 1, 512);
                    LinearImpl second = self.linear("b", 512, 1);
                    return x -> second.forward(torch.tanh(first.forward(x)));
                });
                yield step(net, torch.randn(32, 1), new Goal(torch.randn(32, 1), false), sgd(net, 3e-3, 0.9));
            }
            case C2_SPIRAL -> {
                Net net = new Net(self -> {
                    LinearImpl first = self.linear("a", 2, 128);
                    LinearImpl second = self.linear("b", 128, 4);
                    return x -> second.forward(torch.relu(first.forward(x)));
                });
                yield step(net, torch.randn(128, 2), classes(128, 4), adam(net));
            }
            case C3_MNIST -> {
                Net net = new Net(self -> {
                    LinearImpl first = self.linear("a", 784, 500);
                    LinearImpl second = self.linear("b", 500, 10);
                    return x -> torch.sigmoid(second.forward(torch.sigmoid(first.forward(x))));
                });
                Tensor targets = torch.one_hot(classes(200, 10).target(), 10).to(ScalarType.Float);
                yield step(net, torch.rand(200, 784), new Goal(targets, false), sgd(net, 0.1, 0));
            }
            case C4_DECODER -> {
                Net net = new Net(self -> {
                    LinearImpl first = self.linear("a", 23589, 10);
                    LinearImpl second = self.linear("b", 10, 1);
                    return x -> second.forward(torch.relu(first.forward(x)));
                });
                yield step(net, torch.rand(216, 23589), new Goal(torch.rand(216, 1), false), sgd(net, 1e-4, 0));
            }
            case C5_SCALAR_CHAIN -> chain();
            case C6_DEEP -> {
                Net net = new Net(self -> {
                    LinearImpl[] layers = new LinearImpl[10];
                    for (int i = 0; i < layers.length; i++) {
                        layers[i] = self.linear("l" + i, 1024, 1024);
                    }
                    return x -> {
                        Tensor y = x;
                        for (LinearImpl layer : layers) {
                            y = torch.relu(layer.forward(y));
                        }
                        return y;
                    };
                });
                yield step(net, torch.randn(512, 1024), classes(512, 1024), adam(net));
            }
            case C7_LENET -> {
                Net net = new Net(self -> {
                    Conv2dImpl first = self.conv("c1", 1, 8);
                    Conv2dImpl second = self.conv("c2", 8, 16);
                    LinearImpl last = self.linear("f", 256, 10);
                    return x -> {
                        Tensor y = torch.max_pool2d(torch.relu(first.forward(x)), 2, 2);
                        Tensor z = torch.max_pool2d(torch.relu(second.forward(y)), 2, 2);
                        return last.forward(torch.flatten(z, 1, -1));
                    };
                });
                yield step(net, torch.randn(64, 1, 28, 28), classes(64, 10), sgd(net, 0.01, 0));
            }
        };
    }

    private static Job chain() {
        Tensor start = torch.scalar_tensor(new Scalar(1.0f));
        Tensor a = torch.scalar_tensor(new Scalar(0.999f));
        Tensor b = torch.scalar_tensor(new Scalar(0.001f));
        start.requires_grad_(true);
        a.requires_grad_(true);
        b.requires_grad_(true);
        return () -> {
            try (PointerScope scope = new PointerScope()) {
                start.mutable_grad().reset();
                a.mutable_grad().reset();
                b.mutable_grad().reset();
                Tensor x = start;
                for (int i = 0; i < 500; i++) {
                    x = x.mul(a).add(b);
                }
                x.backward();
            }
        };
    }
}
