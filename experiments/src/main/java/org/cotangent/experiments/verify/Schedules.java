package org.cotangent.experiments.verify;

import java.util.List;
import java.util.Locale;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.schedule.ConstantLR;
import org.cotangent.nn.schedule.CosineAnnealingLR;
import org.cotangent.nn.schedule.CosineAnnealingWarmRestarts;
import org.cotangent.nn.schedule.CyclicLR;
import org.cotangent.nn.schedule.ExponentialLR;
import org.cotangent.nn.schedule.LambdaLR;
import org.cotangent.nn.schedule.LinearLR;
import org.cotangent.nn.schedule.MultiStepLR;
import org.cotangent.nn.schedule.MultiplicativeLR;
import org.cotangent.nn.schedule.OneCycleLR;
import org.cotangent.nn.schedule.PolynomialLR;
import org.cotangent.nn.schedule.ReduceLROnPlateau;
import org.cotangent.nn.schedule.Schedule;
import org.cotangent.nn.schedule.SequentialLR;
import org.cotangent.nn.schedule.StepLR;

/** Makes schedules from the arguments that PyTorch takes, without the optimizer. */
final class Schedules {
    private Schedules() {}

    static Schedule make(PythonExpression.Call call, Optimizer<?> o) {
        PythonArguments a = call.arguments();
        a.ignore("verbose", ".momentum");
        Schedule made =
                switch (call.name()) {
                    case "StepLR" -> new StepLR(o, a.integer(0, "step_size"), a.number(1, "gamma", 0.1));
                    case "MultiStepLR" -> new MultiStepLR(o, a.number(1, "gamma", 0.1), a.ints(0, "milestones"));
                    case "ExponentialLR" -> new ExponentialLR(o, a.number(0, "gamma"));
                    case "ConstantLR" -> new ConstantLR(
                            o, a.number(0, "factor", 1.0 / 3), a.integer(1, "total_iters", 5));
                    case "LinearLR" -> new LinearLR(
                            o,
                            a.number(0, "start_factor", 1.0 / 3),
                            a.number(1, "end_factor", 1),
                            a.integer(2, "total_iters", 5));
                    case "PolynomialLR" -> new PolynomialLR(o, a.integer(0, "total_iters", 5), a.number(1, "power", 1));
                    case "MultiplicativeLR" -> {
                        double factor = a.number(0, "lr_lambda");
                        yield new MultiplicativeLR(o, step -> factor);
                    }
                    case "LambdaLR" -> {
                        double factor = a.number(0, "lr_lambda");
                        yield new LambdaLR(o, step -> factor);
                    }
                    case "CosineAnnealingLR" -> new CosineAnnealingLR(
                            o, a.integer(0, "T_max"), a.number(1, "eta_min", 0));
                    case "CosineAnnealingWarmRestarts" -> new CosineAnnealingWarmRestarts(
                            o, a.integer(0, "T_0"), a.integer(1, "T_mult", 1), a.number(2, "eta_min", 0));
                    case "CyclicLR" -> new CyclicLR(o, cyclic(a));
                    case "OneCycleLR" -> new OneCycleLR(o, oneCycle(a));
                    case "ReduceLROnPlateau" -> new ReduceLROnPlateau(o, plateau(a));
                    case "SequentialLR" -> sequential(a, o);
                    default -> throw new NotCovered("there is no schedule " + call.name());
                };
        a.done();
        return made;
    }

    private static CyclicLR.Options cyclic(PythonArguments a) {
        CyclicLR.Mode mode = CyclicLR.Mode.TRIANGULAR;
        for (CyclicLR.Mode each : CyclicLR.Mode.values()) {
            String name = each.name().toLowerCase(Locale.ROOT);
            if (a.flag(-1, name, false) || a.text(-1, "mode", "triangular").equals(name)) {
                mode = each;
            }
        }
        int up = a.integer(-1, "step_size_up", 2000);
        CyclicLR.Options options = CyclicLR.options(a.number(0, "base_lr"), a.number(1, "max_lr"))
                .stepSizes(up, a.integer(-1, "step_size_down", up))
                .momentum(a.number(-1, "base_momentum", 0.8), a.number(-1, "max_momentum", 0.9));
        double gamma = a.number(-1, "gamma", 1);
        options = mode == CyclicLR.Mode.EXP_RANGE ? options.gamma(gamma) : options.mode(mode);
        return a.flag(-1, "cycle_momentum", true) ? options : options.withoutMomentum();
    }

    private static OneCycleLR.Options oneCycle(PythonArguments a) {
        int steps = a.has(1, "total_steps")
                ? a.integer(1, "total_steps")
                : a.integer(-1, "epochs") * a.integer(-1, "steps_per_epoch");
        OneCycleLR.Options options = OneCycleLR.options(a.number(0, "max_lr"), steps)
                .pctStart(a.number(-1, "pct_start", 0.3))
                .anneal(
                        a.text(-1, "anneal_strategy", "cos").equals("linear")
                                ? OneCycleLR.Anneal.LINEAR
                                : OneCycleLR.Anneal.COSINE)
                .momentum(a.number(-1, "base_momentum", 0.85), a.number(-1, "max_momentum", 0.95))
                .divFactors(a.number(-1, "div_factor", 25), a.number(-1, "final_div_factor", 1e4))
                .threePhase(a.flag(-1, "three_phase", false));
        return a.flag(-1, "cycle_momentum", true) ? options : options.withoutMomentum();
    }

    private static ReduceLROnPlateau.Options plateau(PythonArguments a) {
        return ReduceLROnPlateau.options()
                .mode(a.text(0, "mode", "min").equals("max")
                        ? ReduceLROnPlateau.Mode.MAX
                        : ReduceLROnPlateau.Mode.MIN)
                .factor(a.number(1, "factor", 0.1))
                .patience(a.integer(2, "patience", 10))
                .threshold(
                        a.number(3, "threshold", 1e-4),
                        a.text(4, "threshold_mode", "rel").equals("abs")
                                ? ReduceLROnPlateau.Threshold.ABSOLUTE
                                : ReduceLROnPlateau.Threshold.RELATIVE)
                .cooldown(a.integer(5, "cooldown", 0))
                .minLr(a.number(6, "min_lr", 0))
                .eps(a.number(7, "eps", 1e-8));
    }

    private static SequentialLR sequential(PythonArguments a, Optimizer<?> o) {
        List<Schedule> parts = a.list(0, "schedulers").stream()
                .map(part -> {
                    if (part instanceof PythonExpression.Call call) {
                        return make(call, o);
                    }
                    throw new NotCovered("a schedule that is not a call: " + part);
                })
                .toList();
        return new SequentialLR(o, parts, a.ints(1, "milestones"));
    }
}
