package org.cotangent.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Objects;
import org.cotangent.Tensor;

/** Values that PyTorch 1.13.1 computed: JSON, with arrays as base64 of little-endian bytes. */
public final class Golden {
    private Golden() {}

    /** A file among the test resources of this package. */
    public static JsonNode read(String file) {
        try (InputStream in = Golden.class.getResourceAsStream(file)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, file));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** An array: float32 and float64 keep their type, integers become int64. */
    public static Tensor tensor(JsonNode array) {
        byte[] bytes = Base64.getDecoder().decode(array.get("b64").asText());
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] sizes = new int[array.get("shape").size()];
        int count = 1;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = array.get("shape").get(i).asInt();
            count *= sizes[i];
        }
        switch (array.get("dtype").asText()) {
            case "float32" -> {
                float[] values = new float[count];
                in.asFloatBuffer().get(values);
                return Tensor.of(values, sizes);
            }
            case "float64" -> {
                double[] values = new double[count];
                in.asDoubleBuffer().get(values);
                return Tensor.of(values, sizes);
            }
            case "int64" -> {
                long[] values = new long[count];
                in.asLongBuffer().get(values);
                return Tensor.of(values, sizes);
            }
            case "int16" -> {
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    values[i] = in.getShort();
                }
                return Tensor.of(values, sizes);
            }
            default -> throw new IllegalArgumentException("no array type " + array.get("dtype"));
        }
    }
}
