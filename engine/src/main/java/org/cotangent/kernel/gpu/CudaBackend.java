package org.cotangent.kernel.gpu;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.DeviceStorage;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Recipe;
import org.cotangent.kernel.Storage;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Layout;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The backend of a CUDA device: products by cuBLAS, everything else by kernels, and what has no kernel on the host after one
 * warning.
 *
 * <p>Arrays are on the device. Only a single number may be on the host: it travels as an argument of the kernel.
 */
final class CudaBackend implements Backend {
    /** Elements of a fold that one block, or one thread, takes on before the work is cut into parts. */
    private static final int ROW_PART = 4096;

    private static final int COLUMN_PART = 64;

    /** Rows that are no longer take a thread each: most threads of a block would have nothing to do. */
    private static final int SHORT_ROW = 32;

    private static final int THREADS = 256;
    private static final int ARG_BLOCK = 128; // from here on argFold puts a block on each result

    private final CudaDevice device;
    private final CudaProduct product;
    private final HostFallback fallback;

    CudaBackend(CudaDevice device) {
        this.device = device;
        this.fallback = new HostFallback(device.name());
        this.product = new CudaProduct(device, this);
    }

    @Override
    public String name() {
        return "cuda";
    }

    /** What the host had to compute so far, since there is no kernel for it. */
    Set<String> computedOnHost() {
        return fallback.said();
    }

    // ---- arrays and addresses ---------------------------------------------------------------------------------------

    @Override
    public NdArray allocate(DType type, Shape shape) {
        synchronized (device) {
            return zeroed(device.lasting(type, shape));
        }
    }

    @Override
    public NdArray room(DType type, Shape shape) {
        synchronized (device) {
            return device.room(type, shape);
        }
    }

    @Override
    public NdArray zeros(DType type, Shape shape) {
        synchronized (device) {
            return zeroed(device.room(type, shape));
        }
    }

    /** The array, set to zeros. */
    NdArray zeroed(NdArray made) {
        if (made.size() > 0) {
            CudaStorage storage = (CudaStorage) made.storage();
            device.runtime().memsetAsync(storage.address(0), 0, storage.bytes(), device.stream());
        }
        return made;
    }

    private static boolean isNumber(NdArray x) {
        return !(x.storage() instanceof DeviceStorage) && x.storage().size() == 1;
    }

    /** The address of the first element of an array on this device. */
    long address(NdArray x) {
        if (x.storage() instanceof CudaStorage here && here.device() == device) {
            return here.address(x.layout().offset());
        }
        String where = x.storage() instanceof DeviceStorage there ? there.device().name() : "cpu";
        throw Complaint.about("work on " + device.name() + " with an array " + x.shape() + " on " + where)
                .because("devices do not mix")
                .hint("to(...) the same device first")
                .argument();
    }

    /** The array on the device, where a kernel takes an address and the array may be a single number. */
    private NdArray here(NdArray x) {
        return isNumber(x) ? expanded(device.put(x.view(Shape.SCALAR.contiguous())), x.shape()) : x;
    }

    private static NdArray expanded(NdArray number, Shape shape) {
        return number.view(number.layout().expand(shape));
    }

    /** Adds an operand: its address, or its value when it is a single number on the host. */
    private void add(Launcher launcher, NdArray x, DType type, Walk walk, int operand) {
        if (isNumber(x)) {
            launcher.add(0, bits(x.storage(), type), walk, operand);
        } else {
            if (x.type() != type) {
                throw new IllegalArgumentException("a kernel of " + type + " with an operand of " + x.type());
            }
            launcher.add(address(x), 0, walk, operand);
        }
    }

    private static long bits(Storage number, DType type) {
        return switch (type) {
            case FLOAT32 -> Integer.toUnsignedLong(Float.floatToRawIntBits((float) number.getDouble(0)));
            case FLOAT64 -> Double.doubleToRawLongBits(number.getDouble(0));
            case INT64 -> number.getLong(0);
            case BOOL -> number.getDouble(0) != 0 ? 1 : 0;
        };
    }

    NdArray contiguous(NdArray x) {
        NdArray here = here(x);
        return here.layout().isContiguous() ? here : copy(here, here.type());
    }

    // ---- what has no kernel -----------------------------------------------------------------------------------------

    private NdArray toHost(NdArray x) {
        return x.storage() instanceof DeviceStorage ? device.fetch(x) : x;
    }

    private NdArray onHost(String what, Function<Backend, NdArray> work) {
        fallback.warn(what);
        return device.put(work.apply(Backends.current()));
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    // ---- elementwise ------------------------------------------------------------------------------------------------

    @Override
    public NdArray map(Recipe recipe, DType type, NdArray... operands) {
        Shape shape = operands[0].shape();
        for (int i = 1; i < operands.length; i++) {
            shape = shape.broadcast(operands[i].shape(), recipe.name());
        }
        DType made = recipe.program(type).result() == Expr.Kind.MASK ? DType.BOOL : type;
        synchronized (device) {
            NdArray out = device.room(made, shape);
            run(recipe, type, out, operands);
            return out;
        }
    }

    @Override
    public void mapInto(Recipe recipe, NdArray out, NdArray... operands) {
        synchronized (device) {
            device.attach();
            boolean direct = out.layout().isContiguous();
            for (NdArray each : operands) { // a kernel may read the very number that it writes, and no other of its array
                direct &= each.storage() != out.storage() || each.layout().equals(out.layout());
            }
            if (direct) {
                run(recipe, out.type(), out, operands);
            } else {
                NdArray whole = device.room(out.type(), out.shape());
                run(recipe, out.type(), whole, operands);
                copyInto(whole, out);
            }
        }
    }

    @Override
    public void mapInPlace(Recipe recipe, double[] numbers, NdArray... operands) {
        synchronized (device) {
            device.attach();
            int size = operands[0].size();
            if (size == 0) {
                return;
            }
            DType type = operands[0].type();
            int results = recipe.program(type).resultCount();
            NdArray[] whole = new NdArray[operands.length];
            Arrays.setAll(whole, i -> contiguous(operands[i]));
            boolean fits = operands.length <= Launcher.UPDATE_ARRAYS && numbers.length <= Launcher.UPDATE_NUMBERS;
            DeviceKernel kernel = fits ? Kernels.map(recipe, type, true) : null;
            if (kernel == null) {
                Arrays.setAll(whole, i -> toHost(whole[i]));
                fallback.warn(recipe.name() + " of " + type);
                Backends.current().mapInPlace(recipe, numbers, whole);
            } else {
                long[] addresses = Arrays.stream(whole).mapToLong(this::address).toArray();
                device.launcher().arguments().add((long) size).add(addresses, numbers).launch(kernel, size);
            }
            for (int i = 0; i < results; i++) {
                if (whole[i] != operands[i]) {
                    copyInto(kernel == null ? device.put(whole[i]) : whole[i], operands[i]);
                }
            }
        }
    }

    private void run(Recipe recipe, DType type, NdArray out, NdArray... operands) {
        if (out.size() == 0) {
            return;
        }
        Layout[] layouts = new Layout[operands.length];
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = operands[i].layout().expand(out.shape());
        }
        Walk walk = new Walk(out.shape(), layouts);
        DeviceKernel kernel = walk.fits() ? Kernels.map(recipe, type, walk.isFlat()) : null;
        if (kernel == null) {
            NdArray[] fetched = new NdArray[operands.length];
            Arrays.setAll(fetched, i -> toHost(operands[i]));
            NdArray computed = onHost(
                    recipe.name() + " of " + type, host -> host.map(recipe, type, fetched));
            copyInto(computed, out);
            return;
        }
        Launcher launcher = device.launcher().arguments().add((long) out.size()).add(address(out)).add(walk);
        for (int i = 0; i < operands.length; i++) {
            DType each = recipe.operands().get(i) == Expr.Kind.MASK ? DType.BOOL : type;
            add(launcher, operands[i], each, walk, i);
        }
        launcher.launch(kernel, out.size());
    }

    // ---- copies -----------------------------------------------------------------------------------------------------

    @Override
    public NdArray copy(NdArray x, DType type) {
        synchronized (device) {
            NdArray out = device.room(type, x.shape());
            copyInto(x, out);
            return out;
        }
    }

    @Override
    public void copyInto(NdArray from, NdArray into) {
        synchronized (device) {
            device.attach();
            Layout source = from.layout().expand(into.shape());
            if (into.size() == 0) {
                return;
            }
            boolean straight = source.isContiguous() && into.layout().isContiguous() && !isNumber(from);
            if (straight && from.type() == into.type()) {
                long bytes = (long) into.size() * CudaStorage.bytes(into.type());
                device.runtime()
                        .memcpyAsync(address(into), address(from), bytes, CudaRuntime.DEVICE_TO_DEVICE, device.stream());
                return;
            }
            Walk walk = new Walk(into.shape(), into.layout(), source);
            DeviceKernel kernel = walk.fits() ? Kernels.copy(from.type(), into.type()) : null;
            if (kernel == null) {
                copyOnHost(from, into);
                return;
            }
            Launcher launcher = device.launcher().arguments().add((long) into.size());
            launcher.add(address(into), 0, walk, 0).add(walk);
            add(launcher, from, from.type(), walk, 1);
            launcher.launch(kernel, into.size());
        }
    }

    /** The whole storage of the result travels, since what lies between its elements stays as it is. */
    private void copyOnHost(NdArray from, NdArray into) {
        fallback.warn("copy of " + from.type() + " to " + into.type());
        CudaStorage storage = (CudaStorage) into.storage();
        NdArray all = new NdArray(storage, Shape.of(storage.size()).contiguous());
        NdArray fetched = device.fetch(all);
        NdArray source = from.storage() instanceof DeviceStorage there
                ? new NdArray(
                        device.fetch(new NdArray(there, Shape.of(there.size()).contiguous()))
                                .storage(),
                        from.layout())
                : from;
        Backends.current().copyInto(source, fetched.view(into.layout()));
        NdArray back = device.put(fetched);
        device.runtime()
                .memcpyAsync(
                        storage.address(0), address(back), storage.bytes(), CudaRuntime.DEVICE_TO_DEVICE, device.stream());
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
        DeviceKernel rows = Kernels.fold(fold, x.type(), true);
        DeviceKernel columns = Kernels.fold(fold, x.type(), false);
        boolean empty = count == 0 && shape.size() > 0 && (fold == Fold.MAX || fold == Fold.MIN);
        if (rows == null || columns == null || empty) { // the host knows what to say about the largest of nothing
            NdArray fetched = toHost(x);
            return empty
                    ? Backends.current().fold(fold, fetched, reduced)
                    : onHost(lower(fold) + " of " + x.type(), host -> host.fold(fold, fetched, reduced));
        }
        synchronized (device) {
            device.attach();
            int inner = 1;
            boolean block = true;
            for (int axis = 0; axis < rank; axis++) {
                block &= axis < first || axis > last || reduced[axis];
                inner *= axis > last && last >= 0 ? kept[axis] : 1;
            }
            NdArray here = here(x);
            NdArray source = here;
            if (!block) {
                source = here.view(here.layout().permute(lastAxes(reduced)));
                inner = 1;
            }
            NdArray out = device.room(x.type(), shape);
            if (shape.size() > 0) {
                boolean blocks = inner == 1 && count > SHORT_ROW;
                foldBlocks(
                        blocks ? rows : columns, blocks, contiguous(source), shape.size() / inner, count, inner, out);
            }
            return out;
        }
    }

    /** The order of axes that brings the reduced ones to the end. */
    private static int[] lastAxes(boolean... reduced) {
        int[] order = new int[reduced.length];
        int place = 0;
        for (boolean moved : new boolean[] {false, true}) {
            for (int axis = 0; axis < reduced.length; axis++) {
                if (reduced[axis] == moved) {
                    order[place++] = axis;
                }
            }
        }
        return order;
    }

    private void foldBlocks(
            DeviceKernel kernel, boolean blocks, NdArray x, int outer, int count, int inner, NdArray out) {
        int parts = parts(outer, count, inner);
        NdArray source = x;
        int rest = count;
        if (parts > 1) {
            NdArray partial = device.room(x.type(), Shape.of(outer, parts, inner));
            launchFold(kernel, blocks, outer, count, inner, parts, x, partial);
            source = partial;
            rest = parts;
        }
        launchFold(kernel, blocks, outer, rest, inner, 1, source, out);
    }

    private void launchFold(
            DeviceKernel kernel,
            boolean blocks,
            int outer,
            int count,
            int inner,
            int parts,
            NdArray from,
            NdArray into) {
        Launcher launcher = device.launcher()
                .arguments()
                .add((long) outer)
                .add((long) count)
                .add((long) inner)
                .add((long) parts)
                .add(address(from))
                .add(address(into));
        long units = (long) outer * parts;
        if (blocks) {
            launcher.launchBlocks(kernel, units);
        } else {
            launcher.launch(kernel, units * inner);
        }
    }

    /** Into how many parts a fold is cut so that the device is busy: it depends on the shape and on the kind of device alone. */
    private int parts(int outer, int count, int inner) {
        long busy = inner == 1 ? device.multiprocessors() * 8L : device.multiprocessors() * 4L * THREADS;
        long units = (long) outer * inner;
        int least = inner == 1 ? ROW_PART : COLUMN_PART;
        long wanted = Math.min((busy + units - 1) / units, count / least);
        return (int) Math.max(1, wanted);
    }

    @Override
    public NdArray argFold(boolean largest, NdArray x, int axis) {
        int rank = x.shape().rank();
        int count = rank == 0 ? 1 : x.shape().size(axis);
        DeviceKernel kernel = Kernels.argFold(largest, x.type());
        if (kernel == null || count == 0) {
            NdArray fetched = toHost(x);
            return count == 0
                    ? device.put(Backends.current().argFold(largest, fetched, axis))
                    : onHost(
                            (largest ? "argmax of " : "argmin of ") + x.type(),
                            host -> host.argFold(largest, fetched, axis));
        }
        synchronized (device) {
            device.attach();
            Shape shape = rank == 0 ? Shape.SCALAR : x.shape().with(axis, 1);
            NdArray out = device.room(DType.INT64, shape);
            if (out.size() == 0) {
                return out;
            }
            int inner = 1;
            for (int i = axis + 1; i < rank; i++) {
                inner *= x.shape().size(i);
            }
            NdArray source = contiguous(x); // before the arguments: it may launch a kernel itself
            device.launcher()
                    .arguments()
                    .add((long) out.size() / inner)
                    .add((long) count)
                    .add((long) inner)
                    .add(address(source))
                    .add(address(out));
            if (count < ARG_BLOCK) {
                device.launcher().launch(kernel, out.size());
            } else {
                device.launcher().launchBlocks(kernel, out.size());
            }
            return out;
        }
    }

    // ---- products ---------------------------------------------------------------------------------------------------

    @Override
    public NdArray matmul(NdArray a, NdArray b, @Nullable NdArray bias) {
        if (!a.type().isFloating()) {
            NdArray left = toHost(a);
            NdArray right = toHost(b);
            NdArray row = bias == null ? null : toHost(bias);
            return onHost("product of " + a.type(), host -> host.matmul(left, right, row));
        }
        synchronized (device) {
            device.attach();
            return product.multiply(here(a), here(b), bias);
        }
    }

    // ---- indexing ---------------------------------------------------------------------------------------------------

    @Override
    public NdArray gather(NdArray x, int axis, NdArray index) {
        Layout source = alongIndex(x.layout(), axis, index.shape());
        Walk walk = new Walk(index.shape(), source, index.layout());
        DeviceKernel kernel = walk.fits() ? Kernels.gather(x.type()) : null;
        if (kernel == null) {
            NdArray fetched = toHost(x);
            NdArray places = toHost(index);
            return onHost("gather of " + x.type(), host -> host.gather(fetched, axis, places));
        }
        synchronized (device) {
            NdArray out = device.room(x.type(), index.shape());
            if (out.size() > 0) {
                NdArray from = here(x);
                Launcher launcher = device.launcher()
                        .arguments()
                        .add((long) out.size())
                        .add(address(out))
                        .add(walk)
                        .add(address(from), 0, walk, 0)
                        .add(step(from.layout(), axis))
                        .add((long) limit(x.shape(), axis));
                add(launcher, index, DType.INT64, walk, 1);
                launcher.add(device.wrong());
                launcher.launch(kernel, out.size());
            }
            return out;
        }
    }

    @Override
    public NdArray scatterAdd(Shape shape, int axis, NdArray index, NdArray source) {
        Layout target = alongIndex(shape.contiguous(), axis, index.shape());
        Walk walk = new Walk(index.shape(), target, index.layout(), source.layout());
        DeviceKernel kernel = walk.fits() ? Kernels.scatterAdd(source.type()) : null;
        if (kernel == null) {
            NdArray places = toHost(index);
            NdArray fetched = toHost(source);
            return onHost(
                    "scatterAdd of " + source.type(), host -> host.scatterAdd(shape, axis, places, fetched));
        }
        synchronized (device) {
            NdArray out = zeros(source.type(), shape);
            if (index.size() > 0) {
                Launcher launcher = device.launcher()
                        .arguments()
                        .add((long) index.size())
                        .add(address(out), 0, walk, 0)
                        .add(step(shape.contiguous(), axis))
                        .add((long) limit(shape, axis))
                        .add(walk);
                add(launcher, index, DType.INT64, walk, 1);
                add(launcher, source, source.type(), walk, 2);
                launcher.add(device.wrong());
                launcher.launch(kernel, index.size());
            }
            return out;
        }
    }

    /** A layout walked along an index's shape: the indexed axis stands still, because the index moves along it. */
    private static Layout alongIndex(Layout layout, int axis, Shape index) {
        int rank = index.rank();
        int[] strides = new int[rank];
        for (int i = 0; i < rank; i++) {
            strides[i] = i == axis ? 0 : layout.stride(i);
        }
        return Layout.of(index, strides, layout.offset());
    }

    private static int step(Layout layout, int axis) {
        return layout.shape().rank() == 0 ? 0 : layout.stride(axis);
    }

    private static int limit(Shape shape, int axis) {
        return shape.rank() == 0 ? 1 : shape.size(axis);
    }

    // ---- softmax ----------------------------------------------------------------------------------------------------

    @Override
    public NdArray softmax(NdArray x, boolean log) {
        DeviceKernel kernel = Kernels.softmax(x.type(), log);
        if (kernel == null) {
            NdArray fetched = toHost(x);
            return onHost((log ? "logSoftmax of " : "softmax of ") + x.type(), host -> host.softmax(fetched, log));
        }
        synchronized (device) {
            NdArray out = device.room(x.type(), x.shape());
            if (out.size() > 0) {
                int columns = x.shape().size(-1);
                long rows = out.size() / columns;
                NdArray source = contiguous(x); // before the arguments: it may launch a kernel itself
                device.launcher()
                        .arguments()
                        .add(rows)
                        .add((long) columns)
                        .add(address(source))
                        .add(address(out));
                device.launcher().launchBlocks(kernel, rows);
            }
            return out;
        }
    }
}
