package org.cotangent;

import java.util.Arrays;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Losses of {@link Tensor} against targets: distances and likelihoods. They are composed of other operations; names,
 * options and the gradients at kinks are those of {@code torch.nn.functional}.
 */
sealed interface Losses permits Tensor {
    /** PyTorch's least denominator in the gradient of the binary cross entropy. */
    double BINARY_EPSILON = 1e-12;

    private Tensor self() {
        return (Tensor) this;
    }

    private void checkSameShape(String name, Tensor target) {
        if (!self().shape().equals(target.shape())) {
            throw Complaint.about(name + " of " + self().shape() + " against target " + target.shape())
                    .because("the shapes differ, and broadcasting would compare every output with every target")
                    .hint("reshape the target to " + self().shape())
                    .argument();
        }
    }

    // ---- distances --------------------------------------------------------------------------------------------------

    /**
     * The mean squared error {@code mean (x - target)^2}.
     *
     * @param target of the same shape
     * @return a scalar
     * @throws IllegalArgumentException when the shapes differ: broadcasting here is nearly always a mistake
     */
    default Tensor mse(Tensor target) {
        return mse(target, Reduction.MEAN);
    }

    /**
     * The squared error {@code (x - target)^2}.
     *
     * @param target of the same shape
     * @param reduction what becomes of the single errors
     * @return a scalar, or the errors
     * @throws IllegalArgumentException when the shapes differ
     */
    default Tensor mse(Tensor target, Reduction reduction) {
        checkSameShape("mse", target);
        return reduction.of(self().sub(target).square());
    }

    /**
     * The absolute error {@code |x - target|}; its gradient at 0 is 0.
     *
     * @param target of the same shape
     * @param reduction what becomes of the single errors
     * @return a scalar, or the errors
     * @throws IllegalArgumentException when the shapes differ
     */
    default Tensor l1(Tensor target, Reduction reduction) {
        checkSameShape("l1", target);
        return reduction.of(self().sub(target).abs());
    }

    /**
     * Quadratic near the target, linear far from it: {@code d^2 / (2 beta)} for {@code d = |x - target| < beta}, else
     * {@code d - beta / 2}.
     *
     * @param target of the same shape
     * @param beta where the two meet; 0 gives {@link #l1}
     * @param reduction what becomes of the single errors
     * @return a scalar, or the errors
     * @throws IllegalArgumentException when the shapes differ or beta is negative
     */
    default Tensor smoothL1(Tensor target, double beta, Reduction reduction) {
        if (beta == 0) {
            return l1(target, reduction);
        }
        checkSameShape("smoothL1", target);
        checkNotNegative("smoothL1", "beta", beta);
        return reduction.of(rounded(self().sub(target), beta).div(beta));
    }

    /**
     * Huber's loss: {@code d^2 / 2} for {@code d = |x - target| < delta}, else {@code delta (d - delta / 2)}.
     *
     * <p>Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35, 1964.
     *
     * @param target of the same shape
     * @param delta where the two meet
     * @param reduction what becomes of the single errors
     * @return a scalar, or the errors
     * @throws IllegalArgumentException when the shapes differ or delta is negative
     */
    default Tensor huber(Tensor target, double delta, Reduction reduction) {
        checkSameShape("huber", target);
        checkNotNegative("huber", "delta", delta);
        return reduction.of(rounded(self().sub(target), delta));
    }

    /** A parabola with tangents: {@code d^2 / 2} for {@code |d| < c}, else {@code c (|d| - c / 2)}. */
    private static Tensor rounded(Tensor d, double c) {
        Tensor near = d.abs().lt(c);
        // An infinite d must not reach the square: the gradient of the branch not taken would be 0 * inf.
        Tensor squared = near.where(d, d.like(0)).square().mul(0.5);
        return near.where(squared, d.abs().sub(c / 2).mul(c));
    }

    private static void checkNotNegative(String loss, String option, double value) {
        if (!(value >= 0)) {
            throw Complaint.about(loss + " with " + option + " " + value)
                    .because(option + " is a distance")
                    .hint("a number from 0 on, such as 1")
                    .argument();
        }
    }

    // ---- classes ----------------------------------------------------------------------------------------------------

    /**
     * The negative log-likelihood of the labels, averaged over the batch: {@code -mean x[i, label_i]}.
     *
     * @param labels int64 [N], each 0 to C - 1, for log-probabilities [N, C]
     * @return a scalar
     * @throws IllegalArgumentException when the shapes do not belong together or a label is out of range
     */
    default Tensor nll(Tensor labels) {
        return nll(labels, ClassLoss.DEFAULT);
    }

    /**
     * The negative log-likelihood of the labels: {@code -w[label_i] x[i, label_i]} of sample i.
     *
     * @param labels int64: [] for log-probabilities [C], [N] for [N, C], [N, ...] for [N, C, ...]
     * @param options weights, what to ignore, reduction; the mean is divided by the sum of the weights
     * @return a scalar, or one loss for each label: 0 where the label is ignored
     * @throws IllegalArgumentException when the shapes do not belong together or a label is out of range
     */
    default Tensor nll(Tensor labels, ClassLoss options) {
        checkLabels(labels);
        return against(self().toFloating(), labels, ignored(labels, options), options);
    }

    private static Tensor against(Tensor x, Tensor labels, @Nullable Tensor ignored, ClassLoss options) {
        int classes = Math.min(1, x.rank() - 1);
        Tensor known = unless(ignored, labels);
        Tensor picked = x.gather(classes, known.unsqueeze(classes)).squeeze(classes);
        Tensor weight = options.weight() == null ? null : options.weight().take(known);
        Tensor logs = unless(ignored, weight == null ? picked : picked.mul(weight));
        return options.reduction() == Reduction.MEAN
                ? x.like(0).sub(logs.sum().div(total(x, labels, ignored, weight)))
                : options.reduction().of(logs.neg());
    }

    /**
     * Which labels count for nothing. Null where none does, so that the loss of most data is no longer than its formula; a
     * device is not asked, since its answer would have to be waited for.
     */
    private static @Nullable Tensor ignored(Tensor labels, ClassLoss options) {
        boolean maybe = labels.device() != Device.cpu() || contains(labels.toLongs(), options.ignoreIndex());
        return maybe ? labels.eq(options.ignoreIndex()) : null;
    }

    /** A loop: a stream over the labels took 0.5 of the 19 us of a small classifier's step. */
    private static boolean contains(long[] labels, long wanted) {
        for (long label : labels) {
            if (label == wanted) {
                return true;
            }
        }
        return false;
    }

    private static Tensor unless(@Nullable Tensor ignored, Tensor x) {
        return ignored == null ? x : ignored.where(x.like(0), x);
    }

    /** The sum of the weights of all labels but those to be ignored. */
    private static Tensor total(Tensor x, Tensor labels, @Nullable Tensor ignored, @Nullable Tensor weight) {
        if (ignored == null && weight == null) {
            return x.like(labels.size());
        }
        return unless(ignored, weight == null ? x.like(1).expandAs(labels) : weight).sum();
    }

    private void checkLabels(Tensor labels) {
        Tensor x = self();
        boolean fits = labels.dtype() == DType.INT64 && x.rank() >= 1 && x.rank() == labels.rank() + 1;
        if (fits) {
            int[] withoutClasses = new int[labels.rank()];
            for (int axis = 0; axis < withoutClasses.length; axis++) {
                withoutClasses[axis] = x.size(axis == 0 ? 0 : axis + 1);
            }
            fits = labels.shape().equals(Shape.of(withoutClasses));
        }
        if (!fits) {
            throw Complaint.about("loss of " + x.describe() + " with labels " + labels.describe())
                    .because("scores [N, C] belong with int64 labels [N], and [N, C, ...] with [N, ...]")
                    .hint("reshape the scores to one row a sample; labels.to(DType.INT64)")
                    .argument();
        }
    }

    /**
     * The cross entropy of scores against labels: {@code mean(ln sum_j e^x[i, j] - x[i, label_i])}.
     *
     * @param labels int64 [N], each 0 to C - 1, for scores (logits) [N, C]
     * @return a scalar
     * @throws IllegalArgumentException when the shapes do not belong together or a label is out of range
     */
    default Tensor crossEntropy(Tensor labels) {
        return crossEntropy(labels, ClassLoss.DEFAULT);
    }

    /**
     * The cross entropy of scores against labels or against probabilities: {@code -sum_c w[c] target[i, c]
     * logSoftmax(x)[i, c]}.
     *
     * @param target int64 labels as for {@link #nll(Tensor, ClassLoss)}, or probabilities of the scores' shape
     * @param options weights, what to ignore (labels only), smoothing, reduction; with labels the mean is divided by the
     *     sum of the weights, with probabilities by the number of samples
     * @return a scalar, or one loss for each sample
     * @throws IllegalArgumentException when the shapes do not belong together or a label is out of range
     */
    default Tensor crossEntropy(Tensor target, ClassLoss options) {
        double smoothing = options.labelSmoothing();
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw Complaint.about("crossEntropy with label smoothing " + smoothing)
                    .because("it is a share of the target")
                    .hint("a number from 0 to 1, such as 0.1")
                    .argument();
        }
        Tensor x = self();
        int classes = x.rank() == 1 ? 0 : 1;
        if (target.dtype().isFloating() && target.shape().equals(x.shape())) {
            return againstProbabilities(x.logSoftmax(classes), target, classes, options);
        }
        checkLabels(target);
        Tensor logs = x.logSoftmax(classes);
        Tensor ignored = ignored(target, options);
        Tensor labelled = against(logs, target, ignored, options);
        return smoothing == 0
                ? labelled
                : labelled.mul(1 - smoothing)
                        .add(againstAll(logs, target, ignored, classes, options).mul(smoothing / x.size(classes)));
    }

    private static Tensor againstProbabilities(Tensor logs, Tensor target, int classes, ClassLoss options) {
        double smoothing = options.labelSmoothing();
        Tensor smooth = smoothing == 0 ? target : target.mul(1 - smoothing).add(smoothing / logs.size(classes));
        Tensor losses = weighted(logs.mul(smooth), classes, options.weight()).neg();
        // A sample's weights are part of its target here, so the mean is over samples.
        return switch (options.reduction()) {
            case MEAN -> losses.sum().div((double) logs.size() / logs.size(classes));
            default -> options.reduction().of(losses);
        };
    }

    /** The part of label smoothing that asks every class for the same. */
    private static Tensor againstAll(
            Tensor logs, Tensor labels, @Nullable Tensor ignored, int classes, ClassLoss options) {
        Tensor losses = unless(ignored, weighted(logs, classes, options.weight()).neg());
        if (options.reduction() != Reduction.MEAN) {
            return options.reduction().of(losses);
        }
        Tensor weight = options.weight() == null ? null : options.weight().take(unless(ignored, labels));
        return losses.sum().div(total(logs, labels, ignored, weight));
    }

    /** The sum over classes, each with its weight. */
    private static Tensor weighted(Tensor x, int classes, @Nullable Tensor weight) {
        if (weight == null) {
            return x.sum(classes);
        }
        int[] sizes = new int[x.rank()];
        Arrays.fill(sizes, 1);
        sizes[classes] = x.size(classes);
        return x.mul(weight.reshape(sizes)).sum(classes);
    }

    // ---- probabilities ----------------------------------------------------------------------------------------------

    /**
     * The binary cross entropy of probabilities, {@code -(target ln x + (1 - target) ln(1 - x))}, averaged.
     *
     * @param target probabilities of the same shape
     * @return a scalar
     * @throws IllegalArgumentException when the shapes differ
     */
    default Tensor bce(Tensor target) {
        return bce(target, null, Reduction.MEAN);
    }

    /**
     * The binary cross entropy of probabilities, {@code -w (target ln x + (1 - target) ln(1 - x))}. A logarithm counts
     * as -100 at least, and the gradient {@code (x - target) / (x (1 - x))} is that of a denominator of at least 1e-12,
     * as in PyTorch. {@link #bceWithLogits} needs no such limits.
     *
     * @param target probabilities of the same shape
     * @param weight w, broadcasts to the shape, or null for ones
     * @param reduction what becomes of the single losses
     * @return a scalar, or the losses
     * @throws IllegalArgumentException when the shapes differ
     */
    default Tensor bce(Tensor target, @Nullable Tensor weight, Reduction reduction) {
        checkSameShape("bce", target);
        Tensor x = self();
        Tensor one = x.like(1);
        Tensor edge = x.detach().mul(one.sub(x.detach())).lt(BINARY_EPSILON);
        Tensor inside = edge.where(x.like(0.5), x);
        Tensor plain = target.mul(inside.log()).add(one.sub(target).mul(one.sub(inside).log())).neg();
        Tensor losses = edge.where(atTheEdge(edge.where(x, x.like(1)), target), plain);
        return reduction.of(weight == null ? losses : losses.mul(weight));
    }

    /**
     * The binary cross entropy where x is 0 or 1: the limited value, and PyTorch's first and second derivatives there
     * as the coefficients of a parabola in {@code x - x0}, which is 0.
     */
    private static Tensor atTheEdge(Tensor x, Tensor target) {
        Tensor x0 = x.detach();
        Tensor rest = x0.rsub(1);
        Tensor value = target.mul(limitedLog(x0)).add(target.rsub(1).mul(limitedLog(rest))).neg();
        Tensor slope = x0.sub(target).div(BINARY_EPSILON);
        Tensor bend = x0.square().sub(x0.mul(target).mul(2)).add(target)
                .div(x0.add(BINARY_EPSILON).mul(rest.add(BINARY_EPSILON)).square());
        Tensor step = x.sub(x0);
        return value.add(slope.mul(step)).add(bend.detach().mul(step.square()).mul(0.5));
    }

    private static Tensor limitedLog(Tensor x) {
        return x.log().maximum(x.like(-100));
    }

    /**
     * The binary cross entropy of scores: {@code -w (p target ln s(x) + (1 - target) ln(1 - s(x)))}, s the sigmoid,
     * computed without forming the sigmoid, so that nothing overflows or cancels.
     *
     * @param target probabilities of the same shape
     * @param weight w, broadcasts to the shape, or null for ones
     * @param posWeight p, the weight of positive targets, broadcasts to the shape, or null for ones
     * @param reduction what becomes of the single losses
     * @return a scalar, or the losses
     * @throws IllegalArgumentException when the shapes differ
     */
    default Tensor bceWithLogits(
            Tensor target, @Nullable Tensor weight, @Nullable Tensor posWeight, Reduction reduction) {
        checkSameShape("bceWithLogits", target);
        Tensor x = self();
        Tensor positive = posWeight == null ? target : target.mul(posWeight);
        Tensor losses = target.rsub(1).mul(x.softplus()).add(positive.mul(x.neg().softplus()));
        return reduction.of(weight == null ? losses : losses.mul(weight));
    }

    /**
     * The binary cross entropy of scores, averaged.
     *
     * @param target probabilities of the same shape
     * @return a scalar
     * @throws IllegalArgumentException when the shapes differ
     */
    default Tensor bceWithLogits(Tensor target) {
        return bceWithLogits(target, null, null, Reduction.MEAN);
    }

    /**
     * The terms of the Kullback-Leibler divergence of this, as log-probabilities, from a target: {@code target (ln target
     * - x)}, 0 where the target is 0.
     *
     * @param target probabilities, or their logarithms
     * @param logTarget whether the target is logarithms
     * @param reduction what becomes of the terms; {@link Reduction#BATCH_MEAN} is the divergence of the definition
     * @return a scalar, or the terms
     */
    default Tensor klDiv(Tensor target, boolean logTarget, Reduction reduction) {
        Tensor x = self();
        return reduction.of(logTarget
                ? target.exp().mul(target.sub(x))
                : target.xlogy(target).sub(target.mul(x)));
    }

    /**
     * The negative log-likelihood of counts under a Poisson distribution whose mean is this, or its exponential:
     * {@code e^x - target x}, or {@code x - target ln(x + eps)}.
     *
     * @param target the counts
     * @param logInput whether this is the logarithm of the mean
     * @param full whether Stirling's approximation of {@code ln target!} is added where the target is above 1
     * @param eps keeps the logarithm finite, such as 1e-8
     * @param reduction what becomes of the single losses
     * @return a scalar, or the losses
     */
    default Tensor poissonNll(Tensor target, boolean logInput, boolean full, double eps, Reduction reduction) {
        Tensor x = self();
        Tensor losses = logInput ? x.exp().sub(target.mul(x)) : x.sub(target.mul(x.add(eps).log()));
        if (full) {
            Tensor counts = target.gt(1);
            // Elsewhere the logarithm could be NaN, and so the gradient of the branch that is not taken.
            Tensor n = counts.where(target, target.like(2));
            Tensor stirling = n.mul(n.log()).sub(n).add(n.mul(2 * Math.PI).log().mul(0.5));
            losses = losses.add(counts.where(stirling, n.like(0)));
        }
        return reduction.of(losses);
    }

    /**
     * The negative log-likelihood of targets under normal distributions with this as their means: {@code (ln v + (x -
     * target)^2 / v) / 2}. A variance below eps counts as eps, but gets its gradient all the same, as in PyTorch.
     *
     * @param target of this shape, or broadcasts to it
     * @param variance v, of this shape, or with a last axis of 1 or none
     * @param full whether the constant {@code ln(2 pi) / 2} is added
     * @param eps the smallest variance, such as 1e-6
     * @param reduction what becomes of the single losses
     * @return a scalar, or the losses
     * @throws IllegalArgumentException when the variance's shape does not fit
     */
    default Tensor gaussianNll(Tensor target, Tensor variance, boolean full, double eps, Reduction reduction) {
        Tensor x = self();
        Tensor v = variance;
        if (!v.shape().equals(x.shape())) {
            boolean onePerRow = x.rank() > 0
                    && v.shape().equals(Shape.of(Arrays.copyOf(x.shape().sizes(), x.rank() - 1)));
            boolean lastIsOne = v.rank() == x.rank() && v.rank() > 0
                    && v.shape().equals(x.shape().with(x.rank() - 1, 1));
            if (!onePerRow && !lastIsOne) {
                throw Complaint.about("gaussianNll of " + x.shape() + " with variance " + v.shape())
                        .because("there must be a variance for each element, or one for each row")
                        .hint("reshape the variance to " + x.shape())
                        .argument();
            }
            v = onePerRow ? v.unsqueeze(-1) : v;
        }
        Tensor v0 = v.detach();
        v = v.sub(v0).add(v0.maximum(v0.like(eps)));
        Tensor losses = v.log().add(x.sub(target).square().div(v)).mul(0.5);
        return reduction.of(full ? losses.add(0.5 * Math.log(2 * Math.PI)) : losses);
    }
}
