package org.cotangent.nn.schedule;

import java.util.Map;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;

/**
 * Lets the rate fall along half a cosine, again and again, each time more slowly: {@code lr = min + (base - min) (1 +
 * cos(pi t / T)) / 2}, where t counts the steps since the last restart and T their number until the next.
 *
 * <p>Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017.
 */
public final class CosineAnnealingWarmRestarts extends Schedule {
    private static final String CURRENT = "T_cur";
    private static final String PERIOD = "T_i";

    private final int t0;
    private final int tMult;
    private final double etaMin;
    private int current = -1;
    private int period;

    /**
     * A rate that falls to a given one and starts again.
     *
     * @param optimizer whose rates are set
     * @param t0 after how many steps it starts again the first time
     * @param tMult how many times longer every further period is
     * @param etaMin what it falls to; 0 is usual
     */
    public CosineAnnealingWarmRestarts(Optimizer<?> optimizer, int t0, int tMult, double etaMin) {
        super(optimizer);
        check(t0 > 0, "CosineAnnealingWarmRestarts", "t0 " + t0, "a period has one step or more");
        check(tMult > 0, "CosineAnnealingWarmRestarts", "tMult " + tMult, "a period is not shorter than the last");
        this.t0 = t0;
        this.tMult = tMult;
        this.etaMin = etaMin;
        this.period = t0;
        begin();
    }

    @Override
    public void step() {
        current++;
        if (current >= period) {
            current -= period;
            period *= tMult;
        }
        super.step();
    }

    @Override
    void restart() {
        current = 0;
        period = t0;
        super.restart();
    }

    @Override
    void unbegin() {
        current--;
        super.unbegin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        return etaMin + (base(group) - etaMin) * (1 + Math.cos(Math.PI * current / period)) / 2;
    }

    @Override
    void save(Map<String, Double> state) {
        super.save(state);
        state.put(CURRENT, (double) current);
        state.put(PERIOD, (double) period);
    }

    @Override
    void load(Map<String, Double> state) {
        super.load(state);
        current = (int) number(state, CURRENT);
        period = (int) number(state, PERIOD);
    }
}
