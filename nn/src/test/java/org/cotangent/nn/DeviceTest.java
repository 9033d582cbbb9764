package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.gpu.StandIn;
import org.cotangent.nn.data.Batch;
import org.cotangent.nn.data.TensorDataset;
import org.cotangent.nn.loss.CrossEntropyLoss;
import org.cotangent.nn.module.BatchNorm1d;
import org.cotangent.nn.module.LayerNorm;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.module.ReLU;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Tanh;
import org.cotangent.nn.optim.ASGD;
import org.cotangent.nn.optim.Adadelta;
import org.cotangent.nn.optim.Adagrad;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.AdamW;
import org.cotangent.nn.optim.Adamax;
import org.cotangent.nn.optim.Clip;
import org.cotangent.nn.optim.LBFGS;
import org.cotangent.nn.optim.NAdam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.RAdam;
import org.cotangent.nn.optim.RMSprop;
import org.cotangent.nn.optim.Rprop;
import org.cotangent.nn.optim.SGD;
import org.cotangent.nn.train.Checkpoint;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Modules, optimizers and data on a device that is not the CPU: the stand-in. */
class DeviceTest {
    private static Device cuda;

    @BeforeAll
    static void open() {
        StandIn.use(Module.class);
        cuda = Device.cuda(0);
    }

    @AfterEach
    void nothingWasCalledWrongly() {
        assertEquals("", StandIn.complaints());
    }

    private static Sequential network() {
        TorchGenerator generator = new TorchGenerator(3);
        return new Sequential(
                new Linear(2, 16, generator),
                new ReLU(),
                new BatchNorm1d(16),
                new Linear(16, 8, generator),
                new LayerNorm(8),
                new Tanh(),
                new Linear(8, 4, generator));
    }

    @Test
    void aModuleMovesWithGradientsAndBuffers() {
        Sequential network = network();
        Tensor x = Tensor.randn(new TorchGenerator(1), 5, 2);
        network.forward(x).sum().backward();
        Map<String, Tensor> before = network.stateDict();
        network.to(cuda);
        for (Parameter each : network.parameters()) {
            assertSame(cuda, each.value().device());
            assertSame(cuda, each.grad().device());
            assertEquals(true, each.requiresGrad());
        }
        network.namedBuffers().forEach((name, buffer) -> assertSame(cuda, buffer.device(), name));
        network.stateDict().forEach((name, value) ->
                assertArrayEquals(before.get(name).toDoubles(), value.toDoubles(), name));
        assertSame(cuda, network.forward(x.to(cuda)).device());
        network.loadStateDict(before); // from the CPU: a copy that is asked for
        assertSame(cuda, network.parameters().getFirst().value().device());
        network.to(Device.cpu());
        assertSame(Device.cpu(), network.forward(x).device());
    }

    @Test
    void aCheckpointGoesOnWhereTheNetworkLies(@TempDir Path folder) throws IOException {
        Tensor x = Tensor.randn(new TorchGenerator(1), 5, 2).to(cuda);
        Path file = folder.resolve("run.npz");
        float[][] after = new float[2][];
        for (int i = 0; i < 2; i++) {
            Sequential network = network();
            network.to(cuda);
            Adam optimizer = new Adam(network.parameters(), 0.1);
            if (i == 0) {
                network.forward(x).square().sum().backward();
                optimizer.step();
                Checkpoint.save(file, network, optimizer);
            } else {
                Checkpoint.load(file, network, optimizer);
            }
            optimizer.zeroGrad();
            network.forward(x).square().sum().backward();
            optimizer.step();
            Tensor weight = network.parameters().getFirst().value();
            assertSame(cuda, weight.device());
            after[i] = weight.toFloats();
        }
        assertArrayEquals(after[0], after[1]);
    }

    static Stream<Arguments> optimizers() {
        return Stream.<Function<List<Parameter>, Optimizer<?>>>of(
                        p -> new SGD(p, new SGD.Options(0.1, 0.9, 0, 0.01, true, false)),
                        p -> new Adam(p, 0.01),
                        p -> new AdamW(p, 0.01),
                        p -> new Adamax(p, 0.01),
                        p -> new NAdam(p, 0.01),
                        p -> new RAdam(p, 0.01),
                        p -> new RMSprop(p, 0.01),
                        p -> new Rprop(p, 0.01),
                        p -> new Adagrad(p, 0.01),
                        p -> new Adadelta(p, 0.5),
                        p -> new ASGD(p, 0.01),
                        p -> new LBFGS(p, 0.5))
                .map(make -> arguments(make.apply(network().parameters()).getClass().getSimpleName(), make));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void everyOptimizerTrainsTheSameThere(String name, Function<List<Parameter>, Optimizer<?>> make) {
        double[] here = train(make, Device.cpu());
        double[] there = train(make, cuda);
        for (int i = 0; i < here.length; i++) {
            int at = i;
            assertEquals(here[i], there[i], 1e-8 * Math.max(1, Math.abs(here[i])), () -> name + ", step " + at);
        }
    }

    /** Losses of a small classification, in float64 so that rounding stays small over the steps. */
    private static double[] train(Function<List<Parameter>, Optimizer<?>> make, Device device) {
        Sequential network = network();
        network.to(DType.FLOAT64);
        Optimizer<?> optimizer = make.apply(network.parameters()); // before the move: it follows
        network.to(device);
        Tensor points = Tensor.randn(new TorchGenerator(5), 24, 2).to(DType.FLOAT64);
        Tensor labels = points.select(1, 0).gt(0).to(DType.INT64).add(
                points.select(1, 1).gt(0).to(DType.INT64).mul(2));
        TensorDataset data = new TensorDataset(points.to(device), labels.to(device));
        CrossEntropyLoss loss = new CrossEntropyLoss();
        double[] losses = new double[6];
        for (int step = 0; step < losses.length; step++) {
            long[] rows = new long[12];
            java.util.Arrays.setAll(rows, i -> (i * 2L + i % 3) % 24);
            Batch batch = data.batch(rows);
            losses[step] = optimizer
                    .step(() -> {
                        optimizer.zeroGrad();
                        Tensor value = loss.forward(network.forward(batch.inputs()), batch.targets());
                        value.backward();
                        Clip.byNorm(network.parameters(), 1);
                        return value;
                    })
                    .item();
        }
        return losses;
    }

    @Test
    void gradientsAreCutThere() {
        Linear layer = new Linear(3, 2, new TorchGenerator(1));
        layer.to(cuda);
        layer.forward(Tensor.ones(4, 3).to(cuda)).sum().backward();
        Autograd.noGrad(() -> Clip.byValue(layer.parameters(), 0.5));
        assertArrayEquals(new float[] {0.5f, 0.5f}, layer.parameters().getLast().grad().toFloats());
    }
}
