package org.cotangent.check.zoo;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.check.DifferentiableFunction;

/**
 * A right gradient at a point where checkers like to raise a false alarm: at a kink, in float32, with large curvature.
 *
 * @param name the function and the point
 * @param f the function
 * @param point its arguments
 */
public record Sound(String name, DifferentiableFunction f, List<Tensor> point) {
    /** Copies the point. */
    public Sound {
        point = List.copyOf(point);
    }

    static Sound of(String name, DifferentiableFunction f, Tensor... point) {
        return new Sound(name, f, List.of(point));
    }
}
