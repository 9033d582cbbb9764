package org.cotangent.nn.data;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;

/** Samples that can be had by number. A sample is a list of tensors, usually an input and a target. */
public interface Dataset {
    /**
     * The number of samples.
     *
     * @return 0 or more
     */
    int size();

    /**
     * One sample.
     *
     * @param index from 0 to size - 1
     * @return its tensors, without an axis for the batch; as many for every sample
     */
    List<Tensor> get(int index);

    /**
     * Several samples at once. Override it where that is faster than stacking them one by one.
     *
     * @param indices at least one, in the order wanted
     * @return the batch
     */
    default Batch batch(long[] indices) {
        List<List<Tensor>> samples = new ArrayList<>();
        for (long index : indices) {
            samples.add(get(Math.toIntExact(index)));
        }
        List<Tensor> stacked = new ArrayList<>();
        for (int part = 0; part < samples.getFirst().size(); part++) {
            int which = part;
            stacked.add(Tensor.stack(0, samples.stream().map(s -> s.get(which)).toArray(Tensor[]::new)));
        }
        return new Batch(stacked);
    }
}
