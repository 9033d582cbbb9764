package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.io.Npz;
import org.cotangent.nn.module.BatchNorm1d;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Tanh;
import org.cotangent.nn.optim.ASGD;
import org.cotangent.nn.optim.Adadelta;
import org.cotangent.nn.optim.Adagrad;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.AdamW;
import org.cotangent.nn.optim.Adamax;
import org.cotangent.nn.optim.LBFGS;
import org.cotangent.nn.optim.NAdam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.RAdam;
import org.cotangent.nn.optim.RMSprop;
import org.cotangent.nn.optim.Rprop;
import org.cotangent.nn.optim.SGD;
import org.cotangent.nn.schedule.CyclicLR;
import org.cotangent.nn.schedule.ExponentialLR;
import org.cotangent.nn.schedule.Schedule;
import org.cotangent.nn.schedule.StepLR;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final Tensor X = Tensor.randn(new TorchGenerator(7), 16, 3);
    private static final Tensor Y = X.square().sum(1).unsqueeze(1);

    @TempDir
    private Path folder;

    private static Module net(int seed) {
        TorchGenerator generator = new TorchGenerator(seed);
        return new Sequential(
                new Linear(3, 8, generator), new BatchNorm1d(8), new Tanh(), new Linear(8, 1, generator));
    }

    private static void train(Module net, Optimizer<?> optimizer, Schedule... schedules) {
        for (int step = 0; step < 4; step++) {
            optimizer.step(() -> {
                optimizer.zeroGrad();
                Tensor loss = net.forward(X).mse(Y);
                loss.backward();
                return loss;
            });
            for (Schedule schedule : schedules) {
                schedule.step();
            }
        }
    }

    private static void assertSameBits(Module one, Module other) {
        Map<String, Tensor> state = other.stateDict();
        one.stateDict().forEach((path, tensor) ->
                assertArrayEquals(tensor.toDoubles(), state.get(path).toDoubles(), path));
    }

    @TestFactory
    Stream<DynamicTest> aTrainingGoesOnWithTheSameBits() {
        Map<String, Function<List<Parameter>, Optimizer<?>>> optimizers = new LinkedHashMap<>();
        optimizers.put("SGD", p -> new SGD(p, SGD.options(0.01).momentum(0.9).nesterov(true)));
        optimizers.put("Adam", p -> new Adam(p, Adam.options(0.01).amsgrad(true).weightDecay(0.1)));
        optimizers.put("AdamW", p -> new AdamW(p, 0.01));
        optimizers.put("NAdam", p -> new NAdam(p, 0.01));
        optimizers.put("RAdam", p -> new RAdam(p, 0.01));
        optimizers.put("Adamax", p -> new Adamax(p, 0.01));
        optimizers.put("Adagrad", p -> new Adagrad(p, 0.01));
        optimizers.put("Adadelta", p -> new Adadelta(p, 0.1));
        optimizers.put("RMSprop", p -> new RMSprop(p, RMSprop.options(0.01).momentum(0.5)));
        optimizers.put("Rprop", p -> new Rprop(p, 0.01));
        optimizers.put("ASGD", p -> new ASGD(p, 0.01));
        optimizers.put("LBFGS", p -> new LBFGS(p, LBFGS.options(0.1).maxIter(3).strongWolfe(true)));
        return optimizers.entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
            Path file = folder.resolve(each.getKey() + ".npz");
            Module net = net(1);
            Optimizer<?> optimizer = each.getValue().apply(net.parameters());
            Schedule schedule = new ExponentialLR(optimizer, 0.9);
            train(net, optimizer, schedule);
            Checkpoint.save(file, net, optimizer, schedule);
            train(net, optimizer, schedule);

            Module later = net(2);
            Optimizer<?> resumed = each.getValue().apply(later.parameters());
            Schedule again = new ExponentialLR(resumed, 0.9);
            Checkpoint.load(file, later, resumed, again);
            train(later, resumed, again);
            assertSameBits(net, later);
            assertEquals(schedule.lr(), again.lr());
            assertEquals(optimizer.toString(), resumed.toString());
        }));
    }

    @Test
    void groupsAndSchedulesGoOnToo() throws IOException {
        Path file = folder.resolve("run.npz");
        Module[] nets = {net(1), net(2)};
        SGD[] optimizers = new SGD[2];
        Schedule[][] schedules = new Schedule[2][];
        for (int i = 0; i < 2; i++) {
            List<Parameter> all = nets[i].parameters();
            optimizers[i] = new SGD(all.subList(0, 2), SGD.options(0.01 + i).momentum(0.9));
            optimizers[i].addGroup(all.subList(2, all.size()), SGD.options(0.05));
            schedules[i] = new Schedule[] {new StepLR(optimizers[i], 3, 0.5)};
        }
        train(nets[0], optimizers[0], schedules[0]);
        Checkpoint.save(file, nets[0], optimizers[0], schedules[0]);
        Checkpoint.load(file, nets[1], optimizers[1], schedules[1]);
        for (int i = 0; i < 2; i++) {
            train(nets[i], optimizers[i], schedules[i]);
        }
        assertSameBits(nets[0], nets[1]);
        assertEquals(optimizers[0].toString(), optimizers[1].toString());
        assertEquals(8, schedules[1][0].epoch());
    }

    /** numpy reads it: names say what is what. */
    @Test
    void theFileHoldsNamedArrays() throws IOException {
        Path file = folder.resolve("run.npz");
        Module net = new Linear(2, 1, new TorchGenerator(1));
        Adam optimizer = new Adam(net.parameters(), 0.25);
        net.forward(Tensor.ones(2)).sum().backward();
        optimizer.step();
        Checkpoint.save(file, net, optimizer, new StepLR(optimizer, 3, 0.5));
        Map<String, Tensor> arrays = Npz.load(file);
        assertEquals(0.25, arrays.get("optimizer/Adam/group0/lr").item());
        assertEquals(1, arrays.get("optimizer/Adam/0/step").item());
        assertEquals("[1, 2]", arrays.get("optimizer/Adam/0/exp_avg").shape().toString());
        assertEquals(0, arrays.get("schedule0/StepLR/last_epoch").item());
        assertArrayEquals(
                net.parameters().getFirst().value().toFloats(), arrays.get("model/weight").toFloats());
    }

    @Test
    void whatDoesNotFitIsRefusedAsAWhole() throws IOException {
        Path file = folder.resolve("run.npz");
        Module net = net(1);
        Adam optimizer = new Adam(net.parameters(), 0.01);
        Schedule schedule = new ExponentialLR(optimizer, 0.5);
        train(net, optimizer, schedule);
        Checkpoint.save(file, net, optimizer, schedule);

        Module other = net(2);
        Module untouched = net(2);
        AdamW kind = new AdamW(other.parameters(), 0.01);
        refused("it holds [model/, optimizer/Adam/, schedule0/ExponentialLR/]", () ->
                Checkpoint.load(file, other, kind, new ExponentialLR(kind, 0.5)));
        Adam same = new Adam(other.parameters(), 0.01);
        refused("into [model/, optimizer/Adam/]: ", () -> Checkpoint.load(file, other, same));
        Schedule fresh = new ExponentialLR(same, 0.5);
        refused("schedule1/ExponentialLR/", () -> Checkpoint.load(file, other, same, fresh, fresh));
        refused("schedule0/CyclicLR/", () -> Checkpoint.load(file, other, same, new CyclicLR(same, CyclicLR.options(0.1, 1))));
        Adam fewer = new Adam(other.parameters().subList(0, 2), 0.01);
        Schedule waiting = new ExponentialLR(fewer, 0.5);
        refused("its groups have [2] parameters", () -> Checkpoint.load(file, other, fewer, waiting));
        assertEquals(0, waiting.epoch());
        Module narrow = new Sequential(new Linear(3, 1, new TorchGenerator(1)));
        Adam small = new Adam(narrow.parameters(), 0.01);
        refused("unexpected", () -> Checkpoint.load(file, narrow, small, new ExponentialLR(small, 0.5)));
        assertSameBits(untouched, other);
    }

    private static void refused(String why, org.junit.jupiter.api.function.Executable mistake) {
        String message = assertThrows(IllegalArgumentException.class, mistake).getMessage();
        assertTrue(message.contains(why) && message.contains(". Try: "), message);
    }
}
