package org.cotangent.nn.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;
import org.cotangent.shape.Complaint;

/**
 * Sets the learning rates of an optimizer's groups, once when it is made and then with each step.
 *
 * <pre>{@code
 * Schedule schedule = new StepLR(optimizer, 30, 0.1);
 * for (int epoch = 0; epoch < 100; epoch++) {
 *     ... optimizer.step() for each batch ...
 *     schedule.step();
 * }
 * }</pre>
 */
public abstract class Schedule {
    private static final String EPOCH = "last_epoch";

    private final Optimizer<?> optimizer;
    private int epoch = -1;

    /**
     * A schedule of an optimizer; the subclass calls {@link #begin} when it is ready.
     *
     * @param optimizer whose rates are set
     */
    Schedule(Optimizer<?> optimizer) {
        this.optimizer = optimizer;
        for (ParameterGroup<?> group : optimizer.groups()) {
            if (group.initialLr().isEmpty()) {
                group.initialLr(group.lr());
            }
        }
    }

    /** Sets the rates of step 0. */
    final void begin() {
        step();
    }

    /** Goes on by one step, and sets the rates. */
    public void step() {
        epoch++;
        apply(false);
    }

    /** Begins again at step 0, whatever the rates are: when a sequence comes to this schedule. */
    void restart() {
        epoch = 0;
        apply(true);
    }

    /** As if it had not begun: what a sequence makes of the schedules that it is given. */
    void unbegin() {
        epoch--;
    }

    private void apply(boolean restarted) {
        for (ParameterGroup<?> group : optimizer.groups()) {
            group.lr(restarted ? first(group) : rate(group));
        }
    }

    /** The rate of a group at this step, from its rate at the step before. */
    abstract double rate(ParameterGroup<?> group);

    /** The rate of a group at step 0, when its rate is somebody else's. */
    double first(ParameterGroup<?> group) {
        return rate(group);
    }

    /** The rate that a group began with. */
    static double base(ParameterGroup<?> group) {
        return group.initialLr().orElse(group.lr());
    }

    final Optimizer<?> optimizer() {
        return optimizer;
    }

    /**
     * How many steps were made.
     *
     * @return 0 at first
     */
    public final int epoch() {
        return epoch;
    }

    /**
     * The rates that hold now.
     *
     * @return one for each group
     */
    public final List<Double> lr() {
        return optimizer.groups().stream().map(group -> group.lr()).toList();
    }

    /**
     * What the schedule needs to go on where it was; the rates themselves are the optimizer's.
     *
     * @return numbers under PyTorch's names
     */
    public final SequencedMap<String, Double> stateDict() {
        SequencedMap<String, Double> state = new LinkedHashMap<>();
        save(state);
        return state;
    }

    /**
     * Goes on where another schedule of the same kind was.
     *
     * @param state what {@link #stateDict} gave
     * @throws IllegalArgumentException when a number is missing
     */
    public final void loadStateDict(Map<String, Double> state) {
        load(state);
    }

    void save(Map<String, Double> state) {
        state.put(EPOCH, (double) epoch);
    }

    void load(Map<String, Double> state) {
        epoch = (int) number(state, EPOCH);
    }

    /** A number of a state. */
    final double number(Map<String, Double> state, String name) {
        Double value = state.get(name);
        if (value == null) {
            throw Complaint.about("loadStateDict into " + getClass().getSimpleName())
                    .because("there is no " + name + " among " + state.keySet())
                    .hint("the state of a schedule of the same kind")
                    .argument();
        }
        return value;
    }

    static void check(boolean valid, String schedule, String setting, String reason) {
        if (!valid) {
            throw Complaint.about(schedule + " with " + setting)
                    .because(reason)
                    .hint("the values of the class's description")
                    .argument();
        }
    }
}
