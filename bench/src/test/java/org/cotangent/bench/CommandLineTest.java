package org.cotangent.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    /** The words after the first one, as a method reads them. */
    private static CommandLine after(String option, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = option;
        System.arraycopy(words, 0, all, 1, words.length);
        CommandLine line = new CommandLine(all);
        assertEquals(option, line.next());
        return line;
    }

    private static String refusal(Runnable reading) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, reading::run).getMessage());
    }

    @Test
    void valuesAreRead() {
        assertEquals(2, after("--threads", "2").number());
        assertEquals(0.25, after("--warm", "0.25").seconds());
        assertArrayEquals(new int[] {1, 2}, after("--threads", "1,2").numbers());
        CommandLine line = after("--peer", "djl");
        assertEquals("djl", line.value());
        assertFalse(line.hasNext());
    }

    @Test
    void whatIsNoValueIsRefusedInASentence() {
        assertEquals("--size lacks its value", refusal(() -> after("--size").numbers()));
        assertEquals(
                "--threads takes whole numbers from 1 on, and 'two' is none", refusal(() -> after("--threads", "two").number()));
        assertEquals(
                "--threads takes whole numbers from 1 on, and '0' is none", refusal(() -> after("--threads", "1,0").numbers()));
        assertEquals("--warm takes seconds, and 'NaN' is no number of them", refusal(() -> after("--warm", "NaN").seconds()));
    }

    @Test
    void ofTheFlagsThoseStayThatChangeHowAProgramRuns() {
        assertEquals(
                "--add-modules=jdk.incubator.vector -XX:+UseParallelGC -Xmx6g",
                Machine.flags(List.of(
                        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-XX:+UseParallelGC", "-Xmx6g",
                        "-Dpeer.djl=/a.jar:/b.jar")));
    }
}
