package org.cotangent.experiments.gradient;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Failure;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.Diagram;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Values;
import org.cotangent.experiments.result.Known;
import org.cotangent.experiments.result.Tolerance;

/** Sections 1.2 and 1.3: a function too long to differentiate at a glance, taken apart into a graph. */
public final class ChainRule extends Experiment {
    private static final Tolerance FLOAT64 = Tolerance.relative(1e-9);
    private static final String HAND = "derived by hand";
    private static final String[] INPUTS = {"x", "y", "z"};

    private static final Setting<Double> X = Setting.real("--x", 1, "x of the point whose graph is shown");
    private static final Setting<Double> Y = Setting.real("--y", 1, "y of that point, where sin y is not 0");
    private static final Setting<Double> Z = Setting.real("--z", 1, "z of that point");

    /** The chain rule experiment. */
    public ChainRule() {
        super("chain-rule", Tutorial.W1D2, "a computational graph, its local derivatives and their products");
    }

    @Override
    public String about() {
        return """
                f(x, y, z) = tanh(ln(1 + z 2x / sin y)) becomes a graph of small steps: a = 2x, b = sin y, c = a / b, \
                d = z c, e = ln(1 + d), f = tanh e. The forward pass computes the values. The backward pass needs only \
                the derivative of each step; the product of those along the way from f to an input is the partial \
                derivative.

                Autograd does this at one point of your choice, shown arrow by arrow, and at eight more. The second \
                derivatives come from differentiating the backward pass once more.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(X, Y, Z);
    }

    @Override
    public void run(Run run) throws IOException {
        double[] point = {run.get(X), run.get(Y), run.get(Z)};
        double d = 2 * point[0] * point[2] / Math.sin(point[1]);
        if (!(1 + d > 0 && Double.isFinite(d))) {
            throw new Failure(
                    String.format(Locale.ROOT, "f(%s, %s, %s)", point[0], point[1], point[2]),
                    "ln(" + (1 + d) + ") is not a finite number",
                    "1 + z 2x / sin y",
                    "values with 2xz / sin y above -1");
        }
        TanhLn graph = TanhLn.at(point);
        List<TanhLn.Local> locals = graph.locals();
        double[] partials = graph.partials();
        show(run, graph, locals, partials);
        run.metric("values", graph.values());
        run.metric("localDerivatives", locals.stream().mapToDouble(TanhLn.Local::value).toArray());
        run.metric("partials", partials);
        run.metric("hessian", graph.hessian());
        TanhLnByHand hand = new TanhLnByHand(point[0], point[1], point[2]);
        double[] handPartials = hand.partials();
        run.metric("partialsByHand", handPartials);
        // Elsewhere 1 - tanh² may cancel in one of the two and not in the other.
        if (run.isDefault(X, Y, Z)) {
            onePoint(run, graph, hand, locals, partials);
            eightPoints(run);
        }
        slices(run, point);
    }

    private static void onePoint(
            Run run, TanhLn graph, TanhLnByHand hand, List<TanhLn.Local> locals, double... partials) {
        double[] arrows = locals.stream().mapToDouble(TanhLn.Local::value).toArray();
        run.reference("derivatives of single steps", arrows, hand.locals(), HAND, FLOAT64);
        for (int i = 0; i < 3; i++) {
            run.reference("∂f/∂" + INPUTS[i], partials[i], hand.partials()[i], HAND, FLOAT64);
        }
        run.reference("product of the arrows from f to x", alongX(locals), partials[0], "autograd", FLOAT64);
        run.reference("second derivatives", graph.hessian(), hand.hessian(), HAND, FLOAT64);
    }

    /** ∂f/∂e ∂e/∂d ∂d/∂c ∂c/∂a ∂a/∂x. */
    private static double alongX(List<TanhLn.Local> locals) {
        List<String> way = List.of("∂f/∂e", "∂e/∂d", "∂d/∂c", "∂c/∂a", "∂a/∂x");
        return locals.stream()
                .filter(local -> way.contains(local.symbol()))
                .mapToDouble(TanhLn.Local::value)
                .reduce(1, (p, q) -> p * q);
    }

    private static void show(Run run, TanhLn graph, List<TanhLn.Local> locals, double... partials) throws IOException {
        double[] values = graph.values();
        double[] upstream = graph.upstream();
        String[] formulas = {"a = 2x", "b = sin y", "c = a / b", "d = z c", "e = ln(1 + d)", "f = tanh e"};
        double[][] places = {{0, 1}, {1, 1}, {0.5, 2}, {1.25, 3}, {1.25, 4}, {1.25, 5}};
        Diagram diagram = Diagram.of();
        StringBuilder text = new StringBuilder("forward\n");
        for (int i = 0; i < 3; i++) {
            double value = List.of(graph.x(), graph.y(), graph.z()).get(i).item();
            diagram.input(INPUTS[i], i, 0, INPUTS[i] + " = " + Digits.four(value), by(INPUTS[i], partials[i]));
        }
        for (int i = 0; i < formulas.length; i++) {
            String name = formulas[i].substring(0, 1);
            String line = formulas[i] + " = " + Digits.four(values[i]);
            String back = by(name, i < upstream.length ? upstream[i] : 1);
            diagram.box(name, places[i][0], places[i][1], line, back);
            text.append("  %-14s = %s%n".formatted(formulas[i], values[i]));
        }
        text.append("each arrow\n");
        for (TanhLn.Local local : locals) {
            diagram.arrow(local.by(), local.of(), local.symbol() + " = " + Digits.four(local.value()));
            text.append("  %s = %s%n".formatted(local.symbol(), local.value()));
        }
        text.append("backward\n");
        for (int i = 0; i < 3; i++) {
            text.append("  ∂f/∂%s = %s%n".formatted(INPUTS[i], partials[i]));
        }
        run.print(text.toString().stripTrailing().replace(System.lineSeparator(), "\n"));
        run.figure(
                "graph",
                "The graph of f, read downward: inputs in blue, each box with its value, each arrow with its local"
                        + " derivative. In vermillion what the backward pass brings up: the derivative of f with respect"
                        + " to the box, which is that of the box below times the arrow between them.",
                diagram);
    }

    private static String by(String name, double value) {
        return "∂f/∂" + name + " = " + Digits.four(value);
    }

    private static void eightPoints(Run run) {
        Known known = Known.beside(ChainRule.class, "chain-rule.json");
        List<Known> points = known.groups("points");
        List<TanhLn> graphs = points.stream().map(each -> TanhLn.at(each.numbers("at"))).toList();
        List<TanhLnByHand> hands = points.stream()
                .map(each -> each.numbers("at"))
                .map(at -> new TanhLnByHand(at[0], at[1], at[2]))
                .toList();
        double[] partials = all(graphs, TanhLn::partials);
        double[] hessians = all(graphs, TanhLn::hessian);
        String source = known.text("source");
        run.reference(
                "a to f at eight points",
                all(graphs, TanhLn::values),
                all(points, each -> each.numbers("values")),
                source,
                FLOAT64);
        run.reference(
                "partials at eight points", partials, all(points, each -> each.numbers("partials")), source, FLOAT64);
        run.reference("partials at eight points", partials, all(hands, TanhLnByHand::partials), HAND, FLOAT64);
        run.reference(
                "Hessian at eight points", hessians, all(points, each -> each.numbers("hessian")), source, FLOAT64);
        run.reference("Hessian at eight points", hessians, all(hands, TanhLnByHand::hessian), HAND, FLOAT64);
        run.series("partialsAtEightPoints", partials);
        run.series("hessiansAtEightPoints", hessians);
        print(run, graphs);
    }

    /** The numbers of each in one array. */
    private static <T> double[] all(List<T> each, Function<T, double[]> numbers) {
        return each.stream().map(numbers).flatMapToDouble(Arrays::stream).toArray();
    }

    private static void print(Run run, List<TanhLn> graphs) {
        StringBuilder table = new StringBuilder(
                "%8s%8s%8s%14s%14s%14s%14s".formatted("x", "y", "z", "f", "∂f/∂x", "∂f/∂y", "∂f/∂z"));
        for (TanhLn graph : graphs) {
            table.append("\n%8s%8s%8s%14s"
                    .formatted(graph.x().item(), graph.y().item(), graph.z().item(), Digits.four(graph.f().item())));
            for (double partial : graph.partials()) {
                table.append("%14s".formatted(Digits.four(partial)));
            }
        }
        run.print(table.toString());
    }

    /** f along x through the point, with its tangent there: the derivative is the slope of that line. */
    private static void slices(Run run, double... point) throws IOException {
        int n = 201;
        double[] axis = Values.linspace(point[0] - 1, point[0] + 1, n);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            double d = 2 * axis[i] * point[2] / Math.sin(point[1]);
            values[i] = 1 + d > 0 ? TanhLn.at(axis[i], point[1], point[2]).f().item() : Double.NaN;
        }
        TanhLn here = TanhLn.at(point);
        double slope = here.partials()[0];
        double f = here.f().item();
        double[] ends = {point[0] - 0.5, point[0] + 0.5};
        run.figure(
                "tangent",
                "f along x, y and z held fast; the dashed line through the point has the slope that autograd found.",
                Plot.of("x", "f(x, " + Digits.four(point[1]) + ", " + Digits.four(point[2]) + ")")
                        .line("f", axis, values)
                        .reference(
                                "tangent with slope ∂f/∂x = " + Digits.four(slope),
                                ends,
                                new double[] {f - 0.5 * slope, f + 0.5 * slope})
                        .points("the point", new double[] {point[0]}, new double[] {f}));
    }
}
