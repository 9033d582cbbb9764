package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * The recurrent cells: from an input and a state to the next state, step by step through time.
 *
 * <p>The state is one tensor [N, H], for {@link #LSTM} two: hidden state and memory. Gates, their order in the weights, and
 * the two biases are those of PyTorch and cuDNN.
 */
public enum Recurrence {
    /** {@code h' = tanh(W x + b + U h + c)}: Elman, "Finding structure in time", Cognitive Science 14, 1990. */
    RNN_TANH(1, 1) {
        @Override
        List<Tensor> next(Tensor input, Tensor recurrent, List<Tensor> state) {
            return List.of(input.add(recurrent).tanh());
        }
    },
    /** {@code h' = max(0, W x + b + U h + c)}. */
    RNN_RELU(1, 1) {
        @Override
        List<Tensor> next(Tensor input, Tensor recurrent, List<Tensor> state) {
            return List.of(input.add(recurrent).relu());
        }
    },
    /**
     * {@code h' = (1 - z) n + z h} with reset gate r, update gate z and {@code n = tanh(W x + b + r (U h + c))}: Cho et al.,
     * "Learning phrase representations using RNN encoder-decoder", EMNLP 2014. The weights hold r, z, n in this order.
     */
    GRU(3, 1) {
        @Override
        List<Tensor> next(Tensor input, Tensor recurrent, List<Tensor> state) {
            List<Tensor> in = input.chunk(3, -1);
            List<Tensor> back = recurrent.chunk(3, -1);
            Tensor reset = in.get(0).add(back.get(0)).sigmoid();
            Tensor update = in.get(1).add(back.get(1)).sigmoid();
            Tensor fresh = in.get(2).add(reset.mul(back.get(2))).tanh();
            return List.of(fresh.add(update.mul(state.get(0).sub(fresh))));
        }
    },
    /**
     * {@code c' = f c + i g, h' = o tanh c'} with input gate i, forget gate f, candidate g and output gate o: Hochreiter and
     * Schmidhuber, "Long short-term memory", Neural Computation 9, 1997. The weights hold i, f, g, o in this order.
     */
    LSTM(4, 2) {
        @Override
        List<Tensor> next(Tensor input, Tensor recurrent, List<Tensor> state) {
            List<Tensor> gates = input.add(recurrent).chunk(4, -1);
            Tensor kept = gates.get(1).sigmoid().mul(state.get(1));
            Tensor memory = kept.add(gates.get(0).sigmoid().mul(gates.get(2).tanh()));
            return List.of(gates.get(3).sigmoid().mul(memory.tanh()), memory);
        }
    };

    private final int gates;
    private final int states;

    Recurrence(int gates, int states) {
        this.gates = gates;
        this.states = states;
    }

    /**
     * The parameters of a cell with I inputs and H cells.
     *
     * @param input W, [gates H, I]
     * @param recurrent U, [gates H, H]
     * @param inputBias b, [gates H], or null
     * @param recurrentBias c, [gates H], or null
     */
    public record Weights(
            Tensor input, Tensor recurrent, @Nullable Tensor inputBias, @Nullable Tensor recurrentBias) {}

    /**
     * What a run through time gives.
     *
     * @param outputs the hidden state after each step, [T, N, H]
     * @param state the state after the last step
     */
    public record Sequence(Tensor outputs, List<Tensor> state) {}

    /**
     * How many blocks of H rows the weights have.
     *
     * @return 1, 3 or 4
     */
    public int gates() {
        return gates;
    }

    /**
     * How many tensors a state is made of.
     *
     * @return 2 for the LSTM, else 1
     */
    public int states() {
        return states;
    }

    /** The next state, from what the gates get from the input and from the hidden state. */
    abstract List<Tensor> next(Tensor input, Tensor recurrent, List<Tensor> state);

    /**
     * One step.
     *
     * @param x the input, [N, I] or [I]
     * @param state the state before it
     * @param weights the cell's parameters
     * @return the state after it
     * @throws IllegalArgumentException when the sizes or the number of states do not belong together
     */
    public List<Tensor> step(Tensor x, List<Tensor> state, Weights weights) {
        check(state);
        return next(linear(x, weights.input, weights.inputBias), recurrent(state, weights), state);
    }

    /**
     * All steps of a sequence. What the input adds to the gates is computed for all of them at once.
     *
     * @param x the inputs, time first: [T, N, I]
     * @param state the state before the first step
     * @param weights the cell's parameters
     * @param backwards whether time runs from the last input to the first; outputs stay beside their inputs
     * @return outputs and last state
     * @throws IllegalArgumentException when the sizes or the number of states do not belong together
     */
    public Sequence run(Tensor x, List<Tensor> state, Weights weights, boolean backwards) {
        check(state);
        int steps = x.size(0);
        if (steps == 0) {
            throw Complaint.about(name() + " over " + x.shape())
                    .because("there is no step in it")
                    .hint("a sequence [T, N, I] with T of at least 1")
                    .argument();
        }
        Tensor input = linear(x, weights.input, weights.inputBias);
        Tensor[] outputs = new Tensor[steps];
        List<Tensor> now = new ArrayList<>(state);
        for (int i = 0; i < steps; i++) {
            int t = backwards ? steps - 1 - i : i;
            now = next(input.select(0, t), recurrent(now, weights), now);
            outputs[t] = now.get(0);
        }
        return new Sequence(Tensor.stack(0, outputs), now);
    }

    private static Tensor recurrent(List<Tensor> state, Weights weights) {
        return linear(state.get(0), weights.recurrent, weights.recurrentBias);
    }

    private static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return bias == null ? x.linear(weight) : x.linear(weight, bias);
    }

    private void check(List<Tensor> state) {
        if (state.size() != states) {
            throw Complaint.about("a step of " + name() + " with a state of " + state.size() + " tensors")
                    .because("its state has " + states)
                    .hint(states == 2 ? "hidden state and memory" : "the hidden state alone")
                    .argument();
        }
    }
}
