package org.cotangent.nn.module;

import java.util.Arrays;
import org.cotangent.Convolution;
import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;
import org.cotangent.random.TorchInit;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/** What all convolutions share: a kernel, a bias, and how they are drawn and printed. */
public abstract sealed class Conv extends Module
        permits Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
    private final Plan plan;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /** Sizes and options. */
    record Plan(int axes, boolean transposed, int in, int out, int[] kernel, Convolution options) {
        Plan {
            int groups = options.groups();
            boolean fits = in > 0 && out > 0 && groups > 0 && in % groups == 0 && out % groups == 0;
            if (!fits || (kernel.length != 1 && kernel.length != axes)) {
                throw Complaint.about("a convolution of " + in + " to " + out + " channels in " + groups
                                + " groups with kernel " + Arrays.toString(kernel))
                        .because(fits
                                ? "the kernel must have one size, or one for each of " + axes + " axes"
                                : "numbers must be positive, and channels fall into groups of one size")
                        .hint("a number of groups that divides both numbers of channels; 1 as a rule")
                        .argument();
            }
            kernel = each(kernel, axes);
        }

        private static int[] each(int[] given, int axes) {
            int[] all = given.length == 1 ? new int[axes] : given.clone();
            if (given.length == 1) {
                Arrays.fill(all, given[0]);
            }
            return all;
        }

        /** A weight of a transposed convolution has its input channels first. */
        private int first() {
            return transposed ? in : out;
        }

        private int second() {
            return (transposed ? out : in) / options.groups();
        }

        private int volume() {
            return Arrays.stream(kernel).reduce(1, Math::multiplyExact);
        }

        private int[] weightSizes() {
            int[] sizes = new int[axes + 2];
            sizes[0] = first();
            sizes[1] = second();
            System.arraycopy(kernel, 0, sizes, 2, axes);
            return sizes;
        }

        private String text(boolean withBias) {
            StringBuilder text = new StringBuilder()
                    .append(in).append(", ").append(out)
                    .append(", kernel_size=").append(PythonNumber.tuple(kernel))
                    .append(", stride=").append(PythonNumber.tuple(each(options.stride(), axes)));
            if (options.padding().length == 0) {
                text.append(", padding=same");
            } else {
                unless(0, ", padding=", options.padding(), text);
            }
            unless(1, ", dilation=", options.dilation(), text);
            unless(0, ", output_padding=", options.outputPadding(), text);
            if (options.groups() != 1) {
                text.append(", groups=").append(options.groups());
            }
            return text.append(withBias ? "" : ", bias=False").toString();
        }

        private void unless(int usual, String name, int[] given, StringBuilder text) {
            if (Arrays.stream(given).anyMatch(each -> each != usual)) {
                text.append(name).append(PythonNumber.tuple(each(given, axes)));
            }
        }
    }

    Conv(Plan plan, boolean withBias, TorchGenerator generator) {
        this.plan = plan;
        float[] weights = new float[Math.multiplyExact(Math.multiplyExact(plan.first(), plan.second()), plan.volume())];
        TorchInit.conv(generator, plan.second(), plan.volume(), plan.first(), weights, null);
        this.weight = registerParameter("weight", Tensor.of(weights, plan.weightSizes()));
        if (withBias) {
            float[] biases = new float[plan.out()];
            double bound = 1 / Math.sqrt(plan.second() * plan.volume());
            generator.fillUniform(biases, -bound, bound);
            this.bias = registerParameter("bias", Tensor.of(biases));
        } else {
            this.bias = null;
        }
    }

    /**
     * The kernel.
     *
     * @return [out, in / groups, sizes], for a transposed convolution [in, out / groups, sizes]
     */
    public final Parameter weight() {
        return weight;
    }

    /**
     * The summand of each output channel.
     *
     * @return [out], or null when there is none
     */
    public final @Nullable Parameter bias() {
        return bias;
    }

    final Convolution convolution() {
        return plan.options();
    }

    @Override
    protected final String options() {
        return plan.text(bias != null);
    }
}
