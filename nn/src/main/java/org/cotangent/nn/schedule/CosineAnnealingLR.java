package org.cotangent.nn.schedule;

import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;

/**
 * Lets the rate swing along a cosine: {@code lr = min + (base - min) (1 + cos(pi t / tMax)) / 2}.
 *
 * <p>Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, without the restarts.
 */
public final class CosineAnnealingLR extends Schedule {
    private final int tMax;
    private final double etaMin;

    /**
     * A rate that falls to 0.
     *
     * @param optimizer whose rates are set
     * @param tMax after how many steps it is lowest
     */
    public CosineAnnealingLR(Optimizer<?> optimizer, int tMax) {
        this(optimizer, tMax, 0);
    }

    /**
     * A rate that falls to a given one.
     *
     * @param optimizer whose rates are set
     * @param tMax after how many steps it is lowest
     * @param etaMin what it is then
     */
    public CosineAnnealingLR(Optimizer<?> optimizer, int tMax, double etaMin) {
        super(optimizer);
        check(tMax > 0, "CosineAnnealingLR", "tMax " + tMax, "the rate is lowest after one step or more");
        this.tMax = tMax;
        this.etaMin = etaMin;
        begin();
    }

    @Override
    double rate(ParameterGroup<?> group) {
        if (epoch() == 0) {
            return group.lr();
        }
        // from the lowest point the quotient below would be 0 / 0
        if ((epoch() - 1 - tMax) % (2 * tMax) == 0) {
            return group.lr() + (base(group) - etaMin) * (1 - Math.cos(Math.PI / tMax)) / 2;
        }
        return (1 + Math.cos(Math.PI * epoch() / tMax))
                        / (1 + Math.cos(Math.PI * (epoch() - 1) / tMax))
                        * (group.lr() - etaMin)
                + etaMin;
    }

    @Override
    double first(ParameterGroup<?> group) {
        return etaMin + (base(group) - etaMin) * 2 / 2;
    }
}
