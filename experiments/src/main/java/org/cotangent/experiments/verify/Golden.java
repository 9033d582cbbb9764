package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;

/** Reads the arrays and numbers of reference files: base64 of little-endian bytes, perhaps deflated. */
final class Golden {
    private Golden() {}

    static boolean isArray(JsonNode node) {
        return node.isObject() && node.has("b64");
    }

    /** An array in its own type; integers become int64, float32 and float64 stay. */
    static Tensor tensor(JsonNode node) {
        int[] shape = new int[node.get("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = node.get("shape").get(i).asInt();
        }
        byte[] raw = Base64.getDecoder().decode(node.get("b64").asText());
        ByteBuffer bytes = ByteBuffer.wrap(node.path("z").asInt() == 1 ? inflate(raw) : raw)
                .order(ByteOrder.LITTLE_ENDIAN);
        String type = node.get("dtype").asText();
        return switch (type) {
            case "float32" -> {
                float[] values = new float[bytes.remaining() / Float.BYTES];
                bytes.asFloatBuffer().get(values);
                yield Tensor.of(values, shape);
            }
            case "float64" -> {
                double[] values = new double[bytes.remaining() / Double.BYTES];
                bytes.asDoubleBuffer().get(values);
                yield Tensor.of(values, shape);
            }
            case "int64", "uint64" -> {
                long[] values = new long[bytes.remaining() / Long.BYTES];
                bytes.asLongBuffer().get(values);
                yield Tensor.of(values, shape);
            }
            case "int32" -> {
                long[] values = new long[bytes.remaining() / Integer.BYTES];
                for (int i = 0; i < values.length; i++) {
                    values[i] = bytes.getInt();
                }
                yield Tensor.of(values, shape);
            }
            case "uint8", "bool" -> {
                long[] values = new long[bytes.remaining()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = bytes.get() & 0xff;
                }
                Tensor integers = Tensor.of(values, shape);
                yield type.equals("bool") ? integers.to(DType.BOOL) : integers;
            }
            default -> throw new IllegalArgumentException("arrays of type " + type + " are not known here");
        };
    }

    private static byte[] inflate(byte[] packed) {
        Inflater inflater = new Inflater();
        inflater.setInput(packed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] block = new byte[8192];
        try {
            while (!inflater.finished()) {
                int count = inflater.inflate(block);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IllegalArgumentException("the deflated bytes of an array end too early");
                }
                out.write(block, 0, count);
            }
        } catch (DataFormatException broken) {
            throw new IllegalArgumentException("the deflated bytes of an array are broken", broken);
        } finally {
            inflater.end();
        }
        return out.toByteArray();
    }

    /** A number; {@code {"$f": "nan"}} and the like stand for what JSON cannot say. */
    static double number(JsonNode node) {
        if (!node.has("$f")) {
            return node.asDouble();
        }
        return switch (node.get("$f").asText()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }
}
