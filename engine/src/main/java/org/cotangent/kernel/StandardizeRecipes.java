package org.cotangent.kernel;

import java.util.Collections;

/** What happens along a row that is standardized: every loop starts with the row x, its mean and {@code 1 / s}. */
final class StandardizeRecipes {
    /** {@code (x - mean)^2}. */
    static final Recipe SQUARES = Recipe.of2("squared difference", (x, mean) -> x.sub(mean).mul(x.sub(mean)));

    /** {@code y weight + bias}. */
    static final Recipe SCALED = of("standardized", 5, in -> y(in).mul(in[3]).add(in[4]));

    /** {@code (g weight) y}. */
    static final Recipe ALONG = of("change along", 5, in -> in[4].mul(in[3]).mul(y(in)));

    /** {@code g weight - y along}. */
    static final Recipe REST = of("change across", 6, in -> in[4].mul(in[3]).sub(y(in).mul(in[5])));

    /** {@code (x - mean) / s}. */
    static final Recipe CENTRED = of("centred change", 3, StandardizeRecipes::y);

    private StandardizeRecipes() {}

    private static Expr y(Expr... in) {
        return in[0].sub(in[1]).mul(in[2]);
    }

    private static Recipe of(String name, int operands, Recipe.Body body) {
        return Recipe.of(name, Collections.nCopies(operands, Expr.Kind.REAL), body);
    }
}
