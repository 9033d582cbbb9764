package org.cotangent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project of a few lines, outside of this one and with nothing but the engine on its class path, checks gradients of
 * its own: compiled, and run in a JVM of its own without any flag.
 */
class OutsideProjectTest {
    private static final String PROJECT =
            """
            import org.cotangent.CustomOp;
            import org.cotangent.Tensor;
            import org.cotangent.check.GradCheck;

            public class MyGradients {
                // a gradient of plain arrays
                static double energy(double[] x) {
                    return x[0] * x[0] * x[1] + Math.exp(x[1]);
                }

                static double[] force(double[] x) {
                    return new double[] {2 * x[0] * x[1], x[0] * x[0] + Math.exp(x[1])};
                }

                // an operation of tensors, with a mistake
                static final CustomOp CUBE = CustomOp.unary("cube", x -> x.pow(3), (g, x, y) -> g.mul(x.square()));

                public static void main(String[] args) {
                    GradCheck.assertCorrect(MyGradients::energy, MyGradients::force, 1.5, -0.5);
                    System.out.println("energy: correct");
                    try {
                        GradCheck.assertCorrect(in -> CUBE.apply(in.get(0)), Tensor.of(new double[] {1, 2}, 2));
                    } catch (AssertionError wrong) {
                        System.out.println(wrong.getMessage());
                    }
                }
            }
            """;

    @Test
    void aProjectWithOnlyTheEngineChecksItsGradients(@TempDir Path folder) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("MyGradients.java"), PROJECT);
        String engine = locationOf(Tensor.class);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertNotNull(compiler, "the tests run on a JDK");
        // The annotations on the engine's classes are not on the class path, as for anybody who depends on the engine.
        int compiled = compiler.run(null, null, null, "-nowarn", "-cp", engine, "-d", folder.toString(), source.toString());
        assertEquals(0, compiled);

        Path output = folder.resolve("output.txt");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        List.of(java, "-cp", folder + File.pathSeparator + engine, "MyGradients"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        assertTrue(text.contains("energy: correct"), text);
        assertTrue(text.contains("likely cause: a constant factor. Every derivative is 1/3 times the right one."), text);
    }

    private static String locationOf(Class<?> type) {
        return Path.of(java.net.URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }
}
