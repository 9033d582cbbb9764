package org.cotangent.nn.optim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Parameter;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * Newton's method with an inverse Hessian that is guessed from the last steps.
 *
 * <p>With s the steps and y the changes of the gradient that they made, the direction is {@code -H g}, where H is built from
 * {@code (s'y / y'y) I} by one rank-two correction for each remembered pair. A call of {@link #step(Supplier)} takes
 * several such steps and computes the loss for each, so it needs the closure; it is for functions without noise. There is
 * one group of parameters. Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", Mathematical
 * Programming 45, 1989.
 *
 * <pre>{@code
 * optimizer.step(() -> {
 *     optimizer.zeroGrad();
 *     Tensor loss = net.forward(x).mse(y);
 *     loss.backward();
 *     return loss;
 * });
 * }</pre>
 */
public final class LBFGS extends Optimizer<LBFGS.Options> {
    private static final double LEAST_CURVATURE = 1e-10;

    /** PyTorch's name of one number for each remembered step. */
    private static final String INVERSES = "ro";

    /** A step that was taken, and how the gradient changed by it; inverse is one over their product. */
    private record Pair(Tensor step, Tensor change, double inverse) {
        Pair {
            step.keep();
            change.keep();
        }
    }

    /** What is known after an iteration: the direction, how far it was followed, the gradient and the loss before. */
    private record Last(Tensor direction, double length, Tensor gradient, double loss) {
        Last {
            direction.keep();
            gradient.keep();
        }
    }

    private final Deque<Pair> pairs = new ArrayDeque<>();
    private @Nullable Last last;
    private double scale = 1;
    private int iterations;
    private int evaluations;

    /**
     * The settings of {@link LBFGS}.
     *
     * @param lr the first guess of a step's length, 0 or more
     * @param maxIter how many iterations a call of step makes at most
     * @param maxEval how often a call of step computes the loss, about
     * @param toleranceGrad a gradient whose elements are all below this is zero
     * @param toleranceChange a change of the loss, or of all parameters, below this is none
     * @param historySize how many steps are remembered
     * @param strongWolfe whether a line search chooses the step's length
     */
    public record Options(
            double lr,
            int maxIter,
            int maxEval,
            double toleranceGrad,
            double toleranceChange,
            int historySize,
            boolean strongWolfe)
            implements Hyperparameters<Options> {
        /** Checks the settings. */
        public Options {
            check(lr >= 0, "LBFGS", "lr " + lr, "the learning rate must be 0 or more");
            check(maxIter > 0, "LBFGS", "maxIter " + maxIter, "there must be one iteration at least");
            check(historySize > 0, "LBFGS", "historySize " + historySize, "one step at least is remembered");
        }

        @Override
        public Options lr(double value) {
            return new Options(value, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, strongWolfe);
        }

        /**
         * These settings with another number of iterations, and a quarter more evaluations.
         *
         * @param value the setting
         * @return a copy
         */
        public Options maxIter(int value) {
            return new Options(lr, value, value * 5 / 4, toleranceGrad, toleranceChange, historySize, strongWolfe);
        }

        /**
         * These settings with another number of evaluations.
         *
         * @param value the setting
         * @return a copy
         */
        public Options maxEval(int value) {
            return new Options(lr, maxIter, value, toleranceGrad, toleranceChange, historySize, strongWolfe);
        }

        /**
         * These settings with other tolerances.
         *
         * @param gradient below which a gradient is zero
         * @param change below which a change is none
         * @return a copy
         */
        public Options tolerances(double gradient, double change) {
            return new Options(lr, maxIter, maxEval, gradient, change, historySize, strongWolfe);
        }

        /**
         * These settings with another number of remembered steps.
         *
         * @param value the setting
         * @return a copy
         */
        public Options historySize(int value) {
            return new Options(lr, maxIter, maxEval, toleranceGrad, toleranceChange, value, strongWolfe);
        }

        /**
         * These settings with or without a line search.
         *
         * @param value the setting
         * @return a copy
         */
        public Options strongWolfe(boolean value) {
            return new Options(lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, value);
        }

        @Override
        public SortedMap<String, String> settings() {
            return new PythonSettings()
                    .number("lr", lr, 1)
                    .text("max_iter", Integer.toString(maxIter))
                    .text("max_eval", Integer.toString(maxEval))
                    .number("tolerance_grad", toleranceGrad)
                    .number("tolerance_change", toleranceChange)
                    .text("history_size", Integer.toString(historySize))
                    .text("line_search_fn", strongWolfe ? "strong_wolfe" : "None")
                    .map();
        }
    }

    /**
     * LBFGS with a first step's length and the usual settings.
     *
     * @param parameters what to move
     * @param lr the first guess of a step's length; 1 is usual
     */
    public LBFGS(List<Parameter> parameters, double lr) {
        this(parameters, options(lr));
    }

    /**
     * LBFGS with settings.
     *
     * @param parameters what to move
     * @param options how: {@code LBFGS.options(1).strongWolfe(true)}
     */
    public LBFGS(List<Parameter> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * The usual settings, to be refined.
     *
     * @param lr the first guess of a step's length; 1 is usual
     * @return 20 iterations, tolerances 1e-7 and 1e-9, 100 remembered steps, no line search
     */
    public static Options options(double lr) {
        return new Options(lr, 20, 25, 1e-7, 1e-9, 100, false);
    }

    /**
     * Refuses: the loss has to be computed more than once.
     *
     * @throws IllegalStateException always
     */
    @Override
    public void step() {
        throw Complaint.about("step() of LBFGS")
                .because("it computes the loss several times in one step, and cannot without being told how")
                .hint("step(() -> { optimizer.zeroGrad(); ...; loss.backward(); return loss; })")
                .state();
    }

    @Override
    void update(Tensor parameter, Tensor gradient, Options options, State state) {
        step();
    }

    /**
     * Takes several steps.
     *
     * @param closure forgets old gradients, computes the loss, calls backward and returns the loss
     * @return the loss before the steps
     * @throws IllegalStateException when there is more than one group of parameters
     */
    @Override
    public Tensor step(Supplier<Tensor> closure) {
        if (groups().size() != 1) {
            throw Complaint.about("step of LBFGS with " + groups().size() + " groups of parameters")
                    .because("it moves all parameters along one direction, with one length")
                    .hint("one group")
                    .state();
        }
        Tensor before = evaluate(closure);
        Autograd.noGrad(() -> iterate(closure, before.item()));
        return before;
    }

    /** How often the closure was called since the beginning. */
    int evaluations() {
        return evaluations;
    }

    private Tensor evaluate(Supplier<Tensor> closure) {
        List<Tensor> result = new ArrayList<>();
        Autograd.enableGrad(() -> result.add(closure.get()));
        evaluations++;
        return result.getFirst();
    }

    private void iterate(Supplier<Tensor> closure, double first) {
        Options options = groups().getFirst().options();
        int calls = 1;
        double loss = first;
        Tensor gradient = gradient();
        if (largest(gradient) <= options.toleranceGrad()) {
            return;
        }
        for (int i = 1; i <= options.maxIter(); i++) {
            iterations++;
            Tensor direction = direction(gradient, options.historySize());
            double length = iterations == 1
                    ? Math.min(1, 1 / gradient.abs().sum().item()) * options.lr()
                    : options.lr();
            double slope = gradient.dot(direction).item();
            last = new Last(direction, length, gradient, loss);
            if (slope > -options.toleranceChange()) {
                break;
            }
            double lossBefore = loss;
            if (options.strongWolfe()) {
                StrongWolfe search = new StrongWolfe(
                        new StrongWolfe.Point(0, loss, gradient, slope),
                        largest(direction),
                        probe(closure, direction));
                StrongWolfe.Point best = search.from(length);
                length = best.step();
                loss = best.loss();
                gradient = best.gradient();
                calls += search.evaluations();
                move(direction, length);
            } else {
                move(direction, length);
                if (i < options.maxIter()) {
                    loss = evaluate(closure).item();
                    gradient = gradient();
                    calls++;
                }
            }
            last = new Last(direction, length, last.gradient(), lossBefore);
            if (calls >= options.maxEval()
                    || largest(gradient) <= options.toleranceGrad()
                    || largest(direction) * Math.abs(length) <= options.toleranceChange()
                    || Math.abs(loss - lossBefore) < options.toleranceChange()) {
                break;
            }
        }
    }

    /** Where to go: down the gradient first, later corrected by what is known of the curvature. */
    private Tensor direction(Tensor gradient, int historySize) {
        if (last == null) {
            return gradient.neg();
        }
        Tensor change = gradient.sub(last.gradient());
        Tensor step = last.direction().mul(last.length());
        double curvature = change.dot(step).item();
        if (curvature > LEAST_CURVATURE) {
            if (pairs.size() == historySize) {
                pairs.removeFirst();
            }
            pairs.addLast(new Pair(step, change, rounded(1 / curvature, gradient)));
            scale = rounded(curvature / change.dot(change).item(), gradient);
        }
        Tensor q = gradient.neg();
        Deque<Double> weights = new ArrayDeque<>();
        for (Iterator<Pair> newestFirst = pairs.descendingIterator(); newestFirst.hasNext(); ) {
            Pair pair = newestFirst.next();
            double weight = rounded(pair.step().dot(q).item() * pair.inverse(), gradient);
            weights.push(weight);
            q.update(Recipes.AXPY, q, pair.change(), scalar(-weight, q));
        }
        Tensor result = q.mul(scale);
        for (Pair pair : pairs) {
            double weight = rounded(pair.change().dot(result).item() * pair.inverse(), gradient);
            result.update(
                    Recipes.AXPY, result, pair.step(), scalar(rounded(weights.pop() - weight, gradient), result));
        }
        return result;
    }

    /** PyTorch keeps these numbers in tensors of the parameters' type. */
    private static double rounded(double value, Tensor like) {
        return like.dtype() == DType.FLOAT32 ? (float) value : value;
    }

    private java.util.function.DoubleFunction<StrongWolfe.Point> probe(Supplier<Tensor> closure, Tensor direction) {
        return length -> {
            List<Tensor> here =
                    parameters().stream().map(parameter -> parameter.value().clone()).toList();
            move(direction, length);
            double loss = evaluate(closure).item();
            Tensor gradient = gradient();
            for (int i = 0; i < here.size(); i++) {
                parameters().get(i).value().copyFrom(here.get(i));
            }
            return new StrongWolfe.Point(length, loss, gradient, gradient.dot(direction).item());
        };
    }

    private List<Parameter> parameters() {
        return groups().getFirst().parameters();
    }

    /** The gradients of all parameters in one vector, a copy. */
    private Tensor gradient() {
        Tensor[] parts = parameters().stream()
                .map(parameter -> {
                    Tensor gradient = parameter.grad();
                    return gradient == null || !parameter.requiresGrad()
                            ? Tensor.zeros(parameter.dtype(), parameter.size())
                                    .to(parameter.value().device())
                            : gradient.detach().flatten();
                })
                .toArray(Tensor[]::new);
        return parts.length == 1 ? parts[0].clone() : Tensor.cat(0, parts);
    }

    private void move(Tensor direction, double length) {
        int offset = 0;
        for (Parameter parameter : parameters()) {
            if (parameter.requiresGrad()) { // remembered steps still point along one that was frozen since
                Tensor part = direction.slice(0, offset, offset + parameter.size(), 1)
                        .reshape(parameter.shape().sizes());
                parameter.value().update(Recipes.AXPY, parameter.value(), part, scalar(length, part));
            }
            offset += parameter.size();
        }
    }

    private static double largest(Tensor x) {
        return x.abs().max().item();
    }

    // ---- state ------------------------------------------------------------------------------------------------------

    @Override
    boolean fits(String slot, Tensor remembered, Parameter parameter) {
        int all = parameters().stream().mapToInt(Parameter::size).sum();
        return remembered.rank() == 0 || slot.equals(INVERSES) || remembered.size(-1) == all;
    }

    @Override
    void save(SequencedMap<String, Tensor> slots) {
        slots.put("func_evals", Tensor.scalar(evaluations, DType.INT64));
        slots.put("n_iter", Tensor.scalar(iterations, DType.INT64));
        if (last == null) {
            return;
        }
        slots.put("d", last.direction().clone());
        slots.put("t", Tensor.scalar(last.length(), DType.FLOAT64));
        slots.put("prev_flat_grad", last.gradient().clone());
        slots.put("prev_loss", Tensor.scalar(last.loss(), DType.FLOAT64));
        slots.put("H_diag", Tensor.scalar(scale, DType.FLOAT64));
        if (!pairs.isEmpty()) {
            slots.put("old_dirs", Tensor.stack(0, pairs.stream().map(Pair::change).toArray(Tensor[]::new)));
            slots.put("old_stps", Tensor.stack(0, pairs.stream().map(Pair::step).toArray(Tensor[]::new)));
            slots.put(INVERSES, Tensor.of(pairs.stream().mapToDouble(Pair::inverse).toArray(), pairs.size()));
        }
    }

    @Override
    boolean load(SequencedMap<String, Tensor> slots) {
        pairs.clear();
        last = null;
        evaluations = (int) number(slots, "func_evals");
        iterations = (int) number(slots, "n_iter");
        scale = slots.containsKey("H_diag") ? number(slots, "H_diag") : 1;
        Tensor direction = slots.get("d");
        Tensor gradient = slots.get("prev_flat_grad");
        if (direction != null && gradient != null) {
            last = new Last(direction.clone(), number(slots, "t"), gradient.clone(), number(slots, "prev_loss"));
        }
        Tensor changes = slots.get("old_dirs");
        Tensor steps = slots.get("old_stps");
        Tensor inverses = slots.get(INVERSES);
        if (changes != null && steps != null && inverses != null) {
            for (int i = 0; i < changes.size(0); i++) {
                pairs.add(new Pair(
                        steps.select(0, i).clone(), changes.select(0, i).clone(), inverses.at(i)));
            }
        }
        return true;
    }

    private static double number(SequencedMap<String, Tensor> slots, String name) {
        Tensor value = slots.get(name);
        return value == null ? 0 : value.item();
    }
}
