package org.cotangent.experiments.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdxTest {
    private static final Path FILE = Path.of("some", "images");
    private static final byte[] GOOD = SmallImages.idx(new byte[] {1, 2, 3, 4, 5, (byte) 200}, 1, 2, 3);

    @TempDir
    Path folder;

    @Test
    void readsSizesAndValues() throws IOException {
        Idx idx = Idx.parse(FILE, GOOD, 3);
        assertEquals(List.of(1, 2, 3), idx.sizes());
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, (byte) 200}, idx.values());
    }

    @Test
    void unpacksByContentNotByName() throws IOException {
        for (String name : new String[] {"images", "images.gz"}) {
            Path file = folder.resolve(name);
            Files.write(file, SmallImages.packed(GOOD));
            assertArrayEquals(GOOD, Idx.bytes(file));
            Files.write(file, GOOD);
            assertArrayEquals(GOOD, Idx.bytes(file));
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("nothing", new byte[0], "it has 0 bytes"),
                Arguments.of("three bytes", new byte[] {0, 0, 8}, "it has 3 bytes"),
                Arguments.of("a web page", "<html><body>".getBytes(StandardCharsets.US_ASCII), "it begins with 3c 68, and an idx file with 00 00"),
                Arguments.of("floats", changed(2, 0x0D), "its elements are of type 0x0d"),
                Arguments.of("an unknown type", changed(2, 0x42), "there is no type 0x42"),
                Arguments.of("labels for images", changed(3, 1), "it has 1 axes, and 3 are needed"),
                Arguments.of("four axes", changed(3, 4), "it has 4 axes, and 3 are needed"),
                Arguments.of("half a header", Arrays.copyOf(GOOD, 10), "it ends after 10 bytes, within its header of 16"),
                Arguments.of("no rows", SmallImages.idx(new byte[0], 1, 0, 3), "axis 1 has size 0"),
                Arguments.of("a negative size", changed(4, 0xFF), "axis 0 has size 4278190081"),
                Arguments.of(
                        "too many elements",
                        SmallImages.idx(new byte[0], 65536, 65536, 2),
                        "its sizes [65536, 65536] multiply to more than an array holds"),
                Arguments.of(
                        "a byte less", Arrays.copyOf(GOOD, 21), "its sizes [1, 2, 3] need 6 bytes after the header, and there are 5"),
                Arguments.of(
                        "a byte more", Arrays.copyOf(GOOD, 23), "its sizes [1, 2, 3] need 6 bytes after the header, and there are 7"));
    }

    private static byte[] changed(int place, int value) {
        byte[] bytes = GOOD.clone();
        bytes[place] = (byte) value;
        return bytes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refusesWhatIsMalformed(String what, byte[] bytes, String why) {
        String message = assertThrows(IOException.class, () -> Idx.parse(FILE, bytes, 3)).getMessage();
        assertTrue(message.startsWith("read " + FILE + ": " + why), message);
        assertTrue(message.contains(". Try: "), message);
    }

    @Test
    void refusesADamagedGzipFile() throws IOException {
        Path file = folder.resolve("images.gz");
        byte[] packed = SmallImages.packed(GOOD);
        Files.write(file, Arrays.copyOf(packed, packed.length - 5));
        assertTrue(assertThrows(IOException.class, () -> Idx.bytes(file)).getMessage().contains("cut off or damaged"));
        packed[packed.length - 6] ^= 1;
        Files.write(file, packed);
        assertTrue(assertThrows(IOException.class, () -> Idx.bytes(file)).getMessage().contains("cut off or damaged"));
    }
}
