package org.cotangent.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that numpy 1.24.2 wrote, read; files of ours, byte by byte; and what is refused, with its message. */
class NpyTest {
    @TempDir
    private Path folder;

    static List<Arguments> filesOfNumpy() {
        double[] ramp = new double[24];
        Arrays.setAll(ramp, i -> i);
        return List.of(
                arguments("float32", DType.FLOAT32, "[2, 3]", new double[] {-1, -0.5, 0, 0.5, 1, 1.5}),
                arguments("float64_fortran", DType.FLOAT64, "[2, 3]", new double[] {0, 1 / 3.0, 2 / 3.0, 1, 4 / 3.0, 5 / 3.0}),
                arguments("cube_fortran", DType.INT64, "[2, 3, 4]", ramp),
                arguments("float16", DType.FLOAT32, "[7]", new double[] {0, 1, -2.5, 65504, 0x1p-24, Double.POSITIVE_INFINITY, Double.NaN}),
                arguments("int8", DType.INT64, "[3]", new double[] {-128, -1, 127}),
                arguments("int16", DType.INT64, "[2]", new double[] {-32768, 32767}),
                arguments("int32", DType.INT64, "[2]", new double[] {-0x1p31, 0x1p31 - 1}),
                arguments("uint8", DType.INT64, "[2]", new double[] {0, 255}),
                arguments("uint16", DType.INT64, "[2]", new double[] {0, 65535}),
                arguments("uint32", DType.INT64, "[2]", new double[] {0, 0x1p32 - 1}),
                arguments("uint64", DType.INT64, "[1]", new double[] {1}),
                arguments("bool", DType.BOOL, "[3]", new double[] {1, 0, 1}),
                arguments("big_endian", DType.FLOAT64, "[2]", new double[] {1.5, -2}),
                arguments("big_endian_int", DType.INT64, "[2]", new double[] {1, -2}),
                arguments("scalar", DType.FLOAT64, "[]", new double[] {2.5}),
                arguments("empty", DType.FLOAT32, "[0, 3]", new double[] {}),
                arguments("version1", DType.FLOAT64, "[2]", new double[] {1, 2}),
                arguments("version2", DType.FLOAT64, "[2]", new double[] {1, 2}),
                arguments("version3", DType.FLOAT64, "[2]", new double[] {1, 2}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filesOfNumpy")
    void readsWhatNumpyWrote(String name, DType type, String shape, double[] values) throws IOException {
        Tensor array = Npy.load(Fixtures.path(name + ".npy"));
        assertEquals(type, array.dtype());
        assertEquals(shape, array.shape().toString());
        assertArrayEquals(values, array.toDoubles());
        assertTrue(array.isContiguous());
    }

    @Test
    void readsTheLargestIntegers() throws IOException {
        assertArrayEquals(
                new long[] {Long.MIN_VALUE, Long.MAX_VALUE},
                Npy.load(Fixtures.path("int64.npy")).toLongs());
    }

    @Test
    void writesTheBytesThatNumpyWrites() throws IOException {
        for (String name : List.of("float32", "float64_fortran", "int64", "bool", "scalar", "version1")) {
            Path original = Fixtures.path(name + ".npy");
            Tensor array = Npy.load(original);
            boolean fortran = name.endsWith("fortran");
            Npy.save(folder.resolve("copy.npy"), fortran ? array.t().contiguous().t() : array);
            byte[] copy = Files.readAllBytes(folder.resolve("copy.npy"));
            assertEquals(elements(Files.readAllBytes(original)), elements(copy), name);
            assertEquals(dictionary(Files.readAllBytes(original)), dictionary(copy), name);
            assertEquals(0, start(copy) % 64, name);
        }
    }

    /** Newer versions of numpy leave room in the header for the first axis to grow, so spaces do not count. */
    private static String dictionary(byte[] file) {
        return new String(file, 10, start(file) - 10, ISO_8859_1).strip();
    }

    private static String elements(byte[] file) {
        return Arrays.toString(Arrays.copyOfRange(file, start(file), file.length));
    }

    private static int start(byte[] file) {
        return 10 + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
    }

    // ---- refused ----------------------------------------------------------------------------------------------------

    static List<Arguments> filesOfNumpyThatAreRefused() {
        return List.of(
                arguments("complex", "its elements are complex numbers"),
                arguments("text", "its elements are texts"),
                arguments("object", "its elements are Python objects"),
                arguments("date", "its elements are dates"),
                arguments("record", "its elements are records of several fields"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filesOfNumpyThatAreRefused")
    void refusesWhatTensorsDoNotHold(String name, String why) {
        Path file = Fixtures.path(name + ".npy");
        assertRefused(() -> Npy.load(file), "read " + file + ": " + why, "; descr is ");
    }

    static List<Arguments> headersThatAreRefused() {
        String descr = "'descr': '<f4'";
        String order = "'fortran_order': False";
        String shape = "'shape': (2,)";
        return List.of(
                arguments("", "'{' should stand here; at character 0"),
                arguments("[1, 2]", "'{' should stand here"),
                arguments("{" + descr + ", " + order + "}", "the keys descr, fortran_order instead of"),
                arguments("{" + descr + ", " + order + ", " + shape + ", 'more': True}", "the keys descr, fortran_order, shape, more"),
                arguments("{" + descr + ", " + descr + ", " + order + ", " + shape + "}", "the key descr twice"),
                arguments("{" + descr + ", " + order + ", " + shape, "'}' should stand here"),
                arguments("{" + descr + " " + order + ", " + shape + "}", "'}' should stand here"),
                arguments("{" + descr + ", " + order + ", " + shape + "} 1", "something follows"),
                arguments("{'descr: 1}", "a text in quotation marks"),
                arguments("{'descr' '<f4'}", "':' should stand here"),
                arguments("{" + descr + ", 'fortran_order': 'no', " + shape + "}", "neither True nor False"),
                arguments("{" + descr + ", 'fortran_order': None, " + shape + "}", "a value should stand here"),
                arguments("{" + descr + ", " + order + ", 'shape': True}", "not a tuple"),
                arguments("{" + descr + ", " + order + ", 'shape': (-2,)}", "a size, 0 or more"),
                arguments("{" + descr + ", " + order + ", 'shape': (2 3)}", "')' should stand here"),
                arguments("{" + descr + ", " + order + ", 'shape': (99999999999,)}", "longer than an array of Java"),
                arguments("{" + descr + ", " + order + ", 'shape': (2000000000, 2000000000, 2000000000)}", "more elements than an array of Java"),
                arguments("{" + descr + ", " + order + ", 'shape': (3,)}", "it ends too early: the elements take 12 bytes, and 8 are there; shape [3] of <f4"),
                arguments("{" + descr + ", " + order + ", 'shape': (1,)}", "it has 4 bytes more than the 4 of its elements"),
                arguments("{'descr': '<f3', " + order + ", " + shape + "}", "a type that is not read; descr is <f3"),
                arguments("{'descr': True, " + order + ", " + shape + "}", "descr is no text"),
                arguments("{'descr': '', " + order + ", " + shape + "}", "a type that is not read"),
                arguments("{'descr': ['<f4'), " + order + ", " + shape + "}", "the end of a list"));
    }

    @ParameterizedTest(name = "header \"{0}\"")
    @MethodSource("headersThatAreRefused")
    void refusesOtherHeaders(String header, String why) throws IOException {
        Path file = write(header, 1, new byte[8]);
        assertRefused(() -> Npy.load(file), "read " + file, why);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (1, 2)}",
        "  {'shape': (2L , ) ,'fortran_order':True,'descr':'f4',}  \n",
        "{'descr': '=f4', 'fortran_order': False, 'shape': (1, 1, 2,)}"
    })
    void readsHeadersThatPythonWouldRead(String header) throws IOException {
        assertArrayEquals(new float[2], Npy.load(write(header, 1, new byte[8])).toFloats());
    }

    @Test
    void refusesWhatIsNoNpyFile() throws IOException {
        Path file = folder.resolve("data.npy");
        assertRefused(() -> Npy.load(file), "read " + file, "there is no such file", "another path");
        assertRefused(() -> Npy.load(folder), "read " + folder, "it is a folder");
        Files.write(file, new byte[0]);
        assertRefused(() -> Npy.load(file), "it is empty");
        Files.writeString(file, "a,b\n1,2\n");
        assertRefused(() -> Npy.load(file), "it is not a .npy file", "its first bytes are not \\x93NUMPY");
        assertRefused(() -> Npy.load(Fixtures.path("stored.npz")), "it is not a .npy file", "Npz.load");
        byte[] whole = Files.readAllBytes(Fixtures.path("float32.npy"));
        whole[6] = 4;
        Files.write(file, whole);
        assertRefused(() -> Npy.load(file), "the format's version 4.0 is unknown", "np.save");
    }

    @Test
    void refusesIntegersThatDoNotFit() throws IOException {
        byte[] elements = new byte[16];
        Arrays.fill(elements, 8, 16, (byte) -1);
        Path file = write("{'descr': '<u8', 'fortran_order': False, 'shape': (2,), }", 1, elements);
        assertRefused(() -> Npy.load(file), "element 1 is 18446744073709551615, more than int64 holds", "float64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "version2", "version3", "cube_fortran"})
    void refusesEveryFileThatWasCutOff(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path(name + ".npy"));
        Path file = folder.resolve("cut.npy");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(() -> Npy.load(file), "read " + file);
        }
        Files.write(file, whole);
        assertFalse(Npy.load(file).toString().isEmpty());
    }

    private Path write(String header, int version, byte[] elements) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(10 + header.length() + elements.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        out.putShort((short) header.length()).put(header.getBytes(ISO_8859_1)).put(elements);
        return Files.write(folder.resolve("made.npy"), out.array());
    }

    /** A message of four parts, or of three where the place says nothing. */
    static void assertRefused(org.junit.jupiter.api.function.Executable reading, String... parts) {
        String message = assertThrows(IOException.class, reading).getMessage();
        assertTrue(message.startsWith("read ") && message.contains(". Try: "), message);
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "\"" + part + "\" is missing in: " + message);
        }
    }
}
