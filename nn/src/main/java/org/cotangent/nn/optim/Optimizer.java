package org.cotangent.nn.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.Device;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.module.PythonNumber;
import org.cotangent.shape.Complaint;

/**
 * Moves parameters along their gradients, wherever those come from.
 *
 * <pre>{@code
 * optimizer.zeroGrad();
 * loss.forward(net.forward(x), y).backward();
 * optimizer.step();
 * }</pre>
 *
 * @param <O> the settings' class
 */
public abstract class Optimizer<O extends Hyperparameters<O>> {
    private final List<ParameterGroup<O>> groups = new ArrayList<>();
    private final IdentityHashMap<Parameter, State> states = new IdentityHashMap<>();

    /**
     * An optimizer of one group; more can be added.
     *
     * @param parameters what to move
     * @param options how
     */
    protected Optimizer(List<Parameter> parameters, O options) {
        addGroup(parameters, options);
    }

    /**
     * Adds parameters with settings of their own. Nothing is changed unless all of them can be added.
     *
     * @param parameters what to move
     * @param options how
     * @throws IllegalArgumentException when there are none, or one is there already
     */
    public final void addGroup(List<Parameter> parameters, O options) {
        if (parameters.isEmpty()) {
            throw Complaint.about(name() + " of no parameters")
                    .because("there is nothing to move")
                    .hint("module.parameters() of a module that has some")
                    .argument();
        }
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        states.keySet().forEach(known -> seen.add(known.value()));
        for (Parameter parameter : parameters) {
            // by its tensor: two handles of one tensor would move it twice as well
            if (!seen.add(parameter.value())) {
                throw Complaint.about(name() + " of " + parameters.size() + " parameters")
                        .because("one of them, of shape " + parameter.shape() + ", is there twice and would move twice")
                        .hint("every parameter in one group, once; modules that share one register the same Parameter")
                        .argument();
            }
        }
        groups.add(new ParameterGroup<>(parameters, options));
        parameters.forEach(parameter -> states.put(parameter, new State()));
    }

    /**
     * The groups of parameters.
     *
     * @return an unmodifiable view
     */
    public final List<ParameterGroup<O>> groups() {
        return Collections.unmodifiableList(groups);
    }

    /**
     * Moves every parameter that has a gradient and is not frozen, in one pass.
     *
     * @throws IllegalStateException when the optimizer needs to compute the loss more than once: {@link LBFGS}
     */
    public void step() {
        Autograd.noGrad(() -> {
            for (ParameterGroup<O> group : groups) {
                for (Parameter parameter : group.parameters()) {
                    Tensor gradient = parameter.grad();
                    if (gradient != null && parameter.requiresGrad()) {
                        move(parameter, gradient, group.options());
                    }
                }
            }
        });
    }

    /** Moves one parameter where it lies: what is made on the way lies there too. */
    private void move(Parameter parameter, Tensor gradient, O options) {
        Tensor value = parameter.value();
        if (value.device() == Device.current()) {
            update(value, gradient, options, state(parameter));
        } else {
            value.device().run(() -> update(value, gradient, options, state(parameter)));
        }
    }

    /**
     * Computes the loss and its gradients, and then moves the parameters.
     *
     * @param closure forgets old gradients, computes the loss, calls backward and returns the loss; most optimizers call
     *     it once, {@link LBFGS} as often as it needs to
     * @return the loss before the step
     */
    public Tensor step(Supplier<Tensor> closure) {
        Tensor loss = closure.get();
        step();
        return loss;
    }

    /** Forgets the gradients of all parameters. */
    public final void zeroGrad() {
        groups.forEach(group -> group.parameters().forEach(Parameter::zeroGrad));
    }

    // ---- state ------------------------------------------------------------------------------------------------------

    /**
     * The settings, and what is remembered of every parameter.
     *
     * @return copies: steps go on without changing them
     */
    public final OptimizerState<O> stateDict() {
        return Autograd.noGrad(() -> {
            List<OptimizerState.Group<O>> kept = new ArrayList<>();
            List<SequencedMap<String, Tensor>> slots = new ArrayList<>();
            for (ParameterGroup<O> group : groups) {
                kept.add(new OptimizerState.Group<>(group.parameters().size(), group.options(), group.initialLr()));
                group.parameters().forEach(parameter -> slots.add(state(parameter).copy()));
            }
            save(slots.getFirst());
            return new OptimizerState<>(kept, slots);
        });
    }

    /**
     * Goes on where another optimizer of the same kind was. Nothing is changed unless everything fits.
     *
     * @param saved what {@link #stateDict} gave; it is copied
     * @throws IllegalArgumentException when the groups, or the shapes of the parameters, are others
     */
    public final void loadStateDict(OptimizerState<O> saved) {
        List<Integer> here = groups.stream().map(group -> group.parameters().size()).toList();
        List<Integer> there = saved.groups().stream().map(OptimizerState.Group::parameters).toList();
        if (!here.equals(there) || saved.slots().size() != states.size()) {
            throw misfit("its groups have " + here + " parameters, those of the state " + there);
        }
        List<Parameter> all = groups.stream().flatMap(group -> group.parameters().stream()).toList();
        for (int i = 0; i < all.size(); i++) {
            checkSlots(i, all.get(i), saved.slots().get(i));
        }
        Autograd.noGrad(() -> {
            if (!load(saved.slots().getFirst())) {
                for (int i = 0; i < all.size(); i++) {
                    state(all.get(i)).replace(saved.slots().get(i));
                }
            }
        });
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).options(saved.groups().get(i).options());
            groups.get(i).initialLr(saved.groups().get(i).initialLr());
        }
    }

    private void checkSlots(int i, Parameter parameter, SequencedMap<String, Tensor> slots) {
        slots.forEach((name, value) -> {
            if (!fits(name, value, parameter)) {
                throw misfit(name + " of parameter " + i + " is " + value.shape() + " in the state, the parameter is "
                        + parameter.shape());
            }
        });
    }

    /** Whether a remembered tensor can belong to a parameter. */
    boolean fits(String slot, Tensor remembered, Parameter parameter) {
        return remembered.rank() == 0 || remembered.shape().equals(parameter.shape());
    }

    private IllegalArgumentException misfit(String reason) {
        return Complaint.about("loadStateDict into " + name())
                .because(reason)
                .hint("an optimizer of the same parameters in the same groups as the one that was saved")
                .argument();
    }

    /** Adds what is remembered of all parameters together: for an optimizer that remembers nothing of each. */
    void save(SequencedMap<String, Tensor> slots) {}

    /** Takes that back; false when there is nothing of the kind. */
    boolean load(SequencedMap<String, Tensor> slots) {
        return false;
    }

    private State state(Parameter parameter) {
        return states.computeIfAbsent(parameter, unknown -> new State());
    }

    // ---- for optimizers ---------------------------------------------------------------------------------------------

    /** Moves one parameter. Recording is off. */
    abstract void update(Tensor parameter, Tensor gradient, O options, State state);

    /** The gradient to go down along: of the objective's negative if it is to grow, plus the pull of weight decay. */
    static Tensor descent(Tensor parameter, Tensor gradient, boolean maximize, double weightDecay) {
        Tensor g = maximize ? gradient.neg() : gradient;
        return weightDecay == 0
                ? g
                : Tensor.zeros(g.dtype(), g.shape().sizes())
                        .update(Recipes.AXPY, g, parameter, scalar(weightDecay, parameter));
    }

    /** A number in the type of a parameter. */
    static Tensor scalar(double value, Tensor parameter) {
        return Tensor.scalar(value, parameter.dtype());
    }

    /** Refuses a setting that makes no sense. */
    static void check(boolean valid, String optimizer, String setting, String reason) {
        if (!valid) {
            throw Complaint.about(optimizer + " with " + setting)
                    .because(reason)
                    .hint("the optimizer's defaults are a good start")
                    .argument();
        }
    }

    private String name() {
        return getClass().getSimpleName();
    }

    /**
     * The groups with their settings, as PyTorch prints them.
     *
     * @return a line for each setting
     */
    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder(name()).append(" (");
        for (int i = 0; i < groups.size(); i++) {
            SortedMap<String, String> settings = new TreeMap<>(groups.get(i).options().settings());
            groups.get(i).initialLr().ifPresent(lr -> settings.put("initial_lr", PythonNumber.of(lr)));
            text.append("\nParameter Group ").append(i).append('\n');
            settings.forEach((name, value) ->
                    text.append("    ").append(name).append(": ").append(value).append('\n'));
        }
        return text.append(')').toString();
    }
}
