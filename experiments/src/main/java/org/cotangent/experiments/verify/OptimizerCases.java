package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.optim.Clip;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ParameterGroup;
import org.cotangent.nn.optim.SGD;
import org.jspecify.annotations.Nullable;

/** Runs of optimizers on the loss {@code mean((X w + b - Y)^2)}: losses, parameters and memory must be PyTorch's. */
final class OptimizerCases {
    private static final String AFTER = "params_after_each_step";

    private final JsonNode problem;
    private final DType type;
    private final Parameter w;
    private final Parameter b;
    private int evaluations;

    private OptimizerCases(JsonNode problem, DType type) {
        this.problem = problem;
        this.type = type;
        this.w = new Parameter(Golden.tensor(problem.get("w0")).to(type));
        this.b = new Parameter(Golden.tensor(problem.get("b0")).to(type));
    }

    static List<ReferenceCase> all(JsonNode root) {
        for (String name : List.of("X", "Y", "w0", "b0")) {
            Form.array(root, name, "the file");
        }
        List<ReferenceCase> all = new ArrayList<>();
        for (JsonNode run : Form.list(root, "runs", "the file")) {
            String where = "run " + all.size();
            String kind = Form.text(run, "optimizer", where);
            String type = Form.text(run, "dtype", where);
            Form.object(run, "kwargs", where);
            Form.array(run, AFTER, where);
            String id = kind + "(" + PythonArguments.of(run.get("kwargs")) + ") " + type;
            DType dtype = type.equals("float64") ? DType.FLOAT64 : DType.FLOAT32;
            all.add(ReferenceCase.of("optim." + kind, id, () -> new OptimizerCases(root, dtype).run(run)));
        }
        if (root.has("param_groups")) {
            JsonNode groups = root.get("param_groups");
            String what = Form.text(groups, "what", "param_groups");
            Form.array(groups, AFTER, "param_groups");
            all.add(ReferenceCase.of(
                    "optim.param_groups", what, () -> new OptimizerCases(root, DType.FLOAT64).groups(groups, what)));
        }
        JsonNode before = null; // an entry without gradients of its own means those of the entry before it
        for (JsonNode clip : root.path("clip_grad")) {
            boolean byValue = clip.has("clip_value");
            String id = byValue
                    ? "clip_value=" + clip.get("clip_value").asText()
                    : "max_norm=" + Form.field(clip, "max_norm", "clip_grad").asText() + ", norm_type="
                            + Form.text(clip, "norm_type", "clip_grad");
            JsonNode gradients = before == null || clip.has("before") ? Form.list(clip, "before", id) : before;
            Form.list(clip, "after", id);
            before = gradients;
            all.add(ReferenceCase.of(
                    byValue ? "nn.utils.clip_grad_value_" : "nn.utils.clip_grad_norm_",
                    id,
                    () -> clip(clip, gradients)));
        }
        return all;
    }

    // ---- runs -------------------------------------------------------------------------------------------------------

    private @Nullable String run(JsonNode run) {
        Optimizer<?> optimizer = Optimizers.make(
                run.get("optimizer").asText(), List.of(w, b), PythonArguments.of(run.get("kwargs")));
        if (run.has("defaults")) {
            Map<String, String> expected = Optimizers.settings(run.get("defaults"));
            Map<String, String> settings = optimizer.groups().getFirst().options().settings();
            if (!settings.equals(expected)) {
                return "the settings are " + settings + ", expected " + expected;
            }
        }
        String wrong = follow(optimizer, run);
        if (wrong == null && run.has("closure_evaluations") && evaluations != run.get("closure_evaluations").asInt()) {
            wrong = "the loss was computed " + evaluations + " times, expected "
                    + run.get("closure_evaluations").asInt();
        }
        return wrong == null ? memory(optimizer, run.path("state_after_10")) : wrong;
    }

    private @Nullable String follow(Optimizer<?> optimizer, JsonNode run) {
        Tensor after = Golden.tensor(run.get(AFTER));
        JsonNode losses = run.path("loss_before_each_step");
        for (int step = 0; step < after.shape().size(0); step++) {
            double loss = optimizer.step(() -> loss(optimizer)).item();
            Tensor parameters = Tensor.cat(0, w.value().detach().flatten(), b.value().detach().flatten());
            String wrong = losses.has(step)
                    ? compare("loss before step " + step, new double[] {loss}, new double[] {
                        Golden.number(losses.get(step))
                    })
                    : null;
            if (wrong == null) {
                wrong = compare(
                        "parameters after step " + step,
                        parameters.toDoubles(),
                        after.select(0, step).toDoubles());
            }
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private Tensor loss(Optimizer<?> optimizer) {
        evaluations++;
        optimizer.zeroGrad();
        Tensor x = Golden.tensor(problem.get("X")).to(type);
        Tensor y = Golden.tensor(problem.get("Y")).to(type);
        Tensor loss = x.matmul(w.value()).add(b.value()).mse(y);
        loss.backward();
        return loss;
    }

    private @Nullable String memory(Optimizer<?> optimizer, JsonNode expected) {
        List<SequencedMap<String, Tensor>> slots = optimizer.stateDict().slots();
        for (Map.Entry<String, JsonNode> parameter : expected.properties()) {
            SequencedMap<String, Tensor> mine = slots.get(Integer.parseInt(parameter.getKey()));
            for (Map.Entry<String, JsonNode> slot : parameter.getValue().properties()) {
                String what = slot.getKey() + " of parameter " + parameter.getKey();
                Tensor ours = mine.get(slot.getKey());
                if (ours == null) {
                    return "there is no " + what;
                }
                double[] reference = Golden.isArray(slot.getValue())
                        ? Golden.tensor(slot.getValue()).toDoubles()
                        : new double[] {Golden.number(slot.getValue())};
                String wrong = compare(what, ours.toDoubles(), reference);
                if (wrong != null) {
                    return wrong;
                }
            }
        }
        return null;
    }

    private @Nullable String compare(String what, double[] mine, double[] reference) {
        return Near.difference(what, mine, reference, Near.allowed(reference, type, Near.FLOAT32_UNITS));
    }

    // ---- groups and clipping ----------------------------------------------------------------------------------------

    /** The settings of groups are told in words: {@code SGD groups: w lr=.05, b lr=.2, weight_decay=.01 for both}. */
    private @Nullable String groups(JsonNode groups, String what) {
        Matcher words = Pattern.compile("SGD groups: w (.*), b (.*), (.*) for both").matcher(what);
        if (!words.matches()) {
            throw new NotCovered("groups that are told in other words");
        }
        SGD.Options first = Optimizers.sgd(keywords(words.group(1) + " " + words.group(3)));
        SGD.Options second = Optimizers.sgd(keywords(words.group(2) + " " + words.group(3)));
        SGD optimizer = new SGD(List.of(w), first);
        optimizer.addGroup(List.of(b), second);
        for (ParameterGroup<SGD.Options> group : optimizer.groups()) {
            if (group.parameters().size() != 1) {
                return "a group has " + group.parameters().size() + " parameters";
            }
        }
        return follow(optimizer, groups);
    }

    private static PythonArguments keywords(String words) {
        return PythonExpression.call("f(" + words.replace(' ', ',') + ")").arguments();
    }

    private static @Nullable String clip(JsonNode clip, JsonNode before) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode each : before) {
            Tensor gradient = Golden.tensor(each);
            Parameter parameter = new Parameter(
                    Tensor.zeros(gradient.dtype(), gradient.shape().sizes()));
            parameter.setGrad(gradient);
            parameters.add(parameter);
        }
        String wrong = null;
        if (clip.has("clip_value")) {
            Clip.byValue(parameters, clip.get("clip_value").asDouble());
        } else {
            String type = clip.get("norm_type").asText();
            double p = type.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(type);
            double[] total = {Clip.byNorm(parameters, clip.get("max_norm").asDouble(), p)};
            double[] expected = {Golden.number(clip.get("total_norm"))};
            wrong = Near.difference("the norm", total, expected, Near.allowed(expected, DType.FLOAT64, 0));
        }
        for (int i = 0; i < parameters.size() && wrong == null; i++) {
            Tensor gradient = parameters.get(i).grad();
            wrong = gradient == null
                    ? "gradient " + i + " is gone"
                    : Near.difference(
                            "gradient " + i, gradient, Golden.tensor(clip.get("after").get(i)), Near.FLOAT32_UNITS);
        }
        return wrong;
    }
}
