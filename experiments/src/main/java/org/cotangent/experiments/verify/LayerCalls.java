package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.Convolution;
import org.cotangent.Pool;
import org.cotangent.Recurrence;
import org.cotangent.Resize;
import org.cotangent.Tensor;

/** Layers as functions. */
final class LayerCalls {
    private LayerCalls() {}

    static void addTo(Calls calls) {
        products(calls);
        pooling(calls);
        normalisation(calls);
        recurrence(calls);
        others(calls);
    }

    private static void products(Calls calls) {
        calls.one("linear", a -> {
            Tensor bias = a.optional(2, "bias");
            Tensor weight = a.tensor(1, "weight");
            return bias == null ? a.tensor(0).linear(weight) : a.tensor(0).linear(weight, bias);
        });
        calls.one("bilinear", a ->
                a.tensor(0).bilinear(a.tensor(1, "input2"), a.tensor(2, "weight"), a.optional(3, "bias")));
        calls.one("conv1d", a -> a.tensor(0).conv1d(a.tensor(1, "weight"), a.optional(2, "bias"), convolution(a)));
        calls.one("conv2d", a -> a.tensor(0).conv2d(a.tensor(1, "weight"), a.optional(2, "bias"), convolution(a)));
        calls.one("conv3d", a -> a.tensor(0).conv3d(a.tensor(1, "weight"), a.optional(2, "bias"), convolution(a)));
        calls.one("conv_transpose1d", a ->
                a.tensor(0).convTranspose1d(a.tensor(1, "weight"), a.optional(2, "bias"), transposed(a)));
        calls.one("conv_transpose2d", a ->
                a.tensor(0).convTranspose2d(a.tensor(1, "weight"), a.optional(2, "bias"), transposed(a)));
        calls.one("conv_transpose3d", a ->
                a.tensor(0).convTranspose3d(a.tensor(1, "weight"), a.optional(2, "bias"), transposed(a)));
        calls.one("nn.functional.unfold F.unfold", a -> a.tensor(0)
                .im2col(
                        a.ints(1, "kernel_size"),
                        Convolution.DEFAULT
                                .dilation(a.ints(2, "dilation", 1))
                                .padding(a.ints(3, "padding", 0))
                                .stride(a.ints(4, "stride", 1))));
    }

    private static Convolution convolution(Arguments a) {
        Convolution plain = Convolution.DEFAULT
                .stride(a.ints(3, "stride", 1))
                .dilation(a.ints(5, "dilation", 1))
                .groups(a.integer(6, "groups", 1));
        JsonNode padding = a.raw(4, "padding");
        if (padding != null && padding.isTextual()) {
            return padding.asText().equals("same") ? plain.same() : plain;
        }
        return plain.padding(a.ints(4, "padding", 0));
    }

    private static Convolution transposed(Arguments a) {
        return Convolution.DEFAULT
                .stride(a.ints(3, "stride", 1))
                .padding(a.ints(4, "padding", 0))
                .outputPadding(a.ints(5, "output_padding", 0))
                .groups(a.integer(6, "groups", 1))
                .dilation(a.ints(7, "dilation", 1));
    }

    private static void pooling(Calls calls) {
        calls.many("max_pool1d", a -> values(a, 6, a.tensor(0).maxPool1dWithIndices(maxima(a))));
        calls.many("max_pool2d", a -> values(a, 6, a.tensor(0).maxPool2dWithIndices(maxima(a))));
        calls.one("avg_pool1d", a -> a.tensor(0).avgPool1d(means(a)));
        calls.one("avg_pool2d", a -> a.tensor(0).avgPool2d(means(a)));
        calls.one("adaptive_avg_pool1d", a -> a.tensor(0).adaptiveAvgPool1d(sizes(a)[0]));
        calls.one("adaptive_avg_pool2d", a -> a.tensor(0).adaptiveAvgPool2d(sizes(a)));
        calls.many("adaptive_max_pool1d", a -> values(a, 2, a.tensor(0).adaptiveMaxPool1d(sizes(a)[0])));
        calls.many("adaptive_max_pool2d", a -> values(a, 2, a.tensor(0).adaptiveMaxPool2d(sizes(a))));
    }

    private static List<Tensor> values(Arguments a, int position, Tensor.Indexed found) {
        return a.flag(position, "return_indices", false)
                ? List.of(found.values(), found.indices())
                : List.of(found.values());
    }

    private static Pool maxima(Arguments a) {
        return Pool.of(a.ints(1, "kernel_size"))
                .stride(a.ints(2, "stride", new int[0]))
                .padding(a.ints(3, "padding", 0))
                .dilation(a.ints(4, "dilation", 1))
                .ceilMode(a.flag(5, "ceil_mode", false));
    }

    private static Pool means(Arguments a) {
        return Pool.of(a.ints(1, "kernel_size"))
                .stride(a.ints(2, "stride", new int[0]))
                .padding(a.ints(3, "padding", 0))
                .ceilMode(a.flag(4, "ceil_mode", false))
                .countIncludePad(a.flag(5, "count_include_pad", true))
                .divisor(a.integer(6, "divisor_override", 0));
    }

    /** Numbers of windows; None keeps an axis. */
    private static int[] sizes(Arguments a) {
        return a.list(1, "output_size").stream()
                .mapToInt(each -> each.isNull() ? -1 : each.asInt())
                .toArray();
    }

    private static void normalisation(Calls calls) {
        calls.many("batch_norm_with_stats", a -> {
            Tensor mean = a.tensor(1, "running_mean").clone();
            Tensor variance = a.tensor(2, "running_var").clone();
            Tensor y = a.tensor(0)
                    .batchNorm(
                            mean,
                            variance,
                            a.optional(3, "weight"),
                            a.optional(4, "bias"),
                            a.flag(5, "training", false),
                            a.number(6, "momentum", 0.1),
                            a.number(7, "eps", 1e-5));
            return List.of(y, mean, variance);
        });
        calls.one("batch_norm", a -> a.tensor(0)
                .batchNorm(
                        copy(a, 1, "running_mean"),
                        copy(a, 2, "running_var"),
                        a.optional(3, "weight"),
                        a.optional(4, "bias"),
                        a.flag(5, "training", false),
                        a.number(6, "momentum", 0.1),
                        a.number(7, "eps", 1e-5)));
        calls.one("instance_norm", a -> a.tensor(0)
                .instanceNorm(
                        copy(a, 1, "running_mean"),
                        copy(a, 2, "running_var"),
                        a.optional(3, "weight"),
                        a.optional(4, "bias"),
                        a.flag(5, "use_input_stats", true),
                        a.number(6, "momentum", 0.1),
                        a.number(7, "eps", 1e-5)));
        calls.one("layer_norm", a -> a.tensor(0)
                .layerNorm(
                        a.ints(1, "normalized_shape"),
                        a.optional(2, "weight"),
                        a.optional(3, "bias"),
                        a.number(4, "eps", 1e-5)));
        calls.one("group_norm", a -> a.tensor(0)
                .groupNorm(
                        a.integer(1, "num_groups"),
                        a.optional(2, "weight"),
                        a.optional(3, "bias"),
                        a.number(4, "eps", 1e-5)));
        calls.one("local_response_norm", a -> a.tensor(0)
                .localResponseNorm(
                        a.integer(1, "size"), a.number(2, "alpha", 1e-4), a.number(3, "beta", 0.75), a.number(4, "k", 1)));
        calls.one("normalize", a ->
                a.tensor(0).normalize(a.number(1, "p", 2), a.integer(2, "dim", 1), a.number(3, "eps", 1e-12)));
        calls.one("cosine_similarity", a -> a.tensor(0)
                .cosineSimilarity(a.tensor(1, "x2"), a.integer(2, "dim", 1), a.number(3, "eps", 1e-8)));
        calls.one("pairwise_distance", a -> a.tensor(0)
                .pairwiseDistance(
                        a.tensor(1, "x2"), a.number(2, "p", 2), a.number(3, "eps", 1e-6), a.flag(4, "keepdim", false)));
    }

    /** Running statistics are moved in place, and the case's own must stay as they are. */
    private static @org.jspecify.annotations.Nullable Tensor copy(Arguments a, int position, String name) {
        Tensor given = a.optional(position, name);
        return given == null ? null : given.clone();
    }

    private static void recurrence(Calls calls) {
        calls.many("rnn", LayerCalls::rnn);
        calls.many("rnn_tanh_cell", a -> cell(Recurrence.RNN_TANH, a));
        calls.many("rnn_relu_cell", a -> cell(Recurrence.RNN_RELU, a));
        calls.many("gru_cell", a -> cell(Recurrence.GRU, a));
        calls.many("lstm_cell", a -> cell(Recurrence.LSTM, a));
    }

    private static List<Tensor> rnn(Arguments a) {
        Recurrence kind = Recurrence.valueOf(a.text(0, "kind", "").toUpperCase(Locale.ROOT));
        List<Tensor> state = new ArrayList<>();
        state.add(a.tensor(2, "h").squeeze(0));
        if (kind == Recurrence.LSTM) {
            state.add(a.tensor(7, "c").squeeze(0));
        }
        Recurrence.Sequence run = kind.run(a.tensor(1, "x"), state, weights(a, 3), false);
        List<Tensor> all = new ArrayList<>();
        all.add(run.outputs());
        run.state().forEach(each -> all.add(each.unsqueeze(0)));
        return all;
    }

    private static List<Tensor> cell(Recurrence kind, Arguments a) {
        return kind.step(a.tensor(0), a.tensors(1, "hx"), weights(a, 2));
    }

    private static Recurrence.Weights weights(Arguments a, int from) {
        return new Recurrence.Weights(
                a.tensor(from, "w_ih"),
                a.tensor(from + 1, "w_hh"),
                a.optional(from + 2, "b_ih"),
                a.optional(from + 3, "b_hh"));
    }

    private static void others(Calls calls) {
        calls.many("scaled_dot_product_attention", a -> {
            Tensor.Attention found = a.tensor(0)
                    .scaledDotProductAttention(
                            a.tensor(1, "key"), a.tensor(2, "value"), a.optional(3, "mask"), a.flag(4, "causal", false));
            return List.of(found.output(), found.weights());
        });
        calls.one("dropout", a -> {
            if (a.flag(2, "training", true) && a.number(1, "p", 0.5) > 0) {
                throw new NotCovered("a random result");
            }
            return a.tensor(0);
        });
        calls.one("interpolate", LayerCalls::interpolate);
    }

    private static Tensor interpolate(Arguments a) {
        Resize to = a.has(1, "size")
                ? Resize.to(a.ints(1, "size"))
                : Resize.by(a.list(2, "scale_factor").stream().mapToDouble(Golden::number).toArray());
        String mode = a.text(3, "mode", "nearest");
        boolean corners = a.flag(4, "align_corners", false);
        if (a.flag(5, "recompute_scale_factor", false)) {
            throw new NotCovered("recompute_scale_factor");
        }
        return switch (mode) {
            case "nearest" -> a.tensor(0).interpolate(to);
            case "linear", "bilinear", "trilinear" -> a.tensor(0).interpolate(to.linear(corners));
            default -> throw new NotCovered("the mode " + mode);
        };
    }
}
