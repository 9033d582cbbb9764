package org.cotangent.nn.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cotangent.nn.Golden;
import org.junit.jupiter.api.Test;

class PythonNumberTest {
    @Test
    void writesAsPython() {
        for (Map.Entry<String, JsonNode> record : Golden.read("python-numbers.json").properties()) {
            String hex = record.getValue().asText();
            double value = switch (hex) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> Double.parseDouble(hex);
            };
            assertEquals(record.getKey(), PythonNumber.of(value));
        }
    }

    @Property
    void givesTheNumberBack(@ForAll double value) {
        assertEquals(value, Double.parseDouble(PythonNumber.of(value)));
    }
}
