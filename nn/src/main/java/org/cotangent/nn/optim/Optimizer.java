package org.cotangent.nn.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;
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
    /** {@code g + decay p}, with one rounding. */
    private static final Recipe DECAY =
            Recipe.of("weightDecay", Collections.nCopies(3, Expr.Kind.REAL), in -> in[1].fma(in[2], in[0]));

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
     * Adds parameters with settings of their own.
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
        for (Parameter parameter : parameters) {
            if (states.putIfAbsent(parameter, new State()) != null) {
                throw Complaint.about(name() + " of " + parameters.size() + " parameters")
                        .because("one of them, of shape " + parameter.shape() + ", is there twice and would move twice")
                        .hint("every parameter in one group, once")
                        .argument();
            }
        }
        groups.add(new ParameterGroup<>(parameters, options));
    }

    /**
     * The groups of parameters.
     *
     * @return an unmodifiable view
     */
    public final List<ParameterGroup<O>> groups() {
        return Collections.unmodifiableList(groups);
    }

    /** Moves every parameter that has a gradient, in one pass. */
    public final void step() {
        Autograd.noGrad(() -> {
            for (ParameterGroup<O> group : groups) {
                for (Parameter parameter : group.parameters()) {
                    Tensor gradient = parameter.grad();
                    State state = states.get(parameter);
                    if (gradient != null && state != null) {
                        update(parameter.value(), gradient, group.options(), state);
                    }
                }
            }
        });
    }

    /** Forgets the gradients of all parameters. */
    public final void zeroGrad() {
        groups.forEach(group -> group.parameters().forEach(Parameter::zeroGrad));
    }

    /** Moves one parameter. Recording is off. */
    abstract void update(Tensor parameter, Tensor gradient, O options, State state);

    /** The gradient to go down along: of the objective's negative if it is to grow, plus the pull of weight decay. */
    static Tensor descent(Tensor parameter, Tensor gradient, boolean maximize, double weightDecay) {
        Tensor g = maximize ? gradient.neg() : gradient;
        return weightDecay == 0
                ? g
                : Tensor.zeros(g.dtype(), g.shape().sizes())
                        .update(DECAY, g, parameter, scalar(weightDecay, parameter));
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

    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder(name()).append(" (\n");
        for (int i = 0; i < groups.size(); i++) {
            ParameterGroup<O> group = groups.get(i);
            text.append("  group ").append(i).append(": ").append(group.parameters().size()).append(" parameters, ");
            text.append(group.options()).append('\n');
        }
        return text.append(')').toString();
    }
}
