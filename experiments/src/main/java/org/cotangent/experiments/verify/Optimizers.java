package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.module.PythonNumber;
import org.cotangent.nn.optim.ASGD;
import org.cotangent.nn.optim.Adadelta;
import org.cotangent.nn.optim.Adagrad;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.AdamW;
import org.cotangent.nn.optim.Adamax;
import org.cotangent.nn.optim.LBFGS;
import org.cotangent.nn.optim.NAdam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.RAdam;
import org.cotangent.nn.optim.RMSprop;
import org.cotangent.nn.optim.Rprop;
import org.cotangent.nn.optim.SGD;

/** Makes optimizers from the arguments that PyTorch takes. */
final class Optimizers {
    private Optimizers() {}

    static Optimizer<?> make(String kind, List<Parameter> p, PythonArguments a) {
        a.ignore("foreach", "capturable", "differentiable", "fused");
        Optimizer<?> made =
                switch (kind) {
                    case "SGD" -> new SGD(p, sgd(a));
                    case "Adam" -> new Adam(
                            p,
                            Adam.options(lr(a, 1e-3))
                                    .betas(first(a), second(a))
                                    .eps(eps(a, 1e-8))
                                    .weightDecay(decay(a, 0))
                                    .amsgrad(a.flag(-1, "amsgrad", false))
                                    .maximize(maximize(a)));
                    case "AdamW" -> new AdamW(
                            p,
                            AdamW.options(lr(a, 1e-3))
                                    .betas(first(a), second(a))
                                    .eps(eps(a, 1e-8))
                                    .weightDecay(decay(a, 0.01))
                                    .amsgrad(a.flag(-1, "amsgrad", false))
                                    .maximize(maximize(a)));
                    case "Adamax" -> new Adamax(
                            p,
                            Adamax.options(lr(a, 2e-3))
                                    .betas(first(a), second(a))
                                    .eps(eps(a, 1e-8))
                                    .weightDecay(decay(a, 0))
                                    .maximize(maximize(a)));
                    case "NAdam" -> new NAdam(
                            p,
                            NAdam.options(lr(a, 2e-3))
                                    .betas(first(a), second(a))
                                    .eps(eps(a, 1e-8))
                                    .weightDecay(decay(a, 0))
                                    .momentumDecay(a.number(-1, "momentum_decay", 4e-3)));
                    case "RAdam" -> new RAdam(
                            p,
                            RAdam.options(lr(a, 1e-3))
                                    .betas(first(a), second(a))
                                    .eps(eps(a, 1e-8))
                                    .weightDecay(decay(a, 0)));
                    case "RMSprop" -> new RMSprop(
                            p,
                            RMSprop.options(lr(a, 1e-2))
                                    .alpha(a.number(-1, "alpha", 0.99))
                                    .eps(eps(a, 1e-8))
                                    .weightDecay(decay(a, 0))
                                    .momentum(a.number(-1, "momentum", 0))
                                    .centered(a.flag(-1, "centered", false))
                                    .maximize(maximize(a)));
                    case "Adagrad" -> new Adagrad(
                            p,
                            Adagrad.options(lr(a, 1e-2))
                                    .lrDecay(a.number(-1, "lr_decay", 0))
                                    .weightDecay(decay(a, 0))
                                    .initialAccumulatorValue(a.number(-1, "initial_accumulator_value", 0))
                                    .eps(eps(a, 1e-10))
                                    .maximize(maximize(a)));
                    case "Adadelta" -> new Adadelta(
                            p,
                            Adadelta.options(lr(a, 1))
                                    .rho(a.number(-1, "rho", 0.9))
                                    .eps(eps(a, 1e-6))
                                    .weightDecay(decay(a, 0))
                                    .maximize(maximize(a)));
                    case "ASGD" -> new ASGD(
                            p,
                            ASGD.options(lr(a, 1e-2))
                                    .lambd(a.number(-1, "lambd", 1e-4))
                                    .alpha(a.number(-1, "alpha", 0.75))
                                    .t0(a.number(-1, "t0", 1e6))
                                    .weightDecay(decay(a, 0))
                                    .maximize(maximize(a)));
                    case "Rprop" -> new Rprop(
                            p,
                            Rprop.options(lr(a, 1e-2))
                                    .etas(pair(a, "etas", 0, 0.5), pair(a, "etas", 1, 1.2))
                                    .stepSizes(pair(a, "step_sizes", 0, 1e-6), pair(a, "step_sizes", 1, 50))
                                    .maximize(maximize(a)));
                    case "LBFGS" -> new LBFGS(p, lbfgs(a));
                    default -> throw new NotCovered("there is no optimizer " + kind);
                };
        a.done();
        return made;
    }

    static SGD.Options sgd(PythonArguments a) {
        return SGD.options(a.number(1, "lr"))
                .momentum(a.number(-1, "momentum", 0))
                .dampening(a.number(-1, "dampening", 0))
                .weightDecay(decay(a, 0))
                .nesterov(a.flag(-1, "nesterov", false))
                .maximize(maximize(a));
    }

    private static LBFGS.Options lbfgs(PythonArguments a) {
        LBFGS.Options options = LBFGS.options(lr(a, 1))
                .maxIter(a.integer(-1, "max_iter", 20))
                .tolerances(a.number(-1, "tolerance_grad", 1e-7), a.number(-1, "tolerance_change", 1e-9))
                .historySize(a.integer(-1, "history_size", 100))
                .strongWolfe(a.text(-1, "line_search_fn", "").equals("strong_wolfe"));
        return a.has(-1, "max_eval") ? options.maxEval(a.integer(-1, "max_eval")) : options;
    }

    private static double lr(PythonArguments a, double usual) {
        return a.number(1, "lr", usual);
    }

    private static double first(PythonArguments a) {
        return pair(a, "betas", 0, 0.9);
    }

    private static double second(PythonArguments a) {
        return pair(a, "betas", 1, 0.999);
    }

    private static double pair(PythonArguments a, String name, int i, double usual) {
        return a.has(-1, name) ? PythonArguments.number(a.list(-1, name).get(i)) : usual;
    }

    private static double eps(PythonArguments a, double usual) {
        return a.number(-1, "eps", usual);
    }

    private static double decay(PythonArguments a, double usual) {
        return a.number(-1, "weight_decay", usual);
    }

    private static boolean maximize(PythonArguments a) {
        return a.flag(-1, "maximize", false);
    }

    /** Settings of a file as Python writes them. */
    static SortedMap<String, String> settings(JsonNode defaults) {
        SortedMap<String, String> texts = new TreeMap<>();
        defaults.properties().forEach(each -> texts.put(each.getKey(), text(each.getValue())));
        return texts;
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "None";
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? "True" : "False";
        }
        if (value.isArray()) {
            return "(" + text(value.get(0)) + ", " + text(value.get(1)) + ")";
        }
        return value.isFloatingPointNumber() ? PythonNumber.of(value.asDouble()) : value.asText();
    }
}
