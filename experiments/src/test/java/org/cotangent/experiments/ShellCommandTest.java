package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cotangent.kernel.Backends;
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
    void everyNameMeansOneClass() throws IOException {
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
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.cotangent")) {
            if (each.isTopLevelClass()
                    && each.getModifiers().contains(JavaModifier.PUBLIC)
                    && packages.contains(each.getPackageName())) {
                meanings.computeIfAbsent(each.getSimpleName(), name -> new TreeSet<>()).add(each.getName());
            }
        }
        assertTrue(meanings.containsKey("Tensor") && meanings.containsKey("Linear"), meanings.keySet().toString());
        for (String jdk : packages) {
            for (var entry : meanings.entrySet()) {
                if (jdk.startsWith("java.") && exists(jdk + "." + entry.getKey())) {
                    entry.getValue().add(jdk + "." + entry.getKey());
                }
            }
        }
        meanings.keySet().removeAll(decided);
        meanings.values().removeIf(names -> names.size() == 1);
        assertEquals(new TreeMap<>(), meanings);
    }

    private static boolean exists(String name) {
        try {
            Class<?> found = Class.forName(name, false, ClassLoader.getPlatformClassLoader());
            return Modifier.isPublic(found.getModifiers());
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
