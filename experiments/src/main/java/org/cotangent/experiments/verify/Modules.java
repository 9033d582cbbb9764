package org.cotangent.experiments.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.experiments.gradient.WideNet;
import org.cotangent.experiments.mlp.Net;
import org.cotangent.nn.module.Dropout;
import org.cotangent.nn.module.Flatten;
import org.cotangent.nn.module.Identity;
import org.cotangent.nn.module.LeakyReLU;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.LogSoftmax;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Sigmoid;
import org.cotangent.nn.module.Softmax;
import org.cotangent.nn.module.Tanh;
import org.cotangent.random.TorchGenerator;

/** Makes modules from the expressions that make them in PyTorch. */
final class Modules {
    /** How many cells the network of tutorial W1D2 has. */
    private static final int WIDE = 512;

    private final TorchGenerator generator;

    private Modules(TorchGenerator generator) {
        this.generator = generator;
    }

    static Module make(Object expression, TorchGenerator generator) {
        return new Modules(generator).make(expression);
    }

    /** What is printed of a module, or of a loss. */
    static String text(Object expression, TorchGenerator generator) {
        String name = expression instanceof PythonExpression.Call call ? call.name() : "";
        String loss = LayerModules.lossText(name);
        return loss.isEmpty() ? make(expression, generator).toString() : loss;
    }

    private Module make(Object expression) {
        if (!(expression instanceof PythonExpression.Call call)) {
            throw new NotCovered("not a module: " + expression);
        }
        PythonArguments a = call.arguments();
        Module made =
                switch (call.name()) {
                    case "Linear" -> new Linear(
                            a.integer(0, "in_features"),
                            a.integer(1, "out_features"),
                            a.flag(2, "bias", true),
                            generator);
                    case "Sigmoid" -> new Sigmoid();
                    case "Tanh" -> new Tanh();
                    case "Identity" -> new Identity();
                    case "LeakyReLU" -> new LeakyReLU(a.number(0, "negative_slope", 0.01));
                    case "Softmax" -> new Softmax(a.integer(0, "dim"));
                    case "LogSoftmax" -> new LogSoftmax(a.integer(0, "dim"));
                    case "Dropout" -> new Dropout(a.number(0, "p", 0.5), generator);
                    case "Flatten" -> new Flatten(a.integer(0, "start_dim", 1), a.integer(1, "end_dim", -1));
                    case "Sequential" -> sequential(a);
                    case "WideNet" -> new WideNet(WIDE, generator);
                    case "Net" -> new Net(
                            a.text(0, "actv", ""),
                            a.integer(1, "input_feature_num"),
                            IntStream.of(a.ints(2, "hidden_unit_nums")).boxed().toList(),
                            a.integer(3, "output_feature_num"),
                            generator);
                    default -> LayerModules.make(call.name(), a, generator);
                };
        a.done();
        return made;
    }

    private Module sequential(PythonArguments a) {
        List<Object> parts = a.rest(0);
        if (parts.size() == 1
                && parts.getFirst() instanceof PythonExpression.Call call
                && call.name().equals("OrderedDict")) {
            Sequential named = new Sequential();
            for (Object pair : call.arguments().list(0, "items")) {
                List<Object> two = PythonArguments.members(pair);
                named.add(String.valueOf(two.get(0)), make(two.get(1)));
            }
            return named;
        }
        List<Module> modules = new ArrayList<>();
        parts.forEach(part -> modules.add(make(part)));
        return new Sequential(modules.toArray(Module[]::new));
    }
}
