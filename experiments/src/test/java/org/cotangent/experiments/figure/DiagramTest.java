package org.cotangent.experiments.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Boxes and arrows. */
class DiagramTest {

    private static Diagram small() {
        return Diagram.of()
                .title("a graph")
                .input("x", 0, 0, "x = 1", "grad 2")
                .box("y", 1, 1, "y = 2x")
                .arrow("x", "y", "a label that is wider than the gap to the left of its arrow");
    }

    @Test
    void saysEverythingAndTheSameEachTime() {
        String svg = Figure.row(small()).svg();
        for (String words : new String[] {"a graph", "x = 1", "grad 2", "y = 2x", "a label that is wider"}) {
            assertTrue(svg.contains(words), words);
        }
        assertEquals(svg, Figure.row(small()).svg());
    }

    @Test
    void makesRoomForLabelsBesideTheBoxes() {
        String svg = Figure.row(small()).svg();
        double bare = width(Figure.row(Diagram.of().input("x", 0, 0, "x = 1").box("y", 1, 1, "y = 2x")).svg());
        assertTrue(width(svg) > bare + 40, "the label sticks out to the left by more than that");
    }

    private static double width(String svg) {
        return Double.parseDouble(svg.replaceAll("(?s).*?viewBox='0 0 ([0-9.]+) .*", "$1"));
    }

    @Test
    void refusesAnArrowToNowhere() {
        Diagram diagram = Diagram.of().box("a", 0, 0, "a");
        String message = assertThrows(IllegalArgumentException.class, () -> diagram.arrow("a", "b", "")).getMessage();
        assertTrue(message.contains("arrow at \"b\"") && message.contains("[a]"), message);
    }
}
