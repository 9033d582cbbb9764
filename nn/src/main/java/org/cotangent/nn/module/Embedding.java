package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;
import org.cotangent.shape.Complaint;

/**
 * A table of vectors, one for each word: {@code int64 [...] -> [..., dim]}.
 *
 * <p>The table is [words, dim], drawn from the standard normal distribution as PyTorch draws it, bit for bit.
 */
public final class Embedding extends Module {
    private final int words;
    private final int dim;
    private final Options options;
    private final Parameter weight;

    /**
     * What an embedding can do besides.
     *
     * @param paddingRow a word whose vector is 0 and stays so, as it gets no gradient; -1 for none
     * @param maxNorm a longer vector is shortened, in the table, before it is used; infinite for no limit
     * @param normType p of the norm
     * @param scaleGradByFrequency whether a word's gradient is divided by how often it occurs in the batch
     */
    public record Options(int paddingRow, double maxNorm, double normType, boolean scaleGradByFrequency) {
        /** No padding, no limit, no scaling. */
        public static final Options NONE = new Options(-1, Double.POSITIVE_INFINITY, 2, false);
    }

    /**
     * A plain table.
     *
     * @param words how many there are
     * @param dim the size of a vector
     * @param generator the table is drawn from it
     */
    public Embedding(int words, int dim, TorchGenerator generator) {
        this(words, dim, Options.NONE, generator);
    }

    /**
     * A table with options.
     *
     * @param words how many there are
     * @param dim the size of a vector
     * @param options padding, limit, scaling
     * @param generator the table is drawn from it
     * @throws IllegalArgumentException when a size is not positive or the padding is no word
     */
    public Embedding(int words, int dim, Options options, TorchGenerator generator) {
        if (words < 1 || dim < 1 || options.paddingRow >= words) {
            throw Complaint.about("Embedding(" + words + ", " + dim + ") with padding " + options.paddingRow)
                    .because("sizes must be positive, and the padding one of the words")
                    .hint("the number of words, then the size of a vector")
                    .argument();
        }
        this.words = words;
        this.dim = dim;
        this.options = options;
        float[] table = new float[Math.multiplyExact(words, dim)];
        generator.fillNormal(table, 0, 1);
        if (options.paddingRow >= 0) {
            java.util.Arrays.fill(table, options.paddingRow * dim, (options.paddingRow + 1) * dim, 0);
        }
        this.weight = registerParameter("weight", Tensor.of(table, words, dim));
    }

    /**
     * The table.
     *
     * @return [words, dim]
     */
    public Parameter weight() {
        return weight;
    }

    @Override
    public Tensor forward(Tensor x) {
        if (options.maxNorm < Double.POSITIVE_INFINITY) {
            weight.value().embeddingRenorm(x, options.maxNorm, options.normType);
        }
        return weight.value().embedding(x, options.paddingRow, options.scaleGradByFrequency);
    }

    @Override
    protected String options() {
        return words + ", " + dim
                + (options.paddingRow < 0 ? "" : ", padding_idx=" + options.paddingRow)
                + (options.maxNorm == Double.POSITIVE_INFINITY
                        ? ""
                        : ", max_norm=" + PythonNumber.of(options.maxNorm))
                + (options.normType == 2 ? "" : ", norm_type=" + PythonNumber.of(options.normType))
                + (options.scaleGradByFrequency ? ", scale_grad_by_freq=True" : "");
    }
}
