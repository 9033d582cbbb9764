package org.cotangent.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single cases that the golden records do not have: states, unusual seeds and ranges, refusals. */
class StreamExamplesTest {
    /** The CRC-32 of torch.get_rng_state() after the same calls. */
    @Test
    void theStateIsThatOfTorch() {
        TorchGenerator generator = new TorchGenerator(2021);
        assertEquals("a296feed", crc(generator.state()));
        generator.randn(1);
        assertEquals("097a142b", crc(generator.state()));
        generator.rand(700);
        assertEquals("c8242d4f", crc(generator.state()));
        generator.manualSeed(-3);
        assertEquals("44d76130", crc(generator.state()));
        generator.rand(624);
        assertEquals("c22b7fbc", crc(generator.state()));
    }

    @Test
    void torchIntegersOfAWideRange() {
        assertArrayEquals(
                new long[] {3081012064131973350L, 4064269471072392259L, 2109959069025156L},
                new TorchGenerator(1).randint(-5, (1L << 62) - 5, 3));
    }

    /** Dropout with 0 or 1 draws nothing, a coin flip always draws. */
    @Test
    void certaintiesInTorch() {
        TorchGenerator generator = new TorchGenerator(1);
        assertArrayEquals(new float[] {1, 1, 1}, generator.dropoutMask(0, 3));
        assertArrayEquals(new float[] {0, 0, 0}, generator.dropoutMask(1, 3));
        assertEquals(0.7576316f, generator.rand(1)[0]);
        generator.manualSeed(1);
        assertArrayEquals(new boolean[] {true, true, true}, generator.bernoulli(1, 3));
        assertEquals(0.39713734f, generator.rand(1)[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "4294967296, 16412783775159424549",
        "9223372036854775807, 3236778688619115796",
        "18446744073709551615, 12544278110101001871",
        "340282366920938463463374607431768211461, 4669863800895648766",
        "1606938044258990275541962092341162602522202993782792835313721, 8569441711451721702"
    })
    void numpySeedsOfAnySize(String seed, String raw) {
        NumpyGenerator generator = new NumpyGenerator(new BigInteger(seed));
        assertEquals(raw, Long.toUnsignedString(generator.nextUint64()));
    }

    @Test
    void numpyIntegersOfAnyRange() {
        NumpyGenerator generator = new NumpyGenerator(7);
        assertArrayEquals(
                new long[] {4058335883L, 2684764585L, 2938530453L},
                generator.integers(0, 1L << 32, 3));
        assertArrayEquals(
                new long[] {852875435922L, 247617924049L, 330036320522L},
                generator.integers(-5, 1L << 40, 3));
        assertArrayEquals(
                new long[] {6042831315724521139L, 5680871422486561426L, 5513750910437575043L},
                generator.integers(0, 3L << 61, 3));
        assertArrayEquals(
                new long[] {-591495718603310816L, -3633410413283779513L, -4087326026865880444L},
                generator.integers(Long.MIN_VALUE, Long.MAX_VALUE, 3));
        assertArrayEquals(new int[] {89, 71, 25, 99, 44}, generator.choice(100, 5, true));
        assertEquals(4, generator.choice(9));
    }

    @Test
    void legacyDraws() {
        NumpyRandomState random = new NumpyRandomState(0xffffffffL);
        assertArrayEquals(
                new long[] {700559016226L, 53956357191L, 775354646080L}, random.randint(0, 1L << 40, 3));
        assertArrayEquals(
                new double[] {1.1626073362345384, 1.819370246696331, 1.6319161653034002}, random.normal(1, 2, 3));
        assertArrayEquals(
                new double[] {-0.17150710854918083, -0.3515991200310933}, random.uniform(-1, 1, 2));
        assertArrayEquals(new int[] {1, 4, 4, 0}, random.choice(5, 4, true));
        random.seed(3);
        assertArrayEquals(new double[] {0.5507979025745755, 0.7081478226181048}, random.rand(2));
    }

    @Test
    void aLayerWithoutBiasDrawsNoBias() {
        TorchGenerator generator = new TorchGenerator(5);
        float[] weight = new float[6];
        TorchInit.linear(generator, 3, 2, weight, null);
        TorchGenerator other = new TorchGenerator(5);
        other.rand(6);
        assertArrayEquals(other.rand(3), generator.rand(3));
    }

    @Test
    void refusals() {
        assertRefused(
                "a numpy generator of seed -1: the seed is negative. Try: 0 or more", () -> new NumpyGenerator(-1));
        assertRefused(
                "a numpy RandomState of seed 4294967296: the seed must fit in 32 bits. "
                        + "Try: a seed from 0 to 4294967295",
                () -> new NumpyRandomState(1L << 32));
        assertRefused(
                "choice of 4 out of 3 without replacement: there are only 3 different values. "
                        + "Try: k <= n, or replace = true",
                () -> new NumpyGenerator(0).choice(3, 4, false));
        assertRefused(
                "randint from 3 to 3: the upper bound is exclusive, so no integer lies in between. Try: low < high",
                () -> new TorchGenerator(0).randint(3, 3, 1));
        assertRefused(
                "uniform from 2.0 to 1.0: the lower end exceeds the upper one. Try: low <= high",
                () -> new TorchGenerator(0).fillUniform(new float[1], 2, 1));
        assertRefused(
                "normal with standard deviation -1.0: a standard deviation is not negative. Try: 0 or more",
                () -> new TorchGenerator(0).fillNormal(new double[1], 0, -1));
        assertRefused(
                "dropoutMask with p = 1.5: p is a probability. Try: a value from 0 to 1",
                () -> new TorchGenerator(0).dropoutMask(1.5, 1));
        assertRefused(
                "randperm of -1 values: the number of values is negative. Try: 0 or more",
                () -> new TorchGenerator(0).randperm(-1));
        assertRefused(
                "restore torch's generator from 7 bytes: a state has 5056. "
                        + "Try: what state() or torch.get_rng_state() returned",
                () -> new TorchGenerator(0).restore(new byte[7]));
        assertRefused(
                "initial parameters of a layer with 2 outputs of 3 inputs each: "
                        + "the arrays have room for 5 weights and 2 biases. Try: 6 and 2",
                () -> TorchInit.linear(new TorchGenerator(0), 3, 2, new float[5], new float[2]));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static String crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return "%08x".formatted(crc.getValue());
    }
}
