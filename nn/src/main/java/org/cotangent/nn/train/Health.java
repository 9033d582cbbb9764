package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.cotangent.Autograd;
import org.cotangent.Op;
import org.cotangent.Tensor;
import org.cotangent.Watcher;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Parameter;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * Reads off a training whether it goes well: how large the gradients are, how large the updates are beside the weights, and
 * how many units are dead.
 *
 * <pre>{@code
 * Health health = new Health(net, 25);                       // every 25th step
 * for (Batch batch : loader) {
 *     optimizer.zeroGrad();
 *     Tensor loss = health.watch(() -> criterion.forward(net.forward(batch.inputs()), batch.targets()));
 *     loss.backward();
 *     health.step(optimizer::step);
 * }
 * health.readings();
 * }</pre>
 *
 * <p>A unit is dead in a batch when the slope of its activation is nearly 0 (for a ReLU: 0) for every sample, so that no
 * gradient reaches its weights: below 1e-3, where a sigmoid in the middle has 0.25 and a tanh 1. Units are counted along the
 * second axis, as linear layers and convolutions have them. Looking changes nothing in the training; the steps in between
 * cost nothing.
 */
public final class Health {
    private static final double FLAT = 1e-3;

    /** The activations that can die, and their slope from their value. */
    private enum Activation {
        RELU {
            @Override
            boolean isFlat(double y) {
                return y == 0;
            }
        },
        SIGMOID {
            @Override
            boolean isFlat(double y) {
                return y * (1 - y) < FLAT;
            }
        },
        TANH {
            @Override
            boolean isFlat(double y) {
                return 1 - y * y < FLAT;
            }
        };

        abstract boolean isFlat(double y);

        static @Nullable Activation of(String op) {
            return switch (op) {
                case "relu" -> RELU;
                case "sigmoid" -> SIGMOID;
                case "tanh" -> TANH;
                default -> null;
            };
        }
    }

    private final Module module;
    private final int every;
    private final List<Reading> readings = new ArrayList<>();
    private SequencedMap<String, Double> deadUnits = new LinkedHashMap<>();
    private int step;

    /**
     * Watches a module.
     *
     * @param module whose parameters are trained
     * @param every how many steps from one reading to the next, at least 1; the first step is read
     * @throws IllegalArgumentException when it is less than 1
     */
    public Health(Module module, int every) {
        if (every < 1) {
            throw Complaint.about("a reading of the health every " + every + " steps")
                    .because("there has to be a step between two readings")
                    .hint("1 for every step")
                    .argument();
        }
        this.module = module;
        this.every = every;
    }

    /**
     * Computes the loss of the next step, and looks at the activations if it is to be read.
     *
     * @param forward computes the loss
     * @return the loss
     */
    public Tensor watch(Supplier<Tensor> forward) {
        deadUnits = new LinkedHashMap<>();
        return isRead() ? Autograd.watch(new Units(), forward) : forward.get();
    }

    /**
     * Updates the parameters, and reads gradients and updates if this step is to be read. It is called after backward.
     *
     * @param update such as {@code optimizer::step}
     */
    public void step(Runnable update) {
        if (isRead()) {
            SequencedMap<String, Tensor> before = new LinkedHashMap<>();
            module.namedParameters().forEach((path, parameter) -> before.put(path, Autograd.noGrad(parameter.value()::clone)));
            SequencedMap<String, Double> gradients = new LinkedHashMap<>();
            module.namedParameters().forEach((path, parameter) -> gradients.put(path, norm(parameter.grad())));
            update.run();
            SequencedMap<String, Vital> vitals = new LinkedHashMap<>();
            module.namedParameters().forEach((path, parameter) -> {
                Tensor old = before.get(path);
                Tensor change = old == null ? null : Autograd.noGrad(() -> parameter.value().sub(old));
                vitals.put(path, new Vital(gradients.getOrDefault(path, 0.0), norm(old), norm(change)));
            });
            readings.add(new Reading(step, vitals, deadUnits));
        } else {
            update.run();
        }
        step++;
    }

    private boolean isRead() {
        return step % every == 0;
    }

    private static double norm(@Nullable Tensor x) {
        return x == null ? 0 : Math.sqrt(Arrays.stream(x.detach().toDoubles()).map(each -> each * each).sum());
    }

    /**
     * What was read so far.
     *
     * @return one for every so many steps
     */
    public List<Reading> readings() {
        return List.copyOf(readings);
    }

    /** Counts dead units while a forward pass runs. */
    private final class Units implements Watcher {
        private final Map<Tensor, String> layers = new IdentityHashMap<>();

        Units() {
            for (Map.Entry<String, Parameter> each : module.namedParameters().entrySet()) {
                String path = each.getKey();
                layers.put(each.getValue().value(), path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : path);
            }
        }

        @Override
        public void applied(Op op, List<Tensor> inputs, Tensor output) {
            String layer = layer(inputs);
            if (!layer.isEmpty()) {
                layers.put(output, layer);
            }
            Activation activation = Activation.of(op.name());
            if (activation != null && output.rank() > 0) {
                String name = op.name() + (layer.isEmpty() ? "" : " of " + layer);
                String free = name;
                for (int i = 2; deadUnits.containsKey(free); i++) {
                    free = name + " " + i;
                }
                deadUnits.put(free, share(activation, output));
            }
        }

        /** The layer that an activation belongs to: the last whose parameters were used on the way. */
        private String layer(List<Tensor> inputs) {
            String found = "";
            for (Tensor input : inputs) {
                String layer = layers.get(input);
                if (layer != null && (found.isEmpty() || input.gradFn() == null)) {
                    found = layer;
                }
            }
            return found;
        }

        private static double share(Activation activation, Tensor output) {
            double[] y = output.detach().toDoubles();
            int axis = output.rank() > 1 ? 1 : 0;
            int units = output.size(axis);
            int inner = 1;
            for (int i = axis + 1; i < output.rank(); i++) {
                inner *= output.size(i);
            }
            boolean[] alive = new boolean[units];
            for (int i = 0; i < y.length; i++) {
                alive[i / inner % units] |= !activation.isFlat(y[i]);
            }
            int dead = 0;
            for (boolean each : alive) {
                dead += each ? 0 : 1;
            }
            return units == 0 ? 0 : (double) dead / units;
        }
    }
}
