package org.cotangent.experiments.gradient;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.optim.Optimizer;

/**
 * Where an optimizer of nn goes on a landscape, in float64.
 *
 * @param points x, y and the height above the lowest, before the first step and after each; fewer where it diverged
 */
record DescentPath(List<double[]> points) {
    /** Whoever is so far out does not come back. */
    private static final double OUT = 1e3;

    static DescentPath walk(Landscape landscape, Descender descender, double lr, double x, double y, int steps) {
        Parameter w = new Parameter(Tensor.of(new double[] {x, y}, 2));
        Optimizer<?> optimizer = descender.make(w, lr);
        List<double[]> points = new ArrayList<>();
        for (int t = 0; t <= steps; t++) {
            Tensor f = landscape.height(w.value().get(0), w.value().get(1));
            double[] point = {w.value().at(0), w.value().at(1), f.item() - landscape.lowest()};
            if (!(Math.abs(point[0]) < OUT && Math.abs(point[1]) < OUT)) {
                break;
            }
            points.add(point);
            optimizer.zeroGrad();
            f.backward();
            optimizer.step();
        }
        return new DescentPath(List.copyOf(points));
    }
}
