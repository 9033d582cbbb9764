package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cotangent trace} and {@code cotangent gradcheck}, as somebody types them. */
class ExpressionCommandsTest {
    private final Frame frame = new Frame();

    @Test
    void traceShowsTheChainRule() {
        assertEquals(0, frame.execute("trace", "tanh(log(1 + z*2*x/sin(y)))", "x=1", "y=1", "z=1"));
        String text = frame.out.toString();
        assertTrue(text.startsWith("f = tanh(log(1 + z*2*x/sin(y)))\n"), text);
        assertEquals(0.8387449471877342, number(text, "f "), 1e-15);
        assertEquals(0.2086995891581071, number(text, "df/dx"), 1e-15);
        assertEquals(-0.13400446514694908, number(text, "df/dy"), 1e-15);
        assertEquals("", frame.err.toString());
    }

    private static double number(String text, String name) {
        String line = text.substring(text.indexOf("\nresult\n"))
                .lines()
                .filter(each -> each.strip().startsWith(name))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.substring(line.indexOf('=') + 1));
    }

    @Test
    void traceWritesAPageThatNeedsNothingElse(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("a/b");
        assertEquals(0, frame.execute("trace", "sum(x^2)", "x=[1, 2, 3]", "--out", out.toString()));
        String page = Files.readString(out.resolve("index.html"));
        assertFalse(page.matches("(?s).*(src|href)\\s*=\\s*[\"']?\\s*(https?:|//).*"), "a reference to the outside");
        assertTrue(page.contains("f = sum(x^2)"));
        assertTrue(frame.out.toString().contains("page " + out.resolve("index.html")));
        assertTrue(Files.readString(out.resolve("trace.svg")).contains("</svg>"));
    }

    /** Another name of an old file still has the old text: a trace that is interrupted destroys none. */
    @Test
    void tracesReplaceFilesAsAWhole(@TempDir Path folder) throws IOException {
        String[] names = {"index.html", "trace.svg", "trace.dot", "trace.txt", "profile.txt", "profile.svg"};
        for (String name : names) {
            Files.writeString(folder.resolve(name), "old");
            Files.createLink(folder.resolve("old " + name), folder.resolve(name));
        }
        assertEquals(0, frame.execute("trace", "x^2", "x=1", "--profile", "--out", folder.toString()));
        for (String name : names) {
            assertEquals("old", Files.readString(folder.resolve("old " + name)), name);
            assertFalse(Files.readString(folder.resolve(name)).equals("old"), name);
        }
    }

    @Test
    void aWrongExpressionIsShownWithACaret() {
        assertEquals(2, frame.execute("trace", "tanh(log(1 + )", "x=1"));
        assertEquals(
                """
                cotangent: position 14: expected a number, a name or (, found ")".
                  tanh(log(1 + )
                               ^
                """,
                frame.err.toString());
        assertEquals("", frame.out.toString());
    }

    @Test
    void whatCannotBeTracedIsRefused() {
        assertEquals(2, frame.execute("trace", "x * [1, 2]", "x=1"));
        assertTrue(frame.err.toString().contains("wrap it in sum( )"), frame.err.toString());
        assertEquals(2, frame.execute("trace", "1 + 2"));
        assertTrue(frame.err.toString().contains("no variable"), frame.err.toString());
        assertEquals(2, frame.execute("trace", "x", "x:1"));
        assertTrue(frame.err.toString().contains("\"x:1\" is not NAME=VALUE"), frame.err.toString());
        assertEquals(2, frame.execute("trace", "x^2", "x=1", "--uot", "d"));
        assertTrue(frame.err.toString().contains("no option \"--uot\""), frame.err.toString());
        assertEquals(2, frame.execute("trace"));
        assertTrue(frame.err.toString().contains("needs an expression"), frame.err.toString());
    }

    @Test
    void anExpressionMayBeginWithAMinus() {
        assertEquals(0, frame.execute("trace", "-x*x", "x=3"), frame.err.toString());
        assertEquals(-6.0, number(frame.out.toString(), "df/dx"));
    }

    @Test
    void gradcheckGivesItsVerdict() {
        assertEquals(0, frame.execute("gradcheck", "sum(tanh(x)^2)", "x=[1,2,3]"), frame.err.toString());
        assertTrue(frame.out.toString().startsWith("correct: "), frame.out.toString());
        assertEquals(2, frame.execute("gradcheck", "sum(tanh(x)^2", "x=[1,2,3]"));
    }
}
