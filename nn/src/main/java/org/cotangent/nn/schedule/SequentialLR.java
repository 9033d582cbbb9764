package org.cotangent.nn.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;
import org.cotangent.shape.Complaint;

/**
 * One schedule after the other, each beginning at its own step 0.
 *
 * <pre>{@code
 * new SequentialLR(optimizer, List.of(new LinearLR(optimizer, 0.1, 5), new ExponentialLR(optimizer, 0.9)), 5);
 * }</pre>
 */
public final class SequentialLR extends Schedule {
    private final List<Schedule> schedules;
    private final int[] milestones;

    /**
     * A sequence. The rates go back to what they were before the schedules were made.
     *
     * @param optimizer whose rates are set
     * @param schedules all of that optimizer; made for this, they are not stepped by anybody else
     * @param milestones at which steps the second, the third ... takes over
     * @throws IllegalArgumentException when there is not one milestone between any two schedules, or one is another
     *     optimizer's
     */
    public SequentialLR(Optimizer<?> optimizer, List<Schedule> schedules, int... milestones) {
        super(optimizer);
        if (schedules.size() != milestones.length + 1) {
            throw Complaint.about("SequentialLR of " + schedules.size() + " schedules, " + milestones.length
                            + " milestones")
                    .because("there is one milestone between any two schedules")
                    .hint((schedules.size() - 1) + " milestones")
                    .argument();
        }
        for (Schedule schedule : schedules) {
            if (schedule.optimizer() != optimizer) {
                throw Complaint.about("SequentialLR of " + schedules.size() + " schedules")
                        .because("one of them, a " + schedule.getClass().getSimpleName() + ", is of another optimizer")
                        .hint("schedules of one optimizer")
                        .argument();
            }
        }
        this.schedules = List.copyOf(schedules);
        this.milestones = milestones.clone();
        optimizer.groups().forEach(group -> group.lr(base(group)));
        schedules.forEach(Schedule::unbegin);
        begin();
    }

    @Override
    public void step() {
        super.step(); // counts; the rates are set below
        int index = 0;
        while (index < milestones.length && milestones[index] <= epoch()) {
            index++;
        }
        Schedule schedule = schedules.get(index);
        if (index > 0 && milestones[index - 1] == epoch()) {
            schedule.restart();
        } else {
            schedule.step();
        }
    }

    @Override
    double rate(ParameterGroup<?> group) {
        return group.lr();
    }

    @Override
    void save(Map<String, Double> state) {
        super.save(state);
        for (int i = 0; i < schedules.size(); i++) {
            String prefix = i + ".";
            schedules.get(i).stateDict().forEach((name, value) -> state.put(prefix + name, value));
        }
    }

    @Override
    void load(Map<String, Double> state) {
        super.load(state);
        for (int i = 0; i < schedules.size(); i++) {
            String prefix = i + ".";
            Map<String, Double> own = new HashMap<>();
            state.forEach((name, value) -> {
                if (name.startsWith(prefix)) {
                    own.put(name.substring(prefix.length()), value);
                }
            });
            schedules.get(i).loadStateDict(own);
        }
    }
}
