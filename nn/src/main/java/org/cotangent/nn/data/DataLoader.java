package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.cotangent.random.TorchGenerator;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * Hands out a data set in batches: in the same order as PyTorch's {@code DataLoader}, with the same draws from the
 * generator at the same moments.
 *
 * <pre>{@code
 * DataLoader loader = new DataLoader(data, 128).shuffle().dropLast().generator(generator);
 * for (Batch batch : loader) {
 *     Tensor y = net.forward(batch.inputs());
 * }
 * }</pre>
 *
 * <p>Each loop is one pass. A pass draws one int64 when it begins (in PyTorch the seed of its worker processes), a
 * permutation when the first batch is asked for, and one more, which is thrown away, when the samples are used up. A loader
 * that does not shuffle draws the int64 alone.
 */
public final class DataLoader implements Iterable<Batch> {
    private final Dataset dataset;
    private final int batchSize;
    private final boolean shuffled;
    private final boolean dropsLast;
    private final @Nullable TorchGenerator generator;
    private final boolean shared;

    /**
     * A loader in the order of the data set, with a smaller last batch when the samples do not come out even.
     *
     * @param dataset the samples
     * @param batchSize how many make a batch
     * @throws IllegalArgumentException when the batch size is not positive
     */
    public DataLoader(Dataset dataset, int batchSize) {
        this(dataset, batchSize, false, false, null, false);
    }

    private DataLoader(
            Dataset dataset,
            int batchSize,
            boolean shuffled,
            boolean dropsLast,
            @Nullable TorchGenerator generator,
            boolean shared) {
        if (batchSize <= 0) {
            throw Complaint.about("a DataLoader with batches of " + batchSize)
                    .because("a batch has at least one sample")
                    .hint("the data set's size for a single batch")
                    .argument();
        }
        this.dataset = dataset;
        this.batchSize = batchSize;
        this.shuffled = shuffled;
        this.dropsLast = dropsLast;
        this.generator = generator;
        this.shared = shared;
    }

    /**
     * This loader in a new random order for every pass.
     *
     * @return a copy; it needs a {@link #generator}
     */
    public DataLoader shuffle() {
        return new DataLoader(dataset, batchSize, true, dropsLast, generator, shared);
    }

    /**
     * This loader without a last batch that is smaller than the others.
     *
     * @return a copy
     */
    public DataLoader dropLast() {
        return new DataLoader(dataset, batchSize, shuffled, true, generator, shared);
    }

    /**
     * This loader with a generator, as {@code DataLoader(..., generator=g)}.
     *
     * @param g what it draws from
     * @return a copy
     */
    public DataLoader generator(TorchGenerator g) {
        return new DataLoader(dataset, batchSize, shuffled, dropsLast, g, false);
    }

    /**
     * This loader as PyTorch's that was given no generator: a pass takes its int64 from the global stream, and when it
     * shuffles one more, with which it seeds a generator of its own for the order.
     *
     * @param global what stands for torch's global stream
     * @return a copy
     */
    public DataLoader globalGenerator(TorchGenerator global) {
        return new DataLoader(dataset, batchSize, shuffled, dropsLast, global, true);
    }

    /**
     * The number of batches in a pass.
     *
     * @return 0 for an empty data set
     */
    public int size() {
        int n = dataset.size();
        return dropsLast ? n / batchSize : Math.ceilDiv(n, batchSize);
    }

    /**
     * The samples.
     *
     * @return the data set
     */
    public Dataset dataset() {
        return dataset;
    }

    /**
     * Begins a pass.
     *
     * @return the batches, made one by one
     * @throws IllegalStateException when it shuffles and has no generator
     */
    @Override
    public Iterator<Batch> iterator() {
        if (shuffled && generator == null) {
            throw Complaint.about("a pass of a DataLoader that shuffles")
                    .because("it has no generator, so the order could not be repeated")
                    .hint("generator(new TorchGenerator(seed))")
                    .state();
        }
        if (generator != null) {
            generator.random();
        }
        return new Pass();
    }

    /** One pass. PyTorch's sampler is lazy, so the draws are made when a batch is asked for and not before. */
    private final class Pass implements Iterator<Batch> {
        private final int n = dataset.size();
        private @Nullable TorchGenerator order;
        private long @Nullable [] indices;
        private int next;
        private boolean usedUp;

        @Override
        public boolean hasNext() {
            boolean more = dropsLast ? next + batchSize <= n : next < n;
            if (!more) {
                useUp();
            }
            return more;
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the pass is over after " + size() + " batches");
            }
            long[] all = indices();
            int end = Math.min(n, next + batchSize);
            long[] chosen = Arrays.copyOfRange(all, next, end);
            next = end;
            if (chosen.length < batchSize) {
                useUp(); // it took the end of the samples to know that this batch is complete
            }
            return dataset.batch(chosen);
        }

        private long[] indices() {
            if (indices == null) {
                order = shared && shuffled && generator != null
                        ? new TorchGenerator(generator.random())
                        : generator;
                indices = permutation();
            }
            return indices;
        }

        private long[] permutation() {
            if (shuffled && order != null) {
                return order.randperm(n);
            }
            long[] inOrder = new long[n];
            Arrays.setAll(inOrder, i -> i);
            return inOrder;
        }

        private void useUp() {
            if (!usedUp) {
                usedUp = true;
                indices();
                if (shuffled) {
                    permutation(); // PyTorch's sampler draws one more, of which it takes the first n mod n
                }
            }
        }
    }
}
