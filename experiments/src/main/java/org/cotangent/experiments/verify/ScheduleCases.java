package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.optim.ParameterGroup;
import org.cotangent.nn.optim.SGD;
import org.cotangent.nn.schedule.ReduceLROnPlateau;
import org.cotangent.nn.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/** Sequences of learning rates; a label such as {@code StepLR(step_size=3, gamma=0.5)} says which schedule made them. */
final class ScheduleCases {
    /** The momentum that the references' optimizer has. */
    private static final double MOMENTUM = 0.9;

    private ScheduleCases() {}

    static List<ReferenceCase> all(JsonNode root) {
        double rate = Form.field(root, "base_lr", "the file").asDouble();
        List<ReferenceCase> all = new ArrayList<>();
        Form.object(root, "sequences", "the file").properties().forEach(each -> {
            String label = each.getKey();
            Form.list(each.getValue(), "lrs", label);
            String kind = label.replaceFirst("\\(.*", "");
            all.add(ReferenceCase.of("lr_scheduler." + kind, label, () -> replay(label, each.getValue(), rate)));
        });
        return all;
    }

    private static @Nullable String replay(String label, JsonNode sequence, double rate) {
        PythonExpression.Call call = PythonExpression.call(label);
        SGD optimizer = new SGD(
                List.of(new Parameter(Tensor.zeros(1))),
                SGD.options(rate).momentum(call.arguments().number(-1, ".momentum", MOMENTUM)));
        Schedule schedule = Schedules.make(call, optimizer);
        List<Double> rates = new ArrayList<>();
        List<Double> momenta = new ArrayList<>();
        JsonNode expected = sequence.get("lrs");
        for (int i = 0; i < expected.size(); i++) {
            if (i > 0 && schedule instanceof ReduceLROnPlateau plateau) {
                plateau.step(Golden.number(sequence.get("metrics").get(i - 1)));
            } else if (i > 0) {
                schedule.step();
            }
            ParameterGroup<SGD.Options> group = optimizer.groups().getFirst();
            rates.add(group.lr());
            momenta.add(group.momentum().orElse(Double.NaN));
        }
        String wrong = compare("rate", rates, expected);
        return wrong == null && sequence.has("momenta") ? compare("momentum", momenta, sequence.get("momenta")) : wrong;
    }

    private static @Nullable String compare(String what, List<Double> mine, JsonNode expected) {
        double[] reference = new double[expected.size()];
        for (int i = 0; i < reference.length; i++) {
            reference[i] = Golden.number(expected.get(i));
        }
        double[] ours = mine.stream().mapToDouble(Double::doubleValue).toArray();
        return Near.difference(what, ours, reference, Near.allowed(reference, DType.FLOAT64, 0));
    }
}
