package org.cotangent.bench.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.optimizer.Sgd;
import ai.djl.training.tracker.Tracker;
import java.util.function.Supplier;
import org.cotangent.bench.Contender;
import org.cotangent.bench.Harness;
import org.cotangent.bench.Workload;
import org.cotangent.bench.Workload.Elementwise;
import org.cotangent.bench.Workload.Product;
import org.cotangent.bench.Workload.Rowwise;
import org.cotangent.bench.Workload.Training;
import org.jspecify.annotations.Nullable;

/** PyTorch through the Deep Java Library. */
public final class Djl implements Contender {
    private final NDManager manager;

    private Djl(int threads) {
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        manager = NDManager.newBaseManager(Device.cpu());
    }

    /**
     * Runs the harness.
     *
     * @param arguments as {@link Harness} takes them
     */
    public static void main(String[] arguments) {
        Harness.run("djl", Djl::new, arguments);
    }

    @Override
    public String description() {
        return Engine.getInstance().toString().replace('\n', ' ');
    }

    @Override
    public @Nullable Job prepare(Workload workload) {
        return switch (workload) {
            case Product product -> product(product);
            case Elementwise vector -> operation(vector.operation(), randn(vector.size()), randn(vector.size()));
            case Rowwise matrix -> operation(matrix.operation(), randn(matrix.rows(), matrix.columns()), randn(1));
            case Training training -> train(training);
        };
    }

    private NDArray randn(long... sizes) {
        return manager.randomNormal(new Shape(sizes));
    }

    private NDArray rand(long... sizes) {
        return manager.randomUniform(0, 1, new Shape(sizes));
    }

    private static Job made(Supplier<NDArray> compute) {
        return () -> compute.get().close();
    }

    private Job product(Product product) {
        boolean ta = product.transposesA();
        boolean tb = product.transposesB();
        DataType type = product.wide() ? DataType.FLOAT64 : DataType.FLOAT32;
        NDArray storedA = (ta ? rand(product.k(), product.m()) : rand(product.m(), product.k())).toType(type, false);
        NDArray storedB = (tb ? rand(product.n(), product.k()) : rand(product.k(), product.n())).toType(type, false);
        NDArray a = ta ? storedA.transpose() : storedA;
        NDArray b = tb ? storedB.transpose() : storedB;
        return made(() -> a.matMul(b));
    }

    private static @Nullable Job operation(String name, NDArray x, NDArray y) {
        return switch (name) {
            case "add" -> made(() -> x.add(y));
            case "mul" -> made(() -> x.mul(y));
            case "relu" -> made(() -> Activation.relu(x));
            case "exp" -> made(x::exp);
            case "tanh" -> made(x::tanh);
            case "sigmoid" -> made(() -> Activation.sigmoid(x));
            case "sum" -> made(x::sum);
            case "sumlast" -> made(() -> x.sum(new int[] {1}));
            case "sumfirst" -> made(() -> x.sum(new int[] {0}));
            case "softmax" -> made(() -> x.softmax(1));
            default -> null;
        };
    }

    private Job step(Block block, Loss loss, Optimizer optimizer, NDArray x, NDArray target) {
        Model model = Model.newInstance("model", Device.cpu());
        model.setBlock(block);
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(optimizer)
                .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT));
        trainer.initialize(x.getShape());
        return () -> {
            try (NDManager scope = manager.newSubManager()) {
                x.attach(scope); // results attach to the input's manager
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDList y = trainer.forward(new NDList(x));
                    NDArray value = loss.evaluate(new NDList(target), y);
                    collector.backward(value);
                    value.close();
                    y.close();
                }
                trainer.step();
                x.attach(manager);
            }
        };
    }

    private static Block linear(int out) {
        return Linear.builder().setUnits(out).build();
    }

    private NDArray labels(long count, long classes) {
        return manager.randomInteger(0, classes, new Shape(count, 1), DataType.INT64);
    }

    private static Optimizer sgd(float rate, float momentum) {
        Sgd.Builder builder = Optimizer.sgd().setLearningRateTracker(Tracker.fixed(rate));
        if (momentum != 0) {
            builder.optMomentum(momentum);
        }
        return builder.build();
    }

    private static Optimizer adam() {
        return Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
    }

    private static Block convolution(int filters) {
        return Conv2d.builder().setKernelShape(new Shape(5, 5)).setFilters(filters).build();
    }

    private Job train(Training training) {
        return switch (training) {
            case C1_WIDENET ->
                step(
                        new SequentialBlock().add(linear(512)).add(Activation::tanh).add(linear(1)),
                        Loss.l2Loss(),
                        sgd(3e-3f, 0.9f),
                        randn(32, 1),
                        randn(32, 1));
            case C2_SPIRAL ->
                step(
                        new SequentialBlock().add(linear(128)).add(Activation::relu).add(linear(4)),
                        Loss.softmaxCrossEntropyLoss(),
                        adam(),
                        randn(128, 2),
                        labels(128, 4));
            case C3_MNIST ->
                step(
                        new SequentialBlock()
                                .add(linear(500))
                                .add(Activation::sigmoid)
                                .add(linear(10))
                                .add(Activation::sigmoid),
                        Loss.l2Loss(),
                        sgd(0.1f, 0),
                        rand(200, 784),
                        manager.randomInteger(0, 10, new Shape(200), DataType.INT64).oneHot(10));
            case C4_DECODER ->
                step(
                        new SequentialBlock().add(linear(10)).add(Activation::relu).add(linear(1)),
                        Loss.l2Loss(),
                        sgd(1e-4f, 0),
                        rand(216, 23589),
                        rand(216, 1));
            case C5_SCALAR_CHAIN -> chain();
            case C6_DEEP -> {
                SequentialBlock net = new SequentialBlock();
                for (int i = 0; i < 10; i++) {
                    net.add(linear(1024)).add(Activation::relu);
                }
                yield step(net, Loss.softmaxCrossEntropyLoss(), adam(), randn(512, 1024), labels(512, 1024));
            }
            case C7_LENET ->
                step(
                        new SequentialBlock()
                                .add(convolution(8))
                                .add(Activation::relu)
                                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                                .add(convolution(16))
                                .add(Activation::relu)
                                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                                .add(Blocks.batchFlattenBlock())
                                .add(linear(10)),
                        Loss.softmaxCrossEntropyLoss(),
                        sgd(0.01f, 0),
                        randn(64, 1, 28, 28),
                        labels(64, 10));
        };
    }

    private Job chain() {
        NDArray start = manager.create(1f);
        NDArray a = manager.create(0.999f);
        NDArray b = manager.create(0.001f);
        start.setRequiresGradient(true);
        a.setRequiresGradient(true);
        b.setRequiresGradient(true);
        return () -> {
            try (NDManager scope = manager.newSubManager();
                    GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray x = start;
                for (int i = 0; i < 500; i++) {
                    x = x.mul(a);
                    x.attach(scope);
                    x = x.add(b);
                    x.attach(scope);
                }
                collector.backward(x);
            }
        };
    }
}
