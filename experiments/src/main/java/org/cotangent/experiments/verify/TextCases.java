package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.module.Parameter;
import org.cotangent.random.TorchGenerator;
import org.jspecify.annotations.Nullable;

/** What modules, optimizers and tensors look like in print. */
final class TextCases {
    /** The seed that every expression with random numbers begins with. */
    private static final long SEED = 2021;

    private TextCases() {}

    static List<ReferenceCase> all(JsonNode root) {
        List<ReferenceCase> all = new ArrayList<>();
        root.path("modules")
                .properties()
                .forEach(each -> all.add(ReferenceCase.of(
                        "repr.module", each.getKey(), () -> module(each.getKey(), each.getValue().asText()))));
        root.path("optimizers")
                .properties()
                .forEach(each -> all.add(ReferenceCase.of(
                        "repr.optimizer", each.getKey(), () -> optimizer(each.getKey(), each.getValue().asText()))));
        for (JsonNode each : Form.list(root, "tensors", "the file")) {
            String expression = Form.text(each, "expr", "tensor " + all.size());
            String text = Form.text(each, "repr", expression);
            all.add(ReferenceCase.of("repr.tensor", expression, () -> tensor(expression, text)));
        }
        return all;
    }

    private static @Nullable String module(String expression, String text) {
        return Near.difference(
                "the text", Modules.text(PythonExpression.of(expression), new TorchGenerator(SEED)), text);
    }

    private static @Nullable String optimizer(String expression, String text) {
        PythonExpression.Call call = PythonExpression.call(expression);
        call.arguments().get(0, "params");
        List<Parameter> parameters = List.of(new Parameter(Tensor.zeros(1)));
        return Near.difference(
                "the text",
                Optimizers.make(call.name(), parameters, call.arguments()).toString(),
                text);
    }

    private static @Nullable String tensor(String expression, String text) {
        Tensor tensor = new TensorExpression(new TorchGenerator(SEED)).evaluate(PythonExpression.of(expression));
        return Near.difference("the text", tensor.toString(), text);
    }
}
