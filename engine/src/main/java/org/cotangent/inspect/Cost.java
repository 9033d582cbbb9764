package org.cotangent.inspect;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.Binary;
import org.cotangent.Op;
import org.cotangent.Tensor;
import org.cotangent.Unary;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Program;
import org.cotangent.kernel.Recipe;
import org.cotangent.kernel.Storage;

/**
 * What an operation has to do at least, whatever computes it.
 *
 * @param bytes that are read and written: every element of its operands and its result once; 0 for a view
 * @param flops floating-point operations, a fused multiply-add counted as two: for elementwise operations those of the recipe,
 *     for products and convolutions two for each pair of factors, for sums one for each element
 */
record Cost(long bytes, long flops) {

    static Cost of(Op op, List<Tensor> inputs, Tensor output) {
        return new Cost(bytes(inputs, output), flops(op, inputs, output));
    }

    private static long bytes(List<Tensor> inputs, Tensor output) {
        Set<Storage> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        long bytes = size(output);
        for (Tensor input : inputs) {
            if (input.data().storage() == output.data().storage()) {
                return 0;
            }
            bytes += seen.add(input.data().storage()) ? size(input) : 0;
        }
        return bytes;
    }

    /** The bytes of a tensor; elements that an expanded one shows many times are there once. */
    static long size(Tensor x) {
        NdArray data = x.data();
        return (long) Math.min(data.size(), data.storage().size()) * data.type().bytes();
    }

    private static long flops(Op op, List<Tensor> inputs, Tensor output) {
        long results = output.size();
        if (op instanceof Unary unary) {
            return results * perElement(unary.recipe(), inputs.getFirst());
        }
        if (op instanceof Binary binary) {
            return results * perElement(binary.recipe(), inputs.getFirst());
        }
        return switch (op.name()) {
            case "matmul", "mm", "bmm" -> 2 * results * last(inputs.get(0));
            case "addmm" -> 2 * results * last(inputs.get(1));
            case "convolution" -> 2 * results * perChannel(inputs.get(1));
            case "convolutionBack" -> 2L * inputs.get(0).size() * perChannel(inputs.get(1));
            case "convolutionWeights" -> 2L * inputs.get(1).size() * perChannel(output);
            case "solve" -> factorization(inputs.get(0), 2) + 2 * results * last(inputs.get(0));
            case "det", "logDet" -> factorization(inputs.get(0), 2);
            case "cholesky" -> factorization(inputs.get(0), 1);
            case "sum", "amax", "amin", "overlapAdd" -> inputs.get(0).size();
            case "windowArgMax" -> inputs.get(0).size(); // of windows that do not overlap
            case "scatterAdd" -> inputs.getLast().size();
            // The largest, the difference from it, e^x, the sum, the quotient: one each, and the recipe's for e^x.
            case "softmax", "logSoftmax" -> 4 * results + results * EXP;
            case "logSoftmaxGrad" -> 3 * results + results * EXP;
            // The mean, the difference from it, its square, their sum, the product.
            case "standardize" -> 5 * results;
            // The same but for the product, g times it, two sums, and their share of the result: two products, two differences.
            case "standardizeGrad" -> 11 * results;
            default -> 0;
        };
    }

    private static final int EXP = 20; // about what the recipe of e^x has

    private static long last(Tensor x) {
        return x.rank() == 0 ? 1 : x.size(x.rank() - 1);
    }

    private static long perChannel(Tensor weights) {
        return weights.size() / Math.max(1, weights.size(0));
    }

    private static long factorization(Tensor matrices, int thirds) {
        long n = last(matrices);
        return thirds * matrices.size() * n / 3;
    }

    private static long perElement(Recipe recipe, Tensor operand) {
        if (!operand.dtype().isFloating()) {
            return 0;
        }
        long flops = 0;
        for (Program.Step step : recipe.program(operand.dtype()).steps()) {
            flops += switch (step.code()) {
                case ADD, SUB, MUL, DIV, SQRT, MIN, MAX -> 1;
                case FMA -> 2;
                default -> 0;
            };
        }
        return flops;
    }
}
