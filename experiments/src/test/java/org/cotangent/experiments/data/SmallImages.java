package org.cotangent.experiments.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes idx files that are made up. */
public final class SmallImages {
    private SmallImages() {}

    /** An idx file of unsigned bytes. */
    public static byte[] idx(byte[] values, int... sizes) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
        file.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) sizes.length);
        for (int size : sizes) {
            file.putInt(size);
        }
        return file.put(values).array();
    }

    /** The four files. */
    public static void write(
            Path folder, int rows, int columns, byte[] trainPixels, byte[] trainLabels, byte[] testPixels, byte[] testLabels)
            throws IOException {
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("train-images-idx3-ubyte"), idx(trainPixels, trainLabels.length, rows, columns));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(trainLabels, trainLabels.length));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), idx(testPixels, testLabels.length, rows, columns));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(testLabels, testLabels.length));
    }

    /** Two images of 2 x 3 to train with and one to test with. */
    static void write(Path folder) throws IOException {
        write(
                folder,
                2,
                3,
                new byte[] {0, 1, 2, 3, 4, 5, 0, 51, 102, (byte) 153, (byte) 204, (byte) 255},
                new byte[] {7, 0},
                new byte[] {9, 8, 7, 6, 5, 4},
                new byte[] {9});
    }

    static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
