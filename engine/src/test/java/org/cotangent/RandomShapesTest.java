package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.cotangent.check.DifferentiableFunction;
import org.cotangent.check.GradCheck;
import org.cotangent.check.Laws;
import org.cotangent.check.Sampler;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Shape;

/** Rules on shapes that nobody chose: first and second order, in float64, on the scalar backend; views among them. */
class RandomShapesTest {
    private static final GradCheck CHECK = GradCheck.fast();
    private static String before = "auto";

    @BeforeContainer
    static void useTheDefinition() {
        before = Backends.current().name();
        Backends.use("scalar");
    }

    @AfterContainer
    static void useWhatWasUsed() {
        Backends.use(before);
    }

    @Provide
    Arbitrary<Random> dice() {
        return Arbitraries.longs().map(Random::new);
    }

    private static final List<Unary> UNARY = new ArrayList<>();
    private static final List<Binary> BINARY = new ArrayList<>();

    static {
        // An entry's first row tells what kind of operation it belongs to.
        for (Entry entry : Entry.all()) {
            Example row = entry.examples().getFirst();
            Node made = row.call().apply(Sampler.operands(row).sample(new Random(0))).gradFn();
            if (made != null && made.op() instanceof Unary op) {
                UNARY.add(op);
            } else if (made != null && made.op() instanceof Binary op) {
                BINARY.add(op);
            }
        }
    }

    private static Tensor draw(Domain domain, Shape shape, Random random) {
        return Sampler.tensors(r -> shape, domain.low(), domain.high(), domain.avoid()).sample(random);
    }

    private static Tensor draw(Random random, int... sizes) {
        return Sampler.tensors(r -> Shape.of(sizes), -2, 2).sample(random);
    }

    private static void check(DifferentiableFunction f, Tensor... at) {
        CHECK.check(f, List.of(at)).orThrow();
    }

    @Property(tries = 12)
    void everyElementwiseOperationOfOneOperand(@ForAll("dice") Random random) {
        assertTrue(UNARY.size() >= 10, () -> "only " + UNARY);
        for (Unary op : UNARY) {
            Domain domain = op.entry().examples().getFirst().operands().getFirst();
            Shape shape = Sampler.shapes(3, 3).sample(random);
            check(in -> op.of(in.get(0)), draw(domain, shape, random));
        }
    }

    @Property(tries = 12)
    void everyElementwiseOperationOfTwoOperandsThatBroadcast(@ForAll("dice") Random random) {
        assertTrue(BINARY.size() >= 8, () -> "only " + BINARY);
        for (Binary op : BINARY) {
            List<Domain> domains = op.entry().examples().getFirst().operands();
            Sampler.Pair shapes = Sampler.broadcasting(3, 3).sample(random);
            Tensor a = draw(domains.get(0), shapes.left(), random);
            Tensor b = draw(domains.get(1), shapes.right(), random);
            check(in -> op.of(in.get(0), in.get(1)), a, b);
            Laws.broadcasting(op::of, a, b, random).orThrow();
        }
    }

    @Property(tries = 25)
    void matrixProductsOfAllRanks(@ForAll("dice") Random random) {
        Sampler.Pair batch = Sampler.broadcasting(2, 2).sample(random);
        int m = random.nextInt(1, 4);
        int k = random.nextInt(1, 4);
        int n = random.nextInt(1, 4);
        Tensor a = random.nextInt(4) == 0 ? draw(random, k) : draw(random, with(batch.left(), m, k));
        Tensor b = random.nextInt(4) == 0 ? draw(random, k) : draw(random, with(batch.right(), k, n));
        check(in -> in.get(0).matmul(in.get(1)), a, b);
    }

    private static int[] with(Shape batch, int rows, int columns) {
        int[] sizes = Arrays.copyOf(batch.sizes(), batch.rank() + 2);
        sizes[batch.rank()] = rows;
        sizes[batch.rank() + 1] = columns;
        return sizes;
    }

    @Property(tries = 25)
    void reductionsOverAnyAxes(@ForAll("dice") Random random) {
        Shape shape = Sampler.shapes(1, 3, 3).sample(random);
        int[] axes = random.ints(0, shape.rank()).distinct().limit(random.nextInt(shape.rank() + 1)).toArray();
        boolean keep = random.nextBoolean();
        Tensor x = distinct(shape, random);
        check(in -> in.get(0).square().sum(keep, axes), x);
        check(in -> in.get(0).square().mean(keep, axes), x);
        check(in -> in.get(0).amax(keep, axes), x);
        check(in -> in.get(0).amin(keep, axes), x);
        check(in -> in.get(0).logSumExp(keep, axes), x);
        int axis = random.nextInt(-shape.rank(), shape.rank());
        check(in -> in.get(0).softmax(axis), x);
        check(in -> in.get(0).logSoftmax(axis), x);
        check(in -> in.get(0).max(axis).values(), x);
        check(in -> in.get(0).min(axis).values(), x);
    }

    /** No two elements closer than 0.1: the largest one stays the largest within a step. */
    private static Tensor distinct(Shape shape, Random random) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            values.add(0.15 * i - 1 + random.nextDouble(0.05));
        }
        java.util.Collections.shuffle(values, random);
        return Tensor.of(values.stream().mapToDouble(Double::doubleValue).toArray(), shape.sizes())
                .requiresGrad(true);
    }

    @Property(tries = 25)
    void shapesAndSlices(@ForAll("dice") Random random) {
        Shape shape = Sampler.shapes(1, 3, 4).sample(random);
        int axis = random.nextInt(shape.rank());
        int size = shape.size(axis);
        int start = random.nextInt(size);
        int end = random.nextInt(start + 1, size + 1);
        int step = random.nextInt(1, 3);
        Tensor x = draw(random, shape.sizes());
        check(in -> in.get(0).slice(axis, start, end, step).square(), x);
        check(in -> in.get(0).select(axis, start).square(), x);
        check(in -> in.get(0).flip(axis).square(), x);
        check(in -> in.get(0).transpose(0, axis).flatten().square(), x);
        check(in -> in.get(0).unsqueeze(axis).expand(wide(shape, axis)).square(), x);
        check(in -> Tensor.cat(axis, in.get(0), in.get(1).square(), in.get(0)), x, draw(random, shape.sizes()));
        check(in -> Tensor.stack(axis, in.get(0), in.get(0).square()), x);
        check(in -> in.get(0).squeeze().square(), x);
    }

    private static int[] wide(Shape shape, int axis) {
        return shape.insert(axis, 3).sizes();
    }

    @Property(tries = 25)
    void picking(@ForAll("dice") Random random) {
        Shape shape = Sampler.shapes(1, 3, 3).sample(random);
        int axis = random.nextInt(shape.rank());
        Tensor x = draw(random, shape.sizes());
        Tensor rows = Tensor.of(random.longs(4, 0, shape.size(axis)).toArray(), 4);
        check(in -> in.get(0).indexSelect(axis, rows).square(), x);
        Shape picked = shape.with(axis, 4);
        Tensor places = Tensor.of(random.longs(picked.size(), 0, shape.size(axis)).toArray(), picked.sizes());
        check(in -> in.get(0).gather(axis, places).square(), x);
        check(in -> in.get(0).scatterAdd(axis, places, in.get(1)).square(), x, draw(random, picked.sizes()));
        Tensor mask = Domain.mask(shape.sizes()).sample(random);
        check(in -> mask.where(in.get(0).square(), in.get(1).exp()), x, draw(random, shape.sizes()));
    }

    @Property(tries = 20)
    void losses(@ForAll("dice") Random random) {
        int n = random.nextInt(1, 5);
        int classes = random.nextInt(1, 5);
        Tensor x = draw(random, n, classes);
        Tensor labels = Tensor.of(random.longs(n, 0, classes).toArray(), n);
        check(in -> in.get(0).crossEntropy(labels), x);
        check(in -> in.get(0).mse(in.get(1)), x, draw(random, n, classes));
        check(in -> in.get(0).prelu(in.get(1)).square(), away(random, n, classes), draw(random, classes));
    }

    private static Tensor away(Random random, int... sizes) {
        return Sampler.tensors(r -> Shape.of(sizes), -2, 2, 0).sample(random);
    }

    // ---- fused against decomposed -----------------------------------------------------------------------------------

    @Property(tries = 20)
    void fusedOperationsAreTheirDecompositions(@ForAll("dice") Random random) {
        Shape shape = Sampler.shapes(1, 3, 4).sample(random);
        Tensor g = draw(random, shape.sizes());
        Tensor y = away(random, shape.sizes());
        same(in -> Pointwise.TANH_GRAD.of(in.get(0), in.get(1)), in -> in.get(0).mul(in.get(1).square().rsub(1)), random, g, y);
        same(
                in -> Pointwise.SIGMOID_GRAD.of(in.get(0), in.get(1)),
                in -> in.get(0).mul(in.get(1)).mul(in.get(1).rsub(1)),
                random,
                g,
                y);
        same(
                in -> Pointwise.RELU_GRAD.of(in.get(0), in.get(1)),
                in -> in.get(0).mul(in.get(1).gt(0).to(DType.FLOAT64)),
                random,
                g,
                y);
        same(in -> in.get(0).tanh(), in -> tanh(in.get(0)), random, g);
        same(in -> in.get(0).sigmoid(), in -> in.get(0).neg().exp().add(1).reciprocal(), random, g);
        same(in -> in.get(0).relu(), in -> in.get(0).mul(in.get(0).gt(0).to(DType.FLOAT64)), random, y);
        same(in -> in.get(0).square(), in -> in.get(0).mul(in.get(0)), random, g);
        int axis = random.nextInt(shape.rank());
        same(in -> in.get(0).softmax(axis), in -> softmax(in.get(0), axis), random, g);
        same(in -> in.get(0).logSoftmax(axis), in -> softmax(in.get(0), axis).log(), random, g);
        same(in -> in.get(0).logSumExp(axis), in -> in.get(0).exp().sum(axis).log(), random, g);
    }

    private static Tensor tanh(Tensor x) {
        Tensor e = x.mul(2).exp();
        return e.sub(1).div(e.add(1));
    }

    private static Tensor softmax(Tensor x, int axis) {
        return x.exp().div(x.exp().sum(true, axis));
    }

    @Property(tries = 20)
    void linearIsAProductAndABias(@ForAll("dice") Random random) {
        int in = random.nextInt(1, 5);
        int out = random.nextInt(1, 5);
        int[] sizes = random.nextBoolean() ? new int[] {random.nextInt(1, 5), in} : new int[] {2, 3, in};
        same(
                t -> t.get(0).linear(t.get(1), t.get(2)),
                t -> t.get(0).matmul(t.get(1).t()).add(t.get(2)),
                random,
                draw(random, sizes),
                draw(random, out, in),
                draw(random, out));
    }

    private static void same(
            DifferentiableFunction fused, DifferentiableFunction decomposed, Random random, Tensor... at) {
        Laws.same(fused, decomposed, List.of(at), random).orThrow();
    }

    @Property(tries = 30)
    void samplersDrawWhatTheySay(@ForAll("dice") Random random) {
        Sampler.Pair pair = Sampler.broadcasting(4, 5).sample(random);
        assertEquals(pair.common(), pair.left().broadcast(pair.right(), "test"));
        Tensor x = Sampler.tensors(Sampler.shapes(1, 3, 4), -1, 1, 0.5).sample(random);
        assertTrue(x.requiresGrad() && x.isLeaf() && x.rank() >= 1 && x.rank() <= 3);
        for (double value : x.toDoubles()) {
            assertTrue(value >= -1 && value < 1 && Math.abs(value - 0.5) >= 0.05);
        }
    }
}
