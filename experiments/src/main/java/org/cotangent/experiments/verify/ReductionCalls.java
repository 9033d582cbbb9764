package org.cotangent.experiments.verify;

import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.Tensor;

/** Reductions over axes, running and ordered ones, norms. */
final class ReductionCalls {
    private ReductionCalls() {}

    /** A reduction that takes keepdim and axes. */
    @FunctionalInterface
    private interface OverAxes {
        Tensor of(Tensor x, boolean keepDim, int... axes);
    }

    static void addTo(Calls calls) {
        sums(calls);
        extremes(calls);
        moments(calls);
        norms(calls);
        running(calls);
        ordered(calls);
    }

    private static int[] axes(Arguments a, int position) {
        return a.ints(position, "dim");
    }

    private static void over(Calls calls, String names, OverAxes reduction) {
        calls.one(names, a -> {
            Tensor x = typed(a);
            boolean keepDim = a.flag(2, "keepdim", false);
            return a.has(1, "dim") ? reduction.of(x, keepDim, axes(a, 1)) : reduction.of(x, keepDim);
        });
    }

    private static Tensor typed(Arguments a) {
        if (a.has(-1, "dtype")) {
            throw new NotCovered("the argument dtype");
        }
        return a.tensor(0);
    }

    private static void sums(Calls calls) {
        over(calls, "sum", Tensor::sum);
        over(calls, "mean", Tensor::mean);
        over(calls, "nansum", Tensor::nansum);
        over(calls, "nanmean", Tensor::nanmean);
        over(calls, "logsumexp special.logsumexp", Tensor::logSumExp);
        over(calls, "all", Tensor::all);
        over(calls, "any", Tensor::any);
        calls.one("count_nonzero", a -> a.has(1, "dim")
                ? a.tensor(0).countNonzero(axes(a, 1))
                : a.tensor(0).countNonzero());
        calls.one("prod", a -> a.has(1, "dim")
                ? typed(a).prod(a.flag(2, "keepdim", false), a.integer(1, "dim"))
                : typed(a).prod());
        calls.one("softmax special.softmax", a -> typed(a).softmax(a.integer(1, "dim")));
        calls.one("log_softmax special.log_softmax", a -> typed(a).logSoftmax(a.integer(1, "dim")));
        calls.one("softmin", a -> typed(a).neg().softmax(a.integer(1, "dim")));
        calls.one("trapezoid trapz", a -> {
            Tensor dx = Tensor.scalar(a.number(-1, "dx", 1), a.type());
            Tensor x = a.isTensor(1, "x") ? a.tensor(1, "x") : dx;
            return a.tensor(0).trapezoid(x, a.integer(2, "dim", -1));
        });
    }

    private static void extremes(Calls calls) {
        over(calls, "amax", Tensor::amax);
        over(calls, "amin", Tensor::amin);
        calls.many("aminmax", a -> a.has(-1, "dim")
                ? a.tensor(0).aminmax(a.flag(-1, "keepdim", false), axes(a, -1))
                : a.tensor(0).aminmax(a.flag(-1, "keepdim", false)));
        calls.many("max", a -> extreme(a, true));
        calls.many("min", a -> extreme(a, false));
        calls.one("argmax", a -> place(a, Tensor::argmax, a.has(1, "dim") ? null : a.tensor(0).argmax()));
        calls.one("argmin", a -> place(a, Tensor::argmin, a.has(1, "dim") ? null : a.tensor(0).argmin()));
    }

    private static List<Tensor> extreme(Arguments a, boolean largest) {
        Tensor x = a.tensor(0);
        if (a.isTensor(1, "other")) {
            return List.of(largest ? x.maximum(a.tensor(1, "other")) : x.minimum(a.tensor(1, "other")));
        }
        if (!a.has(1, "dim")) {
            return List.of(largest ? x.max() : x.min());
        }
        int axis = a.integer(1, "dim");
        Tensor.Indexed found = largest ? x.max(axis) : x.min(axis);
        boolean keep = a.flag(2, "keepdim", false) && x.rank() > 0;
        return keep
                ? List.of(found.values().unsqueeze(x.shape().axis(axis)), found.indices().unsqueeze(x.shape().axis(axis)))
                : List.of(found.values(), found.indices());
    }

    private static Tensor place(
            Arguments a, BiFunction<Tensor, Integer, Tensor> along, @org.jspecify.annotations.Nullable Tensor whole) {
        Tensor x = a.tensor(0);
        boolean keep = a.flag(2, "keepdim", false);
        if (whole != null) {
            int[] ones = new int[x.rank()];
            java.util.Arrays.fill(ones, 1);
            return keep ? whole.reshape(ones) : whole;
        }
        int axis = a.integer(1, "dim");
        Tensor found = along.apply(x, axis);
        return keep && x.rank() > 0 ? found.unsqueeze(x.shape().axis(axis)) : found;
    }

    private static void moments(Calls calls) {
        calls.one("var", a -> moment(a, false));
        calls.one("std", a -> moment(a, true));
        calls.many("var_mean", a -> List.of(moment(a, false), mean(a)));
        calls.many("std_mean", a -> List.of(moment(a, true), mean(a)));
    }

    /** {@code var(x, unbiased)}, {@code var(x, dim, unbiased, keepdim)}, {@code var(x, dim, correction=)}. */
    private static Tensor moment(Arguments a, boolean root) {
        boolean firstIsFlag = a.isFlag(1, "dim");
        boolean unbiased = firstIsFlag ? a.flag(1, "dim", true) : a.flag(2, "unbiased", true);
        int correction = a.has(-1, "correction") ? a.integer(-1, "correction") : unbiased ? 1 : 0;
        boolean keep = a.flag(3, "keepdim", false);
        int[] axes = !a.has(1, "dim") || firstIsFlag ? new int[0] : axes(a, 1);
        return root ? a.tensor(0).std(correction, keep, axes) : a.tensor(0).var(correction, keep, axes);
    }

    private static Tensor mean(Arguments a) {
        boolean all = !a.has(1, "dim") || a.isFlag(1, "dim");
        return a.tensor(0).mean(a.flag(3, "keepdim", false), all ? new int[0] : axes(a, 1));
    }

    private static void norms(Calls calls) {
        calls.one("norm", a -> norm(a, 1, "p", 2, "dim", 3));
        calls.one("linalg.vector_norm", a -> {
            boolean keep = a.flag(3, "keepdim", false);
            double order = a.number(1, "ord", 2);
            if (order != (float) order) {
                throw new NotCovered("PyTorch rounds this order to float32 in the norm, but not in its gradient");
            }
            return a.has(2, "dim") ? a.tensor(0).norm(order, keep, a.ints(2, "dim")) : a.tensor(0).norm(order, keep);
        });
        calls.one("linalg.norm", a -> {
            boolean matrix = a.has(2, "dim") ? a.ints(2, "dim").length == 2 : a.tensor(0).rank() == 2;
            boolean frobenius = !a.has(1, "ord") || a.text(1, "ord", "").equals("fro");
            if (matrix && !frobenius) {
                return matrixNorm(a);
            }
            return norm(a, 1, "ord", 2, "dim", 3);
        });
        calls.one("renorm", a -> a.tensor(0)
                .renorm(a.number(1, "p"), a.integer(2, "dim"), a.number(3, "maxnorm")));
        calls.one("dist", a -> a.tensor(0).dist(a.tensor(1, "other"), a.number(2, "p", 2)));
    }

    private static Tensor matrixNorm(Arguments a) {
        if (!a.isNumber(1, "ord") || Math.abs(a.number(1, "ord")) == 2) {
            throw new NotCovered("matrix norms by singular values");
        }
        boolean keep = a.flag(3, "keepdim", false);
        Tensor x = a.has(2, "dim") ? a.tensor(0).movedim(a.ints(2, "dim"), new int[] {-2, -1}) : a.tensor(0);
        if (keep && a.has(2, "dim")) {
            throw new NotCovered("matrix norms that keep axes named in an order of their own");
        }
        return x.matrixNorm(a.number(1, "ord"), keep);
    }

    private static Tensor norm(Arguments a, int at, String order, int axesAt, String axesName, int keepAt) {
        double p = 2;
        if (a.isNumber(at, order)) {
            p = a.number(at, order);
        } else if (a.has(at, order)) {
            String word = a.text(at, order, "fro");
            if (!word.equals("fro") && !word.endsWith("inf")) {
                throw new NotCovered("the norm " + word);
            }
            p = word.equals("fro") ? 2 : word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        boolean keep = a.flag(keepAt, "keepdim", false);
        return a.has(axesAt, axesName)
                ? a.tensor(0).norm(p, keep, a.ints(axesAt, axesName))
                : a.tensor(0).norm(p, keep);
    }

    private static void running(Calls calls) {
        calls.one("cumsum", a -> typed(a).cumsum(a.integer(1, "dim")));
        calls.one("cumprod", a -> typed(a).cumprod(a.integer(1, "dim")));
        calls.one("logcumsumexp", a -> a.tensor(0).logCumSumExp(a.integer(1, "dim")));
        calls.many("cummax", a -> both(a.tensor(0).cummax(a.integer(1, "dim"))));
        calls.many("cummin", a -> both(a.tensor(0).cummin(a.integer(1, "dim"))));
    }

    private static List<Tensor> both(Tensor.Indexed found) {
        return List.of(found.values(), found.indices());
    }

    private static void ordered(Calls calls) {
        calls.many("sort", a -> a.isFlag(1, "dim")
                ? both(a.tensor(0).sort(a.integer(2, "dim", -1), a.flag(1, "stable", false)))
                : both(a.tensor(0).sort(a.integer(1, "dim", -1), a.flag(2, "descending", false))));
        calls.one("msort", a -> a.tensor(0).msort());
        calls.many("topk", a -> both(a.tensor(0)
                .topk(a.integer(1, "k"), a.integer(2, "dim", -1), a.flag(3, "largest", true))));
        calls.many("kthvalue", a -> both(a.tensor(0)
                .kthvalue(a.integer(1, "k"), a.integer(2, "dim", -1), a.flag(3, "keepdim", false))));
        calls.many("median", a -> a.has(1, "dim")
                ? both(a.tensor(0).median(a.integer(1, "dim"), a.flag(2, "keepdim", false)))
                : List.of(a.tensor(0).median()));
    }
}
