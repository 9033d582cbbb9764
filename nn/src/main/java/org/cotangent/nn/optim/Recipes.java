package org.cotangent.nn.optim;

import java.util.Collections;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Recipe;

/**
 * The steps that several optimizers share.
 *
 * <p>Each rounds where PyTorch 1.13 rounds on a CPU with FMA: {@code mul_} and the following {@code add_} or {@code
 * addcmul_} are two kernels, and the second fuses its product with the sum.
 */
final class Recipes {
    /** {@code a + factor b}, fused. */
    static final Recipe AXPY = of("axpy", 3, in -> in[1].fma(in[2], in[0]));

    /** {@code mean kept + new g}. */
    static final Recipe MEAN = of("running mean", 4, in -> in[1].fma(in[3], in[0].mul(in[2])));

    /** {@code mean kept + (new g) g}. */
    static final Recipe MEAN_SQUARE = of("running mean square", 4, in -> in[3].mul(in[1]).fma(in[1], in[0].mul(in[2])));

    /** {@code p + factor a / b}. */
    static final Recipe ADD_QUOTIENT = of("step along a quotient", 4, in -> in[0].add(in[3].mul(in[1]).div(in[2])));

    /** {@code p + (-step mean) / (sqrt square / correction + eps)}: the step of Adam and AdamW. */
    static final Recipe ADAM = of(
            "Adam step", 6, in -> in[0].add(in[3].mul(in[1]).div(in[2].sqrt().div(in[4]).add(in[5]))));

    static final Recipe LARGER = Recipe.of2("larger", Expr::max);

    static final Recipe SCALE = Recipe.of2("scale", Expr::mul);

    private Recipes() {}

    /** A recipe of that many numbers. */
    static Recipe of(String name, int operands, Recipe.Body body) {
        return Recipe.of(name, Collections.nCopies(operands, Expr.Kind.REAL), body);
    }
}
