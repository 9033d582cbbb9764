package org.cotangent.experiments.expression;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.cotangent.Tensor;

/**
 * An expression that was read: compute it as often as you like.
 *
 * <pre>{@code
 * sum     = product { ("+" | "-") product }
 * product = sign { ("*" | "/" | "@") sign }
 * sign    = [ "-" | "+" ] power
 * power   = value [ ("^" | "**") sign ]
 * value   = number | name | name "(" sum { "," sum } ")" | "(" sum ")" | array
 * array   = "[" [ "-" ] number or array { "," ... } "]"
 * }</pre>
 */
public final class Expression {
    /** A part that can be computed. */
    @FunctionalInterface
    interface Term {
        /** Its value. */
        Tensor value(Map<String, Tensor> variables) throws Misread;
    }

    private final String source;
    private final Term term;
    private final Set<String> names;

    Expression(String source, Term term, Set<String> names) {
        this.source = source;
        this.term = term;
        this.names = new LinkedHashSet<>(names);
    }

    /**
     * Reads an expression.
     *
     * @param source what the user typed
     * @return the expression
     * @throws Misread with the position and the reason
     */
    public static Expression parse(String source) throws Misread {
        return new Parser(source).expression();
    }

    /**
     * Reads a number or an array of numbers, such as {@code 2}, {@code -1e-3} or {@code [[1, 2], [3, 4]]}.
     *
     * @param source what the user typed
     * @return a float64 tensor
     * @throws Misread with the position and the reason
     */
    public static Tensor parseValue(String source) throws Misread {
        return new Parser(source).wholeValue();
    }

    /**
     * The variables that occur.
     *
     * @return in the order of their first occurrence
     */
    public Set<String> names() {
        return new LinkedHashSet<>(names);
    }

    /**
     * Computes it.
     *
     * @param variables a value for each of the names
     * @return the result
     * @throws Misread where a name has no value, or an operation does not fit the shapes of its operands
     */
    public Tensor value(Map<String, Tensor> variables) throws Misread {
        return term.value(variables);
    }

    @Override
    public String toString() {
        return source;
    }
}
