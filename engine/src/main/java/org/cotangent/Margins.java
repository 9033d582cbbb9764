package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Losses of {@link Tensor} that ask one number to be larger than another by a margin. They are composed of other
 * operations; names, options and the gradients at kinks are those of {@code torch.nn.functional}.
 */
sealed interface Margins permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /** {@code max(x, 0)} with PyTorch's gradient of a clamp: 1 at 0, where that of relu is 0. */
    private static Tensor clamped(Tensor x) {
        return x.lt(0).where(x.like(0), x);
    }

    /**
     * The hinge loss of distances: x where the target is 1, {@code max(0, margin - x)} where it is -1.
     *
     * @param target 1 for pairs that belong together, -1 for others
     * @param margin how far apart the others should be
     * @param reduction what becomes of the single losses
     * @return a scalar, or the losses
     */
    default Tensor hingeEmbedding(Tensor target, double margin, Reduction reduction) {
        Tensor x = self();
        Tensor zero = x.like(0);
        Tensor apart = target.ne(1).where(clamped(x.rsub(margin)), zero);
        return reduction.of(apart.add(target.ne(-1).where(x, zero)));
    }

    /**
     * The loss of the angle between vectors: {@code 1 - cos} where the target is 1, {@code max(0, cos - margin)} where
     * it is -1.
     *
     * @param other vectors of the same shape, [N, D] or [D]
     * @param target [N] or []: 1 for pairs that should point the same way, -1 for others
     * @param margin the cosine that others may have
     * @param reduction what becomes of the single losses
     * @return a scalar, or the losses
     */
    default Tensor cosineEmbedding(Tensor other, Tensor target, double margin, Reduction reduction) {
        Tensor x = self();
        int axis = target.rank();
        double tiny = 1e-12f; // a float32 in PyTorch's source, for any type
        Tensor lengths = x.square().sum(axis).add(tiny).mul(other.square().sum(axis).add(tiny)).sqrt();
        Tensor cosine = x.mul(other).sum(axis).div(lengths);
        Tensor zero = cosine.like(0);
        Tensor together = target.eq(1).where(cosine.rsub(1), zero);
        Tensor apart = target.eq(-1).where(clamped(cosine.sub(margin)), zero);
        return reduction.of(together.add(apart));
    }

    /**
     * The loss of a wrong order: {@code max(0, margin - target (x - other))}.
     *
     * @param other what this is compared with
     * @param target 1 where this should be larger, -1 where the other should
     * @param margin by how much
     * @param reduction what becomes of the single losses
     * @return a scalar, or the losses
     */
    default Tensor marginRanking(Tensor other, Tensor target, double margin, Reduction reduction) {
        return reduction.of(clamped(target.neg().mul(self().sub(other)).add(margin)));
    }

    /**
     * {@code ln(1 + e^(-target x))}.
     *
     * @param target 1 or -1, of the same shape
     * @param reduction what becomes of the single losses
     * @return a scalar, or the losses
     */
    default Tensor softMargin(Tensor target, Reduction reduction) {
        return reduction.of(target.neg().mul(self()).softplus());
    }

    /**
     * The hinge loss of scores: {@code sum over i != label of max(0, margin - x[label] + x[i])^p, w[label] / C}.
     *
     * @param labels int64: [N] for scores [N, C], [] for [C]
     * @param p 1 or 2
     * @param margin by how much the label's score should exceed the others
     * @param weight w, a factor for each class, or null for ones
     * @param reduction what becomes of the losses of single samples
     * @return a scalar, or the losses
     * @throws IllegalArgumentException when the shapes do not belong together or p is another number
     */
    default Tensor multiMargin(
            Tensor labels, int p, double margin, @Nullable Tensor weight, Reduction reduction) {
        Tensor x = self().rank() < 2 ? self().reshape(1, self().size()) : self();
        boolean fits = x.rank() == 2 && labels.dtype() == DType.INT64 && labels.rank() <= 1
                && labels.size() == x.size(0);
        if (!fits || p < 1 || p > 2) {
            throw Complaint.about("multiMargin of " + self().shape() + " with labels " + labels.describe() + ", p " + p)
                    .because(fits ? "p must be 1 or 2" : "scores [N, C] belong with int64 labels [N]")
                    .hint(fits ? "1 or 2" : "reshape the scores to one row a sample; labels.to(DType.INT64)")
                    .argument();
        }
        Tensor column = labels.reshape(labels.size(), 1);
        Tensor excess = x.sub(x.gather(1, column)).add(margin).relu();
        Tensor terms = p == 1 ? excess : excess.square();
        terms = weight == null ? terms : terms.mul(weight.take(column));
        Tensor others = column.ne(Tensor.arange(x.size(1)).to(x.device()));
        Tensor losses = others.where(terms, terms.like(0)).sum(1).div(x.size(1));
        return reduction.of(losses.reshape(labels.shape().sizes()));
    }

    /**
     * The hinge loss of scores with several labels: {@code sum over labels j and others i of max(0, 1 - x[j] + x[i]) / C}.
     *
     * @param target int64 of the same shape, [N, C] or [C]: labels, and -1 after the last one
     * @param reduction what becomes of the losses of single samples
     * @return a scalar, or the losses
     * @throws IllegalArgumentException when the shapes differ, or a target is not from -1 to C - 1
     */
    default Tensor multilabelMargin(Tensor target, Reduction reduction) {
        if (!target.shape().equals(self().shape()) || target.dtype() != DType.INT64 || target.rank() > 2) {
            throw Complaint.about("multilabelMargin of " + self().shape() + " with target " + target.describe())
                    .because("scores [N, C] belong with int64 targets [N, C], padded with -1")
                    .hint("as many columns in the target as there are classes")
                    .argument();
        }
        int classes = target.rank() == 0 ? 1 : target.size(-1);
        Tensor x = self().reshape(-1, classes);
        Tensor labels = target.reshape(-1, classes);
        boolean[] named = new boolean[labels.size()];
        boolean[] isLabel = new boolean[labels.size()];
        Indexing.checkedBetween("multilabelMargin of " + self().shape(), labels, -1, classes);
        long[] places = labels.toLongs();
        for (int row = 0; row < labels.size(); row += classes) {
            for (int i = row; i < row + classes && places[i] >= 0; i++) {
                named[i] = true;
                isLabel[row + (int) places[i]] = true;
            }
        }
        int[] sizes = labels.shape().sizes();
        Tensor mask = Tensor.of(named, sizes).to(x.device());
        Tensor wanted = x.gather(1, mask.where(labels, labels.like(0)));
        Tensor excess = x.unsqueeze(1).sub(wanted.unsqueeze(2)).add(1).relu();
        Tensor counts = mask.unsqueeze(2).logicalAnd(Tensor.of(isLabel, sizes).to(x.device()).logicalNot().unsqueeze(1));
        Tensor losses = counts.where(excess, excess.like(0)).sum(1, 2).div(classes);
        int samples = Math.max(0, target.rank() - 1);
        return reduction.of(losses.reshape(Arrays.copyOf(target.shape().sizes(), samples)));
    }

    /**
     * The binary cross entropy of scores against several labels, averaged over the classes: {@code -mean_c w_c (target ln
     * s(x) + (1 - target) ln s(-x))}, s the sigmoid.
     *
     * @param target 0 or 1, of the same shape, [N, C]
     * @param weight w, broadcasts to the shape, or null for ones
     * @param reduction what becomes of the losses of single samples
     * @return a scalar, or the losses
     */
    default Tensor multilabelSoftMargin(Tensor target, @Nullable Tensor weight, Reduction reduction) {
        return reduction.of(self().bceWithLogits(target, weight, null, Reduction.NONE).mean(-1));
    }

    /**
     * The loss of an anchor (this) that should be nearer to one vector than to another: {@code max(0, margin + |x - positive|
     * - |x - negative|)}.
     *
     * <p>Balntas et al., "Learning local feature descriptors with triplets and shallow convolutional neural networks",
     * BMVC 2016.
     *
     * @param positive what should be near, [..., D]
     * @param negative what should be far, [..., D]
     * @param options margin, norm, the smaller of two distances to the far one
     * @param reduction what becomes of the single losses
     * @return a scalar, or the losses
     */
    default Tensor tripletMargin(Tensor positive, Tensor negative, Triplet options, Reduction reduction) {
        Tensor near = self().pairwiseDistance(positive, options.p(), options.eps(), false);
        Tensor far = self().pairwiseDistance(negative, options.p(), options.eps(), false);
        if (options.swap()) {
            far = far.minimum(positive.pairwiseDistance(negative, options.p(), options.eps(), false));
        }
        return reduction.of(clamped(near.sub(far).add(options.margin())));
    }

    /**
     * The options of {@link Tensor#tripletMargin}.
     *
     * @param margin by how much nearer
     * @param p of the norm that measures distance
     * @param eps added to every difference, so that no distance is 0
     * @param swap whether the far one's distance to the near one counts when it is smaller than that to the anchor
     */
    record Triplet(double margin, double p, double eps, boolean swap) {
        /** Margin 1, Euclidean, eps 1e-6, no swap. */
        public static final Triplet DEFAULT = new Triplet(1, 2, 1e-6, false);

        /**
         * The same options with another margin.
         *
         * @param newMargin by how much nearer
         * @return the options
         */
        public Triplet margin(double newMargin) {
            return new Triplet(newMargin, p, eps, swap);
        }
    }
}
