package org.cotangent.nn.module;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.random.TorchGenerator;
import org.cotangent.shape.Complaint;

/**
 * In training, sets whole channels of {@code [N, C, H, W]} to 0 with probability p and divides the others by 1 - p; in
 * evaluation, returns its input. Three axes are {@code [N, C, L]}, as in PyTorch 1.13: there must be an N.
 *
 * <p>The draws are those of PyTorch on a CPU. Tompson et al., "Efficient object localization using convolutional networks",
 * CVPR 2015.
 */
public final class Dropout2d extends Module {
    private final double p;
    private final TorchGenerator generator;

    /**
     * A dropout with its source of chance.
     *
     * @param p the probability that a channel is set to 0
     * @param generator drawn from at every forward in training
     * @throws IllegalArgumentException when p is not from 0 to 1
     */
    public Dropout2d(double p, TorchGenerator generator) {
        if (!(p >= 0 && p <= 1)) {
            throw Complaint.about("Dropout2d(" + p + ")")
                    .because("p is a probability")
                    .hint("a number from 0 to 1, such as 0.5")
                    .argument();
        }
        this.p = p;
        this.generator = generator;
    }

    @Override
    public Tensor forward(Tensor x) {
        if (x.rank() < 2) {
            throw Complaint.about("Dropout2d of " + x.shape())
                    .because("the second axis is the channels")
                    .hint("Dropout, which sets single elements to 0, or unsqueeze for a missing axis")
                    .argument();
        }
        if (!isTraining() || p == 0) {
            return x;
        }
        int[] channels = x.shape().sizes();
        Arrays.fill(channels, 2, channels.length, 1);
        return x.mul(Tensor.ones(x.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32, channels)
                .dropout(p, generator)
                .to(x.device()));
    }

    @Override
    protected String options() {
        return "p=" + PythonNumber.of(p) + ", inplace=False";
    }
}
