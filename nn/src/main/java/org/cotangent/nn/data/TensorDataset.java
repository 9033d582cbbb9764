package org.cotangent.nn.data;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.shape.Complaint;

/** Samples that lie in tensors, along the first axis. */
public final class TensorDataset implements Dataset {
    private final List<Tensor> tensors;

    /**
     * Takes the i-th row of every tensor as the i-th sample.
     *
     * @param tensors at least one, usually inputs and targets, all with a first axis of the same size; not copied
     * @throws IllegalArgumentException when there is none or the sizes differ
     */
    public TensorDataset(Tensor... tensors) {
        boolean fits = tensors.length > 0
                && Stream.of(tensors)
                        .allMatch(t -> t.rank() > 0 && t.shape().size(0) == tensors[0].shape().size(0));
        if (!fits) {
            throw Complaint.about("a TensorDataset of "
                            + Stream.of(tensors).map(Tensor::shape).toList())
                    .because("every tensor needs a first axis, of the same size for all: it counts the samples")
                    .hint("inputs [N, ...] and targets [N, ...]")
                    .argument();
        }
        this.tensors = List.of(tensors);
    }

    @Override
    public int size() {
        return tensors.getFirst().shape().size(0);
    }

    @Override
    public List<Tensor> get(int index) {
        return tensors.stream().map(t -> t.select(0, index)).toList();
    }

    @Override
    public Batch batch(long[] indices) {
        Tensor rows = Tensor.of(indices, indices.length);
        return new Batch(tensors.stream().map(t -> t.index(rows.to(t.device()))).toList());
    }
}
