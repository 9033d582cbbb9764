package org.cotangent.nn.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.cotangent.Tensor;
import org.cotangent.io.Npz;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.optim.Hyperparameters;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.OptimizerState;
import org.cotangent.nn.schedule.Schedule;
import org.cotangent.shape.Complaint;

/**
 * A training in a file: it goes on from there with the same bits as if it had never stopped.
 *
 * <pre>{@code
 * Checkpoint.save(path, net, optimizer);            // after an epoch
 * Checkpoint.load(path, net, optimizer);            // later, into objects that were made in the same way
 * }</pre>
 *
 * <p>The file is a {@code .npz}, which numpy reads: {@code model/PATH} holds the parameters and buffers of {@link
 * Module#stateDict}, {@code optimizer/CLASS/group0/lr} and the like the settings, {@code optimizer/CLASS/0/exp_avg} and
 * the like what is remembered of parameter 0, {@code schedule0/CLASS/last_epoch} and the like the schedules. It is
 * replaced in one step, so an interruption leaves the one of before. What chance is drawn from is not in it: {@link
 * org.cotangent.random.TorchGenerator#state}.
 */
public final class Checkpoint {
    private static final String MODEL = "model/";
    private static final String OPTIMIZER = "optimizer/";
    private static final String GROUP = "group";
    private static final String SCHEDULE = "schedule";
    private static final String PARAMETERS = "parameters";
    private static final String INITIAL_LR = "initial_lr";

    private Checkpoint() {}

    /**
     * Writes where a training is.
     *
     * @param file its path, such as {@code run.npz}; a file that is there is replaced
     * @param model whose parameters and buffers are kept
     * @param optimizer whose settings are kept, and what it remembers
     * @param schedules whose steps are kept
     * @throws IOException when it cannot be written; a file that was there is then as it was
     */
    public static void save(Path file, Module model, Optimizer<?> optimizer, Schedule... schedules) throws IOException {
        SequencedMap<String, Tensor> arrays = new LinkedHashMap<>();
        model.stateDict().forEach((path, tensor) -> arrays.put(MODEL + path, tensor));
        put(arrays, optimizer.stateDict(), prefix(optimizer));
        for (int i = 0; i < schedules.length; i++) {
            String prefix = prefix(i, schedules[i]);
            schedules[i].stateDict().forEach((name, value) ->
                    arrays.put(prefix + name, Tensor.scalar(value, DType.FLOAT64)));
        }
        Npz.save(file, arrays);
    }

    private static String prefix(Optimizer<?> optimizer) {
        return OPTIMIZER + optimizer.getClass().getSimpleName() + "/";
    }

    private static String prefix(int place, Schedule schedule) {
        return SCHEDULE + place + "/" + schedule.getClass().getSimpleName() + "/";
    }

    private static void put(Map<String, Tensor> arrays, OptimizerState<?> state, String prefix) {
        for (int i = 0; i < state.groups().size(); i++) {
            OptimizerState.Group<?> group = state.groups().get(i);
            String own = prefix + GROUP + i + "/";
            arrays.put(own + PARAMETERS, Tensor.scalar(group.parameters(), DType.INT64));
            group.initialLr().ifPresent(lr -> arrays.put(own + INITIAL_LR, Tensor.scalar(lr, DType.FLOAT64)));
            Settings.of(group.options()).forEach((name, value) -> arrays.put(own + name, value));
        }
        for (int i = 0; i < state.slots().size(); i++) {
            String own = prefix + i + "/";
            state.slots().get(i).forEach((name, value) -> arrays.put(own + name, value));
        }
    }

    /**
     * Goes on where a training was. Nothing is changed unless everything fits.
     *
     * @param file what {@link #save} wrote
     * @param model of the same structure as the one that was saved
     * @param optimizer of the same class, of this model's parameters in the same groups
     * @param schedules as many as were saved, of the same classes, in the same order
     * @throws IOException when the file cannot be read, or is damaged
     * @throws IllegalArgumentException when it is of another model, optimizer or schedule
     */
    public static void load(Path file, Module model, Optimizer<?> optimizer, Schedule... schedules) throws IOException {
        SequencedMap<String, Tensor> arrays = Npz.load(file);
        SequencedMap<String, Tensor> optimized = below(arrays, prefix(optimizer));
        SequencedMap<String, Tensor> modelled = below(arrays, MODEL);
        int known = optimized.size() + modelled.size();
        List<Map<String, Double>> scheduled = new ArrayList<>();
        for (int i = 0; i < schedules.length; i++) {
            Map<String, Double> numbers = new LinkedHashMap<>();
            below(arrays, prefix(i, schedules[i])).forEach((name, value) -> numbers.put(name, value.item()));
            scheduled.add(numbers);
            known += numbers.size();
        }
        if (known != arrays.size() || optimized.isEmpty() || scheduled.stream().anyMatch(Map::isEmpty)) {
            List<String> kinds = arrays.keySet().stream().map(Checkpoint::kind).distinct().toList();
            List<String> here = new ArrayList<>(List.of(MODEL, prefix(optimizer)));
            for (int i = 0; i < schedules.length; i++) {
                here.add(prefix(i, schedules[i]));
            }
            throw Complaint.about("load " + file + " into " + here)
                    .because("it holds " + kinds)
                    .hint("an optimizer and schedules of the classes that they had when it was saved")
                    .argument();
        }
        restore(model, modelled, optimizer, optimized, schedules, scheduled);
    }

    private static <O extends Hyperparameters<O>> void restore(
            Module model,
            Map<String, Tensor> modelled,
            Optimizer<O> optimizer,
            SequencedMap<String, Tensor> optimized,
            Schedule[] schedules,
            List<Map<String, Double>> scheduled) {
        OptimizerState<O> state = state(optimizer, optimized);
        SequencedMap<String, Tensor> modelBefore = model.stateDict();
        List<SequencedMap<String, Double>> schedulesBefore = new ArrayList<>();
        try {
            for (int i = 0; i < schedules.length; i++) {
                schedulesBefore.add(schedules[i].stateDict());
                schedules[i].loadStateDict(scheduled.get(i));
            }
            model.loadStateDict(modelled);
            optimizer.loadStateDict(state); // last, as it changes nothing when it refuses
        } catch (RuntimeException refused) {
            model.loadStateDict(modelBefore);
            for (int i = 0; i < schedulesBefore.size(); i++) {
                schedules[i].loadStateDict(schedulesBefore.get(i));
            }
            throw refused;
        }
    }

    private static <O extends Hyperparameters<O>> OptimizerState<O> state(
            Optimizer<O> optimizer, SequencedMap<String, Tensor> arrays) {
        O like = optimizer.groups().getFirst().options();
        List<OptimizerState.Group<O>> groups = new ArrayList<>();
        int count = 0;
        while (!below(arrays, GROUP + groups.size() + "/").isEmpty()) {
            SequencedMap<String, Tensor> group = below(arrays, GROUP + groups.size() + "/");
            Tensor size = group.remove(PARAMETERS);
            Tensor lr = group.remove(INITIAL_LR);
            int parameters = size == null ? 0 : (int) size.item();
            count += parameters;
            groups.add(new OptimizerState.Group<>(
                    parameters,
                    Settings.read(group, like),
                    lr == null ? OptionalDouble.empty() : OptionalDouble.of(lr.item())));
        }
        List<SequencedMap<String, Tensor>> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slots.add(below(arrays, i + "/"));
        }
        return new OptimizerState<>(groups, slots);
    }

    /** What has names that begin so, without this beginning. */
    private static SequencedMap<String, Tensor> below(SequencedMap<String, Tensor> arrays, String prefix) {
        SequencedMap<String, Tensor> found = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), array);
            }
        });
        return found;
    }

    /** What a name is for, in messages: model/, optimizer/Adam/, schedule0/StepLR/. */
    private static String kind(String name) {
        int first = name.indexOf('/');
        int end = name.startsWith(MODEL) ? first : name.indexOf('/', first + 1);
        return end < 0 ? name : name.substring(0, end + 1);
    }
}
