package org.cotangent.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.cotangent.Entry;
import org.cotangent.Node;
import org.cotangent.Op;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Complaint;

/**
 * Compares gradients with differences of the function, in float64.
 *
 * <pre>{@code
 * GradCheck.assertCorrect(in -> in.get(0).matmul(in.get(1)).tanh(), x, w);
 * }</pre>
 *
 * <p>{@link #full()} compares every derivative of every element of the result with respect to every element of every
 * argument; {@link #fast()} compares random projections {@code u^T J v} and, in full, a random sample of elements, and
 * goes over to full as soon as something does not agree. Floating-point arguments are checked as float64 copies; if some of them
 * require a gradient, only those are checked. Order 2 checks the gradient of {@code u^T J(x)} with respect to x and u.
 *
 * <p>Instances are immutable.
 */
public final class GradCheck implements GradientChecker {
    private static final long SEED = 2021;
    private static final int SAMPLE = 12;
    private static final int LITERALS = 64;

    private final int order;
    private final boolean fast;
    private final double tolerance;
    private final long seed;

    private GradCheck(int order, boolean fast, double tolerance, long seed) {
        this.order = order;
        this.fast = fast;
        this.tolerance = tolerance;
        this.seed = seed;
    }

    /**
     * Compares everything: for small arguments.
     *
     * @return a check of orders 1 and 2 to seven digits
     */
    public static GradCheck full() {
        return new GradCheck(2, false, 1e-7, SEED);
    }

    /**
     * Compares projections and a sample: for large arguments.
     *
     * @return a check of orders 1 and 2 to seven digits
     */
    public static GradCheck fast() {
        return new GradCheck(2, true, 1e-7, SEED);
    }

    /**
     * This check up to another order.
     *
     * @param highest 1 for the gradient alone, 2 for the gradient of the gradient as well, and so on
     * @return a new check
     */
    public GradCheck order(int highest) {
        if (highest < 1) {
            throw Complaint.about("a gradient check of order " + highest)
                    .because("the gradient itself is order 1")
                    .hint("order(1) or order(2)")
                    .argument();
        }
        return new GradCheck(highest, fast, tolerance, seed);
    }

    /**
     * This check with another tolerance.
     *
     * @param relative the largest relative error of a derivative, on top of what rounding explains
     * @return a new check
     */
    public GradCheck tolerance(double relative) {
        return new GradCheck(order, fast, relative, seed);
    }

    /**
     * This check with other random projections.
     *
     * @param newSeed of the cotangents, directions and samples
     * @return a new check
     */
    public GradCheck seed(long newSeed) {
        return new GradCheck(order, fast, tolerance, newSeed);
    }

    /**
     * Checks the first and second order of the gradient in full and throws when it is wrong.
     *
     * @param f the function
     * @param at its arguments
     * @throws AssertionError with a diagnosis
     */
    public static void assertCorrect(DifferentiableFunction f, Tensor... at) {
        full().check(f, List.of(at)).orThrow();
    }

    /**
     * Checks a gradient that was written outside of the engine and throws when it is wrong.
     *
     * @param f the function
     * @param gradient its gradient, as long as the argument
     * @param at the argument
     * @throws AssertionError with a diagnosis
     */
    public static void assertCorrect(
            ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient, double... at) {
        full().check(f, gradient, at).orThrow();
    }

    @Override
    public Verdict check(DifferentiableFunction f, List<Tensor> at) {
        String replay = this + ".check(f, List.of(" + literals(at) + ")).orThrow();";
        Verdict verdict = Verdict.correct(0);
        if (TensorSubject.checked(at).length == 0) {
            return verdict;
        }
        DifferentiableFunction g = f;
        List<Tensor> arguments = new ArrayList<>(at);
        Random random = new Random(seed);
        for (int n = 1; n <= order && verdict.faults().isEmpty(); n++) {
            if (n > 1) {
                // The next order is the same check of another function.
                DifferentiableFunction inner = g;
                int[] sizes = inner.apply(leaves(arguments)).shape().sizes();
                int count = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
                g = new GradientOf(inner, arguments);
                Tensor u = Tensor.of(random.doubles(count, 0.5, 1.5).toArray(), sizes);
                arguments.add(arguments.stream().anyMatch(Tensor::requiresGrad) ? u.requiresGrad(true) : u);
            }
            TensorSubject subject = new TensorSubject(g, arguments, replay);
            verdict = verdict.and(compare(subject, subject.point(), n, random));
        }
        return verdict.faults().isEmpty() ? verdict : explained(verdict, f.apply(leaves(at)));
    }

    /** A surrogate is not meant to be the derivative, so there is nothing to wonder about. */
    private static Verdict explained(Verdict verdict, Tensor y) {
        Set<String> surrogates = new TreeSet<>();
        Set<Node> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>();
        Node last = y.gradFn();
        if (last != null) {
            open.push(last);
        }
        while (!open.isEmpty()) {
            Node node = open.pop();
            Op op = node.op();
            if (op != null && op.entry().derivative() == Entry.Derivative.SURROGATE) {
                surrogates.add(op.name());
            }
            for (Node input : node.inputs()) {
                if (input != null && seen.add(input)) {
                    open.push(input);
                }
            }
        }
        String what = "The rule of " + String.join(", ", surrogates) + " is marked as a surrogate: it is not meant to be"
                + " the derivative.";
        return surrogates.isEmpty()
                ? verdict
                : new Verdict(
                        verdict.faults().stream()
                                .map(each -> each.because(Cause.SURROGATE, what))
                                .toList(),
                        verdict.remarks(),
                        verdict.comparisons());
    }

    private static List<Tensor> leaves(List<Tensor> at) {
        return at.stream()
                .map(each -> each.dtype().isFloating() ? each.detach().to(DType.FLOAT64).requiresGrad(true) : each)
                .toList();
    }

    /**
     * Checks a gradient that was written outside of the engine.
     *
     * @param f the function
     * @param gradient its gradient, as long as the argument
     * @param at the argument
     * @return the verdict
     */
    public Verdict check(ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient, double... at) {
        String replay = this + ".check(f, gradient, " + inside(Arrays.toString(at)) + ").orThrow();";
        Subject subject = new ArraySubject(f, gradient, at.length, replay);
        return compare(subject, new double[][] {at.clone()}, 1, new Random(seed));
    }

    /** One order at one point and a little beside it. */
    private Verdict compare(Subject subject, double[][] x, int n, Random random) {
        if (Arrays.stream(x).allMatch(each -> each.length == 0)) {
            return Verdict.correct(0);
        }
        Case here = new Case(subject, x, tolerance, n, random);
        ProjectionCheck projections = new ProjectionCheck(here, SAMPLE);
        Verdict verdict =
                fast && projections.agrees() ? Verdict.correct(projections.comparisons()) : FullCheck.of(here);
        return verdict.faults().isEmpty() ? verdict.and(beside(here)) : verdict;
    }

    /** A rule that saved something of its first call is right only at the first point. */
    private static Verdict beside(Case here) {
        Subject subject = here.subject();
        Case nearby = here.at(here.nearby());
        boolean outside = !Arrays.stream(subject.value(nearby.x())).allMatch(Double::isFinite);
        if (outside || new ProjectionCheck(nearby, 0).agrees()) {
            return Verdict.correct(1);
        }
        Verdict verdict = FullCheck.of(nearby);
        boolean frozen = Jacobian.of(subject, subject.record(here.x()))
                .isSameAs(Jacobian.of(subject, subject.record(nearby.x())));
        List<Diagnosis> faults = verdict.faults().stream()
                .filter(each -> each.cause().blamesTheRule())
                .map(each -> frozen ? stale(each) : each)
                .toList();
        return new Verdict(faults, List.of(), verdict.comparisons());
    }

    private static Diagnosis stale(Diagnosis found) {
        return found.because(
                Cause.DEPENDS_ON_STATE,
                "Right at the point itself and the same numbers again a little beside it, where others are right:"
                        + " the rule uses what it saved at an earlier call.");
    }

    private String literals(List<Tensor> at) {
        int count = at.stream().mapToInt(Tensor::size).sum();
        if (count > LITERALS) {
            return "... the same " + at.size() + " arguments";
        }
        List<String> texts = new ArrayList<>();
        for (Tensor each : at) {
            texts.add(literal(each));
        }
        return String.join(", ", texts);
    }

    private static String literal(Tensor x) {
        String values =
                switch (x.dtype()) {
                    case BOOL -> "new boolean[] {" + inside(Arrays.toString(x.toBooleans()));
                    case INT64 -> "new long[] {" + inside(Arrays.toString(x.toLongs()));
                    default -> "new double[] {" + inside(Arrays.toString(x.toDoubles()));
                };
        String sizes = inside(Arrays.toString(x.shape().sizes()));
        return "Tensor.of(" + values + "}" + (sizes.isEmpty() ? "" : ", " + sizes) + ")";
    }

    private static String inside(String bracketed) {
        return bracketed.substring(1, bracketed.length() - 1);
    }

    /** The line of Java that makes this check. */
    @Override
    public String toString() {
        return "GradCheck." + (fast ? "fast()" : "full()") + (order == 2 ? "" : ".order(" + order + ")")
                + (tolerance == 1e-7 ? "" : ".tolerance(" + tolerance + ")")
                + (seed == SEED ? "" : ".seed(" + seed + "L)");
    }
}
