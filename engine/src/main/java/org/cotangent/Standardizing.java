package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Layers of {@link Tensor} that bring their input to a common scale: mean 0 and variance 1 over a batch, a layer, a group, an
 * instance; or norm 1.
 *
 * <p>The variance is computed from the differences to the mean, in a second pass, so that a large mean does not cancel it.
 */
sealed interface Standardizing permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /**
     * Mean 0 and variance 1 along the last axis; then, where there are two or three inputs, times a weight and plus a bias
     * that broadcast to the first. Fused, because the gradient of the composition, which goes through mean and
     * variance one after the other, takes twice as many passes and rounds twice as often.
     */
    record Standardize(double eps) implements Op {
        static final Entry ENTRY = Entry.exact(
                "standardize",
                "y = (x - mean x) / sqrt(var x + eps) w + b along the last axis, w and b where given",
                Example.of("rows", Domain.real(3, 5), x -> standardized(x, null, null, 0.1, 1)),
                Example.of("all but the channels", Domain.real(2, 3, 4), x -> standardized(x, null, null, 0.1, 0, 2)),
                Example.of(
                        "rows, scaled and shifted",
                        in -> in.get(0).layerNorm(new int[] {5}, in.get(1), in.get(2), 0.1),
                        Domain.real(3, 5), Domain.real(5), Domain.real(5)),
                Example.of(
                        "channels, scaled",
                        in -> in.get(0).batchNorm(null, null, in.get(1), null, true, 0, 0.1),
                        Domain.real(4, 3, 2), Domain.real(3)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            NdArray weight = in.length > 1 ? in[1] : null;
            NdArray bias = in.length > 2 ? in[2] : null;
            return OnDevices.fused(in, () -> backend.standardize(in[0], eps, weight, bias), () -> {
                Tensor x = Tensor.of(in[0]);
                Tensor y = centred(x).div(spread(x, eps));
                y = weight != null ? y.mul(Tensor.of(weight)) : y;
                return bias != null ? y.add(Tensor.of(bias)) : y;
            });
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return switch (input) {
                case 0 -> at.inputs().size() > 1
                        ? Tensor.apply(new StandardizeGrad(eps), at.input(0), g, at.input(1))
                        : Tensor.apply(new StandardizeGrad(eps), at.input(0), g);
                case 1 -> Tensor.apply(new Standardize(eps), at.input(0), g); // g y: the walk sums it up
                default -> g;
            };
        }
    }

    /**
     * How a gradient goes back through {@link Standardize}: from g to {@code (g - y mean(g y) - mean g) / s}; with a third
     * input, the weight, g is multiplied by it first.
     */
    record StandardizeGrad(double eps) implements Op {
        static final Entry ENTRY = Entry.exact(
                "standardizeGrad",
                "z = (g - y mean(g y) - mean g) / s, y = (x - mean x) / s, s = sqrt(var x + eps); w g for g where w is given",
                Example.of("rows", Domain.real(3, 5), Domain.real(3, 5), (x, g) ->
                        Tensor.apply(new StandardizeGrad(0.1), x, g)),
                Example.of(
                        "rows, scaled",
                        in -> Tensor.apply(new StandardizeGrad(0.1), in.get(0), in.get(1), in.get(2)),
                        Domain.real(3, 5), Domain.real(3, 5), Domain.real(5)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            NdArray weight = in.length > 2 ? in[2] : null;
            return OnDevices.fused(in, () -> backend.standardizeGrad(in[0], in[1], eps, weight), () -> {
                Tensor g = weight != null ? Tensor.of(in[1]).mul(Tensor.of(weight)) : Tensor.of(in[1]);
                Tensor s = spread(Tensor.of(in[0]), eps);
                Tensor y = centred(Tensor.of(in[0])).div(s);
                Tensor rest = g.sub(y.mul(g.mul(y).mean(true, -1)));
                return centred(rest).div(s); // the mean is that of g; taken last it removes the rounding of both
            });
        }

        @Override
        public Keep keeps() {
            return Keep.INPUTS;
        }

        /** With {@code <u, z> = n (mean(u g) - mean u mean g - mean(u y) mean(g y)) / s}; in g it is symmetric. */
        @Override
        public Tensor gradient(int input, Tensor u, Node at) {
            Tensor x = at.input(0);
            Tensor back = Tensor.apply(new StandardizeGrad(eps), x, u);
            boolean weighted = at.inputs().size() > 2;
            if (input == 1) {
                return weighted ? back.mul(at.input(2)) : back;
            }
            if (input == 2) {
                return back.mul(at.input(1));
            }
            Tensor g = weighted ? at.input(1).mul(at.input(2)) : at.input(1);
            Tensor y = Tensor.apply(new Standardize(eps), x);
            Tensor s = spread(x, eps);
            Tensor ofU = u.mul(y).mean(true, -1);
            Tensor ofG = g.mul(y).mean(true, -1);
            Tensor common = u.mul(g).mean(true, -1)
                    .sub(u.mean(true, -1).mul(g.mean(true, -1)))
                    .sub(ofU.mul(ofG));
            Tensor forth = Tensor.apply(new StandardizeGrad(eps), x, g);
            return y.mul(common).div(s).add(back.mul(ofG)).add(forth.mul(ofU)).div(s).neg();
        }
    }

    private static Tensor centred(Tensor x) {
        return x.sub(x.mean(true, -1));
    }

    private static Tensor spread(Tensor x, double eps) {
        return centred(x).square().mean(true, -1).add(eps).sqrt();
    }

    /** The entry that all normalisations share. */
    Entry STANDARDIZE = Standardize.ENTRY;

    /** The entry of its gradient. */
    Entry STANDARDIZE_GRAD = StandardizeGrad.ENTRY;

    /**
     * Mean 0 and variance 1 over some axes, given in ascending order: they are brought to the end and made one. Then scaled
     * and shifted.
     *
     * @param weight broadcasts to what is left when these axes are at the end and one, or null
     * @param bias likewise
     */
    private static Tensor standardized(
            Tensor given, @Nullable Tensor weight, @Nullable Tensor bias, double eps, int... axes) {
        Tensor x = given.toFloating();
        int rank = x.rank();
        int[] order = new int[rank];
        int[] back = new int[rank];
        int kept = 0;
        for (int axis = 0; axis < rank; axis++) {
            int from = axis;
            int among = Arrays.binarySearch(axes, from);
            int place = among < 0 ? kept++ : rank - axes.length + among;
            order[place] = axis;
            back[axis] = place;
        }
        boolean inOrder = Arrays.stream(axes).min().orElse(rank) == rank - axes.length;
        Tensor y = inOrder ? x : x.permute(order);
        int[] sizes = y.shape().sizes();
        if (axes.length > 1) {
            y = y.flatten(rank - axes.length, -1);
        }
        if (weight == null) {
            y = Tensor.apply(new Standardize(eps), y);
            y = bias == null ? y : y.add(bias);
        } else {
            y = bias == null
                    ? Tensor.apply(new Standardize(eps), y, weight.to(y.dtype()))
                    : Tensor.apply(new Standardize(eps), y, weight.to(y.dtype()), bias.to(y.dtype()));
        }
        y = axes.length > 1 ? y.reshape(sizes) : y;
        return inOrder ? y : y.permute(back);
    }

    /** Scale and shift, one of each for a channel: the second axis. */
    private static Tensor affine(Tensor x, @Nullable Tensor weight, @Nullable Tensor bias) {
        Tensor y = weight == null ? x : x.mul(perChannel(weight, x.rank()));
        return bias == null ? y : y.add(perChannel(bias, x.rank()));
    }

    private static Tensor perChannel(Tensor values, int rank) {
        int[] sizes = new int[Math.max(1, rank - 1)];
        Arrays.fill(sizes, 1);
        sizes[0] = values.size();
        return values.reshape(sizes);
    }

    /** All axes but the second. */
    private int[] withoutChannels() {
        int rank = self().rank();
        int[] axes = new int[rank - 1];
        Arrays.setAll(axes, i -> i == 0 ? 0 : i + 1);
        return axes;
    }

    private void checkChannels(String name, @Nullable Tensor... perChannel) {
        Tensor x = self();
        String wrong = x.rank() < 2 ? "there is no axis of channels" : "";
        for (Tensor each : perChannel) {
            if (wrong.isEmpty() && each != null && each.size() != x.size(1)) {
                wrong = "there are " + x.size(1) + " channels, but " + each.size() + " weights, biases or statistics";
            }
        }
        if (!wrong.isEmpty()) {
            throw Complaint.about(name + " of " + x.shape())
                    .because(wrong)
                    .hint("an input [N, C, ...], and one number of each kind for each of the C channels")
                    .argument();
        }
    }

    /**
     * Batch normalisation: {@code (x - mean) / sqrt(variance + eps) weight + bias}, for each channel over everything
     * else.
     *
     * <p>Ioffe and Szegedy, "Batch normalization", ICML 2015.
     *
     * @param runningMean [C], or null; in training it is moved, in place, to {@code (1 - momentum) running + momentum mean};
     *     an empty batch leaves it alone
     * @param runningVariance [C], or null; moved likewise, towards the variance with n - 1 in the denominator
     * @param weight [C], or null for ones
     * @param bias [C], or null for zeros
     * @param training whether the batch's own statistics are used rather than the running ones
     * @param momentum how far the running statistics move, such as 0.1
     * @param eps added to the variance, such as 1e-5
     * @return {@code [N, C, ...] -> [N, C, ...]}
     * @throws IllegalArgumentException when the numbers of channels differ, or there are no statistics to use
     */
    default Tensor batchNorm(
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVariance,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            boolean training,
            double momentum,
            double eps) {
        Tensor x = self();
        checkChannels("batchNorm", runningMean, runningVariance, weight, bias);
        if (!training) {
            if (runningMean == null || runningVariance == null) {
                throw Complaint.about("batchNorm of " + x.shape() + " in evaluation")
                        .because("there are no running statistics")
                        .hint("running mean and variance, or training, which uses the batch's own")
                        .argument();
            }
            Tensor scale = runningVariance.add(eps).sqrt().reciprocal();
            Tensor centred = x.sub(perChannel(runningMean, x.rank()));
            return affine(centred.mul(perChannel(scale, x.rank())), weight, bias);
        }
        int[] axes = withoutChannels();
        int count = x.size() / Math.max(1, x.size(1));
        if (count == 1) {
            throw Complaint.about("batchNorm of " + x.shape() + " in training")
                    .because("one value for each channel has no variance")
                    .hint("a larger batch, or evaluation with running statistics")
                    .argument();
        }
        if (x.size() == 0) { // nothing has no mean
            return affine(x.toFloating().clone(), weight, bias);
        }
        move(runningMean, momentum, () -> x.mean(axes));
        move(runningVariance, momentum, () -> variance(x, axes).mul(count / (count - 1.0)));
        return standardized(x, column(weight), column(bias), eps, axes);
    }

    private static @Nullable Tensor column(@Nullable Tensor perChannel) {
        return perChannel == null ? null : perChannel.reshape(-1, 1);
    }

    /** The mean square of the differences to the mean. */
    private static Tensor variance(Tensor x, int... axes) {
        return x.sub(x.mean(true, axes)).square().mean(axes);
    }

    private static void move(
            @Nullable Tensor running, double momentum, java.util.function.Supplier<Tensor> towards) {
        if (running != null) {
            Autograd.noGrad(() -> {
                running.copyFrom(running.mul(1 - momentum).add(towards.get().mul(momentum)));
            });
        }
    }

    /**
     * Instance normalisation: as batch normalisation, but every sample by its own statistics.
     *
     * <p>Ulyanov et al., "Instance normalization: the missing ingredient for fast stylization", 2016.
     *
     * @param runningMean [C], or null; moved, in place, by the mean over the samples of their statistics
     * @param runningVariance [C], or null; moved likewise
     * @param weight [C], or null for ones
     * @param bias [C], or null for zeros
     * @param useInputStatistics whether the samples' own statistics are used rather than the running ones
     * @param momentum how far the running statistics move, such as 0.1
     * @param eps added to the variance, such as 1e-5
     * @return {@code [N, C, ...] -> [N, C, ...]}
     * @throws IllegalArgumentException when the numbers of channels differ, or there is one element in each
     */
    default Tensor instanceNorm(
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVariance,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            boolean useInputStatistics,
            double momentum,
            double eps) {
        Tensor x = self();
        if (!useInputStatistics) {
            return x.batchNorm(runningMean, runningVariance, weight, bias, false, momentum, eps);
        }
        checkChannels("instanceNorm", runningMean, runningVariance, weight, bias);
        int count = x.size() / Math.max(1, x.size(0) * x.size(1));
        if (x.rank() < 3 || count == 1) {
            throw Complaint.about("instanceNorm of " + x.shape())
                    .because("one value for each channel of a sample has no variance")
                    .hint("an input [N, C, ...] with more than one element in each channel")
                    .argument();
        }
        int[] axes = new int[x.rank() - 2];
        Arrays.setAll(axes, i -> i + 2);
        if (x.size() > 0) {
            move(runningMean, momentum, () -> x.mean(axes).mean(0));
            move(runningVariance, momentum, () -> variance(x, axes).mul(count / (count - 1.0)).mean(0));
        }
        return affine(standardized(x, null, null, eps, axes), weight, bias);
    }

    /**
     * Layer normalisation over the last axes: {@code (x - mean) / sqrt(variance + eps) weight + bias}.
     *
     * <p>Ba, Kiros and Hinton, "Layer normalization", 2016.
     *
     * @param sizes of the last axes, over which mean and variance are taken
     * @param weight of these sizes, or null for ones
     * @param bias of these sizes, or null for zeros
     * @param eps added to the variance, such as 1e-5
     * @return a tensor of this shape
     * @throws IllegalArgumentException when the last axes have other sizes
     */
    default Tensor layerNorm(int[] sizes, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        Tensor x = self();
        int first = x.rank() - sizes.length;
        boolean fits = sizes.length > 0
                && first >= 0
                && Arrays.equals(Arrays.copyOfRange(x.shape().sizes(), first, x.rank()), sizes);
        if (!fits) {
            throw Complaint.about("layerNorm of " + x.shape() + " over " + Arrays.toString(sizes))
                    .because("these are not the sizes of the last axes")
                    .hint("one or more of the last sizes of the input")
                    .argument();
        }
        int[] axes = new int[sizes.length];
        Arrays.setAll(axes, i -> first + i);
        return standardized(
                x, weight == null ? null : weight.flatten(0, -1), bias == null ? null : bias.flatten(0, -1), eps, axes);
    }

    /**
     * Group normalisation: every sample by the statistics of each group of its channels.
     *
     * <p>Wu and He, "Group normalization", ECCV 2018.
     *
     * @param groups in how many the channels fall
     * @param weight [C], or null for ones
     * @param bias [C], or null for zeros
     * @param eps added to the variance, such as 1e-5
     * @return {@code [N, C, ...] -> [N, C, ...]}
     * @throws IllegalArgumentException when the channels do not fall into so many groups
     */
    default Tensor groupNorm(int groups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        Tensor x = self();
        checkChannels("groupNorm", weight, bias);
        if (groups < 1 || x.size(1) % groups != 0) {
            throw Complaint.about("groupNorm of " + x.shape() + " in " + groups + " groups")
                    .because(x.size(1) + " channels do not fall into so many groups of one size")
                    .hint("a divisor of " + x.size(1))
                    .argument();
        }
        int[] sizes = x.shape().sizes();
        int rest = x.size() / Math.max(1, x.size(0) * groups);
        Tensor y = standardized(x.reshape(x.size(0), groups, rest), null, null, eps, 2).reshape(sizes);
        return affine(y, weight, bias);
    }

    /**
     * Local response normalisation across channels: {@code x / (k + alpha m)^beta}, m the mean of the squares of {@code
     * size} neighbouring channels, zeros beyond the first and the last.
     *
     * <p>Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks", NIPS 2012.
     *
     * @param size how many channels
     * @param alpha such as 1e-4
     * @param beta such as 0.75
     * @param k such as 1
     * @return {@code [N, C, ...] -> [N, C, ...]}
     * @throws IllegalArgumentException when there are fewer than three axes
     */
    default Tensor localResponseNorm(int size, double alpha, double beta, double k) {
        Tensor x = self();
        if (x.rank() < 3 || size < 1) {
            throw Complaint.about("localResponseNorm of " + x.shape() + " over " + size + " channels")
                    .because(size < 1 ? "a mean needs one channel at least" : "it is for [N, C, ...] of three axes or more")
                    .hint(size < 1 ? "such as 5" : "unsqueeze for a missing axis")
                    .argument();
        }
        int[] widths = new int[2 * (x.rank() - 1)];
        widths[widths.length - 2] = size / 2;
        widths[widths.length - 1] = (size - 1) / 2;
        Tensor squares = x.square().pad(0, widths);
        Tensor means = Tensor.apply(new Convolving.Windows(1, size, 1, 1), squares).mean(-1);
        return x.div(means.mul(alpha).add(k).pow(beta));
    }

    /**
     * Vectors of norm 1: {@code x / max(|x|_p, eps)}.
     *
     * @param p of the norm
     * @param axis along which the vectors lie
     * @param eps the smallest divisor, such as 1e-12
     * @return a tensor of this shape
     */
    default Tensor normalize(double p, int axis, double eps) {
        Tensor x = self();
        if (p != 0 && (x.rank() == 0 || x.size(axis) == 1)) {
            // The norm of one number is its size: without powers and roots, nothing is rounded and the gradient is 0.
            Tensor one = x.sign().add(x.detach().mul(0)); // infinity over itself is NaN, and so is what was NaN
            return x.abs().lt(eps).where(x.div(eps), one);
        }
        Tensor norm = x.norm(p, true, axis);
        // Not maximum: where the norm is eps exactly, PyTorch's clamp passes all of the gradient, not half of it.
        return x.div(norm.lt(eps).where(norm.like(eps), norm));
    }

    // ---- how alike two vectors are ----------------------------------------------------------------------------------

    /**
     * The cosine of the angle between vectors: {@code x . other / (max(|x|, eps) max(|other|, eps))}.
     *
     * @param other broadcasts against this
     * @param axis along which the vectors lie
     * @param eps the smallest length that is divided by, such as 1e-8
     * @return the common shape without that axis
     */
    default Tensor cosineSimilarity(Tensor other, int axis, double eps) {
        DType type = Tensor.resultType(self().toFloating(), other.toFloating());
        Shape common = self().shape().broadcast(other.shape(), "cosineSimilarity");
        Tensor x = self().to(type).expand(common.sizes());
        Tensor y = other.to(type).expand(common.sizes());
        return x.div(length(x, axis, eps)).mul(y.div(length(y, axis, eps))).sum(axis);
    }

    /** The Euclidean length, eps at least; as in PyTorch, the limit does not stop the gradient. */
    private static Tensor length(Tensor x, int axis, double eps) {
        Tensor square = x.square().sum(true, axis);
        Tensor s0 = square.detach();
        return square.sub(s0).add(s0.maximum(s0.like(eps * eps))).sqrt();
    }

    /**
     * The norm of differences, along the last axis: {@code |x - other + eps|_p}.
     *
     * @param other broadcasts against this
     * @param p of the norm
     * @param eps added to every difference, such as 1e-6, so that no distance is 0
     * @param keepDim whether the last axis stays with size 1
     * @return the distances
     */
    default Tensor pairwiseDistance(Tensor other, double p, double eps, boolean keepDim) {
        return self().sub(other).add(eps).norm(p, keepDim, -1);
    }
}
