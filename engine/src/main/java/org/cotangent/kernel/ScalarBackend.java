package org.cotangent.kernel;

import java.util.Arrays;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The plain backend: every operation as it is written, in ordinary Java loops.
 *
 * <p>It is the definition that other backends are tested against, bit for bit, and what runs where the incubator module
 * is absent. A backend that is faster at something extends this class and overrides the {@code protected} inner loops.
 */
public class ScalarBackend implements Backend {
    /** The multiply-adds of a block of a batch of products: fixed, and enough to be worth handing over. */
    private static final long BATCH_WORK = 1 << 17;

    private static final FloatWindowMax FLOAT_WINDOW_MAX = new FloatWindowMax();
    private static final DoubleWindowMax DOUBLE_WINDOW_MAX = new DoubleWindowMax();

    /** Runs of fewer elements than this cost more to start than to run. */
    private static final int SHORT_RUN = 48;

    /** Elements that are too few to be laid out first. */
    private static final int FEW = 256;

    /** Elements that are worth a thread's while. */
    private static final int SHARE = 1 << 16;

    /** For subclasses and for {@link Backends}. */
    protected ScalarBackend() {}

    @Override
    public String name() {
        return "scalar";
    }

    // ---- elementwise ------------------------------------------------------------------------------------------------

    @Override
    public NdArray map(Recipe recipe, DType type, NdArray... operands) {
        Shape shape = operands[0].shape();
        for (int i = 1; i < operands.length; i++) {
            shape = shape.broadcast(operands[i].shape(), recipe.name());
        }
        Program program = recipe.program(type);
        if (shape.size() == 1 && program.only() != null && type.isFloating()) {
            return new NdArray(single(program.only(), type, operands), shape.contiguous());
        }
        DType made = program.result() == Expr.Kind.MASK ? DType.BOOL : type;
        NdArray out = NdArray.room(made, shape);
        run(recipe, type, out, operands);
        return out;
    }

    private static Storage single(Program.Step step, DType type, NdArray... operands) {
        return type == DType.FLOAT32
                ? new FloatStorage(new float[] {FloatTape.one(step, operands)})
                : new DoubleStorage(new double[] {DoubleTape.one(step, operands)});
    }

    @Override
    public void mapInto(Recipe recipe, NdArray out, NdArray... operands) {
        Program.Step only = recipe.program(out.type()).only();
        if (out.size() == 1 && only != null && out.storage() instanceof FloatStorage s) {
            s.values()[out.layout().offset()] = FloatTape.one(only, operands);
        } else if (out.size() == 1 && only != null && out.storage() instanceof DoubleStorage s) {
            s.values()[out.layout().offset()] = DoubleTape.one(only, operands);
        } else if (out.layout().isContiguous()) {
            run(recipe, out.type(), out, operands);
        } else {
            NdArray whole = NdArray.room(out.type(), out.shape());
            run(recipe, out.type(), whole, operands);
            copyInto(whole, out);
        }
    }

    @Override
    public void mapInPlace(Recipe recipe, double[] numbers, NdArray... operands) {
        DType type = operands[0].type();
        int arity = operands.length + numbers.length;
        Object[] arrays = new Object[arity];
        int[] offsets = new int[arity];
        int[] steps = new int[arity];
        Arrays.fill(arrays, operands.length, arity, rounded(numbers, type));
        for (int i = 0; i < numbers.length; i++) {
            offsets[operands.length + i] = i;
        }
        Arrays.fill(steps, 0, operands.length, 1);
        NdArray[] whole = operands.clone();
        for (int i = 0; i < operands.length; i++) {
            whole[i] = contiguous(operands[i]);
            arrays[i] = whole[i].storage().array();
            offsets[i] = whole[i].layout().offset();
        }
        loop(recipe, type, operands[0].size(), arrays, offsets, steps, arrays[0], offsets[0]);
        for (int i = 0; i < recipe.program(type).resultCount(); i++) {
            if (whole[i] != operands[i]) {
                copyInto(whole[i], operands[i]);
            }
        }
    }

    private static Object rounded(double[] numbers, DType type) {
        if (type == DType.FLOAT64) {
            return numbers;
        }
        float[] singles = new float[numbers.length];
        for (int i = 0; i < singles.length; i++) {
            singles[i] = (float) numbers[i];
        }
        return singles;
    }

    private void run(Recipe recipe, DType type, NdArray out, NdArray... operands) {
        int n = operands.length;
        Object[] arrays = new Object[n];
        int[] starts = new int[n];
        int[] ones = new int[n];
        boolean straight = true;
        for (int i = 0; i < n; i++) {
            Layout layout = operands[i].layout();
            arrays[i] = operands[i].storage().array();
            starts[i] = layout.offset();
            boolean single = layout.shape().size() == 1; // whatever its rank
            ones[i] = single && out.size() != 1 ? 0 : 1;
            straight &= single || (layout.isContiguous() && layout.shape().equals(out.shape()));
        }
        if (straight) {
            loop(recipe, type, out.size(), arrays, starts, ones, out.storage().array(), out.layout().offset());
            return;
        }
        Layout[] layouts = new Layout[n + 1];
        for (int i = 0; i < n; i++) {
            layouts[i] = operands[i].layout().expand(out.shape());
        }
        layouts[n] = out.layout();
        Traversal traversal = new Traversal(out.shape(), layouts);
        boolean large = traversal.length() * traversal.runs() > FEW;
        if (large && (traversal.jumps() || traversal.length() < SHORT_RUN)) {
            inOneRun(recipe, type, out, operands);
            return;
        }
        int atOnce = Math.max(1, SHARE / Math.max(1, traversal.length()));
        Parallel.forRanges(traversal.runs(), atOnce, (first, end) -> {
            int[] offsets = new int[n + 1];
            for (int r = first; r < end; r++) {
                traversal.offsets(r, offsets);
                loop(
                        recipe,
                        type,
                        traversal.length(),
                        arrays,
                        offsets,
                        traversal.steps(),
                        out.storage().array(),
                        offsets[n]);
            }
        });
    }

    /** Where the runs would be short, or jump through an operand, the operands are laid out like the result first. */
    private void inOneRun(Recipe recipe, DType type, NdArray out, NdArray... operands) {
        Object[] arrays = new Object[operands.length];
        int[] offsets = new int[operands.length];
        int[] steps = new int[operands.length];
        for (int i = 0; i < operands.length; i++) {
            NdArray whole = operands[i].size() == 1 ? operands[i] : contiguous(operands[i].expand(out.shape()));
            arrays[i] = whole.storage().array();
            offsets[i] = whole.layout().offset();
            steps[i] = whole.size() == 1 ? 0 : 1;
        }
        loop(recipe, type, out.size(), arrays, offsets, steps, out.storage().array(), out.layout().offset());
    }

    /**
     * Runs a recipe along one straight run: operand i is read at {@code offsets[i] + j * steps[i]}.
     *
     * @param recipe what to compute
     * @param type the type to compute in
     * @param n the number of elements
     * @param arrays the Java arrays of the operands
     * @param offsets where each operand starts
     * @param steps from one element to the next of each operand; 0 repeats one element
     * @param out the Java array of the result, written one after the other; further results of a recipe in place are
     *     written over the operands of their number
     * @param outOffset where it starts
     */
    protected void loop(
            Recipe recipe,
            DType type,
            int n,
            Object[] arrays,
            int[] offsets,
            int[] steps,
            Object out,
            int outOffset) {
        Program program = recipe.program(type);
        switch (type) {
            case FLOAT32 -> FloatTape.run(program, n, arrays, offsets, steps, out, outOffset);
            case FLOAT64 -> DoubleTape.run(program, n, arrays, offsets, steps, out, outOffset);
            case INT64, BOOL -> LongTape.run(program, n, arrays, offsets, steps, out, outOffset);
        }
    }

    // ---- copies -----------------------------------------------------------------------------------------------------

    @Override
    public NdArray copy(NdArray x, DType type) {
        NdArray out = NdArray.room(type, x.shape());
        copyInto(x, out);
        return out;
    }

    @Override
    public void copyInto(NdArray from, NdArray into) {
        Layout source = from.layout().expand(into.shape());
        Turning turning = from.type() == into.type() && from.type().isFloating() ? Turning.of(source, into.layout()) : null;
        if (turning != null && from.storage() instanceof FloatStorage x && into.storage() instanceof FloatStorage y) {
            turning.copy(convolutionLoops().single(), x.values(), y.values());
            return;
        }
        if (turning != null && from.storage() instanceof DoubleStorage x && into.storage() instanceof DoubleStorage y) {
            turning.copy(convolutionLoops().twice(), x.values(), y.values());
            return;
        }
        Traversal traversal = new Traversal(into.shape(), source, into.layout());
        int step = traversal.steps()[0];
        int outStep = traversal.steps()[1];
        if (traversal.isRegular() && traversal.length() < SHORT_RUN && into.size() < SHARE) {
            int runs = traversal.runs();
            int length = traversal.length();
            int jump = traversal.jump(0);
            int outJump = traversal.jump(1);
            if (from.storage() instanceof FloatStorage x && into.storage() instanceof FloatStorage y) {
                new FloatRuns(runs, length)
                        .copy(x.values(), source.offset(), jump, step, y.values(), into.layout().offset(), outJump, outStep);
                return;
            }
            if (from.storage() instanceof DoubleStorage x && into.storage() instanceof DoubleStorage y) {
                new DoubleRuns(runs, length)
                        .copy(x.values(), source.offset(), jump, step, y.values(), into.layout().offset(), outJump, outStep);
                return;
            }
        }
        int atOnce = Math.max(1, SHARE / Math.max(1, traversal.length()));
        Parallel.forRanges(traversal.runs(), atOnce, (first, end) -> {
            int[] at = new int[2];
            for (int r = first; r < end; r++) {
                traversal.offsets(r, at);
                Elements.copy(from.storage(), at[0], step, into.storage(), at[1], outStep, traversal.length());
            }
        });
    }

    private NdArray contiguous(NdArray x) {
        return x.layout().isContiguous() ? x : copy(x, x.type());
    }

    // ---- reductions -------------------------------------------------------------------------------------------------

    @Override
    public NdArray fold(Fold fold, NdArray x, boolean... reduced) {
        int rank = x.shape().rank();
        int[] kept = x.shape().sizes();
        int count = 1;
        int first = rank;
        int last = -1;
        for (int axis = 0; axis < rank; axis++) {
            if (reduced[axis]) {
                count *= kept[axis];
                kept[axis] = 1;
                first = Math.min(first, axis);
                last = axis;
            }
        }
        Shape shape = Shape.of(kept);
        if (count == 0 && shape.size() > 0 && (fold == Fold.MAX || fold == Fold.MIN)) {
            throw Complaint.about(fold.name().toLowerCase(java.util.Locale.ROOT) + " of shape " + x.shape())
                    .because("there is no largest or smallest of no elements")
                    .hint("an axis that is not empty")
                    .argument();
        }
        boolean together = true;
        for (int axis = first; axis <= last; axis++) {
            together &= reduced[axis];
        }
        if (!together && shape.size() > 0) {
            return foldApart(fold, x, last, reduced);
        }
        NdArray out = NdArray.room(x.type(), shape);
        if (shape.size() == 0) {
            return out;
        }
        int inner = 1;
        for (int axis = last + 1; last >= 0 && axis < rank; axis++) {
            inner *= kept[axis];
        }
        foldBlocks(fold, contiguous(x), shape.size() / inner, count, inner, out);
        return out;
    }

    /** Axes that are not neighbours are folded one group after the other, the last one first. */
    private NdArray foldApart(Fold fold, NdArray x, int last, boolean... reduced) {
        boolean[] group = new boolean[reduced.length];
        boolean[] rest = reduced.clone();
        for (int axis = last; axis >= 0 && reduced[axis]; axis--) {
            group[axis] = true;
            rest[axis] = false;
        }
        return fold(fold, fold(fold, x, group), rest);
    }

    /** Folds the middle of [outer, count, inner]. */
    private void foldBlocks(Fold fold, NdArray x, int outer, int count, int inner, NdArray out) {
        int from = x.layout().offset();
        int atOnce = Math.clamp(SHARE / 2 / Math.max(1, count * inner), 1, outer);
        Parallel.forRanges(outer, atOnce, (first, last) -> {
            if (inner == 1 && count > 0) {
                foldRows(fold, x.storage(), from + first * count, last - first, count, out.storage(), first);
                return;
            }
            for (int o = first; o < last; o++) {
                foldBlock(fold, x.storage(), from + o * count * inner, count, inner, out.storage(), o * inner);
            }
        });
    }

    /** Folds each row of a row-major matrix to one number. */
    private void foldRows(Fold fold, Storage x, int offset, int rows, int n, Storage out, int outOffset) {
        boolean atOnce = rows > 1 && n <= FloatLines.SHORT;
        if (atOnce && x instanceof FloatStorage s) {
            FloatFold.shortRows(fold, s.values(), offset, rows, n, (float[]) out.array(), outOffset);
        } else if (atOnce && x instanceof DoubleStorage s) {
            DoubleFold.shortRows(fold, s.values(), offset, rows, n, (double[]) out.array(), outOffset);
        } else if (fold == Fold.SUM) {
            sumRows(x, offset, rows, n, out, outOffset);
        } else {
            for (int i = 0; i < rows; i++) {
                foldRow(fold, x, offset + i * n, n, 1, out, outOffset + i);
            }
        }
    }

    /**
     * Adds up each row of a row-major matrix.
     *
     * @param x holds the matrix
     * @param offset where it starts
     * @param rows how many
     * @param n numbers in each
     * @param out takes the sums
     * @param outOffset where
     */
    protected void sumRows(Storage x, int offset, int rows, int n, Storage out, int outOffset) {
        for (int i = 0; i < rows; i++) {
            foldRow(Fold.SUM, x, offset + i * n, n, 1, out, outOffset + i);
        }
    }

    private void foldBlock(Fold fold, Storage x, int start, int count, int inner, Storage out, int at) {
        if (fold == Fold.SUM && inner > 1) {
            sumColumns(x, start, count, inner, out, at);
        } else if (inner > 1 && count > 0 && x instanceof FloatStorage s) {
            FloatFold.foldColumns(fold, s.values(), start, count, inner, (float[]) out.array(), at);
        } else if (inner > 1 && count > 0 && x instanceof DoubleStorage s) {
            DoubleFold.foldColumns(fold, s.values(), start, count, inner, (double[]) out.array(), at);
        } else {
            for (int i = 0; i < inner; i++) {
                foldRow(fold, x, start + i, count, inner, out, at + i);
            }
        }
    }

    /**
     * Adds up the rows of a row-major matrix.
     *
     * @param x holds the matrix
     * @param offset where it starts
     * @param rows how many to add
     * @param columns of each
     * @param out takes one row of sums
     * @param outOffset where
     */
    protected void sumColumns(Storage x, int offset, int rows, int columns, Storage out, int outOffset) {
        switch (x) {
            case FloatStorage s ->
                FloatFold.sumColumns(s.values(), offset, rows, columns, (float[]) out.array(), outOffset);
            case DoubleStorage s ->
                DoubleFold.sumColumns(s.values(), offset, rows, columns, (double[]) out.array(), outOffset);
            default -> {
                for (int j = 0; j < columns; j++) {
                    out.set(outOffset + j, LongFold.fold(Fold.SUM, x, offset + j, rows, columns));
                }
            }
        }
    }

    /**
     * Folds one row to one number.
     *
     * @param fold how
     * @param x holds the row
     * @param offset where it starts
     * @param n how many numbers
     * @param step from one to the next; 1 for a sum
     * @param out takes the result
     * @param outOffset where
     */
    protected void foldRow(Fold fold, Storage x, int offset, int n, int step, Storage out, int outOffset) {
        switch (x) {
            case FloatStorage s ->
                ((float[]) out.array())[outOffset] = step == 1
                        ? fold(fold, s.values(), offset, n)
                        : FloatFold.fold(fold, s.values(), offset, n, step);
            case DoubleStorage s ->
                ((double[]) out.array())[outOffset] = step == 1
                        ? fold(fold, s.values(), offset, n)
                        : DoubleFold.fold(fold, s.values(), offset, n, step);
            default -> out.set(outOffset, LongFold.fold(fold, x, offset, n, step));
        }
    }

    /**
     * Folds float32 numbers that follow each other.
     *
     * @param fold how
     * @param x holds them
     * @param offset where they begin
     * @param n how many
     * @return the result, in the order of {@link FloatFold}
     */
    protected float fold(Fold fold, float[] x, int offset, int n) {
        return fold == Fold.SUM ? FloatFold.sum(x, offset, n) : FloatFold.fold(fold, x, offset, n, 1);
    }

    /**
     * Folds float64 numbers that follow each other.
     *
     * @param fold how
     * @param x holds them
     * @param offset where they begin
     * @param n how many
     * @return the result, in the order of {@link DoubleFold}
     */
    protected double fold(Fold fold, double[] x, int offset, int n) {
        return fold == Fold.SUM ? DoubleFold.sum(x, offset, n) : DoubleFold.fold(fold, x, offset, n, 1);
    }

    @Override
    public NdArray argFold(boolean largest, NdArray x, int axis) {
        int count = x.shape().rank() == 0 ? 1 : x.shape().size(axis);
        Shape shape = x.shape().rank() == 0 ? Shape.SCALAR : x.shape().with(axis, 1);
        if (count == 0 && shape.size() > 0) {
            throw Complaint.about((largest ? "argmax" : "argmin") + " of shape " + x.shape())
                    .because("axis " + axis + " is empty")
                    .hint("an axis that is not empty")
                    .argument();
        }
        NdArray out = NdArray.room(DType.INT64, shape);
        NdArray rows = contiguous(x);
        int inner = 1;
        for (int i = axis + 1; i < x.shape().rank(); i++) {
            inner *= x.shape().size(i);
        }
        long[] places = (long[]) out.storage().array();
        for (int i = 0; i < places.length; i++) {
            int offset = rows.layout().offset() + (i / inner) * count * inner + i % inner;
            places[i] = switch (rows.storage()) {
                case FloatStorage s -> FloatFold.best(largest, s.values(), offset, count, inner);
                case DoubleStorage s -> DoubleFold.best(largest, s.values(), offset, count, inner);
                default -> LongFold.best(largest, rows.storage(), offset, count, inner);
            };
        }
        return out;
    }

    // ---- products ---------------------------------------------------------------------------------------------------

    @Override
    public NdArray matmul(NdArray a, NdArray b, @Nullable NdArray bias) {
        int rank = a.shape().rank();
        int m = a.shape().size(rank - 2);
        int k = a.shape().size(rank - 1);
        int n = b.shape().size(rank - 1);
        NdArray out = NdArray.room(a.type(), a.shape().with(rank - 1, n));
        NdArray row = bias == null ? null : contiguous(bias);
        if (rank == 2) {
            one(a, a.layout().offset(), b, b.layout().offset(), row, out, 0);
        } else if (out.size() > 0) {
            Traversal outer = new Traversal(leading(a.layout()).shape(), leading(a.layout()), leading(b.layout()));
            int batches = out.size() / (m * n);
            // Small ones are shared among the threads; a large one is shared in itself.
            long work = (long) m * n * k;
            int inBlock = (int) Math.clamp(BATCH_WORK / Math.max(1, work), 1, batches);
            boolean shared = work * batches > 2 * BATCH_WORK && work < 8 * BATCH_WORK;
            int blocks = shared ? (batches + inBlock - 1) / inBlock : 1;
            Parallel.forBlocks(blocks, block -> {
                int[] at = new int[2];
                int end = blocks == 1 ? batches : Math.min(batches, (block + 1) * inBlock);
                for (int i = blocks == 1 ? 0 : block * inBlock; i < end; i++) {
                    outer.offsets(i / outer.length(), at);
                    int inRun = i % outer.length();
                    int aAt = at[0] + inRun * outer.steps()[0];
                    int bAt = at[1] + inRun * outer.steps()[1];
                    one(a, aAt, b, bAt, row, out, i * m * n);
                }
            });
        }
        return out;
    }

    /** One product of a batch: the last two axes. */
    private void one(NdArray a, int aAt, NdArray b, int bAt, @Nullable NdArray row, NdArray out, int at) {
        int m = a.shape().size(a.shape().rank() - 2);
        switch (a.storage()) {
            case FloatStorage s ->
                product(
                        FloatMatrix.of(a, aAt),
                        FloatMatrix.of(b, bAt),
                        row == null ? null : FloatMatrix.repeated(row, m),
                        FloatMatrix.of(out, at));
            case DoubleStorage s ->
                product(
                        DoubleMatrix.of(a, aAt),
                        DoubleMatrix.of(b, bAt),
                        row == null ? null : DoubleMatrix.repeated(row, m),
                        DoubleMatrix.of(out, at));
            default -> integers(a, aAt, b, bAt, row, out, at);
        }
    }

    /** The layout without its last two axes. */
    private static Layout leading(Layout layout) {
        int rank = layout.shape().rank() - 2;
        int[] sizes = Arrays.copyOf(layout.shape().sizes(), rank);
        int[] strides = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            strides[axis] = layout.stride(axis);
        }
        return Layout.of(Shape.of(sizes), strides, layout.offset());
    }

    /**
     * One matrix product, in the order of {@link MatrixProduct}.
     *
     * @param a the left factor
     * @param b the right factor
     * @param bias a row to start from, repeated, or null
     * @param c takes the product, rows one after the other
     */
    protected void product(FloatMatrix a, FloatMatrix b, @Nullable FloatMatrix bias, FloatMatrix c) {
        MatrixProduct.multiply(a, b, bias, c);
    }

    /**
     * One matrix product, in the order of {@link MatrixProduct}.
     *
     * @param a the left factor
     * @param b the right factor
     * @param bias a row to start from, repeated, or null
     * @param c takes the product, rows one after the other
     */
    protected void product(DoubleMatrix a, DoubleMatrix b, @Nullable DoubleMatrix bias, DoubleMatrix c) {
        MatrixProduct.multiply(a, b, bias, c);
    }

    private static void integers(NdArray a, int aAt, NdArray b, int bAt, @Nullable NdArray row, NdArray out, int at) {
        int last = a.shape().rank() - 1;
        int k = a.shape().size(last);
        int n = b.shape().size(last);
        for (int i = 0; i < a.shape().size(last - 1); i++) {
            for (int j = 0; j < n; j++) {
                long sum = row == null ? 0 : row.storage().getLong(row.layout().offset() + j);
                for (int p = 0; p < k; p++) {
                    sum += a.storage().getLong(aAt + i * a.layout().stride(last - 1) + p * a.layout().stride(last))
                            * b.storage().getLong(bAt + p * b.layout().stride(last - 1) + j * b.layout().stride(last));
                }
                out.storage().set(at + i * n + j, sum);
            }
        }
    }

    // ---- indexing ---------------------------------------------------------------------------------------------------

    @Override
    public NdArray gather(NdArray x, int axis, NdArray index) {
        NdArray out = NdArray.room(x.type(), index.shape());
        if (index.size() == 0) {
            return out;
        }
        Picked picked = Picked.of(x.shape(), axis, index);
        if (picked != null && x.type() == DType.FLOAT32) {
            picked.single().gather((float[]) contiguous(x).storage().array(), start(x), (float[]) out.storage().array());
            return out;
        }
        if (picked != null && x.type() == DType.FLOAT64) {
            picked.twice().gather((double[]) contiguous(x).storage().array(), start(x), (double[]) out.storage().array());
            return out;
        }
        int[] places = places(x.layout(), x.shape(), axis, index, "gather");
        for (int i = 0; i < places.length; i++) {
            Elements.copy(x.storage(), places[i], 1, out.storage(), i, 1, 1);
        }
        return out;
    }

    /** Where the first element lies once the array is contiguous. */
    private static int start(NdArray x) {
        return x.layout().isContiguous() ? x.layout().offset() : 0;
    }

    @Override
    public NdArray scatterAdd(Shape shape, int axis, NdArray index, NdArray source) {
        NdArray out = NdArray.zeros(source.type(), shape);
        if (index.size() == 0) {
            return out;
        }
        NdArray from = contiguous(source);
        int offset = from.layout().offset();
        Picked picked = Picked.of(shape, axis, index);
        if (picked != null && from.storage() instanceof FloatStorage s) {
            picked.single().scatterAdd(s.values(), offset, (float[]) out.storage().array());
            return out;
        }
        if (picked != null && from.storage() instanceof DoubleStorage s) {
            picked.twice().scatterAdd(s.values(), offset, (double[]) out.storage().array());
            return out;
        }
        int[] places = places(shape.contiguous(), shape, axis, index, "scatterAdd");
        for (int i = 0; i < places.length; i++) {
            switch (out.storage()) {
                case FloatStorage s -> s.values()[places[i]] += ((float[]) from.storage().array())[offset + i];
                case DoubleStorage s -> s.values()[places[i]] += ((double[]) from.storage().array())[offset + i];
                default ->
                    out.storage().set(places[i], out.storage().getLong(places[i]) + from.storage().getLong(offset + i));
            }
        }
        return out;
    }

    /** Where in an array with this layout each element of the index points. */
    private int[] places(Layout layout, Shape shape, int axis, NdArray index, String asked) {
        int[] places = new int[index.size()];
        NdArray at = contiguous(index);
        int rank = shape.rank();
        int limit = rank == 0 ? 1 : shape.size(axis);
        int stride = rank == 0 ? 0 : layout.stride(axis);
        int[] counter = new int[rank];
        int base = layout.offset();
        for (int i = 0; i < places.length; i++) {
            long wanted = at.storage().getLong(at.layout().offset() + i);
            if (wanted < 0 || wanted >= limit) {
                throw Complaint.about(asked + " along axis " + axis + " of shape " + shape)
                        .because("index " + wanted + " at position " + i + " is not between 0 and " + (limit - 1))
                        .hint("indices (such as class labels) from 0 to " + (limit - 1))
                        .argument();
            }
            places[i] = base + (int) wanted * stride;
            for (int d = rank - 1; d >= 0; d--) {
                base += d == axis ? 0 : layout.stride(d);
                if (++counter[d] < index.shape().size(d)) {
                    break;
                }
                base -= d == axis ? 0 : layout.stride(d) * counter[d];
                counter[d] = 0;
            }
        }
        return places;
    }

    // ---- windows ----------------------------------------------------------------------------------------------------

    /**
     * The search for largest elements of float32.
     *
     * @return as it is written, unless a backend has a faster one
     */
    protected FloatWindowMax floatWindowMax() {
        return FLOAT_WINDOW_MAX;
    }

    /**
     * The search for largest elements of float64.
     *
     * @return as it is written, unless a backend has a faster one
     */
    protected DoubleWindowMax doubleWindowMax() {
        return DOUBLE_WINDOW_MAX;
    }

    @Override
    public NdArray windowArgMax(Placement at, NdArray x) {
        int rank = x.shape().rank();
        Shape shape = Placement.shape(x.shape().size(0), x.shape().size(1), at.out(), rank);
        NdArray out = NdArray.room(DType.INT64, shape);
        NdArray from = contiguous(x);
        int planes = x.shape().size(0) * x.shape().size(1);
        long[] places = (long[]) out.storage().array();
        switch (from.storage()) {
            case FloatStorage s -> floatWindowMax().find(at, planes, s.values(), from.layout().offset(), places);
            case DoubleStorage s -> doubleWindowMax().find(at, planes, s.values(), from.layout().offset(), places);
            default -> throw new IllegalArgumentException("windows of " + x.type());
        }
        return out;
    }

    // ---- convolutions -----------------------------------------------------------------------------------------------

    /**
     * The loops of convolutions.
     *
     * @return those written plainly, unless a backend has faster ones
     */
    protected ConvolutionLoops convolutionLoops() {
        return ConvolutionLoops.PLAIN;
    }

    @Override
    public NdArray convolve(Placement at, int groups, NdArray x, NdArray w, @Nullable NdArray bias) {
        NdArray start = bias == null ? null : contiguous(bias);
        return convolutionLoops().forward(at, groups, contiguous(x), contiguous(w), start);
    }

    @Override
    public NdArray convolveBack(Placement at, int groups, NdArray g, NdArray w) {
        return convolutionLoops().backward(at, groups, contiguous(g), contiguous(w));
    }

    @Override
    public NdArray convolveWeights(Placement at, int groups, NdArray x, NdArray g) {
        return convolutionLoops().weights(at, groups, contiguous(x), contiguous(g));
    }

    // ---- standardizing ----------------------------------------------------------------------------------------------

    @Override
    public NdArray standardize(NdArray x, double eps, @Nullable NdArray weight, @Nullable NdArray bias) {
        int n = x.shape().size(-1);
        NdArray out = NdArray.room(x.type(), x.shape());
        NdArray from = contiguous(x);
        int at = from.layout().offset();
        int rows = n == 0 ? 0 : out.size() / n;
        NdArray scale = perRow(weight, 1, x);
        NdArray shift = perRow(bias, -0.0, x); // y + -0 is y, whatever y is
        if (from.storage() instanceof FloatStorage s && out.storage() instanceof FloatStorage r) {
            new FloatStandardize(rows, n, (float) eps, this::fold, rowLoop(DType.FLOAT32)).forward(s.values(), at, scale, shift, r.values());
        } else if (from.storage() instanceof DoubleStorage s && out.storage() instanceof DoubleStorage r) {
            new DoubleStandardize(rows, n, eps, this::fold, rowLoop(DType.FLOAT64)).forward(s.values(), at, scale, shift, r.values());
        } else {
            throw notFloating("standardize", x, x);
        }
        return out;
    }

    @Override
    public NdArray standardizeGrad(NdArray x, NdArray g, double eps, @Nullable NdArray weight) {
        int n = x.shape().size(-1);
        NdArray out = NdArray.room(x.type(), x.shape());
        NdArray from = contiguous(x);
        NdArray by = contiguous(g);
        int at = from.layout().offset();
        int byAt = by.layout().offset();
        int rows = n == 0 ? 0 : out.size() / n;
        NdArray scale = perRow(weight, 1, x);
        if (from.storage() instanceof FloatStorage s && by.storage() instanceof FloatStorage u) {
            new FloatStandardize(rows, n, (float) eps, this::fold, rowLoop(DType.FLOAT32))
                    .backward(s.values(), at, u.values(), byAt, scale, (float[]) out.storage().array());
        } else if (from.storage() instanceof DoubleStorage s && by.storage() instanceof DoubleStorage u) {
            new DoubleStandardize(rows, n, eps, this::fold, rowLoop(DType.FLOAT64))
                    .backward(s.values(), at, u.values(), byAt, scale, (double[]) out.storage().array());
        } else {
            throw notFloating("standardizeGrad", x, g);
        }
        return out;
    }

    private RowLoop rowLoop(DType type) {
        return (recipe, n, arrays, offsets, steps, out, at) -> loop(recipe, type, n, arrays, offsets, steps, out, at);
    }

    /** What belongs to each element of x, as a matrix [rows, n] whose strides may be 0. */
    private NdArray perRow(@Nullable NdArray given, double otherwise, NdArray x) {
        Shape shape = x.shape();
        int n = shape.size(-1);
        Shape matrix = Shape.of(n == 0 ? 0 : shape.size() / n, n);
        if (given == null) {
            Storage number = Storage.allocate(x.type(), 1);
            number.set(0, otherwise);
            return new NdArray(number, Shape.SCALAR.contiguous()).expand(matrix);
        }
        if (given.size() == n && given.shape().size(-1) == n) {
            NdArray row = contiguous(given);
            return row.view(Layout.of(matrix, new int[] {0, 1}, row.layout().offset()));
        }
        if (shape.rank() == 2 && given.expand(matrix).layout().stride(1) <= 1) {
            return given.expand(matrix);
        }
        return copy(given.expand(shape), given.type()).view(matrix.contiguous()); // a loop reads neighbours faster
    }

    // ---- softmax ----------------------------------------------------------------------------------------------------

    @Override
    public NdArray softmax(NdArray x, boolean log) {
        int n = x.shape().size(-1);
        NdArray out = NdArray.room(x.type(), x.shape());
        NdArray from = contiguous(x);
        int at = from.layout().offset();
        int rows = n == 0 ? 0 : out.size() / n;
        if (from.storage() instanceof FloatStorage s && out.storage() instanceof FloatStorage r) {
            new FloatSoftmax(log, rows, n, this::fold, rowLoop(DType.FLOAT32)).forward(s.values(), at, r.values());
        } else if (from.storage() instanceof DoubleStorage s && out.storage() instanceof DoubleStorage r) {
            new DoubleSoftmax(log, rows, n, this::fold, rowLoop(DType.FLOAT64)).forward(s.values(), at, r.values());
        } else {
            throw notFloating("softmax", x, x);
        }
        return out;
    }

    @Override
    public NdArray logSoftmaxGrad(NdArray g, NdArray y) {
        int n = g.shape().size(-1);
        NdArray out = NdArray.room(g.type(), g.shape());
        NdArray from = contiguous(g);
        NdArray logs = contiguous(y);
        int at = from.layout().offset();
        int logsAt = logs.layout().offset();
        int rows = n == 0 ? 0 : out.size() / n;
        if (from.storage() instanceof FloatStorage s && logs.storage() instanceof FloatStorage t) {
            new FloatSoftmax(true, rows, n, this::fold, rowLoop(DType.FLOAT32))
                    .backward(s.values(), at, t.values(), logsAt, (float[]) out.storage().array());
        } else if (from.storage() instanceof DoubleStorage s && logs.storage() instanceof DoubleStorage t) {
            new DoubleSoftmax(true, rows, n, this::fold, rowLoop(DType.FLOAT64))
                    .backward(s.values(), at, t.values(), logsAt, (double[]) out.storage().array());
        } else {
            throw notFloating("logSoftmaxGrad", g, y);
        }
        return out;
    }

    private static IllegalArgumentException notFloating(String what, NdArray a, NdArray b) {
        return new IllegalArgumentException(
                what + " of " + a.type() + " and " + b.type() + ": both must be of one floating-point type");
    }
}
