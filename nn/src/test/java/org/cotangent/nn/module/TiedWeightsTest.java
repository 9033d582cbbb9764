package org.cotangent.nn.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.TorchGenerator;
import org.junit.jupiter.api.Test;

/** One parameter in two modules. */
class TiedWeightsTest {
    private static final int WORDS = 7;
    private static final int DIM = 6;

    /** Guesses the next word: the output's matrix is the table of the input. */
    private static final class NextWord extends Module {
        private final Embedding table;
        private final Linear hidden;
        private final Linear output;

        NextWord(TorchGenerator generator) {
            table = register("table", new Embedding(WORDS, DIM, generator));
            hidden = register("hidden", new Linear(DIM, DIM, false, generator));
            output = register("output", new Linear(table.weight(), true, generator));
        }

        @Override
        public Tensor forward(Tensor words) {
            return output.forward(hidden.forward(table.forward(words)).tanh());
        }
    }

    private static final Tensor WORD = Tensor.of(new long[] {0, 1, 2, 3, 4, 5, 6}, WORDS);
    private static final Tensor NEXT = Tensor.of(new long[] {3, 0, 5, 1, 6, 4, 2}, WORDS);

    private final NextWord net = new NextWord(new TorchGenerator(1));

    @Test
    void aSharedWeightIsListedOnceAndSavedUnderBothNames() {
        assertEquals(
                List.of("table.weight", "hidden.weight", "output.bias"), List.copyOf(net.namedParameters().keySet()));
        assertEquals(
                List.of("table.weight", "hidden.weight", "output.weight", "output.bias"),
                List.copyOf(net.stateDict().keySet()));
        assertSame(net.table.weight(), net.output.weight());
        assertEquals("weight", net.table.weight().value().name());
    }

    /** Both uses add to one gradient, and a step of the optimizer moves the weight once. */
    @Test
    void aStepMovesASharedWeightOnce() {
        SGD optimizer = new SGD(net.parameters(), 0.5);
        Tensor before = net.table.weight().value().detach().clone();
        net.forward(WORD).crossEntropy(NEXT).backward();
        Tensor gradient = net.table.weight().grad().clone();
        optimizer.step();
        assertArrayEquals(
                before.add(gradient.mul(-0.5)).toDoubles(), net.output.weight().value().toDoubles(), 1e-7);
        Tensor twice = before.clone().requiresGrad(true);
        Tensor once = before.clone().requiresGrad(true);
        NextWord fresh = new NextWord(new TorchGenerator(1));
        fresh.hidden.forward(twice.embedding(WORD, -1)).tanh().linear(once, fresh.output.bias().value())
                .crossEntropy(NEXT)
                .backward();
        assertArrayEquals(twice.grad().add(once.grad()).toDoubles(), gradient.toDoubles(), 1e-7);
    }

    @Test
    void aNetOfTiedWeightsLearns() {
        Adam optimizer = new Adam(net.parameters(), 0.05);
        double first = net.forward(WORD).crossEntropy(NEXT).item();
        for (int step = 0; step < 200; step++) {
            optimizer.zeroGrad();
            net.forward(WORD).crossEntropy(NEXT).backward();
            optimizer.step();
        }
        double last = net.forward(WORD).crossEntropy(NEXT).item();
        assertTrue(last < 0.1 && last < first / 10, first + " became " + last);
        assertArrayEquals(NEXT.toLongs(), net.forward(WORD).argmax(1).toLongs());
    }

    @Test
    void aConversionKeepsTheTie() {
        net.to(DType.FLOAT64);
        assertEquals(DType.FLOAT64, net.output.weight().dtype());
        assertSame(net.table.weight().value(), net.output.weight().value());
        net.requiresGrad(false);
        assertTrue(!net.output.weight().requiresGrad());
    }

    @Test
    void aLoadedStateKeepsTheTie() {
        NextWord other = new NextWord(new TorchGenerator(2));
        Tensor value = other.table.weight().value();
        other.loadStateDict(net.stateDict());
        assertSame(value, other.output.weight().value());
        assertArrayEquals(net.forward(WORD).toFloats(), other.forward(WORD).toFloats());
        Map<String, Tensor> state = new LinkedHashMap<>(net.stateDict());
        state.remove("output.weight");
        String message = assertThrows(IllegalArgumentException.class, () -> other.loadStateDict(state)).getMessage();
        assertTrue(message.contains("missing output.weight"), message);
    }

    /** PyTorch's user makes both layers and gives one the other's weight: the draws are the same. */
    @Test
    void theBiasIsThatOfALayerWithAWeightOfItsOwn() {
        TorchGenerator generator = new TorchGenerator(1);
        new Embedding(WORDS, DIM, generator);
        new Linear(DIM, DIM, false, generator);
        Linear own = new Linear(DIM, WORDS, generator);
        assertArrayEquals(own.bias().value().toFloats(), net.output.bias().value().toFloats());
        assertEquals(own.toString(), net.output.toString());
        assertEquals(DType.FLOAT64, new Linear(new Parameter(Tensor.zeros(DType.FLOAT64, 2, 3)), true, generator)
                .bias()
                .dtype());
    }

    /** A second name in the same module is one more name of one parameter; a name in use is refused as ever. */
    @Test
    void aModuleMayHaveTwoNamesForOne() {
        Module two = new Module() {
            {
                Parameter w = registerParameter("a", Tensor.ones(2));
                assertSame(w, registerParameter("b", w));
                assertThrows(IllegalArgumentException.class, () -> registerParameter("b", w));
            }

            @Override
            public Tensor forward(Tensor x) {
                return x;
            }
        };
        assertEquals(1, two.parameters().size());
        assertEquals(List.of("a", "b"), List.copyOf(two.stateDict().keySet()));
        assertNotSame(two.stateDict().get("a"), two.stateDict().get("b"));
        Autograd.noGrad(() -> two.loadStateDict(Map.of("a", Tensor.zeros(2), "b", Tensor.zeros(2))));
        assertArrayEquals(new float[2], two.parameters().getFirst().value().toFloats());
    }
}
