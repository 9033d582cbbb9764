package org.cotangent.experiments.gradient;

import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.SGD;

/** The optimizers that are compared on a landscape. */
enum Descender {
    /** {@code w - lr g}. */
    GRADIENT_DESCENT("gradient descent", SGD::new),

    /** The same along a running sum of gradients that keeps nine tenths of itself. */
    MOMENTUM("momentum 0.9", (w, lr) -> new SGD(w, SGD.options(lr).momentum(0.9))),

    /** With its default constants: 0.9, 0.999, 1e-8. */
    ADAM("Adam", Adam::new);

    private final String title;
    private final BiFunction<List<Parameter>, Double, Optimizer<?>> maker;

    Descender(String title, BiFunction<List<Parameter>, Double, Optimizer<?>> maker) {
        this.title = title;
        this.maker = maker;
    }

    String title() {
        return title;
    }

    Optimizer<?> make(Parameter w, double lr) {
        return maker.apply(List.of(w), lr);
    }
}
