package org.cotangent.experiments.decoding;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.random.TorchGenerator;

/**
 * A recording in two parts.
 *
 * @param train what the networks learn from
 * @param test what they never see
 * @param trainRows which stimuli of the whole recording are in the first part, in its order
 */
record Split(Recording train, Recording test, int[] trainRows) {
    private static final double TRAIN_SHARE = 0.6;

    /** Shuffles the stimuli and takes 60 % of them for training. */
    static Split of(Recording whole, TorchGenerator generator) {
        int trainSize = (int) (TRAIN_SHARE * whole.size());
        Tensor order = Tensor.randperm(generator, whole.size());
        Tensor first = order.slice(0, 0, trainSize);
        Tensor rest = order.slice(0, trainSize, whole.size());
        int[] rows = Arrays.stream(first.toLongs()).mapToInt(Math::toIntExact).toArray();
        return new Split(whole.part(first), whole.part(rest), rows);
    }

    Split to(DType type) {
        return new Split(train.to(type), test.to(type), trainRows);
    }
}
