package org.cotangent.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was saved before is there until the new file is whole. */
class WholeFileTest {
    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aSaveThatFailsLeavesTheFileOfBefore() throws IOException {
        Path file = folder.resolve("model.npz");
        Npz.save(file, Map.of("w", Tensor.of(1f, 2)));
        Tensor[] gone = new Tensor[1];
        Tensor.tidy(() -> {
            gone[0] = Tensor.zeros(5000).add(1);
        });
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("w", Tensor.of(3f, 4));
        arrays.put("gone", gone[0]);
        assertThrows(IllegalStateException.class, () -> Npz.save(file, arrays));
        assertArrayEquals(new float[] {1, 2}, Npz.load(file).get("w").toFloats());
        assertEquals(List.of("model.npz"), names());
    }

    @Test
    void aWriteThatFailsLeavesNothingBesideTheFile() throws IOException {
        Path file = folder.resolve("text");
        Files.writeString(file, "old");
        assertThrows(IOException.class, () -> WholeFile.write(file, out -> {
            out.write(new byte[100]);
            assertEquals("old", Files.readString(file));
            throw new IOException("no space left");
        }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("text"), names());
        WholeFile.write(file, out -> out.write("new".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("text"), names());
    }

    /** Another name of the old file still has the old bytes: they were not written over. */
    @Test
    void theOldFileIsReplacedNotOverwritten() throws IOException {
        Path npz = folder.resolve("model.npz");
        Path npy = folder.resolve("weight.npy");
        Npz.save(npz, Map.of("w", Tensor.scalar(1)));
        Npy.save(npy, Tensor.scalar(1));
        Files.createLink(folder.resolve("old.npz"), npz);
        Files.createLink(folder.resolve("old.npy"), npy);
        Npz.save(npz, Map.of("w", Tensor.scalar(2)));
        Npy.save(npy, Tensor.scalar(2));
        assertEquals(1, Npz.load(folder.resolve("old.npz")).get("w").item());
        assertEquals(1, Npy.load(folder.resolve("old.npy")).item());
        assertEquals(2, Npz.load(npz).get("w").item());
        assertEquals(2, Npy.load(npy).item());
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = folder.resolve("step-100.npy");
        Path link = folder.resolve("latest.npy");
        Npy.save(file, Tensor.scalar(1));
        Files.createSymbolicLink(link, file.getFileName());
        Npy.save(link, Tensor.scalar(2));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(2, Npy.load(file).item());
    }

    @Test
    void aFolderIsRefused() throws IOException {
        assertThrows(IOException.class, () -> Npy.save(folder, Tensor.scalar(1)));
        assertThrows(IOException.class, () -> Npz.save(folder.resolve("absent/model.npz"), Map.of()));
        assertEquals(List.of(), names());
    }
}
