package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.jspecify.annotations.Nullable;

/**
 * Replays one operator case: outputs, gradients, and in float64 the double backward and the directional derivative.
 *
 * <p>In float64 a value may be off by 1e-9 of the largest value of its tensor, or by 1e-12. In float32 the error, in units of
 * eps x max(1, largest value), may be 8, or twice that of PyTorch itself if that is more, and never above 64; where PyTorch's own float32
 * and float64 differ by more than that (a kink, cancellation), either may be matched.
 */
final class OperatorCase {
    private static final double FLOAT32_LIMIT = 64;

    private final JsonNode node;
    private final Calls.Call call;
    private final Tolerance tolerance;
    private @Nullable String defect;

    /** PyTorch's own float32 error for one operator, in units of eps. */
    record Tolerance(double out, double grad) {
        double units(boolean gradient) {
            return Math.min(FLOAT32_LIMIT, Math.max(Near.FLOAT32_UNITS, 2 * (gradient ? grad : out)));
        }
    }

    private OperatorCase(JsonNode node, Calls.Call call, Tolerance tolerance) {
        this.node = node;
        this.call = call;
        this.tolerance = tolerance;
    }

    /** The cases of a file. */
    static List<ReferenceCase> all(JsonNode root) {
        Calls calls = Calls.all();
        Map<String, Tolerance> tolerances = tolerances();
        List<ReferenceCase> all = new ArrayList<>();
        for (JsonNode each : Form.list(root, "cases", "the file")) {
            String where = "case " + all.size();
            String op = Form.text(each, "op", where);
            String id = each.path("id").asText(op + "#" + all.size());
            Form.list(each, "tensors", id);
            Form.list(Form.object(each, "f64", id), "out", "f64 of " + id);
            all.add(ReferenceCase.of(op, id, () -> {
                Calls.Call call = calls.find(op);
                if (call == null) {
                    throw new NotCovered("there is no such operation");
                }
                return new OperatorCase(each, call, tolerances.getOrDefault(op, new Tolerance(0, 0))).check();
            }));
        }
        return all;
    }

    /** PyTorch's own float32 errors, shipped with the program. */
    private static Map<String, Tolerance> tolerances() {
        Map<String, Tolerance> known = new HashMap<>();
        try (InputStream in = OperatorCase.class.getResourceAsStream("op_tolerances.json")) {
            if (in == null) {
                throw new IllegalStateException("op_tolerances.json is missing from the program");
            }
            for (Map.Entry<String, JsonNode> op :
                    new ObjectMapper().readTree(in).get("ops").properties()) {
                JsonNode error = op.getValue();
                known.put(
                        op.getKey(),
                        new Tolerance(error.path("out").asDouble(), error.path("grad").asDouble()));
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("op_tolerances.json cannot be read", unreadable);
        }
        return known;
    }

    /** Null when all that could be compared matches; a flaw of the reference ends in NotCovered, if nothing else is wrong. */
    private @Nullable String check() {
        String wrong = run(DType.FLOAT64);
        if (wrong == null) {
            wrong = run(DType.FLOAT32);
        }
        if (wrong == null && defect != null) {
            throw new NotCovered(defect);
        }
        return wrong;
    }

    /** Null when everything matches, else what does not. */
    private @Nullable String run(DType type) {
        JsonNode reference = node.get(type == DType.FLOAT64 || !node.has("f32") ? "f64" : "f32");
        List<Tensor> tensors = new ArrayList<>();
        for (JsonNode each : node.get("tensors")) {
            tensors.add(input(each, type));
        }
        List<Tensor> outputs = call.apply(new Arguments(node.path("args"), node.path("kwargs"), tensors, type));
        JsonNode expected = reference.get("out");
        if (outputs.size() != expected.size()) {
            return type + ": " + outputs.size() + " outputs, expected " + expected.size();
        }
        for (int i = 0; i < outputs.size(); i++) {
            String wrong = compare("output " + i, outputs.get(i), expected.get(i), element("out", i), type, false);
            if (wrong != null) {
                return wrong;
            }
        }
        return reference.has("grads") ? gradients(type, reference, tensors, outputs) : null;
    }

    private static Tensor input(JsonNode each, DType type) {
        Tensor values = Golden.tensor(each);
        if (values.dtype().isFloating()) {
            values = values.to(type);
        }
        values = laidOut(values, each.path("layout").asText());
        return each.path("grad").asInt() == 1 ? values.detach().requiresGrad(true) : values;
    }

    private static Tensor laidOut(Tensor values, String layout) {
        return switch (layout) {
            case "transposed" -> values.transpose(-2, -1).contiguous().transpose(-2, -1);
            case "strided2" -> Tensor.stack(values.rank(), values, values).flatten(values.rank() - 1, values.rank())
                    .slice(-1, 0, Integer.MAX_VALUE, 2);
            default -> values;
        };
    }

    private @Nullable String gradients(DType type, JsonNode reference, List<Tensor> tensors, List<Tensor> outputs) {
        List<Integer> wanted = new ArrayList<>();
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            if (tensors.get(i).requiresGrad()) {
                wanted.add(i);
                inputs.add(tensors.get(i));
            }
        }
        List<Tensor> differentiable = new ArrayList<>();
        List<Tensor> cotangents = new ArrayList<>();
        List<Integer> cotangentNumbers = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            JsonNode cot = node.path("cot").get(String.valueOf(i));
            if (cot != null && outputs.get(i).requiresGrad()) {
                differentiable.add(outputs.get(i));
                cotangents.add(Golden.tensor(cot).to(type).requiresGrad(true));
                cotangentNumbers.add(i);
            }
        }
        boolean second = type == DType.FLOAT64 && reference.has("gg_cot");
        List<@Nullable Tensor> grads = gradOrZero(differentiable, inputs, cotangents, second);
        for (int i = 0; i < inputs.size(); i++) {
            String key = String.valueOf(wanted.get(i));
            String wrong = compare(
                    "gradient of tensor " + key,
                    grads.get(i),
                    reference.get("grads").path(key),
                    node.path("f32").path("grads").path(key),
                    type,
                    true);
            if (wrong != null && !isDefect(type, grads.get(i), reference.get("grads").path(key))) {
                return wrong;
            }
        }
        return second ? secondOrder(reference, wanted, inputs, cotangentNumbers, cotangents, grads) : null;
    }

    private @Nullable String secondOrder(
            JsonNode reference,
            List<Integer> wanted,
            List<Tensor> inputs,
            List<Integer> cotangentNumbers,
            List<Tensor> cotangents,
            List<@Nullable Tensor> grads) {
        Tensor total = Tensor.scalar(0, DType.FLOAT64);
        for (int i = 0; i < inputs.size(); i++) {
            JsonNode direction = node.path("gg_v").get(String.valueOf(wanted.get(i)));
            Tensor grad = grads.get(i);
            if (direction != null && grad != null) {
                total = total.add(grad.mul(Golden.tensor(direction).to(DType.FLOAT64)).sum());
            }
        }
        List<Tensor> all = new ArrayList<>(inputs);
        all.addAll(cotangents);
        List<Tensor> none = total.requiresGrad() ? List.of(total) : List.of();
        List<Tensor> one = total.requiresGrad() ? List.of(Tensor.scalar(1, DType.FLOAT64)) : List.of();
        List<@Nullable Tensor> found = gradOrZero(none, all, one, false);
        for (int i = 0; i < all.size(); i++) {
            boolean input = i < inputs.size();
            int number = input ? wanted.get(i) : cotangentNumbers.get(i - inputs.size());
            JsonNode expected = reference.get(input ? "gg_inputs" : "gg_cot").path(String.valueOf(number));
            String what = input ? "double backward to tensor " + number : "directional derivative of output " + number;
            String wrong = compare(what, found.get(i), expected, expected, DType.FLOAT64, true);
            JsonNode gradient = reference.get("grads").path(input ? String.valueOf(number) : "none");
            if (wrong != null && !isDefect(found.get(i), expected, gradient)) {
                return wrong;
            }
        }
        return null;
    }

    /** Whether a difference in a gradient is known to be the reference's fault; the reason is kept. */
    private boolean isDefect(DType type, @Nullable Tensor ours, JsonNode expected) {
        if (type == DType.FLOAT64 && ours != null && Golden.isArray(expected)) {
            String op = node.get("op").asText();
            return kept(Defect.firstOrder(op, ours.toDoubles(), Golden.tensor(expected).toDoubles()));
        }
        return false;
    }

    /** Whether a difference in a second derivative is. */
    private boolean isDefect(@Nullable Tensor ours, JsonNode expected, JsonNode gradient) {
        if (ours == null || !Golden.isArray(expected)) {
            return false;
        }
        double[] first = Golden.isArray(gradient) ? Golden.tensor(gradient).toDoubles() : null;
        double[] reference = Golden.tensor(expected).toDoubles();
        String known = first == null ? null : Defect.zeroTensor(node, ours.toDoubles());
        return kept(known != null ? known : Defect.secondOrder(node.get("op").asText(), ours.toDoubles(), reference, first));
    }

    private boolean kept(@Nullable String reason) {
        if (reason != null && defect == null) {
            defect = reason;
        }
        return reason != null;
    }

    /** Gradients, or nulls when no output depends on anything. */
    private static List<@Nullable Tensor> gradOrZero(
            List<Tensor> outputs, List<Tensor> inputs, List<Tensor> seeds, boolean createGraph) {
        List<@Nullable Tensor> found = new ArrayList<>();
        if (outputs.isEmpty()) {
            inputs.forEach(input -> found.add(null));
        } else {
            found.addAll(Autograd.grad(outputs, inputs, seeds, createGraph));
        }
        return found;
    }

    private JsonNode element(String group, int i) {
        return node.path("f32").path(group).path(i);
    }

    /** Null when our value matches the reference, else a sentence. */
    private @Nullable String compare(
            String what, @Nullable Tensor ours, JsonNode expected, JsonNode torch32, DType type, boolean gradient) {
        if (!Golden.isArray(expected)) {
            boolean zero = ours == null || ours.size() == 0 || ours.detach().ne(0).to(DType.INT64).sum().item() == 0;
            return zero ? null : type + ": " + what + " is not zero, PyTorch has none";
        }
        // The float32 run is held against the float64 reference.
        JsonNode against = type == DType.FLOAT64 ? expected : exact(expected, what);
        Tensor reference = Golden.tensor(against);
        Tensor mine = ours != null ? ours.detach() : Tensor.zeros(type, reference.shape().sizes());
        if (!mine.shape().equals(reference.shape())) {
            return type + ": " + what + " has shape " + mine.shape() + ", expected " + reference.shape();
        }
        if (mine.dtype().isFloating() != reference.dtype().isFloating()) {
            return type + ": " + what + " is " + mine.dtype() + ", expected " + reference.dtype();
        }
        double[] alternative =
                type == DType.FLOAT32 && Golden.isArray(torch32) ? Golden.tensor(torch32).toDoubles() : null;
        return differing(what, mine.toDoubles(), reference.toDoubles(), alternative, type, gradient);
    }

    private JsonNode exact(JsonNode float32, String what) {
        String[] words = what.split(" ", -1);
        String number = words[words.length - 1];
        JsonNode found = what.startsWith("output")
                ? node.get("f64").get("out").path(Integer.parseInt(number))
                : node.get("f64").path("grads").path(number);
        return Golden.isArray(found) ? found : float32;
    }

    private @Nullable String differing(
            String what,
            double[] mine,
            double[] reference,
            double @Nullable [] alternative,
            DType type,
            boolean gradient) {
        double allowed = Near.allowed(reference, type, tolerance.units(gradient));
        for (int i = 0; i < mine.length; i++) {
            boolean either = alternative != null
                    && !Near.near(alternative[i], reference[i], allowed)
                    && Near.near(mine[i], alternative[i], allowed);
            if (!Near.near(mine[i], reference[i], allowed) && !either) {
                return type + ": " + what + " [" + i + "] is " + mine[i] + ", expected " + reference[i]
                        + " within " + allowed;
            }
        }
        return null;
    }
}
