package org.cotangent.nn.init;

import java.util.function.Consumer;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.random.TorchGenerator;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;

/**
 * Fills tensors with values to begin from.
 *
 * <p>Every method overwrites the tensor, without recording, and returns it: {@code
 * Init.kaimingNormal(layer.weight().value(), Fan.IN, Nonlinearity.RELU, generator)}. The draws are those of PyTorch's
 * {@code torch.nn.init} after {@code torch.manual_seed}, in the tensor's type: float32 and float64 take different ones. In
 * a weight [out, in, kernel...] the fans are {@code in * kernel} and {@code out * kernel}.
 */
public final class Init {
    /** PyTorch's default of {@code calculate_gain}. */
    private static final double LEAKY_SLOPE = 0.01;

    /** PyTorch's default of {@code kaiming_uniform_} and {@code kaiming_normal_}, which is another one. */
    private static final double KAIMING_SLOPE = 0;

    private Init() {}

    // ---- constants --------------------------------------------------------------------------------------------------

    /**
     * One value everywhere.
     *
     * @param tensor what is filled
     * @param value the value
     * @return the tensor
     */
    public static Tensor constant(Tensor tensor, double value) {
        return changed(tensor, t -> t.fill(value));
    }

    /**
     * Ones.
     *
     * @param tensor what is filled
     * @return the tensor
     */
    public static Tensor ones(Tensor tensor) {
        return constant(tensor, 1);
    }

    /**
     * Zeros.
     *
     * @param tensor what is filled
     * @return the tensor
     */
    public static Tensor zeros(Tensor tensor) {
        return constant(tensor, 0);
    }

    /**
     * The identity: ones on the diagonal.
     *
     * @param tensor a matrix, not necessarily square
     * @return the tensor
     */
    public static Tensor eye(Tensor tensor) {
        if (tensor.rank() != 2) {
            throw refused("eye", tensor, "the identity is a matrix", "a tensor of two axes");
        }
        return changed(tensor, t -> {
            t.fill(0);
            for (int i = 0; i < Math.min(t.size(0), t.size(1)); i++) {
                t.get(i, i).fill(1);
            }
        });
    }

    /**
     * The identity among convolutions: every output channel shows the input channel of its number in its group.
     *
     * @param tensor [out, in, kernel...] with one to three axes of the kernel
     * @param groups into how many groups the output channels are parted
     * @return the tensor
     */
    public static Tensor dirac(Tensor tensor, int groups) {
        if (tensor.rank() < 3 || tensor.rank() > 5) {
            throw refused("dirac", tensor, "it is for convolutions", "[out, in, kernel...] of three to five axes");
        }
        if (groups < 1 || tensor.size(0) % groups != 0) {
            throw refused(
                    "dirac of " + groups + " groups",
                    tensor,
                    "they do not part " + tensor.size(0) + " output channels",
                    "a divisor of the first size");
        }
        return changed(tensor, t -> {
            t.fill(0);
            int outputs = t.size(0) / groups;
            int[] at = new int[t.rank()];
            for (int axis = 2; axis < at.length; axis++) {
                at[axis] = t.size(axis) / 2;
            }
            for (int i = 0; i < groups * Math.min(outputs, t.size(1)); i++) {
                int channels = Math.min(outputs, t.size(1));
                at[0] = i / channels * outputs + i % channels;
                at[1] = i % channels;
                t.get(at).fill(1);
            }
        });
    }

    // ---- simple distributions ---------------------------------------------------------------------------------------

    /**
     * Values drawn uniformly.
     *
     * @param tensor what is filled
     * @param from the lower bound
     * @param to the upper bound
     * @param generator where the values come from
     * @return the tensor
     */
    public static Tensor uniform(Tensor tensor, double from, double to, TorchGenerator generator) {
        return drawn(
                tensor,
                values -> generator.fillUniform(values, from, to),
                values -> generator.fillUniform(values, from, to));
    }

    /**
     * Values drawn from a normal distribution.
     *
     * @param tensor what is filled
     * @param mean its mean
     * @param std its standard deviation, 0 or more
     * @param generator where the values come from
     * @return the tensor
     */
    public static Tensor normal(Tensor tensor, double mean, double std, TorchGenerator generator) {
        return drawn(
                tensor,
                values -> generator.fillNormal(values, mean, std),
                values -> generator.fillNormal(values, mean, std));
    }

    /**
     * Values drawn from a normal distribution of which only the part between two bounds is left.
     *
     * <p>A uniform value u between the distribution function at both bounds becomes {@code mean + std sqrt(2) erfinv(2 u -
     * 1)}.
     *
     * @param tensor what is filled
     * @param mean the mean before the cut
     * @param std the standard deviation before the cut
     * @param from the lower bound
     * @param to the upper bound
     * @param generator where the values come from
     * @return the tensor
     */
    public static Tensor truncNormal(
            Tensor tensor, double mean, double std, double from, double to, TorchGenerator generator) {
        double low = 2 * normalCdf((from - mean) / std) - 1;
        double high = 2 * normalCdf((to - mean) / std) - 1;
        uniform(tensor, low, high, generator);
        return changed(tensor, t -> t.copyFrom(
                t.detach().erfinv().mul(std * Math.sqrt(2)).add(mean).clamp(from, to)));
    }

    private static double normalCdf(double x) {
        return (1 + Tensor.scalar(x / Math.sqrt(2), DType.FLOAT64).erf().item()) / 2;
    }

    /**
     * A normal distribution in which a share of each column is 0.
     *
     * <p>Martens, "Deep learning via Hessian-free optimization", ICML 2010.
     *
     * @param tensor a matrix
     * @param sparsity the share, rounded up to whole elements
     * @param std the standard deviation of the others
     * @param generator where the values, and then for each column an order of the rows, come from
     * @return the tensor
     */
    public static Tensor sparse(Tensor tensor, double sparsity, double std, TorchGenerator generator) {
        if (tensor.rank() != 2) {
            throw refused("sparse", tensor, "a share of each column is meant", "a matrix");
        }
        normal(tensor, 0, std, generator);
        int zeros = (int) Math.ceil(sparsity * tensor.size(0));
        return changed(tensor, t -> {
            for (int column = 0; column < t.size(1); column++) {
                long[] order = generator.randperm(t.size(0));
                for (int i = 0; i < zeros; i++) {
                    t.get((int) order[i], column).fill(0);
                }
            }
        });
    }

    // ---- distributions that fit the size of the layer ---------------------------------------------------------------

    /**
     * Uniform values of variance {@code gain^2 2 / (fanIn + fanOut)}. Glorot and Bengio, "Understanding the difficulty of
     * training deep feedforward neural networks", AISTATS 2010.
     *
     * @param tensor a weight [out, in, kernel...]
     * @param gain such as {@link #calculateGain}
     * @param generator where the values come from
     * @return the tensor
     */
    public static Tensor xavierUniform(Tensor tensor, double gain, TorchGenerator generator) {
        double bound = Math.sqrt(3) * xavierStd("xavierUniform", tensor, gain);
        return uniform(tensor, -bound, bound, generator);
    }

    /**
     * Normal values of variance {@code gain^2 2 / (fanIn + fanOut)}. Glorot and Bengio, as above.
     *
     * @param tensor a weight [out, in, kernel...]
     * @param gain such as {@link #calculateGain}
     * @param generator where the values come from
     * @return the tensor
     */
    public static Tensor xavierNormal(Tensor tensor, double gain, TorchGenerator generator) {
        return normal(tensor, 0, xavierStd("xavierNormal", tensor, gain), generator);
    }

    private static double xavierStd(String what, Tensor tensor, double gain) {
        return gain * Math.sqrt(2.0 / (fan(what, tensor, Fan.IN) + fan(what, tensor, Fan.OUT)));
    }

    /**
     * Uniform values of variance {@code gain^2 / fan}. He et al., "Delving deep into rectifiers", ICCV 2015.
     *
     * @param tensor a weight [out, in, kernel...]
     * @param fan which size is meant
     * @param gain such as {@link #calculateGain}
     * @param generator where the values come from
     * @return the tensor
     */
    public static Tensor kaimingUniform(Tensor tensor, Fan fan, double gain, TorchGenerator generator) {
        double bound = Math.sqrt(3) * (gain / Math.sqrt(fan("kaimingUniform", tensor, fan)));
        return uniform(tensor, -bound, bound, generator);
    }

    /**
     * Uniform values of variance {@code gain^2 / fan}, with the gain of what follows.
     *
     * @param tensor a weight [out, in, kernel...]
     * @param fan which size is meant
     * @param nonlinearity what follows the layer; a leaky ReLU of slope 0, PyTorch's default here: for another, give its gain
     * @param generator where the values come from
     * @return the tensor
     */
    public static Tensor kaimingUniform(Tensor tensor, Fan fan, Nonlinearity nonlinearity, TorchGenerator generator) {
        return kaimingUniform(tensor, fan, calculateGain(nonlinearity, KAIMING_SLOPE), generator);
    }

    /**
     * Normal values of variance {@code gain^2 / fan}. He et al., as above.
     *
     * @param tensor a weight [out, in, kernel...]
     * @param fan which size is meant
     * @param gain such as {@link #calculateGain}
     * @param generator where the values come from
     * @return the tensor
     */
    public static Tensor kaimingNormal(Tensor tensor, Fan fan, double gain, TorchGenerator generator) {
        return normal(tensor, 0, gain / Math.sqrt(fan("kaimingNormal", tensor, fan)), generator);
    }

    /**
     * Normal values of variance {@code gain^2 / fan}, with the gain of what follows.
     *
     * @param tensor a weight [out, in, kernel...]
     * @param fan which size is meant
     * @param nonlinearity what follows the layer; a leaky ReLU of slope 0, PyTorch's default here: for another, give its gain
     * @param generator where the values come from
     * @return the tensor
     */
    public static Tensor kaimingNormal(Tensor tensor, Fan fan, Nonlinearity nonlinearity, TorchGenerator generator) {
        return kaimingNormal(tensor, fan, calculateGain(nonlinearity, KAIMING_SLOPE), generator);
    }

    /**
     * A matrix with orthonormal rows or columns, whichever are fewer, times a gain; all such matrices are equally likely.
     *
     * <p>Of a normal matrix [rows, columns], or its transpose, the Q of {@code A = Q R} with a positive diagonal of R is
     * taken. The normal values are PyTorch's; Q is computed in float64, so that it agrees with PyTorch's within float32.
     * Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", ICLR 2014;
     * Mezzadri, "How to generate random matrices from the classical compact groups", 2007.
     *
     * @param tensor of two axes or more; all but the first are taken as one
     * @param gain what the rows or columns have as their length
     * @param generator where the values come from
     * @return the tensor
     */
    public static Tensor orthogonal(Tensor tensor, double gain, TorchGenerator generator) {
        if (tensor.rank() < 2) {
            throw refused("orthogonal", tensor, "there are no rows and columns", "a tensor of two axes or more");
        }
        if (tensor.size() == 0) {
            return tensor;
        }
        int rows = tensor.size(0);
        int columns = tensor.size() / rows;
        Tensor drawn = normal(Tensor.zeros(tensor.dtype(), rows, columns), 0, 1, generator);
        boolean wide = rows < columns;
        double[][] vectors = new double[Math.min(rows, columns)][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = drawn.select(wide ? 0 : 1, i).toDoubles();
        }
        GramSchmidt.orthonormalize(vectors);
        Tensor q = wide ? Tensor.of(vectors) : Tensor.of(vectors).t();
        return changed(tensor, t -> t.copyFrom(
                q.to(t.dtype()).mul(gain).reshape(t.shape().sizes())));
    }

    // ---- scales -----------------------------------------------------------------------------------------------------

    /**
     * The factor that PyTorch recommends for what follows a layer; a leaky ReLU has slope 0.01.
     *
     * @param nonlinearity what follows the layer
     * @return 1, 5/3 for tanh, sqrt(2) for ReLU, 3/4 for SELU
     */
    public static double calculateGain(Nonlinearity nonlinearity) {
        return calculateGain(nonlinearity, LEAKY_SLOPE);
    }

    /**
     * The factor that PyTorch recommends for what follows a layer.
     *
     * @param nonlinearity what follows the layer
     * @param slope a of a leaky ReLU, whose gain is {@code sqrt(2 / (1 + a^2))}; means nothing to others
     * @return the gain
     */
    public static double calculateGain(Nonlinearity nonlinearity, double slope) {
        return switch (nonlinearity) {
            case LINEAR, SIGMOID -> 1;
            case TANH -> 5.0 / 3;
            case RELU -> Math.sqrt(2);
            case LEAKY_RELU -> Math.sqrt(2 / (1 + slope * slope));
            case SELU -> 3.0 / 4;
        };
    }

    private static double fan(String what, Tensor tensor, Fan fan) {
        Shape shape = tensor.shape();
        if (shape.rank() < 2) {
            throw refused(what, tensor, "inputs and outputs are the sizes of two axes", "a weight [out, in, kernel...]");
        }
        double kernel = 1;
        for (int axis = 2; axis < shape.rank(); axis++) {
            kernel *= shape.size(axis);
        }
        return kernel * shape.size(fan == Fan.IN ? 1 : 0);
    }

    // ---- filling ----------------------------------------------------------------------------------------------------

    private static Tensor changed(Tensor tensor, Consumer<Tensor> change) {
        Autograd.noGrad(() -> change.accept(tensor));
        return tensor;
    }

    private static Tensor drawn(Tensor tensor, Consumer<float[]> single, Consumer<double[]> dbl) {
        int[] sizes = tensor.shape().sizes();
        if (tensor.dtype() == DType.FLOAT64) {
            double[] values = new double[tensor.size()];
            dbl.accept(values);
            return changed(tensor, t -> t.copyFrom(Tensor.of(values, sizes)));
        }
        float[] values = new float[tensor.size()];
        single.accept(values);
        return changed(tensor, t -> t.copyFrom(Tensor.of(values, sizes)));
    }

    private static IllegalArgumentException refused(String what, Tensor tensor, String reason, String hint) {
        return Complaint.about(what + " of a tensor " + tensor.shape())
                .because(reason)
                .hint(hint)
                .argument();
    }
}
