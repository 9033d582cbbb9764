package org.cotangent.io;

import static org.cotangent.io.NpyTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips of arrays: numpy's, ours, and damaged ones. */
class NpzTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "compressed.npz"})
    void readsWhatNumpyWrote(String name) throws IOException {
        SequencedMap<String, Tensor> arrays = Npz.load(Fixtures.path(name));
        assertEquals(List.of("resp", "stimuli"), List.copyOf(arrays.keySet()));
        assertEquals("[2, 3]", arrays.get("resp").shape().toString());
        assertArrayEquals(new double[] {0, 0.5, 1, 1.5, 2, 2.5}, arrays.get("resp").toDoubles());
        assertArrayEquals(new double[] {0, 1}, arrays.get("stimuli").toDoubles());
    }

    @Test
    void readsWhatItWrote() throws IOException {
        Path file = folder.resolve("two.npz");
        Tensor matrix = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Npz.save(file, Map.of("matrix", matrix.t()));
        SequencedMap<String, Tensor> arrays = Npz.load(file);
        assertEquals(List.of("matrix"), List.copyOf(arrays.keySet()));
        assertEquals(DType.FLOAT64, arrays.get("matrix").dtype());
        assertArrayEquals(matrix.t().toDoubles(), arrays.get("matrix").toDoubles());
        byte[] first = Files.readAllBytes(file);
        Npz.save(file, Map.of("matrix", matrix.t()));
        assertArrayEquals(first, Files.readAllBytes(file), "two runs give the same bytes");
    }

    @Test
    void refusesArraysWithoutAName() {
        Map<String, Tensor> nameless = Map.of("", Tensor.scalar(1));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Npz.save(folder.resolve("x.npz"), nameless))
                .getMessage();
        assertTrue(message.contains("an empty name") && message.contains(". Try: "), message);
    }

    @Test
    void refusesWhatIsNoZip() throws IOException {
        Path file = folder.resolve("data.npz");
        assertRefused(() -> Npz.load(file), "read " + file, "there is no such file");
        assertRefused(() -> Npz.load(folder), "it is a folder");
        Files.writeString(file, "<html>not found</html>");
        assertRefused(() -> Npz.load(file), "read " + file, "it is not a whole zip file", "downloading it again");
        assertRefused(() -> Npz.load(Fixtures.path("float32.npy")), "it is not a whole zip file");
    }

    @Test
    void refusesAZipOfSomethingElse() throws IOException {
        Path file = folder.resolve("photos.zip");
        zip(file, "photo.jpg", new byte[10]);
        assertRefused(() -> Npz.load(file), "no array", "its entry \"photo.jpg\"", "np.savez");
        zip(file, "resp.npy", new byte[10]);
        assertRefused(() -> Npz.load(file), "read " + file + ", array \"resp\": it is not a .npy file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "compressed.npz"})
    void refusesEveryFileThatWasCutOff(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path(name));
        Path file = folder.resolve("cut.npz");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(() -> Npz.load(file), "read " + file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "compressed.npz"})
    void noDamagedByteChangesAValue(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path(name));
        String values = values(Npz.load(Fixtures.path(name)));
        Path file = folder.resolve("damaged.npz");
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(file, damaged);
            try {
                assertEquals(values, values(Npz.load(file)), "byte " + at);
            } catch (IOException e) {
                assertTrue(e.getMessage().startsWith("read " + file), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 100, "only " + refused + " of " + whole.length + " damages were seen");
    }

    /** The values alone: a name is not protected by any checksum. */
    private static String values(SequencedMap<String, Tensor> arrays) {
        StringBuilder text = new StringBuilder();
        arrays.values().forEach(array -> text.append(array));
        return text.toString();
    }

    private static void zip(Path file, String entry, byte[] bytes) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(bytes);
        }
    }
}
