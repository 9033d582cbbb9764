package org.cotangent.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.cotangent.Domain;
import org.cotangent.Example;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Shape;

/**
 * Draws something for a check: a shape, two shapes that broadcast, the values of a tensor.
 *
 * <p>Any property-testing library can draw a seed and hand over its generator. With jqwik:
 *
 * <pre>{@code
 * @Provide
 * Arbitrary<Tensor> tensors() {
 *     return Arbitraries.randomValue(random -> Sampler.tensors(Sampler.shapes(3, 4), -2, 2).sample(random));
 * }
 * }</pre>
 *
 * @param <T> what is drawn
 */
@FunctionalInterface
public interface Sampler<T> {
    /**
     * Draws one.
     *
     * @param random where from
     * @return the same for the same state of the generator
     */
    T sample(RandomGenerator random);

    /**
     * What becomes of a draw.
     *
     * @param change applied to each draw
     * @return the sampler of the results
     * @param <R> of the results
     */
    default <R> Sampler<R> map(Function<? super T, ? extends R> change) {
        return random -> change.apply(sample(random));
    }

    /**
     * Two shapes that broadcast, and what they broadcast to.
     *
     * @param left of the left operand
     * @param right of the right operand
     * @param common of the result
     */
    record Pair(Shape left, Shape right, Shape common) {}

    /**
     * Shapes from a scalar on. Axes of size 1 come often, since that is where broadcasting goes wrong.
     *
     * @param maxRank the largest number of axes
     * @param maxSize the largest size of an axis
     * @return the sampler
     */
    static Sampler<Shape> shapes(int maxRank, int maxSize) {
        return shapes(0, maxRank, maxSize);
    }

    /**
     * Shapes with a least number of axes.
     *
     * @param minRank the smallest number of axes
     * @param maxRank the largest number of axes
     * @param maxSize the largest size of an axis
     * @return the sampler
     */
    static Sampler<Shape> shapes(int minRank, int maxRank, int maxSize) {
        return random -> {
            int[] sizes = new int[random.nextInt(minRank, maxRank + 1)];
            for (int axis = 0; axis < sizes.length; axis++) {
                sizes[axis] = random.nextInt(4) == 0 ? 1 : random.nextInt(1, maxSize + 1);
            }
            return Shape.of(sizes);
        };
    }

    /**
     * Pairs of shapes that broadcast: axes shrunk to 1 and leading axes dropped, on either side.
     *
     * @param maxRank the largest number of axes of the result
     * @param maxSize the largest size of an axis
     * @return the sampler
     */
    static Sampler<Pair> broadcasting(int maxRank, int maxSize) {
        return random -> {
            Shape whole = shapes(maxRank, maxSize).sample(random);
            Shape left = shrunk(whole, random);
            Shape right = shrunk(whole, random);
            return new Pair(left, right, left.broadcast(right, "a sampled pair"));
        };
    }

    private static Shape shrunk(Shape whole, RandomGenerator random) {
        int dropped = random.nextInt(3) == 0 ? random.nextInt(whole.rank() + 1) : 0;
        int[] sizes = new int[whole.rank() - dropped];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = random.nextInt(3) == 0 ? 1 : whole.size(axis + dropped);
        }
        return Shape.of(sizes);
    }

    /**
     * Float64 tensors that require a gradient: some of them row-major, some transposed, some slices of larger arrays.
     *
     * @param shapes their shapes
     * @param low the smallest value
     * @param high the largest value
     * @param avoid kinks and poles that the values keep away from
     * @return the sampler
     */
    static Sampler<Tensor> tensors(Sampler<Shape> shapes, double low, double high, double... avoid) {
        return random -> {
            Shape shape = shapes.sample(random);
            Domain domain = new Domain(shape, DType.FLOAT64, low, high, avoid);
            return switch (random.nextInt(3)) {
                case 0 -> transposed(domain, random);
                case 1 -> sliced(domain, random);
                default -> domain.sample(random);
            };
        };
    }

    private static Tensor transposed(Domain domain, RandomGenerator random) {
        int rank = domain.shape().rank();
        int[] sizes = new int[rank];
        int[] back = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            back[axis] = rank - 1 - axis;
            sizes[axis] = domain.shape().size(rank - 1 - axis);
        }
        Tensor whole = domain.shaped(sizes).sample(random).detach();
        return (rank < 2 ? whole : whole.permute(back)).requiresGrad(true);
    }

    private static Tensor sliced(Domain domain, RandomGenerator random) {
        if (domain.shape().rank() == 0) {
            return domain.sample(random);
        }
        int axis = random.nextInt(domain.shape().rank());
        int size = domain.shape().size(axis);
        Tensor whole = domain.shaped(domain.shape().with(axis, size + 2).sizes()).sample(random);
        return whole.detach().slice(axis, 1, size + 1).requiresGrad(true);
    }

    /**
     * The operands of one row of an operation's entry.
     *
     * @param row which
     * @return the sampler
     */
    static Sampler<List<Tensor>> operands(Example row) {
        return random -> {
            List<Tensor> drawn = new ArrayList<>();
            for (Domain domain : row.operands()) {
                drawn.add(domain.sample(random));
            }
            return drawn;
        };
    }
}
