package org.cotangent.experiments.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.Binary;
import org.cotangent.Op;
import org.cotangent.Tensor;
import org.cotangent.Unary;
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
                "trunc(-2.7)     | -2",
                "frac(2.75)      | 0.75",
                "round(2.5)      | 2",
                "sign(-x)        | -1",
                "clamp(x, 0, 2)  | 2",
                "clamp(-x, -1, 2) | -1",
                "clampMin(x, 4)  | 4",
                "sum(where(gt(w, 1), w, 10)) | 15",
                "where(0, 1, 2)  | 2",
                "sum(where(and(gt(w, 1), not(eq(w, 3))), w, 0)) | 2",
                "lerp(1, x, 0.25) | 1.5",
                "elu(x)          | 3",
                "elu(-ln(2), 4)  | -2",
                "celu(0 * x)     | 0",
                "silu(0)         | 0",
                "geluTanh(0)     | 0",
                "hardtanh(x)     | 1",
                "hardtanh(x, 0, 2) | 2",
                "threshold(x, 5, 7) | 7",
                "softshrink(x)   | 2.5",
                "xlogy(2, e)     | 2",
                "xlogy(0, 0)     | 0",
                "var(w)          | 1",
                "std(w, 0)       | 1",
                "sum(var([[1, 3], [2, 2]], 1)) | 2",
                "norm([3, 4], 0) | 5",
                "prod(w, 0)      | 6",
                "median(w)       | 2",
                "mse(w, [1, 2, 0]) | 3",
                "det([[1, 2], [3, 4]]) | -2",
                "logAddExp2(x, x) | 4",
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
                "clamp(x, w, 1)    | 9  | the least of clamp must be a number that is not differentiated",
                "clamp(x, 1)       | 0  | clamp takes an operand and the numbers least and most, not 2",
                "where(x, 1)       | 0  | where takes three operands, not 2",
                "elu(x, 1, 2)      | 0  | elu takes one operand, or an operand and the number a, not 3",
                "sum(w, 0, 1)      | 0  | sum takes one operand, or an operand and an axis, not 3",
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

    /** What the engine has of them as entries, apart from the fused gradients, which are rules' own. */
    @Test
    void everyElementwiseOperationHasItsName() {
        List<String> missing = Stream.of(Tensor.class.getFields())
                .filter(field -> field.getType() == Unary.class || field.getType() == Binary.class)
                .map(ExpressionTest::nameOf)
                .filter(name -> !name.endsWith("Grad") && !Vocabulary.has(name))
                .toList();
        assertEquals(List.of(), missing);
    }

    private static String nameOf(Field field) {
        try {
            field.setAccessible(true); // the families that the fields are in are no public types
            return ((Op) field.get(null)).entry().name();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aChoiceAndALimitAreDifferentiated() throws Misread {
        Tensor x = Tensor.of(new double[] {-2, 0.5, 3}, 3).requiresGrad(true);
        Expression.parse("sum(where(lt(x, 0), x^2, clamp(x, 0, 1)))").value(Map.of("x", x)).backward();
        assertArrayEquals(new double[] {-4, 1, 0}, x.grad().toDoubles());
        Tensor bound = Tensor.scalar(1, DType.FLOAT64).requiresGrad(true);
        Misread refused = assertThrows(
                Misread.class, () -> Expression.parse("clamp(1, 0, b)").value(Map.of("b", bound)));
        assertTrue(refused.reason().contains("the most of clamp"), refused.reason());
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
