package org.cotangent.experiments.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    private static final Map<String, Tensor> VARIABLES = Map.of(
            "x", Tensor.scalar(3, DType.FLOAT64),
            "w", Tensor.of(new double[] {1, 2, 3}, 3));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + 2 * 3       | 7",
                "(1 + 2) * 3     | 9",
                "8 - 3 - 2       | 3",
                "8 / 4 / 2       | 1",
                "-x^2            | -9",
                "2^3^2           | 512",
                "2**-1           | 0.5",
                "--x             | 3",
                "x*-2            | -6",
                "1e-3 * 1E3      | 1",
                ".5 + 2.         | 2.5",
                "2*pi/pi         | 2",
                "sum(w)          | 6",
                "sum(w * w)      | 14",
                "w @ w           | 14",
                "max(x, 5)       | 5",
                "max(w)          | 3",
                "mean(w, 0)      | 2",
                "dot(w, [1,1,1]) | 6",
                "sum([[1,2],[3,4]] @ [1, -1]) | -2",
                "ln(exp(x))      | 3",
            })
    void isComputedAsItIsWritten(String source, double expected) throws Misread {
        assertEquals(expected, Expression.parse(source).value(VARIABLES).item(), 1e-15);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                | 0  | found the end",
                "x +               | 3  | found the end",
                "tanh(log(1 + )    | 13 | found \")\"",
                "tanh(x            | 6  | expected ) for the ( at position 5",
                "x)                | 1  | there is no (",
                "x y               | 2  | expected an operator, found \"y\"",
                "x $ 2             | 2  | expected an operator, found \"$\"",
                "2e                | 1  | expected an operator, found \"e\"",
                "tahn(x)           | 0  | there is no function tahn",
                "1 + q             | 4  | no value for q",
                "tanh              | 0  | tanh is a function",
                "tanh(x, x)        | 0  | tanh takes one operand, not 2",
                "atan2(x)          | 0  | atan2 takes two operands, not 1",
                "sum(w, 0.5)       | 7  | must be a whole number",
                "sum(w * [1, 2])   | 6  | do not broadcast",
                "[1, [2]]          | 4  | rows of different length",
                "[1; 2]            | 2  | expected , or ]",
                "1.2.3             | 0  | expected a number",
                "1e999             | 0  | too large",
            })
    void aMistakeHasAPlaceAndAReason(String source, int position, String reason) {
        Misread error = assertThrows(Misread.class, () -> Expression.parse(source).value(VARIABLES));
        assertEquals(position, error.position(), error.getMessage());
        assertTrue(error.reason().contains(reason), error.reason());
        assertEquals("  " + " ".repeat(position) + "^", error.caret().lines().toList().getLast());
    }

    @Test
    void valuesAreNumbersOrArrays() throws Misread {
        assertEquals(-0.001, Expression.parseValue(" -1e-3 ").item());
        Tensor matrix = Expression.parseValue("[[1, 2], [3, -4]]");
        assertArrayEquals(new int[] {2, 2}, matrix.shape().sizes());
        assertArrayEquals(new double[] {1, 2, 3, -4}, matrix.toDoubles());
        assertEquals(DType.FLOAT64, matrix.dtype());
        assertThrows(Misread.class, () -> Expression.parseValue("x"));
        assertThrows(Misread.class, () -> Expression.parseValue("1 2"));
    }

    @Test
    void manyParenthesesAreRefusedBeforeTheStackEnds() {
        assertThrows(Misread.class, () -> Expression.parse("(".repeat(100_000)));
        assertThrows(Misread.class, () -> Expression.parse("[".repeat(100_000)));
    }
}
