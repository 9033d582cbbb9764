package org.cotangent.experiments.verify;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.Convolution;
import org.cotangent.Pool;
import org.cotangent.nn.loss.BCELoss;
import org.cotangent.nn.loss.BCEWithLogitsLoss;
import org.cotangent.nn.loss.CosineEmbeddingLoss;
import org.cotangent.nn.loss.CrossEntropyLoss;
import org.cotangent.nn.loss.GaussianNLLLoss;
import org.cotangent.nn.loss.HingeEmbeddingLoss;
import org.cotangent.nn.loss.HuberLoss;
import org.cotangent.nn.loss.KLDivLoss;
import org.cotangent.nn.loss.L1Loss;
import org.cotangent.nn.loss.MSELoss;
import org.cotangent.nn.loss.MarginRankingLoss;
import org.cotangent.nn.loss.MultiLabelMarginLoss;
import org.cotangent.nn.loss.MultiLabelSoftMarginLoss;
import org.cotangent.nn.loss.MultiMarginLoss;
import org.cotangent.nn.loss.NLLLoss;
import org.cotangent.nn.loss.PoissonNLLLoss;
import org.cotangent.nn.loss.SmoothL1Loss;
import org.cotangent.nn.loss.SoftMarginLoss;
import org.cotangent.nn.loss.TripletMarginLoss;
import org.cotangent.nn.module.AdaptiveAvgPool1d;
import org.cotangent.nn.module.AdaptiveAvgPool2d;
import org.cotangent.nn.module.AdaptiveMaxPool1d;
import org.cotangent.nn.module.AdaptiveMaxPool2d;
import org.cotangent.nn.module.AvgPool1d;
import org.cotangent.nn.module.AvgPool2d;
import org.cotangent.nn.module.BatchNorm1d;
import org.cotangent.nn.module.BatchNorm2d;
import org.cotangent.nn.module.Bilinear;
import org.cotangent.nn.module.CELU;
import org.cotangent.nn.module.Conv1d;
import org.cotangent.nn.module.Conv2d;
import org.cotangent.nn.module.Conv3d;
import org.cotangent.nn.module.ConvTranspose1d;
import org.cotangent.nn.module.ConvTranspose2d;
import org.cotangent.nn.module.ConvTranspose3d;
import org.cotangent.nn.module.Dropout1d;
import org.cotangent.nn.module.Dropout2d;
import org.cotangent.nn.module.ELU;
import org.cotangent.nn.module.Embedding;
import org.cotangent.nn.module.GELU;
import org.cotangent.nn.module.GLU;
import org.cotangent.nn.module.GRU;
import org.cotangent.nn.module.GRUCell;
import org.cotangent.nn.module.GroupNorm;
import org.cotangent.nn.module.Hardshrink;
import org.cotangent.nn.module.Hardsigmoid;
import org.cotangent.nn.module.Hardswish;
import org.cotangent.nn.module.Hardtanh;
import org.cotangent.nn.module.InstanceNorm1d;
import org.cotangent.nn.module.InstanceNorm2d;
import org.cotangent.nn.module.LSTM;
import org.cotangent.nn.module.LSTMCell;
import org.cotangent.nn.module.LayerNorm;
import org.cotangent.nn.module.LocalResponseNorm;
import org.cotangent.nn.module.LogSigmoid;
import org.cotangent.nn.module.MaxPool1d;
import org.cotangent.nn.module.MaxPool2d;
import org.cotangent.nn.module.Mish;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.ModuleDict;
import org.cotangent.nn.module.ModuleList;
import org.cotangent.nn.module.MultiheadAttention;
import org.cotangent.nn.module.PReLU;
import org.cotangent.nn.module.RNN;
import org.cotangent.nn.module.RNNCell;
import org.cotangent.nn.module.ReLU;
import org.cotangent.nn.module.ReLU6;
import org.cotangent.nn.module.Recurrent;
import org.cotangent.nn.module.SELU;
import org.cotangent.nn.module.SiLU;
import org.cotangent.nn.module.Softmin;
import org.cotangent.nn.module.Softplus;
import org.cotangent.nn.module.Softshrink;
import org.cotangent.nn.module.Softsign;
import org.cotangent.nn.module.Tanhshrink;
import org.cotangent.nn.module.Threshold;
import org.cotangent.random.TorchGenerator;

/** Makes layers, activations, containers and losses from PyTorch's arguments. */
final class LayerModules {
    /** Losses; none of them prints its options. */
    private static final Map<String, Object> LOSSES = Map.ofEntries(
            loss(new MSELoss()),
            loss(new CrossEntropyLoss()),
            loss(new L1Loss()),
            loss(new SmoothL1Loss()),
            loss(new HuberLoss()),
            loss(new NLLLoss()),
            loss(new BCELoss()),
            loss(new BCEWithLogitsLoss()),
            loss(new KLDivLoss()),
            loss(new PoissonNLLLoss()),
            loss(new GaussianNLLLoss()),
            loss(new HingeEmbeddingLoss()),
            loss(new CosineEmbeddingLoss()),
            loss(new MarginRankingLoss()),
            loss(new SoftMarginLoss()),
            loss(new MultiMarginLoss()),
            loss(new MultiLabelMarginLoss()),
            loss(new MultiLabelSoftMarginLoss()),
            loss(new TripletMarginLoss()));

    private final PythonArguments a;
    private final TorchGenerator generator;

    private LayerModules(PythonArguments a, TorchGenerator generator) {
        this.a = a;
        this.generator = generator;
    }

    private static Map.Entry<String, Object> loss(Object loss) {
        return Map.entry(loss.getClass().getSimpleName(), loss);
    }

    /** What is printed of a loss, or an empty text when there is none of that name. */
    static String lossText(String name) {
        Object loss = LOSSES.get(name);
        return loss == null ? "" : loss.toString();
    }

    /** The module of a name; the arguments that it reads mean what they mean in PyTorch. */
    static Module make(String name, PythonArguments a, TorchGenerator generator) {
        LayerModules maker = new LayerModules(a, generator);
        for (Function<String, Module> family : List.<Function<String, Module>>of(
                maker::activation, maker::convolution, maker::pooling, maker::normalisation, maker::recurrence, maker::other)) {
            Module made = family.apply(name);
            if (made != NONE) {
                return made;
            }
        }
        throw new NotCovered("there is no module " + name);
    }

    /** Stands for none of a family. */
    private static final Module NONE = new ModuleList();

    private Module activation(String name) {
        return switch (name) {
            case "ReLU" -> new ReLU(a.flag(0, "inplace", false));
            case "ELU" -> new ELU(a.number(0, "alpha", 1));
            case "CELU" -> new CELU(a.number(0, "alpha", 1));
            case "SELU" -> new SELU();
            case "GELU" -> new GELU(a.text(0, "approximate", "none").equals("tanh"));
            case "SiLU" -> new SiLU();
            case "Mish" -> new Mish();
            case "ReLU6" -> new ReLU6();
            case "PReLU" -> new PReLU(a.integer(0, "num_parameters", 1), a.number(1, "init", 0.25));
            case "Hardtanh" -> new Hardtanh(a.number(0, "min_val", -1), a.number(1, "max_val", 1));
            case "Hardsigmoid" -> new Hardsigmoid();
            case "Hardswish" -> new Hardswish();
            case "Hardshrink" -> new Hardshrink(a.number(0, "lambd", 0.5));
            case "Softshrink" -> new Softshrink(a.number(0, "lambd", 0.5));
            case "Tanhshrink" -> new Tanhshrink();
            case "Softplus" -> new Softplus(a.number(0, "beta", 1), a.number(1, "threshold", 20));
            case "Softsign" -> new Softsign();
            case "Softmin" -> new Softmin(a.integer(0, "dim"));
            case "LogSigmoid" -> new LogSigmoid();
            case "GLU" -> new GLU(a.integer(0, "dim", -1));
            case "Threshold" -> new Threshold(a.number(0, "threshold"), a.number(1, "value"));
            default -> NONE;
        };
    }

    private Module convolution(String name) {
        if (!name.startsWith("Conv")) {
            return NONE;
        }
        int in = a.integer(0, "in_channels");
        int out = a.integer(1, "out_channels");
        int[] kernel = a.ints(2, "kernel_size");
        boolean transposed = name.startsWith("ConvTranspose");
        Convolution options = Convolution.DEFAULT.stride(ints(3, "stride", 1));
        options = a.get(4, "padding") instanceof String text
                ? (text.equals("same") ? options.same() : options)
                : options.padding(ints(4, "padding", 0));
        options = transposed
                ? options.outputPadding(ints(5, "output_padding", 0))
                        .groups(a.integer(6, "groups", 1))
                        .dilation(ints(8, "dilation", 1))
                : options.dilation(ints(5, "dilation", 1)).groups(a.integer(6, "groups", 1));
        boolean bias = a.flag(7, "bias", true);
        return switch (name) {
            case "Conv1d" -> new Conv1d(in, out, kernel, options, bias, generator);
            case "Conv2d" -> new Conv2d(in, out, kernel, options, bias, generator);
            case "Conv3d" -> new Conv3d(in, out, kernel, options, bias, generator);
            case "ConvTranspose1d" -> new ConvTranspose1d(in, out, kernel, options, bias, generator);
            case "ConvTranspose2d" -> new ConvTranspose2d(in, out, kernel, options, bias, generator);
            case "ConvTranspose3d" -> new ConvTranspose3d(in, out, kernel, options, bias, generator);
            default -> NONE;
        };
    }

    private boolean given(int position, String name) {
        return a.has(position, name) && !PythonExpression.NONE.equals(a.get(position, name));
    }

    private int[] ints(int position, String name, int... otherwise) {
        return given(position, name) ? a.ints(position, name) : otherwise;
    }

    private Module pooling(String name) {
        return switch (name) {
            case "MaxPool1d" -> new MaxPool1d(maxima());
            case "MaxPool2d" -> new MaxPool2d(maxima());
            case "AvgPool1d" -> new AvgPool1d(means());
            case "AvgPool2d" -> new AvgPool2d(means());
            case "AdaptiveAvgPool1d" -> new AdaptiveAvgPool1d(sizes()[0]);
            case "AdaptiveAvgPool2d" -> new AdaptiveAvgPool2d(sizes());
            case "AdaptiveMaxPool1d" -> new AdaptiveMaxPool1d(sizes()[0]);
            case "AdaptiveMaxPool2d" -> new AdaptiveMaxPool2d(sizes());
            default -> NONE;
        };
    }

    private Pool maxima() {
        return window()
                .dilation(ints(3, "dilation", 1))
                .ceilMode(a.flag(5, "ceil_mode", false));
    }

    private Pool means() {
        return window()
                .ceilMode(a.flag(3, "ceil_mode", false))
                .countIncludePad(a.flag(4, "count_include_pad", true))
                .divisor(given(5, "divisor_override") ? a.integer(5, "divisor_override") : 0);
    }

    private Pool window() {
        return Pool.of(a.ints(0, "kernel_size")).stride(ints(1, "stride")).padding(ints(2, "padding", 0));
    }

    private int[] sizes() {
        return a.list(0, "output_size").stream()
                .mapToInt(each -> each instanceof Number number ? number.intValue() : -1)
                .toArray();
    }

    private Module normalisation(String name) {
        return switch (name) {
            case "BatchNorm1d" -> new BatchNorm1d(features(), eps(1), momentum(), a.flag(3, "affine", true), tracking(true));
            case "BatchNorm2d" -> new BatchNorm2d(features(), eps(1), momentum(), a.flag(3, "affine", true), tracking(true));
            case "InstanceNorm1d" ->
                new InstanceNorm1d(features(), eps(1), momentum(), a.flag(3, "affine", false), tracking(false));
            case "InstanceNorm2d" ->
                new InstanceNorm2d(features(), eps(1), momentum(), a.flag(3, "affine", false), tracking(false));
            case "LayerNorm" ->
                new LayerNorm(a.ints(0, "normalized_shape"), eps(1), a.flag(2, "elementwise_affine", true));
            case "GroupNorm" ->
                new GroupNorm(a.integer(0, "num_groups"), a.integer(1, "num_channels"), eps(2), a.flag(3, "affine", true));
            case "LocalResponseNorm" ->
                new LocalResponseNorm(
                        a.integer(0, "size"), a.number(1, "alpha", 1e-4), a.number(2, "beta", 0.75), a.number(3, "k", 1));
            default -> NONE;
        };
    }

    private int features() {
        return a.integer(0, "num_features");
    }

    private double eps(int position) {
        return a.number(position, "eps", 1e-5);
    }

    private double momentum() {
        return PythonExpression.NONE.equals(a.get(2, "momentum")) ? Double.NaN : a.number(2, "momentum", 0.1);
    }

    private boolean tracking(boolean otherwise) {
        return a.flag(4, "track_running_stats", otherwise);
    }

    private Module recurrence(String name) {
        return switch (name) {
            case "RNN" -> new RNN(in(), hidden(), layers(), relu(-1), generator);
            case "GRU" -> new GRU(in(), hidden(), layers(), generator);
            case "LSTM" -> new LSTM(in(), hidden(), layers(), generator);
            case "RNNCell" -> new RNNCell(in(), hidden(), a.flag(2, "bias", true), relu(3), generator);
            case "GRUCell" -> new GRUCell(in(), hidden(), a.flag(2, "bias", true), generator);
            case "LSTMCell" -> new LSTMCell(in(), hidden(), a.flag(2, "bias", true), generator);
            default -> NONE;
        };
    }

    private int in() {
        return a.integer(0, "input_size");
    }

    private int hidden() {
        return a.integer(1, "hidden_size");
    }

    private boolean relu(int position) {
        return a.text(position, "nonlinearity", "tanh").equals("relu");
    }

    private Recurrent.Options layers() {
        return new Recurrent.Options(
                a.integer(2, "num_layers", 1),
                a.flag(3, "bias", true),
                a.flag(4, "batch_first", false),
                a.number(5, "dropout", 0),
                a.flag(6, "bidirectional", false));
    }

    private Module other(String name) {
        return switch (name) {
            case "Dropout1d" -> new Dropout1d(a.number(0, "p", 0.5), generator);
            case "Dropout2d" -> new Dropout2d(a.number(0, "p", 0.5), generator);
            case "Embedding" -> embedding();
            case "Bilinear" ->
                new Bilinear(
                        a.integer(0, "in1_features"),
                        a.integer(1, "in2_features"),
                        a.integer(2, "out_features"),
                        a.flag(3, "bias", true),
                        generator);
            case "MultiheadAttention" ->
                new MultiheadAttention(
                        a.integer(0, "embed_dim"),
                        a.integer(1, "num_heads"),
                        a.number(2, "dropout", 0),
                        a.flag(3, "bias", true),
                        a.flag(8, "batch_first", false),
                        generator);
            case "ModuleList" ->
                new ModuleList(a.has(0, "modules")
                        ? a.list(0, "modules").stream()
                                .map(each -> Modules.make(each, generator))
                                .toArray(Module[]::new)
                        : new Module[0]);
            case "ModuleDict" -> dictionary();
            default -> NONE;
        };
    }

    private Module embedding() {
        int words = a.integer(0, "num_embeddings");
        int padding = given(2, "padding_idx") ? a.integer(2, "padding_idx") : words;
        return new Embedding(
                words,
                a.integer(1, "embedding_dim"),
                new Embedding.Options(
                        padding == words ? -1 : padding < 0 ? padding + words : padding,
                        given(3, "max_norm") ? a.number(3, "max_norm") : Double.POSITIVE_INFINITY,
                        a.number(4, "norm_type", 2),
                        a.flag(5, "scale_grad_by_freq", false)),
                generator);
    }

    private Module dictionary() {
        ModuleDict made = new ModuleDict();
        if (a.get(0, "modules") instanceof Map<?, ?> named) {
            named.forEach((name, part) -> made.put(String.valueOf(name), Modules.make(part, generator)));
        }
        return made;
    }
}
