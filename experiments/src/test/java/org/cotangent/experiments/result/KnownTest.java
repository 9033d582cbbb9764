package org.cotangent.experiments.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reading the reference numbers that are shipped. */
class KnownTest {
    private final Known known = Known.beside(KnownTest.class, "known.json");

    @Test
    void readsNumbersTextsAndGroups() {
        assertEquals(0.1, known.number("one"));
        assertArrayEquals(new double[] {1, 2.5e-3}, known.numbers("some"));
        assertEquals("true", known.text("yes"));
        assertEquals(Map.of("a", "b"), known.texts("words"));
        assertEquals("b", known.group("words").text("a"));
        List<Known> groups = known.groups("points");
        assertEquals(2, groups.size());
        assertEquals(4, groups.get(1).number("x"));
    }

    @Test
    void comparesPrintedModules() {
        assertEquals("the same", known.compared("net", "Net(\n  (a): Tanh()\n)"));
        assertEquals("line 2 is (a): ReLU()", known.compared("net", "Net(\n  (a): ReLU()\n)"));
        assertEquals("line 3 is missing", known.compared("net", "Net(\n  (a): Tanh()"));
        assertEquals("line 4 is more", known.compared("net", "Net(\n  (a): Tanh()\n)\nmore"));
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(
                "known.json words has no \"z\"",
                assertThrows(IllegalStateException.class, () -> known.group("words").text("z")).getMessage());
        assertThrows(IllegalStateException.class, () -> Known.beside(KnownTest.class, "absent.json"));
    }
}
