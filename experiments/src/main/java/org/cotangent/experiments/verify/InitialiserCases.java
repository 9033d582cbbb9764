package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.init.Fan;
import org.cotangent.nn.init.Init;
import org.cotangent.nn.init.Nonlinearity;
import org.cotangent.nn.module.Module;
import org.cotangent.random.TorchGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What initialisers and new modules draw from torch's stream, and the gains.
 *
 * <p>Draws are compared bit for bit, and so is the next number of the stream. What PyTorch computes from its draws by LAPACK
 * or by an inverse error function of its own is compared as operators are.
 */
final class InitialiserCases {
    /** The seed of the statistics, which the file does not name. */
    private static final long STATISTICS_SEED = 0;

    private InitialiserCases() {}

    static List<ReferenceCase> all(JsonNode root) {
        List<ReferenceCase> all = new ArrayList<>();
        root.path("gains")
                .properties()
                .forEach(gain -> all.add(ReferenceCase.of(
                        "init.calculate_gain", gain.getKey(), () -> gain(gain.getKey(), gain.getValue().asDouble()))));
        if (root.has("trunc_normal_statistics")) {
            JsonNode expected = root.get("trunc_normal_statistics");
            all.add(ReferenceCase.of("init.trunc_normal_", "statistics", () -> statistics(expected)));
        }
        for (JsonNode each : Form.list(root, "init", "the file")) {
            String name = Form.text(each, "init", "init " + all.size());
            Form.list(each, "shape", name);
            Form.array(each, "out", name);
            Form.field(each, "seed", name);
            PythonArguments arguments = PythonArguments.of(Form.object(each, "kwargs", name));
            String id = each.get("shape") + " " + each.path("dtype").asText() + " (" + arguments + ")";
            all.add(ReferenceCase.of("init." + name, id, () -> replay(each)));
        }
        for (JsonNode each : root.path("modules")) {
            String label = Form.text(each, "module", "module " + all.size());
            Form.field(each, "seed", label);
            Form.object(each, "state_dict", label);
            String kind = label.replaceFirst("\\(.*", "");
            all.add(ReferenceCase.of("nn." + kind, label, () -> module(each)));
        }
        return all;
    }

    // ---- gains and statistics ---------------------------------------------------------------------------------------

    private static @Nullable String gain(String label, double expected) {
        PythonExpression.Call call = PythonExpression.call(label);
        double found = Init.calculateGain(
                nonlinearity(call.name()), call.arguments().number(0, "param", 0.01));
        return Near.difference(
                "gain", new double[] {found}, new double[] {expected}, Near.allowed(
                        new double[] {expected}, DType.FLOAT64, 0));
    }

    private static Nonlinearity nonlinearity(String name) {
        return switch (name) {
            case "linear", "conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d" ->
                Nonlinearity.LINEAR;
            case "sigmoid" -> Nonlinearity.SIGMOID;
            case "tanh" -> Nonlinearity.TANH;
            case "relu" -> Nonlinearity.RELU;
            case "leaky_relu" -> Nonlinearity.LEAKY_RELU;
            case "selu" -> Nonlinearity.SELU;
            default -> throw new NotCovered("there is no gain for " + name);
        };
    }

    private static @Nullable String statistics(JsonNode expected) {
        Tensor drawn = Init.truncNormal(
                Tensor.zeros(expected.get("n").asInt()), 0, 1, -2, 2, new TorchGenerator(STATISTICS_SEED));
        double[] found = {
            drawn.min().item(), drawn.max().item(), drawn.mean().item(), drawn.std(1, false).item()
        };
        double[] reference = {
            expected.get("min").asDouble(),
            expected.get("max").asDouble(),
            expected.get("mean").asDouble(),
            expected.get("std").asDouble()
        };
        return Near.difference(
                "min, max, mean, std", found, reference, Near.allowed(reference, DType.FLOAT32, Near.FLOAT32_UNITS));
    }

    // ---- initialisers -----------------------------------------------------------------------------------------------

    private static @Nullable String replay(JsonNode each) {
        String name = each.get("init").asText();
        Tensor expected = Golden.tensor(each.get("out"));
        TorchGenerator generator = new TorchGenerator(each.get("seed").asLong());
        Tensor tensor = Tensor.zeros(expected.dtype(), expected.shape().sizes());
        PythonArguments arguments = PythonArguments.of(each.get("kwargs"));
        fill(name, tensor, arguments, generator);
        arguments.done();
        boolean computed = name.equals("orthogonal_") || name.equals("trunc_normal_");
        String wrong = computed
                ? Near.difference("value", tensor, expected, Near.FLOAT32_UNITS)
                : Near.difference("value", tensor.toDoubles(), expected.toDoubles(), 0);
        return wrong == null ? next(each, generator) : wrong;
    }

    private static void fill(String name, Tensor t, PythonArguments a, TorchGenerator g) {
        switch (name) {
            case "uniform_" -> Init.uniform(t, a.number(0, "a", 0), a.number(1, "b", 1), g);
            case "normal_" -> Init.normal(t, a.number(0, "mean", 0), a.number(1, "std", 1), g);
            case "constant_" -> Init.constant(t, a.number(0, "val"));
            case "ones_" -> Init.ones(t);
            case "zeros_" -> Init.zeros(t);
            case "eye_" -> Init.eye(t);
            case "dirac_" -> Init.dirac(t, a.integer(0, "groups", 1));
            case "xavier_uniform_" -> Init.xavierUniform(t, a.number(0, "gain", 1), g);
            case "xavier_normal_" -> Init.xavierNormal(t, a.number(0, "gain", 1), g);
            case "kaiming_uniform_" -> Init.kaimingUniform(t, fan(a), gain(a), g);
            case "kaiming_normal_" -> Init.kaimingNormal(t, fan(a), gain(a), g);
            case "trunc_normal_" -> Init.truncNormal(
                    t, a.number(0, "mean", 0), a.number(1, "std", 1), a.number(2, "a", -2), a.number(3, "b", 2), g);
            case "sparse_" -> Init.sparse(t, a.number(0, "sparsity"), a.number(1, "std", 0.01), g);
            case "orthogonal_" -> Init.orthogonal(t, a.number(0, "gain", 1), g);
            default -> throw new NotCovered("there is no initialiser " + name);
        }
    }

    private static Fan fan(PythonArguments a) {
        return a.text(-1, "mode", "fan_in").equals("fan_out") ? Fan.OUT : Fan.IN;
    }

    private static double gain(PythonArguments a) {
        return Init.calculateGain(
                nonlinearity(a.text(-1, "nonlinearity", "leaky_relu")), a.number(-1, "a", 0));
    }

    private static @Nullable String next(JsonNode each, TorchGenerator generator) {
        if (!each.has("next_rand")) {
            return null;
        }
        float expected = (float) each.get("next_rand").asDouble();
        float found = generator.rand(1)[0];
        return found == expected ? null : "the stream goes on with " + found + ", expected " + expected;
    }

    // ---- modules ----------------------------------------------------------------------------------------------------

    private static @Nullable String module(JsonNode each) {
        TorchGenerator generator = new TorchGenerator(each.get("seed").asLong());
        Module module = Modules.make(PythonExpression.of(each.get("module").asText()), generator);
        JsonNode expected = each.get("state_dict");
        SequencedMap<String, Tensor> state = module.stateDict();
        List<String> names = new ArrayList<>();
        expected.fieldNames().forEachRemaining(names::add);
        if (!names.equals(List.copyOf(state.keySet()))) {
            return "the state has " + state.keySet() + ", expected " + names;
        }
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            Tensor mine = state.get(entry.getKey());
            Tensor reference = Golden.tensor(entry.getValue());
            if (mine == null || !mine.shape().equals(reference.shape())) {
                return entry.getKey() + " has another shape than " + reference.shape();
            }
            String wrong = Near.difference(entry.getKey(), mine.toDoubles(), reference.toDoubles(), 0);
            if (wrong != null) {
                return wrong;
            }
        }
        int count = module.parameters().stream().mapToInt(parameter -> parameter.size()).sum();
        if (each.has("n_parameters") && count != each.get("n_parameters").asInt()) {
            return "it has " + count + " parameters, expected " + each.get("n_parameters").asInt();
        }
        String wrong = each.has("repr") ? Near.difference("the text", module.toString(), each.get("repr").asText()) : null;
        return wrong == null ? next(each, generator) : wrong;
    }
}
