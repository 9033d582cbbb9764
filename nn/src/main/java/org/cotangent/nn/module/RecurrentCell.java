package org.cotangent.nn.module;

import java.util.List;
import org.cotangent.Recurrence;
import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * One step of a recurrence: from an input [N, in] and a state [N, hidden] to the next state, also without N.
 *
 * <p>The parameters are {@code weight_ih, weight_hh, bias_ih, bias_hh}, drawn as PyTorch draws them, bit for bit.
 */
public abstract sealed class RecurrentCell extends Module permits RNNCell, GRUCell, LSTMCell {
    private final Recurrence cell;
    private final int in;
    private final int hidden;
    private final CellParameters parameters;

    RecurrentCell(Recurrence cell, int in, int hidden, boolean bias, TorchGenerator generator) {
        if (in < 1 || hidden < 1) {
            throw Complaint.about("a cell of " + in + " inputs and " + hidden + " hidden")
                    .because("both must be positive")
                    .hint("the number of inputs, then the number of hidden cells")
                    .argument();
        }
        this.cell = cell;
        this.in = in;
        this.hidden = hidden;
        this.parameters = CellParameters.draw(
                this::registerParameter, new CellParameters.Sizes(cell.gates(), in, hidden, bias), generator);
    }

    /**
     * A step from a zero state.
     *
     * @param x the input
     * @return the hidden state after it
     */
    @Override
    public final Tensor forward(Tensor x) {
        return step(x, null).get(0);
    }

    /**
     * A step.
     *
     * @param x the input
     * @param state the state before it: one tensor, for an LSTM two (hidden state and memory); null for zeros
     * @return the state after it
     * @throws IllegalArgumentException when the sizes do not belong together
     */
    public final List<Tensor> step(Tensor x, @Nullable List<Tensor> state) {
        int[] sizes = x.shape().sizes();
        if (sizes.length > 0) {
            sizes[sizes.length - 1] = hidden;
        }
        List<Tensor> before = state != null
                ? state
                : java.util.Collections.nCopies(
                        cell.states(), Tensor.zeros(x.dtype(), sizes).to(x.device()));
        return cell.step(x, before, parameters.weights());
    }

    @Override
    protected final String options() {
        return in + ", " + hidden
                + (parameters.inputBias() == null ? ", bias=False" : "")
                + (cell == Recurrence.RNN_RELU ? ", nonlinearity=relu" : "");
    }
}
