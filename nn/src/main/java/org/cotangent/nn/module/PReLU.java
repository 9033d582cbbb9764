package org.cotangent.nn.module;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Complaint;

/**
 * The rectifier with a learned slope below 0, one for all channels or one for each: He et al., "Delving deep into
 * rectifiers", ICCV 2015.
 */
public final class PReLU extends Module {
    private static final double INITIAL = 0.25;

    private final int channels;
    private final Parameter weight;

    /** One slope for everything, 0.25 at first. */
    public PReLU() {
        this(1, INITIAL);
    }

    /**
     * One slope for each channel.
     *
     * @param channels the size of the second axis, or 1 for one slope for everything
     * @param initial the slopes at first
     * @throws IllegalArgumentException when the number of channels is not positive
     */
    public PReLU(int channels, double initial) {
        if (channels < 1) {
            throw Complaint.about("PReLU(" + channels + ")")
                    .because("there must be a slope")
                    .hint("1, or the number of channels")
                    .argument();
        }
        this.channels = channels;
        this.weight = registerParameter("weight", Tensor.full(initial, DType.FLOAT32, channels));
    }

    /**
     * The slopes.
     *
     * @return [channels]
     */
    public Parameter weight() {
        return weight;
    }

    @Override
    public Tensor forward(Tensor x) {
        int[] sizes = new int[Math.max(1, x.rank() - 1)];
        Arrays.fill(sizes, 1);
        sizes[0] = channels;
        return x.prelu(weight.value().reshape(sizes));
    }

    @Override
    protected String options() {
        return "num_parameters=" + channels;
    }
}
