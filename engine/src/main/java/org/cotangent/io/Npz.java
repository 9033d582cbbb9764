package org.cotangent.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.cotangent.Tensor;
import org.cotangent.shape.Complaint;

/**
 * Several named arrays in a file of numpy's format {@code .npz}: a zip in which {@code NAME.npy} holds the array NAME,
 * as {@code np.savez} and {@code np.savez_compressed} write it.
 */
public final class Npz {
    private static final String SUFFIX = ".npy";

    /** The time that numpy gives each entry: the same arrays make the same file. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final String INTACT = "copying or downloading it again";

    private Npz() {}

    /**
     * Reads all arrays of a file, as {@code np.load}.
     *
     * @param file its path
     * @return the arrays by name, in the order of the file
     * @throws IOException when it cannot be read, is damaged, or holds something that {@link Npy} does not read; the
     *     message says why and in which array
     */
    public static SequencedMap<String, Tensor> load(Path file) throws IOException {
        SequencedMap<String, Tensor> arrays = new LinkedHashMap<>();
        try (ZipFile zip = open(file)) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = name(file, entry);
                String what = file + ", array \"" + name + "\"";
                if (arrays.put(name, Npy.decode(what, bytes(what, zip, entry))) != null) {
                    throw Unreadable.of(file.toString(), "it has the array \"" + name + "\" twice", "", "np.savez");
                }
            }
        }
        return arrays;
    }

    /**
     * Writes arrays into one file, as {@code np.savez}: not compressed, which makes it larger and faster to read.
     *
     * @param file its path; a file that is there is replaced in one step, when all is written
     * @param arrays what to write, by name
     * @throws IOException when it cannot be written; a file that was there is then as it was
     * @throws IllegalArgumentException when a name is empty
     */
    public static void save(Path file, Map<String, Tensor> arrays) throws IOException {
        if (arrays.containsKey("")) {
            throw Complaint.about("save " + arrays.size() + " arrays as " + file)
                    .because("one of them has an empty name")
                    .hint("names that are their keys when the file is read")
                    .argument();
        }
        WholeFile.write(file, out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.setMethod(ZipOutputStream.STORED);
                for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
                    add(zip, array.getKey(), Npy.encode(array.getValue()));
                }
            }
        });
    }

    private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name + SUFFIX);
        entry.setSize(bytes.length);
        entry.setCrc(checksum(bytes));
        entry.setTimeLocal(EPOCH);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (FileNotFoundException | FileSystemException e) {
            throw Unreadable.unopened(file, e);
        } catch (IOException e) {
            throw damaged(file.toString(), e);
        }
    }

    private static String name(Path file, ZipEntry entry) throws IOException {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX)) {
            throw Unreadable.of(
                    file.toString(),
                    "the zip holds something that is no array",
                    "its entry \"" + name + "\"",
                    "a zip of .npy files alone, as np.savez writes it");
        }
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static byte[] bytes(String what, ZipFile zip, ZipEntry entry) throws IOException {
        if (entry.getSize() > Npy.LARGEST) {
            throw Npy.tooLarge(what, entry.getSize());
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw damaged(what, e);
        }
        // The JDK checks this when it reads a zip as a stream, but not when it opens it as a file.
        if (entry.getCrc() != checksum(bytes)) {
            throw Unreadable.of(what, "its checksum is not the one that the zip has for it", "", INTACT);
        }
        return bytes;
    }

    private static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private static IOException damaged(String what, IOException cause) {
        IOException refusal =
                Unreadable.of(what, "it is not a whole zip file", cause.toString(), INTACT);
        refusal.initCause(cause);
        return refusal;
    }
}
