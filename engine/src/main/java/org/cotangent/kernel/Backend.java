package org.cotangent.kernel;

import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Everything a device must be able to compute. Arrays in, new arrays out; no tensors, no operations, no gradients.
 *
 * <p>Every method accepts any layout (transposed, sliced, expanded) and returns a new row-major array. {@link
 * ScalarBackend} implements all of them; other backends extend it and override what is worth it, so that no backend can
 * lack one.
 */
public interface Backend {
    /**
     * The backend's short name, as given to {@code --backend}.
     *
     * @return {@code scalar}, {@code simd} or {@code cuda}
     */
    String name();

    /**
     * A new row-major array of zeros where this backend computes.
     *
     * @param type of the elements
     * @param shape its shape
     * @return the array
     */
    default NdArray allocate(DType type, Shape shape) {
        return NdArray.allocate(type, shape);
    }

    /**
     * A new row-major array for a result, all of whose elements are about to be written; see {@link NdArray#room}.
     *
     * @param type of the elements
     * @param shape its shape
     * @return the array
     */
    default NdArray room(DType type, Shape shape) {
        return NdArray.room(type, shape);
    }

    /**
     * A new row-major array of zeros for a result, some of whose elements are about to be written; see {@link NdArray#zeros}.
     *
     * @param type of the elements
     * @param shape its shape
     * @return the array
     */
    default NdArray zeros(DType type, Shape shape) {
        return NdArray.zeros(type, shape);
    }

    /**
     * Runs a recipe on every element, after broadcasting.
     *
     * @param recipe what to compute
     * @param type the type to compute in; the type of all operands but masks
     * @param operands as many as the recipe takes
     * @return an array of {@code type}, or of bool when the recipe makes a mask
     */
    NdArray map(Recipe recipe, DType type, NdArray... operands);

    /**
     * Runs a recipe on every element and writes over an array, which may be one of the operands.
     *
     * @param recipe what to compute
     * @param out where to; the operands broadcast to its shape
     * @param operands as many as the recipe takes; each has the layout of {@code out}, or shares no memory with it
     */
    void mapInto(Recipe recipe, NdArray out, NdArray... operands);

    /**
     * Runs a {@linkplain Recipe#inPlace recipe in place}: every result is written over its operand, after all of them have
     * been computed.
     *
     * @param recipe what to compute
     * @param numbers as many as the recipe takes, rounded to the type of the arrays
     * @param operands arrays of one floating-point type and one shape; those that are changed share no memory with others
     */
    void mapInPlace(Recipe recipe, double[] numbers, NdArray... operands);

    /**
     * Copies to a row-major array of another or the same type.
     *
     * @param x the array
     * @param type the type to convert to
     * @return always a new array
     */
    NdArray copy(NdArray x, DType type);

    /**
     * Copies the elements of one array over those of another.
     *
     * @param from broadcasts to the shape of {@code into}, with which it shares no memory
     * @param into any layout that is {@link org.cotangent.shape.Layout#isWritable() writable}
     */
    void copyInto(NdArray from, NdArray into);

    /**
     * Reduces over some axes, which stay with size 1.
     *
     * @param fold how
     * @param x the array
     * @param reduced which axes, one flag for each
     * @return the reduced array
     */
    NdArray fold(Fold fold, NdArray x, boolean... reduced);

    /**
     * The place of the first largest or smallest element along one axis, which stays with size 1.
     *
     * @param largest the largest rather than the smallest
     * @param x the array
     * @param axis along which
     * @return int64
     */
    NdArray argFold(boolean largest, NdArray x, int axis);

    /**
     * Matrix products {@code [..., m, k] x [..., k, n] -> [..., m, n]}.
     *
     * @param a the left factors
     * @param b the right factors, with the same leading axes (expand them first)
     * @param bias one row of n numbers that every row of the product starts from, or null for zeros
     * @return the products
     */
    NdArray matmul(NdArray a, NdArray b, @Nullable NdArray bias);

    /**
     * Picks elements along one axis: {@code out[i][j] = x[index[i][j]][j]} for axis 0.
     *
     * @param x the array
     * @param axis along which the index counts
     * @param index int64 of the same rank, no larger than {@code x} along the other axes, each 0 to size - 1
     * @return an array of the index's shape
     */
    NdArray gather(NdArray x, int axis, NdArray index);

    /**
     * The reverse of {@link #gather}: adds each source element to the place that the index names, in order.
     *
     * @param shape of the result, which starts as zeros
     * @param axis along which the index counts
     * @param index int64, as in gather
     * @param source an array of the index's shape
     * @return the sums
     */
    NdArray scatterAdd(Shape shape, int axis, NdArray index, NdArray source);

    /**
     * The softmax along the last axis: {@code e^x / sum e^x}, computed from x - max x.
     *
     * @param x float32 or float64 of rank 1 or more
     * @param log its logarithm instead
     * @return an array of the same shape
     */
    NdArray softmax(NdArray x, boolean log);

    /**
     * How a change of logarithms of a softmax goes back: {@code g - e^y sum g} along the last axis.
     *
     * @param g float32 or float64 of rank 1 or more, in Java's memory
     * @param y what {@link #softmax} gave, of the same shape and type
     * @return an array of the same shape
     */
    default NdArray logSoftmaxGrad(NdArray g, NdArray y) {
        return Backends.scalar().logSoftmaxGrad(g, y);
    }

    /**
     * The convolution {@code y[n, o] = bias[o] + sum over c, k of w[o, c, k] x[n, c, ...]}, for many images.
     *
     * @param at where the places of the kernel lie over the last axes
     * @param groups in how many parts the channels fall
     * @param x [N, C, ...], float32 or float64
     * @param w [O, C / groups, ...], of the same type
     * @param bias [O], or null
     * @return [N, O, ...]
     */
    default NdArray convolve(Placement at, int groups, NdArray x, NdArray w, @Nullable NdArray bias) {
        return new WindowMatrices(this, at, groups).convolve(x, w, bias);
    }

    /**
     * The transposed convolution: what {@link #convolve} does with every element of its input, the other way round.
     *
     * @param at where the places of the kernel lie over the last axes of the result
     * @param groups in how many parts the channels fall
     * @param g [N, O, ...], one number for each place, float32 or float64
     * @param w [O, C / groups, ...], of the same type
     * @return [N, C, ...]
     */
    default NdArray convolveBack(Placement at, int groups, NdArray g, NdArray w) {
        return new WindowMatrices(this, at, groups).convolveBack(g, w);
    }

    /**
     * Rows along the last axis with mean 0 and variance 1, scaled and shifted: {@code y = (x - mean x) / sqrt(var x + eps)
     * weight + bias}.
     *
     * @param x float32 or float64 of rank 1 or more, in Java's memory
     * @param eps added to the variance
     * @param weight broadcasts to the shape of x, of its type; null for ones
     * @param bias likewise; null for zeros
     * @return an array of the shape of x
     */
    default NdArray standardize(NdArray x, double eps, @Nullable NdArray weight, @Nullable NdArray bias) {
        return Backends.scalar().standardize(x, eps, weight, bias);
    }

    /**
     * How a change of standardized rows goes back to them: {@code (h - y mean(h y) - mean h) / sqrt(var x + eps)} with
     * {@code h = g weight}.
     *
     * @param x the rows before they were standardized, in Java's memory
     * @param g of the same shape and type
     * @param eps added to the variance
     * @param weight what the standardized rows are scaled with, as in {@link #standardize}; null for ones
     * @return an array of the same shape
     */
    default NdArray standardizeGrad(NdArray x, NdArray g, double eps, @Nullable NdArray weight) {
        return Backends.scalar().standardizeGrad(x, g, eps, weight);
    }

    /**
     * The places of the first largest elements of all windows over the last axes, counted in row-major order over them.
     * NaN counts as the largest; of several, the last is taken.
     *
     * @param at where the windows lie
     * @param x [N, C, ...], float32 or float64, in Java's memory
     * @return int64 [N, C, ...], one for each window
     */
    default NdArray windowArgMax(Placement at, NdArray x) {
        return Backends.scalar().windowArgMax(at, x);
    }

    /**
     * How a convolution changes with its weights: {@code w[o, c, k] = sum over images and places of g[n, o] x[n, c, ...]}.
     *
     * @param at where the places of the kernel lie over the last axes of x
     * @param groups in how many parts the channels fall
     * @param x [N, C, ...], float32 or float64
     * @param g [N, O, ...], one number for each place, of the same type
     * @return [O, C / groups, ...]
     */
    default NdArray convolveWeights(Placement at, int groups, NdArray x, NdArray g) {
        return new WindowMatrices(this, at, groups).convolveWeights(x, g);
    }
}
