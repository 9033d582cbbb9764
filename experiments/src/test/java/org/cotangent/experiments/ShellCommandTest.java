package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.kernel.Backends;
import org.cotangent.nn.module.Linear;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell with lines piped into it. */
class ShellCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int code;

    private String type(List<String> files, String... lines) throws IOException {
        ByteArrayInputStream in =
                new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        code = new ShellCommand(in, print, print, false).run(files);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void computesDifferentiatesAndTraces(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("own.jsh"), "double three = 3;\n");
        String said = type(
                List.of(file.toString()),
                "Tensor.of(1, 2, 3).sum()",
                "Tensor x = Tensor.scalar(three).requiresGrad(true).named(\"x\")",
                "x.square().backward()",
                "x.grad().item()",
                "Module layer = new Linear(2, 3, new TorchGenerator(0))",
                "List<Tensor> at = List.of(Tensor.scalar(0.5, DType.FLOAT64))",
                "GradCheck.full().check(in -> in.get(0).tanh().sum(), at).isCorrect()",
                "Trace.of(() -> x.mul(x)).forward().size()",
                "Backends.current().name()",
                "/exit 3");
        assertTrue(said.contains("jshell> Tensor.of(1, 2, 3).sum()\n$"), said);
        assertTrue(said.contains("==> tensor(6.)\n"), said);
        assertTrue(said.contains("==> 6.0\n"), said);
        assertTrue(said.contains("layer ==> Linear(in_features=2, out_features=3, bias=True)\n"), said);
        assertTrue(said.contains("==> true\n"), said);
        assertTrue(said.contains("==> \"" + Backends.current().name() + "\"\n"), said); // the vector unit is ready
        assertFalse(said.contains("Error"), said);
        assertFalse(said.contains("WARNING"), said);
        assertEquals(3, code);
    }

    /** No name of ours stands for two classes, nor for one of the JDK's that JShell imports, without a decision. */
    @Test
    void everyNameMeansOneClass() throws IOException, URISyntaxException {
        Set<String> packages = new TreeSet<>(List.of("java.lang", "java.io", "java.math", "java.net", "java.nio.file",
                "java.util", "java.util.concurrent", "java.util.function", "java.util.regex", "java.util.stream"));
        List<String> decided = new ArrayList<>();
        for (String line : ShellCommand.imports().lines().toList()) {
            String name = line.substring("import ".length(), line.length() - 1);
            if (name.endsWith(".*")) {
                packages.add(name.substring(0, name.length() - 2));
            } else {
                decided.add(name.substring(name.lastIndexOf('.') + 1));
            }
        }
        TreeMap<String, TreeSet<String>> meanings = new TreeMap<>();
        for (String name : Stream.concat(classes(Tensor.class), classes(Linear.class)).toList()) {
            String simple = name.substring(name.lastIndexOf('.') + 1);
            if (packages.contains(name.substring(0, name.lastIndexOf('.'))) && isPublic(name)) {
                meanings.computeIfAbsent(simple, each -> new TreeSet<>()).add(name);
            }
        }
        assertTrue(meanings.containsKey("Tensor") && meanings.containsKey("Linear"), meanings.keySet().toString());
        for (String jdk : packages) {
            for (var entry : meanings.entrySet()) {
                if (jdk.startsWith("java.") && isPublic(jdk + "." + entry.getKey())) {
                    entry.getValue().add(jdk + "." + entry.getKey());
                }
            }
        }
        meanings.keySet().removeAll(decided);
        meanings.values().removeIf(names -> names.size() == 1);
        assertEquals(new TreeMap<>(), meanings);
    }

    private static boolean isPublic(String name) {
        try {
            return Modifier.isPublic(Class.forName(name, false, ShellCommandTest.class.getClassLoader()).getModifiers());
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** The names of all top-level classes that come from the same jar or folder. */
    private static Stream<String> classes(Class<?> one) throws IOException, URISyntaxException {
        Path origin = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(origin)) {
            return classes(origin).stream();
        }
        try (FileSystem jar = FileSystems.newFileSystem(origin)) {
            return classes(jar.getPath("/")).stream();
        }
    }

    private static List<String> classes(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && name.contains("/") && !name.contains("$"))
                    .filter(name -> !name.startsWith("META-INF") && !name.contains("-info"))
                    .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
        }
    }
}
