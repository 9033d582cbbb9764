package org.cotangent.random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.InflaterOutputStream;

/** The records of goldens/rng.json: what real PyTorch 1.13 and numpy 1.24 drew. */
final class Golden {
    private static final JsonNode ROOT = read();

    private Golden() {}

    /** The records of one of the file's lists. */
    static Stream<JsonNode> records(String list) {
        JsonNode records = ROOT.get(list);
        return StreamSupport.stream(records.spliterator(), false);
    }

    /** What a record asks for, as the name of its test. */
    static String name(JsonNode request) {
        StringBuilder name = new StringBuilder();
        request.properties().forEach(field -> {
            if (field.getValue().isValueNode()) {
                String separator = name.isEmpty() ? "" : ", ";
                name.append(separator).append(field.getKey()).append(' ').append(field.getValue().asText());
            }
        });
        return name.toString();
    }

    static float[] floats(JsonNode array) {
        float[] out = new float[size(array)];
        bytes(array, "float32").asFloatBuffer().get(out);
        return out;
    }

    static double[] doubles(JsonNode array) {
        double[] out = new double[size(array)];
        bytes(array, "float64").asDoubleBuffer().get(out);
        return out;
    }

    static int[] ints(JsonNode array) {
        if (array.isArray()) {
            return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::intValue).toArray();
        }
        int[] out = new int[size(array)];
        bytes(array, "int32").asIntBuffer().get(out);
        return out;
    }

    /** 64-bit integers, signed or not. */
    static long[] longs(JsonNode array) {
        long[] out = new long[size(array)];
        bytes(array, array.get("dtype").asText().equals("uint64") ? "uint64" : "int64").asLongBuffer().get(out);
        return out;
    }

    private static int size(JsonNode array) {
        int size = 1;
        for (JsonNode each : array.get("shape")) {
            size *= each.intValue();
        }
        return size;
    }

    private static ByteBuffer bytes(JsonNode array, String dtype) {
        if (!array.get("dtype").asText().equals(dtype)) {
            throw new AssertionError("a golden array of " + array.get("dtype") + " is read as " + dtype);
        }
        byte[] raw = Base64.getDecoder().decode(array.get("b64").asText());
        if (array.has("z")) {
            ByteArrayOutputStream inflated = new ByteArrayOutputStream();
            try (InflaterOutputStream inflater = new InflaterOutputStream(inflated)) {
                inflater.write(raw);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            raw = inflated.toByteArray();
        }
        return ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static JsonNode read() {
        try (InputStream in = Golden.class.getResourceAsStream("/goldens/rng.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
