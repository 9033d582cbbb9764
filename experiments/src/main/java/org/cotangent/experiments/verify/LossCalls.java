package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.Function;
import org.cotangent.ClassLoss;
import org.cotangent.Reduction;
import org.cotangent.Tensor;

/** Losses. Their obsolete arguments size_average and reduce take places 2 to 5 of the positional ones here and there. */
final class LossCalls {
    private LossCalls() {}

    static void addTo(Calls calls) {
        distances(calls);
        classes(calls);
        probabilities(calls);
        margins(calls);
    }

    private static void add(Calls calls, String name, Function<Arguments, Tensor> call) {
        calls.one(name, a -> {
            if (a.has(-1, "size_average") || a.has(-1, "reduce")) {
                throw new NotCovered("the obsolete arguments size_average and reduce");
            }
            return call.apply(a);
        });
    }

    private static Reduction reduction(Arguments a) {
        String name = a.text(-1, "reduction", "mean");
        return name.equals("batchmean") ? Reduction.BATCH_MEAN : Reduction.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Tensor target(Arguments a) {
        return a.tensor(1, "target");
    }

    private static void distances(Calls calls) {
        add(calls, "mse_loss", a -> a.tensor(0).mse(target(a), reduction(a)));
        add(calls, "l1_loss", a -> a.tensor(0).l1(target(a), reduction(a)));
        add(calls, "smooth_l1_loss", a -> a.tensor(0).smoothL1(target(a), a.number(-1, "beta", 1), reduction(a)));
        add(calls, "huber_loss", a -> a.tensor(0).huber(target(a), a.number(3, "delta", 1), reduction(a)));
    }

    private static void classes(Calls calls) {
        add(calls, "cross_entropy", a -> a.tensor(0).crossEntropy(target(a), classOptions(a)));
        add(calls, "nll_loss", a -> a.tensor(0).nll(target(a), classOptions(a)));
    }

    private static ClassLoss classOptions(Arguments a) {
        return new ClassLoss(
                a.optional(2, "weight"),
                a.integer(-1, "ignore_index", ClassLoss.DEFAULT.ignoreIndex()),
                a.number(-1, "label_smoothing", 0),
                reduction(a));
    }

    private static void probabilities(Calls calls) {
        add(calls, "binary_cross_entropy", a ->
                a.tensor(0).bce(target(a), a.optional(2, "weight"), reduction(a)));
        add(calls, "binary_cross_entropy_with_logits", a -> a.tensor(0)
                .bceWithLogits(target(a), a.optional(2, "weight"), a.optional(-1, "pos_weight"), reduction(a)));
        add(calls, "kl_div", a -> a.tensor(0).klDiv(target(a), a.flag(-1, "log_target", false), reduction(a)));
        add(calls, "poisson_nll_loss", a -> a.tensor(0)
                .poissonNll(
                        target(a),
                        a.flag(2, "log_input", true),
                        a.flag(3, "full", false),
                        a.number(-1, "eps", 1e-8),
                        reduction(a)));
        add(calls, "gaussian_nll_loss", a -> a.tensor(0)
                .gaussianNll(
                        target(a),
                        a.tensor(2, "var"),
                        a.flag(3, "full", false),
                        a.number(4, "eps", 1e-6),
                        reduction(a)));
    }

    private static void margins(Calls calls) {
        add(calls, "hinge_embedding_loss", a ->
                a.tensor(0).hingeEmbedding(target(a), a.number(2, "margin", 1), reduction(a)));
        add(calls, "cosine_embedding_loss", a -> a.tensor(0)
                .cosineEmbedding(a.tensor(1, "input2"), a.tensor(2, "target"), a.number(3, "margin", 0), reduction(a)));
        add(calls, "margin_ranking_loss", a -> a.tensor(0)
                .marginRanking(a.tensor(1, "input2"), a.tensor(2, "target"), a.number(3, "margin", 0), reduction(a)));
        add(calls, "soft_margin_loss", a -> a.tensor(0).softMargin(target(a), reduction(a)));
        add(calls, "multi_margin_loss", a -> a.tensor(0)
                .multiMargin(
                        target(a),
                        a.integer(2, "p", 1),
                        a.number(3, "margin", 1),
                        a.optional(4, "weight"),
                        reduction(a)));
        add(calls, "multilabel_margin_loss", a -> a.tensor(0).multilabelMargin(target(a), reduction(a)));
        add(calls, "multilabel_soft_margin_loss", a ->
                a.tensor(0).multilabelSoftMargin(target(a), a.optional(2, "weight"), reduction(a)));
        add(calls, "triplet_margin_loss", a -> a.tensor(0)
                .tripletMargin(
                        a.tensor(1, "positive"),
                        a.tensor(2, "negative"),
                        new Tensor.Triplet(
                                a.number(3, "margin", 1),
                                a.number(4, "p", 2),
                                a.number(5, "eps", 1e-6),
                                a.flag(6, "swap", false)),
                        reduction(a)));
        add(calls, "triplet_margin_with_distance_loss", a -> {
            JsonNode distance = a.raw(-1, "distance_function");
            if (distance != null) {
                throw new NotCovered("a distance function");
            }
            Tensor.Triplet options = new Tensor.Triplet(a.number(-1, "margin", 1), 2, 1e-6, a.flag(-1, "swap", false));
            return a.tensor(0).tripletMargin(a.tensor(1, "positive"), a.tensor(2, "negative"), options, reduction(a));
        });
    }
}
