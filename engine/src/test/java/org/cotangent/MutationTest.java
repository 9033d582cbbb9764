package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes one small mistake after the other in the rules and in the walk, and looks whether the rows of the entries notice:
 * each mutant is compiled alone and checked inside a class loader of its own. The README quotes what this prints.
 */
class MutationTest {
    private static final Path SOURCES = Path.of("src/main/java/org/cotangent");

    /** Survivors that are no wrong gradients: a part of the change, and the reason. */
    private static final Map<String, String> HARMLESS = Map.of();

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    /** The mutations name places in the sources: one that is gone is noticed here, not only when the mutants are checked. */
    @Test
    void everyMistakeHasItsPlaceInTheSources() throws IOException {
        assertTrue(mutants().size() >= 200, "too few mutations apply");
    }

    @Tag("slow")
    @Test
    void noMistakeInARuleGoesUnnoticed(@TempDir Path folder) throws Exception {
        String before = System.getProperty("cotangent.backend");
        System.setProperty("cotangent.backend", "scalar");
        try {
            run(folder);
        } finally {
            if (before == null) {
                System.clearProperty("cotangent.backend");
            } else {
                System.setProperty("cotangent.backend", before);
            }
        }
    }

    private void run(Path folder) throws Exception {
        List<Mutant> mutants = mutants();
        List<Mutant> survivors = new ArrayList<>();
        List<String> explained = new ArrayList<>();
        int killed = 0;
        int invalid = 0;
        for (int i = 0; i < mutants.size(); i++) {
            Mutant mutant = mutants.get(i);
            Path classes = Files.createDirectory(folder.resolve("mutant" + i));
            if (!compiles(mutant, classes)) {
                invalid++;
            } else if (!fault(mutant, classes).isEmpty()) {
                killed++;
            } else {
                String reason = HARMLESS.entrySet().stream()
                        .filter(each -> mutant.toString().contains(each.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
                if (reason.isEmpty()) {
                    survivors.add(mutant);
                } else {
                    explained.add(mutant + "\n    harmless: " + reason);
                }
            }
        }
        System.out.println("mutations of rules: " + (mutants.size() - invalid) + ", noticed: " + killed
                + ", harmless survivors: " + explained.size() + ", survivors: " + survivors.size());
        explained.forEach(each -> System.out.println("  " + each));
        survivors.forEach(each -> System.out.println("  SURVIVED " + each));
        assertTrue(killed >= 100, "too few mutations apply");
        assertEquals(List.of(), survivors);
    }

    private static List<Mutant> mutants() throws IOException {
        List<Mutant> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
                String source = Files.readString(file);
                if (source.contains("permits Tensor")) { // a family
                    all.addAll(Mutant.of(file.getFileName().toString(), source));
                }
            }
        }
        String walk = Files.readString(SOURCES.resolve("Backward.java"));
        String node = Files.readString(SOURCES.resolve("Node.java"));
        String reducing = Files.readString(SOURCES.resolve("Reducing.java"));
        all.add(Mutant.at("Backward.java", walk, "sum.add(share)", "share"));
        all.add(Mutant.at("Backward.java", walk, "sum.add(share)", "sum.sub(share)"));
        all.add(Mutant.at("Backward.java", walk, "sum.increase(share)", "sum.increase(share.neg())"));
        all.add(Mutant.at("Backward.java", walk, "gradient.sumTo(node.shape)", "gradient"));
        all.add(Mutant.at("Backward.java", walk, "Autograd.enableGrad(all)", "Autograd.noGrad(all)"));
        all.add(Mutant.at("Node.java", node, "compare(other.number, number)", "compare(number, other.number)"));
        all.add(Mutant.at("Reducing.java", reducing, "axis < missing || (", "axis < missing && ("));
        all.add(Mutant.at("Reducing.java", reducing, "target.size(axis - missing) == 1", "target.size(axis - missing) == 0"));
        return all;
    }

    private boolean compiles(Mutant mutant, Path classes) {
        URI name = URI.create("string:///org/cotangent/" + mutant.file());
        JavaFileObject source = new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreErrors) {
                return mutant.source();
            }
        };
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            // The annotations are not needed to compile, and missing ones are only worth a warning.
            List<String> options =
                    List.of("-nowarn", "-proc:none", "-cp", locationOf(Tensor.class) + java.io.File.pathSeparator
                            + locationOf(org.jspecify.annotations.Nullable.class), "-d", classes.toString());
            return compiler.getTask(null, files, new DiagnosticCollector<>(), options, null, List.of(source)).call();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String fault(Mutant mutant, Path classes) throws Exception {
        URL[] path = {url(classes), url(locationOf(Tensor.class)), url(locationOf(Rows.class))};
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            @SuppressWarnings("unchecked") // the class implements it, in the other loader
            Function<String, String> rows = (Function<String, String>)
                    loader.loadClass(Rows.class.getName()).getConstructor().newInstance();
            String own = mutant.entry().isEmpty() ? "" : rows.apply(mutant.entry());
            return own.isEmpty() ? rows.apply("") : own;
        } catch (LinkageError | java.lang.reflect.InvocationTargetException broken) {
            return broken.toString(); // the engine does not even start
        } finally {
            thread.setContextClassLoader(outer);
        }
    }

    private static Path locationOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static URL url(Path folder) throws IOException {
        return folder.toUri().toURL();
    }
}
