package org.cotangent.experiments.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonExpressionTest {
    @Test
    void literals() {
        assertEquals(3L, PythonExpression.of("3"));
        assertEquals(-3L, PythonExpression.of("-3"));
        assertEquals(3.0, PythonExpression.of("3."));
        assertEquals(1e-5, PythonExpression.of("1e-5"));
        assertEquals(0.05, PythonExpression.of(".05"));
        assertEquals(true, PythonExpression.of("True"));
        assertEquals(Double.NEGATIVE_INFINITY, PythonExpression.of("-inf"));
        assertEquals("a b", PythonExpression.of("'a b'"));
        assertEquals(List.of(1L, List.of(2L, 3.0)), PythonExpression.of("[1, (2, 3.0)]"));
        assertEquals(List.of(7L), PythonExpression.of("(7,)"));
        assertEquals(7L, PythonExpression.of("(7)"));
        assertEquals(Map.of("a", 1L, "b", List.of()), PythonExpression.of("{'a': 1, \"b\": []}"));
    }

    @Test
    void calls() {
        PythonExpression.Call call = PythonExpression.call("nn.Conv2d(4, 8, (3, 5), stride=2, bias=False)");
        assertEquals("Conv2d", call.name());
        assertEquals("nn.Conv2d(4, 8, [3, 5], stride=2, bias=false)", call.toString());
        assertArrayEquals(new int[] {3, 5}, call.arguments().ints(2, "kernel_size"));
        assertArrayEquals(new int[] {2}, call.arguments().ints(3, "stride"));
        assertFalse(call.arguments().flag(-1, "bias", true));
        assertTrue(call.arguments().flag(-1, "affine", true));
        assertEquals("zeros", call.arguments().text(-1, "padding_mode", "zeros"));
        String left = assertThrows(NotCovered.class, call.arguments()::done).getMessage();
        assertEquals("argument 0, 4, is not known here", left);
    }

    @Test
    void labelsThatAreNotQuitePython() {
        PythonExpression.Call call = PythonExpression.call("OneCycleLR(max_lr=1, total_steps=31, three_phase) momentum=0.9");
        assertTrue(call.arguments().flag(-1, "three_phase", false));
        assertEquals(0.9, call.arguments().number(-1, ".momentum", 0));
        assertEquals("max", PythonExpression.call("f(mode=max)").arguments().text(-1, "mode", "min"));
    }

    @Test
    void operators() {
        PythonExpression.Binary sum = assertInstanceOf(
                PythonExpression.Binary.class, PythonExpression.of("(x @ torch.ones(2, 1)) + 3 * 2"));
        assertEquals("+", sum.operator());
        assertEquals("@", assertInstanceOf(PythonExpression.Binary.class, sum.left()).operator());
        assertEquals(new PythonExpression.Binary("*", 3L, 2L), sum.right());
        assertEquals("torch.ones(2, 3).shape", PythonExpression.of("torch.ones(2, 3).shape").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"f(", "f)", "lambda x: 2", "[1, 2", "'open", "1 +", "f(x; y)", ""})
    void otherPythonIsNotCovered(String source) {
        assertThrows(NotCovered.class, () -> PythonExpression.of(source));
    }
}
