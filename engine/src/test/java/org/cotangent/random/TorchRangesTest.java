package org.cotangent.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** linspace and arange: the CRC-32 of the bytes that PyTorch 1.13 computes, for lengths on all sides of its blocks. */
class TorchRangesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 2144df1c, 6522df69",
        "0, 1, 2, e8c76a1f, 4e6187d5",
        "-2, 2, 15, 080e7bb3, 1dba3019",
        "-1, 6.283185307179586, 16, af9d5b92, 61fe5861",
        "0, 6.283185307179586, 17, 58257d23, 3f2cbbd9",
        "-2, 2, 500, cec6804d, 040f23a4",
        "3.7, -5.6, 999, 3c81ef29, e5b76acf",
        "0, 1, 32769, 9cb0ecd5, d84d4e45",
        "0.1, -0.3, 100000, 4beaf7d1, edb597c6"
    })
    void linspace(double start, double end, int n, String crcFloat, String crcDouble) {
        assertEquals(crcFloat, crc(TorchRanges.linspace(start, end, n)));
        assertEquals(crcDouble, crc(TorchRanges.linspaceDouble(start, end, n)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 5, 1, 68c9c48c, fc0b0a37",
        "0, 50.1, 0.1, 2241d7f9, 93fcbf03",
        "-3.3, 2.7, 0.37, f3e62c1a, d117739b",
        "10, -10, -0.07, 91088175, b4f3b514",
        "0, 10000, 0.1, 98c42d12, cc4f177e",
        "1, 1, 0.5, 00000000, 00000000"
    })
    void arange(double start, double end, double step, String crcFloat, String crcDouble) {
        assertEquals(crcFloat, crc(TorchRanges.arange(start, end, step)));
        assertEquals(crcDouble, crc(TorchRanges.arangeDouble(start, end, step)));
    }

    @Test
    void aStepThatLeadsAwayIsRefused() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> TorchRanges.arange(0, 1, -0.5));
        assertEquals(
                "arange from 0.0 to 1.0 by -0.5: that makes -2.0 values. "
                        + "Try: a step that leads from the start to the end",
                e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> TorchRanges.arange(0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> TorchRanges.linspace(0, 1, -1));
    }

    private static String crc(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return crc(bytes);
    }

    private static String crc(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return crc(bytes);
    }

    private static String crc(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return "%08x".formatted(crc.getValue());
    }
}
