package org.cotangent.nn.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.cotangent.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {
    static Stream<Arguments> activations() {
        return Stream.of(
                row("ReLU()", x -> x.relu()),
                row("ReLU", x -> x.relu()),
                row("LeakyReLU(0.1)", x -> x.leakyRelu(0.1)),
                row(" LeakyReLU ( negative_slope = 0.1 ) ", x -> x.leakyRelu(0.1)),
                row("LeakyReLU()", x -> x.leakyRelu(0.01)),
                row("Tanh()", x -> x.tanh()),
                row("Sigmoid()", x -> x.sigmoid()),
                row("Softmax(1)", x -> x.softmax(1)),
                row("LogSoftmax(dim=-2)", x -> x.logSoftmax(0)),
                row("Identity()", x -> x));
    }

    private static Arguments row(String text, UnaryOperator<Tensor> function) {
        return Arguments.of(text, function);
    }

    @ParameterizedTest
    @MethodSource("activations")
    void computesWhatItsNameSays(String text, UnaryOperator<Tensor> function) {
        Tensor x = Tensor.linspace(-2, 3, 12).reshape(3, 4);
        assertEquals(
                function.apply(x).toString(), Activation.of(text).forward(x).toString());
    }

    @Property
    void readsWhatItPrints(@ForAll @DoubleRange(min = -10, max = 10) double slope) {
        String text = new LeakyReLU(slope).toString();
        assertEquals(text, Activation.of(text).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            leakyrelu(0.1)        | there is no activation leakyrelu | LeakyReLU(negative_slope=0.01)
            Relu                  | there is no activation Relu      | ReLU()
            Sigmod()              | there is no activation Sigmod    | Sigmoid()
            ReLU(0.1)             | '0.1' does not fit               | ReLU()
            LeakyReLU(0.1, 2)     | '2' does not fit                 | LeakyReLU(negative_slope=0.01)
            LeakyReLU(slope=0.1)  | 'slope=0.1' does not fit         | LeakyReLU(negative_slope=0.01)
            LeakyReLU(x)          | 'x' is not a number              | LeakyReLU(negative_slope=0.01)
            LeakyReLU(            | not a name with options          | LeakyReLU(0.1)
            Softmax()             | dim is missing                   | Softmax(dim)
            Softmax(0.5)          | '0.5' is not an integer          | Softmax(dim)
            """)
    void saysWhatIsWrong(String text, String why, String advice) {
        String message = assertThrows(IllegalArgumentException.class, () -> Activation.of(text))
                .getMessage();
        assertTrue(message.contains("'" + text + "'"), message);
        assertTrue(message.contains(why), message);
        assertTrue(message.substring(message.indexOf("Try: ")).contains(advice), message);
    }
}
