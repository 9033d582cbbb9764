package org.cotangent.nn.data;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.shape.Complaint;

/**
 * Some samples of a data set: one tensor for each thing that a sample consists of, the first axis counting the samples.
 *
 * @param tensors at least one, all with the same number of samples
 */
public record Batch(List<Tensor> tensors) {
    /** Copies the list. */
    public Batch {
        tensors = List.copyOf(tensors);
    }

    /**
     * What goes into the network.
     *
     * @return the first tensor
     */
    public Tensor inputs() {
        return tensors.getFirst();
    }

    /**
     * What should come out of it.
     *
     * @return the second tensor
     * @throws IllegalStateException when a sample consists of one tensor only
     */
    public Tensor targets() {
        if (tensors.size() < 2) {
            throw Complaint.about("targets of a batch")
                    .because("its samples consist of one tensor only")
                    .hint("new TensorDataset(inputs, targets), or inputs()")
                    .state();
        }
        return tensors.get(1);
    }

    /**
     * The number of samples.
     *
     * @return the size of the first axis
     */
    public int size() {
        return inputs().shape().size(0);
    }
}
