package org.cotangent.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Storage;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;

/**
 * One array in a file of numpy's format {@code .npy}, as {@code np.save} writes it.
 *
 * <p>All versions of the format (1, 2 and 3), both orders of the elements (C and Fortran) and of the bytes are read.
 * Half precision becomes float32, integers of all widths become int64. The format is described in numpy's {@code numpy.lib.format}.
 */
public final class Npy {
    static final long LARGEST = Integer.MAX_VALUE - 64L;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int PREFIX = MAGIC.length + 4; // version 1: two bytes of version, two of length
    private static final int ALIGNMENT = 64;
    private static final String INTACT = "copying or downloading it again, or np.load to see whether numpy reads it";

    private Npy() {}

    /**
     * Reads a file, as {@code np.load}.
     *
     * @param file its path
     * @return a tensor of the array's shape, in row-major order
     * @throws IOException when it cannot be read, or is not a whole .npy file of numbers; the message says why
     */
    public static Tensor load(Path file) throws IOException {
        return decode(file.toString(), bytes(file));
    }

    /**
     * Writes a file of version 1, as {@code np.save}. A transposed view is written in Fortran's order.
     *
     * @param file its path; a file that is there is replaced in one step, when all is written
     * @param tensor what to write
     * @throws IOException when it cannot be written; a file that was there is then as it was
     * @throws IllegalArgumentException when the file would exceed 2 GiB
     */
    public static void save(Path file, Tensor tensor) throws IOException {
        byte[] bytes = encode(tensor);
        WholeFile.write(file, out -> out.write(bytes));
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    private static byte[] bytes(Path file) throws IOException {
        long size;
        byte[] bytes = {};
        try {
            size = Files.size(file);
            if (size <= LARGEST) {
                bytes = Files.readAllBytes(file);
            }
        } catch (IOException e) {
            throw Unreadable.unopened(file, e);
        }
        if (size > LARGEST) {
            throw tooLarge(file.toString(), size);
        }
        return bytes;
    }

    /** Reads an array; {@code what} names it in messages. */
    static Tensor decode(String what, byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        NpyHeader header = HeaderParser.parse(what, headerText(what, in, bytes));
        if (header.size() > LARGEST) {
            throw Unreadable.of(
                    what,
                    "the array has more elements than an array of Java can have",
                    "its shape is " + header.shape(),
                    "a part of it");
        }
        if (in.remaining() != header.bytes()) {
            boolean less = in.remaining() < header.bytes();
            throw Unreadable.of(
                    what,
                    less
                            ? "it ends too early: the elements take " + header.bytes() + " bytes, and "
                                    + in.remaining() + " are there"
                            : "it has " + (in.remaining() - header.bytes()) + " bytes more than the "
                                    + header.bytes() + " of its elements",
                    "shape " + header.shape() + " of " + header.type().descr(),
                    INTACT);
        }
        int[] sizes = header.shape().stream().mapToInt(Integer::intValue).toArray();
        Storage storage = elements(header, in.order(header.order()), (int) header.size());
        if (header.type() == NpyType.UINT64) {
            checkSigns(what, (long[]) storage.array());
        }
        if (!header.fortran()) {
            return Tensor.of(new NdArray(storage, Shape.of(sizes).contiguous()));
        }
        int[] axes = reversed(sizes.length);
        int[] turned = Arrays.stream(axes).map(axis -> sizes[axis]).toArray();
        return Tensor.of(new NdArray(storage, Shape.of(turned).contiguous()))
                .permute(axes)
                .contiguous();
    }

    private static String headerText(String what, ByteBuffer in, byte[] bytes) throws IOException {
        if (bytes.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            boolean zip = bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K';
            throw Unreadable.of(
                    what,
                    bytes.length == 0 ? "it is empty" : "it is not a .npy file",
                    bytes.length == 0 ? "" : "its first bytes are not \\x93NUMPY",
                    zip ? "Npz.load: it is a zip of arrays" : INTACT);
        }
        in.position(MAGIC.length);
        int version = in.remaining() < 2 ? -1 : in.get();
        int minor = version < 0 ? -1 : in.get();
        int width = version == 1 ? Short.BYTES : Integer.BYTES;
        if (version >= 0 && (version < 1 || version > 3 || minor != 0)) {
            throw Unreadable.of(
                    what,
                    "the format's version " + version + "." + minor + " is unknown",
                    "",
                    "np.save, which writes 1.0, 2.0 or 3.0");
        }
        if (version < 0 || in.remaining() < width) {
            throw Unreadable.of(what, "it ends too early", "within the first " + PREFIX + " bytes", INTACT);
        }
        long length = version == 1 ? Short.toUnsignedLong(in.getShort()) : Integer.toUnsignedLong(in.getInt());
        if (length > in.remaining()) {
            throw Unreadable.of(
                    what,
                    "it ends too early: the header takes " + length + " bytes, and " + in.remaining() + " are there",
                    "",
                    INTACT);
        }
        byte[] text = new byte[(int) length];
        in.get(text);
        return new String(text, version < 3 ? ISO_8859_1 : UTF_8);
    }

    private static Storage elements(NpyHeader header, ByteBuffer in, int size) {
        NpyType type = header.type();
        Storage storage = Storage.allocate(type.type(), size);
        // Where the bits are ours, all at once; otherwise one by one.
        switch (storage.array()) {
            case double[] values -> in.asDoubleBuffer().get(values);
            case float[] values when type == NpyType.FLOAT32 -> in.asFloatBuffer().get(values);
            case float[] values -> {
                for (int i = 0; i < size; i++) {
                    values[i] = type.nextFloat(in);
                }
            }
            case long[] values -> {
                for (int i = 0; i < size; i++) {
                    values[i] = type.nextLong(in);
                }
            }
            case boolean[] values -> {
                for (int i = 0; i < size; i++) {
                    values[i] = in.get() != 0;
                }
            }
            default -> throw new AssertionError(storage.type());
        }
        return storage;
    }

    private static void checkSigns(String what, long... values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0) {
                throw Unreadable.of(
                        what,
                        "element " + i + " is " + Long.toUnsignedString(values[i]) + ", more than int64 holds",
                        "descr is <u8",
                        "array.astype('float64') before np.save");
            }
        }
    }

    static IOException tooLarge(String what, long size) {
        return Unreadable.of(what, "its " + size + " bytes do not fit into an array of Java", "", "a part of it");
    }

    // ---- writing ----------------------------------------------------------------------------------------------------

    /** The whole file as bytes. */
    static byte[] encode(Tensor tensor) {
        int[] axes = reversed(tensor.rank());
        boolean fortran = !tensor.isContiguous() && tensor.permute(axes).isContiguous();
        Tensor ordered = fortran ? tensor.permute(axes) : tensor;
        List<Integer> shape = Arrays.stream(tensor.shape().sizes()).boxed().toList();
        NpyHeader header =
                new NpyHeader(NpyType.of(tensor.dtype()), ByteOrder.LITTLE_ENDIAN, fortran, shape);
        String dictionary = header.dictionary();
        int start = Math.ceilDiv(PREFIX + dictionary.length() + 1, ALIGNMENT) * ALIGNMENT;
        if (start + header.bytes() > LARGEST) {
            throw Complaint.about("save a tensor of shape " + tensor.shape() + " as .npy")
                    .because("its " + header.bytes() + " bytes do not fit into an array of Java")
                    .hint("several files, each with a slice of it")
                    .argument();
        }
        ByteBuffer out = ByteBuffer.allocate(start + (int) header.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        String padding = " ".repeat(start - PREFIX - dictionary.length() - 1);
        out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (start - PREFIX));
        out.put((dictionary + padding + "\n").getBytes(ISO_8859_1));
        switch (tensor.dtype()) {
            case FLOAT32 -> out.asFloatBuffer().put(ordered.toFloats());
            case FLOAT64 -> out.asDoubleBuffer().put(ordered.toDoubles());
            case INT64 -> out.asLongBuffer().put(ordered.toLongs());
            case BOOL -> {
                for (boolean each : ordered.toBooleans()) {
                    out.put((byte) (each ? 1 : 0));
                }
            }
        }
        return out.array();
    }

    private static int[] reversed(int rank) {
        int[] axes = new int[rank];
        Arrays.setAll(axes, i -> rank - 1 - i);
        return axes;
    }
}
