package org.cotangent.io;

import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the header of a .npy file says.
 *
 * @param type of the elements
 * @param order of the bytes of an element
 * @param fortran whether the first index runs fastest, as in Fortran, instead of the last
 * @param shape the sizes; empty for a scalar
 */
record NpyHeader(NpyType type, ByteOrder order, boolean fortran, List<Integer> shape) {

    /** Copies the shape. */
    NpyHeader {
        shape = List.copyOf(shape);
    }

    /** The number of elements; larger than any array of ours when it does not fit. */
    long size() {
        long size = 1;
        for (int each : shape) {
            size = Math.min(size, Integer.MAX_VALUE) * each;
        }
        return size;
    }

    /** The number of bytes that the elements take. */
    long bytes() {
        return size() * type.bytes();
    }

    /** The Python dictionary that stands in the file, for a little-endian array. */
    String dictionary() {
        String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "{'descr': '" + type.descr()
                + "', 'fortran_order': " + (fortran ? "True" : "False")
                + ", 'shape': (" + sizes + (shape.size() == 1 ? ",), }" : "), }");
    }
}
