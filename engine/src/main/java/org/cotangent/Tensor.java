package org.cotangent;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.kernel.Arena;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.BoolStorage;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.DoubleStorage;
import org.cotangent.kernel.FloatStorage;
import org.cotangent.kernel.LongStorage;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Recipe;
import org.cotangent.kernel.Storage;
import org.cotangent.random.TorchGenerator;
import org.cotangent.random.TorchRanges;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * An array of numbers that may know how it was computed, and so can say how a loss changes with it.
 *
 * <pre>{@code
 * Tensor x = Tensor.scalar(2).requiresGrad(true);
 * Tensor y = x.square().add(x.sin());   // a graph is recorded as this runs
 * y.backward();                         // and walked back
 * x.grad().item();                      // 2 x + cos x
 * }</pre>
 *
 * <p>A tensor is a value: operations return new tensors. The few that change one in place ({@link #copyFrom}, {@link
 * #fill}, {@link #update}) are for optimizers and loaders; they count a version, so that a gradient never silently uses a value that was overwritten.
 */
public final class Tensor
        implements Pointwise, Functions, Activations, Reducing, Products, Algebra, Shaping, Arranging, Statistics, Indexing, Normalizing, Losses, Margins, Convolving, Pooling,
                Standardizing, Attending, Resampling, Placing {
    private static final Layout NUMBER = Shape.SCALAR.contiguous();

    private final Storage storage; // not an NdArray: in graphs of single numbers each object counts
    private final Layout layout;
    @Nullable Node node; // what made it, or a leaf's own node; null when no gradient is wanted
    @Nullable Tensor grad;
    private @Nullable String name;

    private Tensor(NdArray data) {
        this(data.storage(), data.layout());
    }

    private Tensor(Storage storage, Layout layout) {
        this.storage = storage;
        this.layout = layout;
    }

    private Tensor(Storage storage, Layout layout, Op op, Tensor[] in) {
        this(storage, layout);
        this.node = new Node(op, in, this);
    }

    // ---- making tensors ---------------------------------------------------------------------------------------------

    /**
     * Wraps an array.
     *
     * @param data the array, not copied
     * @return a tensor without a history
     */
    public static Tensor of(NdArray data) {
        return new Tensor(OnDevices.made(data));
    }

    /**
     * A float32 scalar.
     *
     * @param value its value
     * @return a tensor of shape []
     */
    public static Tensor scalar(double value) {
        return scalar(value, DType.FLOAT32);
    }

    /**
     * A scalar.
     *
     * @param value its value
     * @param type its type
     * @return a tensor of shape []
     */
    public static Tensor scalar(double value, DType type) {
        Storage storage = Storage.allocate(type, 1);
        storage.set(0, value);
        return new Tensor(new NdArray(storage, Shape.SCALAR.contiguous()));
    }

    /**
     * A float32 vector.
     *
     * @param values its elements
     * @return a tensor of shape [n]
     */
    public static Tensor of(float... values) {
        return of(values, values.length);
    }

    /**
     * A float32 tensor.
     *
     * @param values its elements in row-major order, copied
     * @param sizes its shape
     * @return a tensor of that shape
     * @throws IllegalArgumentException when the number of elements is another
     */
    public static Tensor of(float[] values, int... sizes) {
        return wrap(new FloatStorage(values.clone()), sizes);
    }

    /**
     * A float32 matrix.
     *
     * @param rows all of the same length
     * @return a tensor of shape [rows, columns]
     */
    public static Tensor of(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        float[] flat = new float[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            checkRow(i, rows[i].length, columns);
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        return wrap(new FloatStorage(flat), rows.length, columns);
    }

    /**
     * A float64 tensor.
     *
     * @param values its elements in row-major order, copied
     * @param sizes its shape
     * @return a tensor of that shape
     * @throws IllegalArgumentException when the number of elements is another
     */
    public static Tensor of(double[] values, int... sizes) {
        return wrap(new DoubleStorage(values.clone()), sizes);
    }

    /**
     * A float64 matrix.
     *
     * @param rows all of the same length
     * @return a tensor of shape [rows, columns]
     */
    public static Tensor of(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] flat = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            checkRow(i, rows[i].length, columns);
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        return wrap(new DoubleStorage(flat), rows.length, columns);
    }

    private static void checkRow(int row, int length, int columns) {
        if (length != columns) {
            throw Complaint.about("a matrix from rows")
                    .because("row " + row + " has " + length + " elements, the first has " + columns)
                    .hint("rows of one length")
                    .argument();
        }
    }

    /**
     * An int64 tensor.
     *
     * @param values its elements in row-major order, copied
     * @param sizes its shape
     * @return a tensor of that shape
     * @throws IllegalArgumentException when the number of elements is another
     */
    public static Tensor of(long[] values, int... sizes) {
        return wrap(new LongStorage(values.clone()), sizes);
    }

    /**
     * A bool tensor.
     *
     * @param values its elements in row-major order, copied
     * @param sizes its shape
     * @return a tensor of that shape
     * @throws IllegalArgumentException when the number of elements is another
     */
    public static Tensor of(boolean[] values, int... sizes) {
        return wrap(new BoolStorage(values.clone()), sizes);
    }

    private static Tensor wrap(Storage storage, int... sizes) {
        Shape shape = Shape.of(sizes);
        if (storage.size() != shape.size()) {
            throw Complaint.about("a tensor of shape " + shape + " from " + storage.size() + " values")
                    .because("that shape has " + shape.size() + " elements")
                    .hint("as many values as the product of the sizes")
                    .argument();
        }
        return new Tensor(OnDevices.made(new NdArray(storage, shape.contiguous())));
    }

    /**
     * Float32 zeros.
     *
     * @param sizes the shape
     * @return a tensor of that shape
     */
    public static Tensor zeros(int... sizes) {
        return zeros(DType.FLOAT32, sizes);
    }

    /**
     * Zeros of any type.
     *
     * @param type the type
     * @param sizes the shape
     * @return a tensor of that shape
     */
    public static Tensor zeros(DType type, int... sizes) {
        return new Tensor(Device.current().backend().allocate(type, Shape.of(sizes)));
    }

    /**
     * Float32 ones.
     *
     * @param sizes the shape
     * @return a tensor of that shape
     */
    public static Tensor ones(int... sizes) {
        return full(1, DType.FLOAT32, sizes);
    }

    /**
     * Ones of any type.
     *
     * @param type the type
     * @param sizes the shape
     * @return a tensor of that shape
     */
    public static Tensor ones(DType type, int... sizes) {
        return full(1, type, sizes);
    }

    /**
     * One value everywhere.
     *
     * @param value the value
     * @param type the type
     * @param sizes the shape
     * @return a tensor of that shape
     */
    public static Tensor full(double value, DType type, int... sizes) {
        Tensor made = zeros(type, sizes);
        Autograd.noGrad(() -> made.fill(value));
        return made;
    }

    /**
     * Zeros of the shape and type of another tensor, where it lies.
     *
     * @param other the tensor
     * @return a tensor without a history
     */
    public static Tensor zerosLike(Tensor other) {
        return zeros(other.dtype(), other.shape().sizes()).to(other.device());
    }

    /**
     * Ones of the shape and type of another tensor, where it lies.
     *
     * @param other the tensor
     * @return a tensor without a history
     */
    public static Tensor onesLike(Tensor other) {
        return ones(other.dtype(), other.shape().sizes()).to(other.device());
    }

    /**
     * The float32 identity matrix.
     *
     * @param n its size
     * @return a tensor of shape [n, n]
     */
    public static Tensor eye(int n) {
        float[] values = new float[n * n];
        for (int i = 0; i < n; i++) {
            values[i * n + i] = 1;
        }
        return wrap(new FloatStorage(values), n, n);
    }

    /**
     * Int64 numbers from 0 to n - 1.
     *
     * @param n how many
     * @return a tensor of shape [n]
     * @throws IllegalArgumentException when n is negative
     */
    public static Tensor arange(int n) {
        if (n < 0) {
            throw Complaint.about("arange(" + n + ")")
                    .because("the end is negative, and it counts up from 0")
                    .hint("0 or more; arange(start, end, step) to count down")
                    .argument();
        }
        long[] values = new long[n];
        Arrays.setAll(values, i -> i);
        return wrap(new LongStorage(values), n);
    }

    /**
     * Float32 numbers from {@code start} in steps, below {@code end}, rounded as PyTorch rounds them.
     *
     * @param start the first
     * @param end not reached
     * @param step from one to the next, not 0
     * @return a tensor of shape [ceil((end - start) / step)]
     */
    public static Tensor arange(double start, double end, double step) {
        float[] values = TorchRanges.arange(start, end, step);
        return wrap(new FloatStorage(values), values.length);
    }

    /**
     * Float32 numbers from {@code start} to {@code end}, both included, rounded as PyTorch rounds them.
     *
     * @param start the first
     * @param end the last
     * @param n how many
     * @return a tensor of shape [n]
     */
    public static Tensor linspace(double start, double end, int n) {
        return wrap(new FloatStorage(TorchRanges.linspace((float) start, (float) end, n)), n);
    }

    /**
     * Float32 numbers drawn uniformly from [0, 1): torch's stream, bit for bit.
     *
     * @param generator where from
     * @param sizes the shape
     * @return a tensor of that shape
     */
    public static Tensor rand(TorchGenerator generator, int... sizes) {
        return wrap(new FloatStorage(generator.rand(Shape.of(sizes).size())), sizes);
    }

    /**
     * Float32 numbers drawn from the standard normal distribution: torch's stream, bit for bit.
     *
     * @param generator where from
     * @param sizes the shape
     * @return a tensor of that shape
     */
    public static Tensor randn(TorchGenerator generator, int... sizes) {
        return wrap(new FloatStorage(generator.randn(Shape.of(sizes).size())), sizes);
    }

    /**
     * A random order of 0 to n - 1: torch's stream, bit for bit.
     *
     * @param generator where from
     * @param n how many
     * @return int64 [n]
     */
    public static Tensor randperm(TorchGenerator generator, int n) {
        return wrap(new LongStorage(generator.randperm(n)), n);
    }

    /**
     * Tensors one after the other along an axis.
     *
     * @param axis which
     * @param parts of one shape but for that axis
     * @return the joined tensor
     */
    public static Tensor cat(int axis, Tensor... parts) {
        return Shaping.join(axis, parts);
    }

    /**
     * Tensors of one shape side by side along a new axis.
     *
     * @param axis where the new axis comes
     * @param parts of one shape
     * @return a tensor of higher rank
     */
    public static Tensor stack(int axis, Tensor... parts) {
        Tensor[] raised = new Tensor[parts.length];
        Arrays.setAll(raised, i -> parts[i].unsqueeze(axis));
        return Shaping.join(axis, raised);
    }

    /**
     * Tensors side by side: along the second axis, vectors along the first.
     *
     * @param parts of one shape but for that axis
     * @return the joined tensor
     * @throws IllegalArgumentException when there are none, or shapes differ
     */
    public static Tensor hstack(Tensor... parts) {
        if (parts.length == 0) {
            throw Complaint.about("hstack of no tensors")
                    .because("there is nothing to join")
                    .hint("at least one")
                    .argument();
        }
        Tensor[] raised = Arrays.stream(parts).map(part -> part.rank() == 0 ? part.unsqueeze(0) : part).toArray(Tensor[]::new);
        return Shaping.join(raised[0].rank() == 1 ? 0 : 1, raised);
    }

    /**
     * Tensors one below the other; vectors are rows.
     *
     * @param parts of one shape but for the first axis
     * @return the joined tensor
     */
    public static Tensor vstack(Tensor... parts) {
        return Shaping.join(0, Arrays.stream(parts).map(Arranging::atleast2d).toArray(Tensor[]::new));
    }

    /**
     * The coordinates of a grid.
     *
     * @param axes one vector a direction
     * @return one tensor a direction, each of the grid's shape, the first direction along the first axis ("ij")
     */
    public static java.util.List<Tensor> meshgrid(Tensor... axes) {
        int[] sizes = Arrays.stream(axes).mapToInt(Tensor::size).toArray();
        java.util.List<Tensor> grids = new java.util.ArrayList<>();
        for (int i = 0; i < axes.length; i++) {
            int[] column = new int[axes.length];
            Arrays.fill(column, 1);
            column[i] = sizes[i];
            grids.add(axes[i].reshape(column).expand(sizes));
        }
        return grids;
    }

    /**
     * Matrices along the diagonal of a large one.
     *
     * @param blocks matrices; vectors are rows, scalars single elements
     * @return a matrix with zeros elsewhere
     */
    public static Tensor blockDiag(Tensor... blocks) {
        int columns = Arrays.stream(blocks).mapToInt(block -> block.atleast2d().size(1)).sum();
        Tensor[] rows = new Tensor[blocks.length];
        int before = 0;
        for (int i = 0; i < blocks.length; i++) {
            Tensor block = blocks[i].atleast2d();
            rows[i] = block.pad(0, before, columns - before - block.size(1));
            before += block.size(1);
        }
        return Shaping.join(0, rows);
    }

    /**
     * Einstein's sums: labels name axes, what is not in the result is summed over: {@code einsum("ij,jk->ik", a, b)}. Operands
     * are multiplied from left to right, as batches of matrix products.
     *
     * @param equation labels of each operand, and after {@code ->} those of the result, each once; without it, all labels that
     *     occur once, in order; {@code ...} stands for leading axes; sizes of one label are equal, or 1, which broadcasts
     * @param operands one for each group of labels
     * @return the sum of products
     * @throws IllegalArgumentException when labels and axes do not fit
     */
    public static Tensor einsum(String equation, Tensor... operands) {
        return Einsum.of(equation, operands);
    }

    // ---- what it is -------------------------------------------------------------------------------------------------

    /**
     * The array: storage and layout.
     *
     * @return a description of the tensor's own storage: no copy
     */
    public NdArray data() {
        return new NdArray(storage, layout);
    }

    /**
     * The shape.
     *
     * @return the shape
     */
    public Shape shape() {
        return layout.shape();
    }

    /**
     * The size of one axis.
     *
     * @param axis negative counts from the end
     * @return its size
     */
    public int size(int axis) {
        return shape().size(axis);
    }

    /**
     * The number of elements.
     *
     * @return the product of the sizes
     */
    public int size() {
        return shape().size();
    }

    /**
     * The number of axes.
     *
     * @return 0 for a scalar
     */
    public int rank() {
        return shape().rank();
    }

    /**
     * The type of the elements.
     *
     * @return the type
     */
    public DType dtype() {
        return storage.type();
    }

    /**
     * Whether the elements lie in row-major order.
     *
     * @return false for transposed, sliced and expanded views
     */
    public boolean isContiguous() {
        return layout.isContiguous();
    }

    /**
     * The same values in row-major order.
     *
     * @return this when they already are, else a copy
     */
    public Tensor contiguous() {
        return isContiguous() ? this : clone();
    }

    int version() {
        return storage.version();
    }

    /**
     * Gives the tensor a name for error messages and pictures.
     *
     * @param newName such as {@code w}
     * @return this
     */
    public Tensor named(String newName) {
        name = newName;
        return this;
    }

    /**
     * The name it was given.
     *
     * @return null when it was given none
     */
    public @Nullable String name() {
        return name;
    }

    /** Shape, type, name and origin in few words, for messages. */
    String describe() {
        String where = device() == Device.cpu() ? "" : " on " + device();
        return (name == null ? "" : "'" + name + "' ") + shape() + " " + dtype() + where;
    }

    /** Where two operands came from, as far as that is known. */
    static String origins(Tensor a, Tensor b) {
        String left = a.origin("left");
        String right = b.origin("right");
        return left + (left.isEmpty() || right.isEmpty() ? "" : ", ") + right;
    }

    private String origin(String side) {
        if (name != null) {
            return "the " + side + " operand is '" + name + "'";
        }
        return node == null || node.isLeaf() ? "" : "the " + side + " operand was made by " + node.name();
    }

    // ---- the graph --------------------------------------------------------------------------------------------------

    /** Applies an operation and records it if an input requires a gradient. Every operation goes through here. */
    static Tensor apply(Op op, Tensor... in) {
        boolean record = false;
        NdArray[] arrays = new NdArray[in.length];
        for (int i = 0; i < in.length; i++) {
            arrays[i] = in[i].data();
            record |= in[i].node != null;
        }
        NdArray out = Device.anyOpened() ? OnDevices.forward(op, in, arrays) : op.forward(backend(), arrays);
        record = record
                && out.type().isFloating()
                && op.entry().derivative() != Entry.Derivative.ABSENT
                && Autograd.isGradEnabled();
        Tensor made = record ? new Tensor(out.storage(), out.layout(), op, in) : new Tensor(out);
        Watcher watcher = Autograd.watcher();
        if (watcher != null) {
            watcher.applied(op, java.util.List.of(in), made);
        }
        return made;
    }

    /** Whether this is one float32 on the host: in graphs of these, finding the kernel would be most of the work. */
    boolean isPlainNumber() {
        return layout == NUMBER && storage instanceof FloatStorage && !Device.anyOpened();
    }

    /** {@link #apply} for two plain numbers, an operation of one step, and nobody watching. */
    static Tensor number(Binary op, Tensor a, Tensor b) {
        float value = op.recipe().of(((FloatStorage) a.storage).values()[0], ((FloatStorage) b.storage).values()[0]);
        Storage out = new FloatStorage(new float[] {value});
        boolean record = (a.node != null || b.node != null) && Autograd.isGradEnabled();
        return record ? new Tensor(out, NUMBER, op, new Tensor[] {a, b}) : new Tensor(out, NUMBER);
    }

    /** Adds in place to a sum of gradients that nobody else sees; both have its shape and type. */
    void increase(Tensor share) {
        if (isPlainNumber() && share.isPlainNumber()) {
            ((FloatStorage) storage).values()[0] += ((FloatStorage) share.storage).values()[0];
        } else {
            update(ADD.recipe(), this, share);
        }
    }

    private static Backend backend() {
        return Backends.current();
    }

    /** What computes where this tensor lies. */
    private Backend backendHere() {
        return Device.anyOpened() ? device().backend() : backend();
    }

    /**
     * Whether gradients are computed for this tensor.
     *
     * @return true for parameters, and for whatever was computed from them
     */
    public boolean requiresGrad() {
        return node != null;
    }

    /**
     * Asks for gradients of this tensor.
     *
     * @param required whether operations on it are recorded from now on
     * @return this
     * @throws IllegalArgumentException when it is not a floating-point tensor
     * @throws IllegalStateException when it was computed: it requires a gradient because its inputs do
     */
    public Tensor requiresGrad(boolean required) {
        if (required && !dtype().isFloating()) {
            throw Complaint.about("requiresGrad of " + describe())
                    .because("only float32 and float64 tensors have gradients")
                    .hint("to(DType.FLOAT32) first")
                    .argument();
        }
        if (!required && node != null && !node.isLeaf()) {
            throw Complaint.about("requiresGrad(false) of " + describe())
                    .because("it was computed by " + node.name() + " from tensors that require a gradient")
                    .hint("detach()")
                    .state();
        }
        node = !required ? null : node == null ? new Node(this) : node;
        return this;
    }

    /**
     * Whether this tensor was made by hand rather than computed from tensors that require a gradient.
     *
     * @return true for parameters and data
     */
    public boolean isLeaf() {
        return node == null || node.isLeaf();
    }

    /**
     * The node that made this tensor.
     *
     * @return null for a leaf
     */
    public @Nullable Node gradFn() {
        return isLeaf() ? null : node;
    }

    /**
     * The gradient that backward has accumulated.
     *
     * @return null before the first backward and after {@link #zeroGrad()}
     * @throws IllegalStateException for a tensor that was computed and does not {@link #retainGrad() retain} its gradient
     */
    public @Nullable Tensor grad() {
        if (node != null && !node.isLeaf() && node.keeper != this) {
            throw Complaint.about("grad of " + describe())
                    .because("it is not a leaf: it was computed by " + node.name()
                            + ", and backward keeps only the gradients of leaves")
                    .hint("retainGrad() on it before backward()")
                    .state();
        }
        return grad;
    }

    /**
     * Replaces the gradient, for instance by a clipped one.
     *
     * @param newGrad of this shape, or null for none
     */
    public void setGrad(@Nullable Tensor newGrad) {
        if (newGrad != null && !newGrad.shape().equals(shape())) {
            throw Complaint.about("setGrad of shape " + newGrad.shape() + " on " + describe())
                    .because("a gradient has the shape of its tensor")
                    .hint("sumTo or reshape")
                    .argument();
        }
        grad = newGrad == null ? null : newGrad.keep();
    }

    /**
     * Forgets the gradient. Gradients add up over calls of backward until somebody does this.
     *
     * <p>Inside a {@link #tidy(java.util.function.Supplier) tidy}, the memory of a gradient that was made in an earlier one is
     * given back at its end. Call {@link #keep()} on a gradient that you want to look at later.
     */
    public void zeroGrad() {
        if (grad != null) {
            Arena.forget(grad.storage);
        }
        grad = null;
    }

    /**
     * Keeps the gradient of a tensor that was computed, which backward otherwise drops when it has used it.
     *
     * @return this
     */
    public Tensor retainGrad() {
        if (node == null) {
            throw Complaint.about("retainGrad of " + describe())
                    .because("it does not require a gradient")
                    .hint("requiresGrad(true) on what it is computed from")
                    .state();
        }
        node.keeper = this;
        return this;
    }

    /**
     * Calls a function with this tensor's gradient during backward; what it returns goes on in its place.
     *
     * @param hook gets the complete gradient
     */
    public void registerHook(UnaryOperator<Tensor> hook) {
        if (node == null) {
            throw Complaint.about("registerHook on " + describe())
                    .because("it does not require a gradient")
                    .hint("requiresGrad(true) first")
                    .state();
        }
        node.addHook(hook);
    }

    /** Adds the gradients of this scalar to the {@code grad} of every leaf that it depends on, and releases the graph. */
    public void backward() {
        backward(null, false, false);
    }

    /**
     * Adds gradients to the {@code grad} of every leaf, starting from a given gradient of this tensor.
     *
     * @param seed the gradient of some loss with respect to this tensor, of its shape
     */
    public void backward(Tensor seed) {
        backward(seed, false, false);
    }

    /**
     * Adds gradients to the {@code grad} of every leaf.
     *
     * @param seed the gradient of some loss with respect to this tensor; null means 1 for a scalar
     * @param retainGraph whether backward can go through this graph again
     * @param createGraph whether the gradients are recorded, so that they can be differentiated; the graph is then kept
     * @throws IllegalStateException when this is not a scalar and there is no seed, when nothing requires a gradient, or
     *     when the graph was released by an earlier backward
     */
    public void backward(@Nullable Tensor seed, boolean retainGraph, boolean createGraph) {
        Backward.accumulate(
                java.util.List.of(this), java.util.List.of(seed(seed)), retainGraph || createGraph, createGraph);
    }

    /** The checked seed, or ones for a scalar. */
    Tensor seed(@Nullable Tensor given) {
        if (given == null) {
            if (size() != 1) {
                throw Complaint.about("backward from " + describe())
                        .because("it is not a scalar, so there is no single number whose gradient is meant")
                        .hint("sum() or mean() first, or backward(seed) with a seed of shape " + shape())
                        .state();
            }
            return full(1, dtype(), shape().sizes()).to(device());
        }
        if (!given.shape().equals(shape())) {
            throw Complaint.about("backward from " + describe() + " with a seed of shape " + given.shape())
                    .because("the seed must have the tensor's shape")
                    .hint("expand or reshape the seed")
                    .argument();
        }
        return given.to(dtype());
    }

    /**
     * The same values without their history.
     *
     * @return a tensor that shares the storage and requires no gradient
     */
    public Tensor detach() {
        return new Tensor(storage, layout);
    }

    /**
     * A copy of the values, recorded in the graph.
     *
     * @return a new tensor with storage of its own
     */
    @Override
    @SuppressWarnings({"MethodDoesntCallSuperMethod", "CloneDoesntDeclareCloneNotSupportedException"})
    public Tensor clone() {
        return apply(new Cast(dtype(), dtype()), this);
    }

    // ---- memory -----------------------------------------------------------------------------------------------------

    /**
     * Runs an action, such as a training step, and then gives the memory of the results that were made in it back, to be
     * used by the next: a large array in fresh memory costs more time than the arithmetic that fills it.
     *
     * <pre>{@code
     * double loss = Tensor.tidy(() -> {
     *     optimizer.zeroGrad();
     *     Tensor l = criterion.forward(model.forward(x), y);
     *     l.backward();
     *     optimizer.step();
     *     return l.item();
     * });
     * }</pre>
     *
     * <p>What lives on: a tensor (or a list of them) that the action returns, gradients of leaves until {@link #zeroGrad} in a
     * later tidy forgets them, what was made of given values ({@link #of(float[], int...)}, {@link #zeros(int...)}, {@link
     * #randn}), and what {@link #keep} was called on. Every other use of a result after the end is an error that says so. Only
     * this thread's results are meant. The manner is that of TensorFlow.js's {@code tf.tidy}.
     *
     * @param action what to run
     * @param <T> what it returns
     * @return what the action returns
     */
    public static <T> T tidy(java.util.function.Supplier<T> action) {
        return Arena.tidy(action, (result, storages) -> {
            if (result instanceof Tensor tensor) {
                storages.accept(tensor.storage);
            } else if (result instanceof Iterable<?> several) {
                for (Object each : several) {
                    if (each instanceof Tensor tensor) {
                        storages.accept(tensor.storage);
                    }
                }
            }
        });
    }

    /**
     * Runs an action and then gives the memory of the results that were made in it back.
     *
     * @param action what to run
     * @see #tidy(java.util.function.Supplier)
     */
    public static void tidy(Runnable action) {
        Arena.tidy(
                () -> {
                    action.run();
                    return action;
                },
                (nothing, storages) -> {});
    }

    /**
     * Keeps this tensor's memory past the end of the {@link #tidy(java.util.function.Supplier) tidy} it is made in.
     *
     * @return this
     */
    public Tensor keep() {
        storage.keep();
        return this;
    }

    // ---- changing in place ------------------------------------------------------------------------------------------

    private void beforeChange(String what) {
        if (node != null && Autograd.isGradEnabled()) {
            throw Complaint.about(what + " on " + describe())
                    .because(isLeaf()
                            ? "it is a leaf that requires a gradient, and the change would not be recorded"
                            : "it is part of a recorded graph, and the change would not be recorded")
                    .hint("Autograd.noGrad(() -> ...) around the change, or an operation that returns a new tensor")
                    .state();
        }
        if (!layout.isWritable()) {
            throw Complaint.about(what + " on " + describe())
                    .because("it is an expanded view: several of its elements are one number in memory")
                    .hint("clone() first")
                    .state();
        }
        storage.changed();
    }

    /**
     * Overwrites the values.
     *
     * @param source broadcasts to this shape; converted to this type
     * @return this
     */
    public Tensor copyFrom(Tensor source) {
        beforeChange("copyFrom");
        backendHere().copyInto(besides(source.to(device())), data());
        return this;
    }

    /** What a tensor is read from while this is written: a copy where its elements lie in this memory, but at other places. */
    private NdArray besides(Tensor read) {
        boolean apart = read.storage != storage || read.layout.equals(layout);
        return apart ? read.data() : backendHere().copy(read.data(), read.dtype());
    }

    /**
     * Overwrites all values with one.
     *
     * @param value the value
     * @return this
     */
    public Tensor fill(double value) {
        beforeChange("fill");
        backendHere().copyInto(like(value).to(dtype()).data(), data());
        return this;
    }

    /**
     * Overwrites the values with a recipe of tensors, which may include this one: one pass for an optimizer.
     *
     * @param recipe what to compute
     * @param operands as many as the recipe takes; they broadcast to this shape and have this type
     * @return this
     */
    public Tensor update(Recipe recipe, Tensor... operands) {
        beforeChange(recipe.name());
        NdArray[] arrays = new NdArray[operands.length];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = besides(operands[i]);
        }
        backendHere().mapInto(recipe, data(), arrays);
        return this;
    }

    /**
     * Changes several tensors by a {@linkplain Recipe#inPlace recipe in place}, in one pass: the first of them become the
     * results, the others are only read.
     *
     * @param recipe what to compute
     * @param operands as many as the recipe takes, of one floating-point type and one shape, none of them twice
     * @param numbers as many as the recipe takes
     * @throws IllegalArgumentException when types or shapes differ
     */
    public static void updateAll(Recipe recipe, List<Tensor> operands, double... numbers) {
        Tensor first = operands.getFirst();
        NdArray[] arrays = new NdArray[operands.size()];
        for (int i = 0; i < arrays.length; i++) {
            Tensor each = operands.get(i);
            if (each.dtype() != first.dtype() || !each.dtype().isFloating() || !each.shape().equals(first.shape())) {
                throw Complaint.about(recipe.name() + " of " + first.describe() + " and " + each.describe())
                        .because("what changes together must be of one floating-point type and one shape")
                        .hint("to(...) the same type")
                        .argument();
            }
            arrays[i] = each.data();
        }
        int results = recipe.program(first.dtype()).resultCount();
        for (int i = 0; i < results; i++) {
            operands.get(i).beforeChange(recipe.name());
        }
        first.backendHere().mapInPlace(recipe, numbers, arrays);
    }

    // ---- reading values ---------------------------------------------------------------------------------------------

    /**
     * The value of a tensor with one element.
     *
     * @return as a double
     * @throws IllegalStateException when there is not exactly one
     */
    public double item() {
        if (size() != 1) {
            throw Complaint.about("item() of " + describe())
                    .because("it has " + size() + " elements")
                    .hint("get(i, ...) for one of them, or toDoubles()")
                    .state();
        }
        NdArray here = OnDevices.onHost(data());
        return here.storage().getDouble(here.layout().offset());
    }

    /**
     * One element.
     *
     * @param indices one for each axis
     * @return as a double
     */
    public double at(int... indices) {
        return get(indices).item();
    }

    /**
     * The values as float32.
     *
     * @return a new array in row-major order
     */
    public float[] toFloats() {
        return (float[]) ownCopy(DType.FLOAT32).array();
    }

    /**
     * The values as float64.
     *
     * @return a new array in row-major order
     */
    public double[] toDoubles() {
        return (double[]) ownCopy(DType.FLOAT64).array();
    }

    /**
     * The values as int64, cut towards zero.
     *
     * @return a new array in row-major order
     */
    public long[] toLongs() {
        return (long[]) ownCopy(DType.INT64).array();
    }

    /**
     * The values as bool: true where they are not 0.
     *
     * @return a new array in row-major order
     */
    public boolean[] toBooleans() {
        return (boolean[]) ownCopy(DType.BOOL).array();
    }

    /** A copy in memory that nothing else will use. */
    private Storage ownCopy(DType type) {
        NdArray copy = NdArray.allocate(type, shape());
        backend().copyInto(OnDevices.onHost(data()), copy);
        return copy.storage();
    }

    // ---- types ------------------------------------------------------------------------------------------------------

    /** A scalar of this type, or of float32 when this is an integer and the value is not. */
    Tensor like(double value) {
        boolean fits = dtype().isFloating() || value == Math.rint(value);
        DType type = !fits ? DType.FLOAT32 : dtype() == DType.BOOL ? DType.INT64 : dtype();
        return scalar(value, type);
    }

    /** This, with integers turned into float32. */
    Tensor toFloating() {
        return dtype().isFloating() ? this : to(DType.FLOAT32);
    }

    /** PyTorch's promotion: a scalar takes part only when its kind (bool, integer, floating) is higher. */
    static DType resultType(Tensor a, Tensor b) {
        if ((a.rank() == 0) == (b.rank() == 0)) {
            return a.dtype().promote(b.dtype());
        }
        DType shaped = a.rank() == 0 ? b.dtype() : a.dtype();
        DType single = a.rank() == 0 ? a.dtype() : b.dtype();
        boolean higher = single.isFloating() ? !shaped.isFloating() : single.promote(shaped) == single;
        return higher ? single : shaped;
    }

    @Override
    public String toString() {
        return TensorText.of(this);
    }
}
