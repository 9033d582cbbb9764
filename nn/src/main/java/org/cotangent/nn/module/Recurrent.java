package org.cotangent.nn.module;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Recurrence;
import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * Recurrent layers, one above the other, perhaps in both directions: {@code [T, N, in] -> [T, N, hidden directions]}, time
 * first unless the batch is, also without N.
 *
 * <p>The parameters are called {@code weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0}, with {@code _reverse} at the end for
 * the other direction, and drawn uniformly from {@code -1/sqrt(hidden)} to {@code 1/sqrt(hidden)}: bit for bit those of PyTorch.
 */
public abstract sealed class Recurrent extends Module permits RNN, GRU, LSTM {
    private final Recurrence cell;
    private final int in;
    private final int hidden;
    private final Options options;
    private final TorchGenerator generator;
    private final List<CellParameters> cells = new ArrayList<>();

    /**
     * What all recurrent layers can be.
     *
     * @param layers how many, one above the other
     * @param bias whether there are biases
     * @param batchFirst whether inputs and outputs are [N, T, ...] rather than [T, N, ...]
     * @param dropout the probability with which, in training, elements between two layers are set to 0
     * @param bidirectional whether every layer runs in both directions
     */
    public record Options(int layers, boolean bias, boolean batchFirst, double dropout, boolean bidirectional) {
        /** One layer with biases, time first, one direction. */
        public static final Options DEFAULT = new Options(1, true, false, 0, false);

        /**
         * The same with another number of layers.
         *
         * @param count how many
         * @return the options
         */
        public Options layers(int count) {
            return new Options(count, bias, batchFirst, dropout, bidirectional);
        }

        /**
         * The same with biases or without.
         *
         * @param wanted whether there are any
         * @return the options
         */
        public Options bias(boolean wanted) {
            return new Options(layers, wanted, batchFirst, dropout, bidirectional);
        }

        /**
         * The same with the batch first or time first.
         *
         * @param first whether the batch is first
         * @return the options
         */
        public Options batchFirst(boolean first) {
            return new Options(layers, bias, first, dropout, bidirectional);
        }

        /**
         * The same with dropout between layers.
         *
         * @param p the probability
         * @return the options
         */
        public Options dropout(double p) {
            return new Options(layers, bias, batchFirst, p, bidirectional);
        }

        /**
         * The same in one direction or both.
         *
         * @param both whether in both
         * @return the options
         */
        public Options bidirectional(boolean both) {
            return new Options(layers, bias, batchFirst, dropout, both);
        }

        private int directions() {
            return bidirectional ? 2 : 1;
        }
    }

    Recurrent(Recurrence cell, int in, int hidden, Options options, TorchGenerator generator) {
        if (in < 1 || hidden < 1 || options.layers < 1 || !(options.dropout >= 0 && options.dropout <= 1)) {
            throw Complaint.about(cell + " of " + in + " inputs, " + hidden + " hidden, " + options)
                    .because("sizes and layers must be positive, and dropout is a probability")
                    .hint("the number of inputs, then the number of hidden cells")
                    .argument();
        }
        this.cell = cell;
        this.in = in;
        this.hidden = hidden;
        this.options = options;
        this.generator = generator;
        for (int layer = 0; layer < options.layers; layer++) {
            for (int direction = 0; direction < options.directions(); direction++) {
                String suffix = "_l" + layer + (direction == 0 ? "" : "_reverse");
                int size = layer == 0 ? in : hidden * options.directions();
                cells.add(CellParameters.draw(
                        (name, initial) -> registerParameter(name + suffix, initial),
                        new CellParameters.Sizes(cell.gates(), size, hidden, options.bias),
                        generator));
            }
        }
    }

    /**
     * From zero states.
     *
     * @param x the inputs
     * @return the top layer's hidden states
     */
    @Override
    public Tensor forward(Tensor x) {
        return run(x, null).outputs();
    }

    /**
     * From given states.
     *
     * @param x the inputs, [T, N, in] or [N, T, in], also without N
     * @param state one tensor, for an LSTM two (hidden state and memory), each [layers directions, N, hidden]; null for
     *     zeros
     * @return the top layer's hidden states, and the states after the last step
     * @throws IllegalArgumentException when the sizes do not belong together
     */
    public Recurrence.Sequence run(Tensor x, @Nullable List<Tensor> state) {
        if (x.rank() != 2 && x.rank() != 3) {
            throw Complaint.about(kind() + " of " + x.shape())
                    .because("it is for [T, N, " + in + "], or [T, " + in + "] without a batch")
                    .hint("reshape the input")
                    .argument();
        }
        boolean single = x.rank() == 2;
        Tensor y = single ? x.unsqueeze(1) : options.batchFirst ? x.transpose(0, 1) : x;
        List<Tensor> before = state == null ? zeros(y) : single ? state.stream().map(s -> s.unsqueeze(1)).toList() : state;
        List<List<Tensor>> after = new ArrayList<>();
        int directions = options.directions();
        for (int layer = 0; layer < options.layers; layer++) {
            Tensor[] outputs = new Tensor[directions];
            for (int direction = 0; direction < directions; direction++) {
                int place = layer * directions + direction;
                List<Tensor> start = before.stream().map(s -> s.select(0, place)).toList();
                Recurrence.Sequence run = cell.run(y, start, cells.get(place).weights(), direction == 1);
                outputs[direction] = run.outputs();
                after.add(run.state());
            }
            y = directions == 1 ? outputs[0] : Tensor.cat(-1, outputs);
            if (isTraining() && options.dropout > 0 && layer < options.layers - 1) {
                y = y.dropout(options.dropout, generator);
            }
        }
        List<Tensor> last = new ArrayList<>();
        for (int i = 0; i < cell.states(); i++) {
            int which = i;
            Tensor all = Tensor.stack(0, after.stream().map(s -> s.get(which)).toArray(Tensor[]::new));
            last.add(single ? all.squeeze(1) : all);
        }
        y = single ? y.squeeze(1) : options.batchFirst ? y.transpose(0, 1) : y;
        return new Recurrence.Sequence(y, last);
    }

    private List<Tensor> zeros(Tensor y) {
        Tensor zero = Tensor.zeros(y.dtype(), options.layers * options.directions(), y.size(1), hidden)
                .to(y.device());
        return java.util.Collections.nCopies(cell.states(), zero);
    }

    @Override
    protected final String options() {
        return in + ", " + hidden
                + (options.layers == 1 ? "" : ", num_layers=" + options.layers)
                + (options.bias ? "" : ", bias=False")
                + (options.batchFirst ? ", batch_first=True" : "")
                + (options.dropout == 0 ? "" : ", dropout=" + PythonNumber.of(options.dropout))
                + (options.bidirectional ? ", bidirectional=True" : "");
    }
}
