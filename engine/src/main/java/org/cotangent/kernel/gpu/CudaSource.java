package org.cotangent.kernel.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.Recipe;

/**
 * All kernels as one text of CUDA C: those of recipes, which {@link MapKernel} writes, and folds, copies, index operations and
 * softmax, which are written once for all types in the .cu files beside this class.
 */
final class CudaSource {
    private static final Recipe EXP = Recipe.of1("exp", Elementary::exp);
    private static final Recipe LOG = Recipe.of1("log", Elementary::log);

    private CudaSource() {}

    /** The kernels of recipes, without those that an engine always has. */
    static String of(Collection<Recipe> recipes) {
        return header() + maps(recipes);
    }

    /** What every engine has, and the kernels of recipes. */
    static String withCommon(Collection<Recipe> recipes) {
        return header() + maps(recipes) + common();
    }

    private static String header() {
        return "// Generated from the recipes of the operations by org.cotangent.kernel.gpu.CudaSource.\n\n" + read("prelude.cu") + "\n";
    }

    private static String maps(Collection<Recipe> recipes) {
        Map<String, MapKernel> kernels = new TreeMap<>();
        Map<String, MapKernel> known = new TreeMap<>();
        for (Recipe recipe : recipes) {
            for (Element element : Element.values()) {
                if (element != Element.B8 && MapKernel.isLogic(recipe)) {
                    continue;
                }
                MapKernel kernel = MapKernel.of(recipe, element);
                if (kernel != null) {
                    known.merge(kernel.key(), kernel, (a, b) -> a.flat().compareTo(b.flat()) <= 0 ? a : b);
                }
            }
        }
        known.values().forEach(kernel -> kernels.put(kernel.flat(), kernel));
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= arity(recipes); i++) {
            text.append(along(i));
        }
        for (MapKernel kernel : kernels.values()) {
            text.append('\n').append(kernel.function()).append('\n').append(kernel.kernels());
        }
        return text.toString();
    }

    private static int arity(Collection<Recipe> recipes) {
        return recipes.stream().mapToInt(recipe -> recipe.operands().size()).max().orElse(0);
    }

    /** Moves the places of so many operands along an axis. */
    private static String along(int operands) {
        StringBuilder text = new StringBuilder("#define ALONG" + operands + "(index, d)");
        for (int i = 0; i < operands; i++) {
            text.append(" at%d += (index) * in%d.stride[d];".formatted(i, i));
        }
        return text.append('\n').toString();
    }

    // ---- what no recipe describes ----------------------------------------------------------------------------------

    private static String common() {
        StringBuilder text = new StringBuilder();
        for (Element element : Element.values()) {
            text.append('\n').append(arithmetic(element)).append(read("folds.cu"));
            for (String kind : new String[] {"sum", "product", "max", "min"}) {
                text.append(caller("fold", kind + "_rows", element)).append(caller("fold", kind + "_columns", element));
            }
            text.append(caller("arg", "argmax", element)).append(caller("arg", "argmin", element));
            text.append(caller("gather", "gather", element));
            if (element != Element.B8) {
                text.append(caller("scatter", "scatter_add", element));
            }
            if (!element.isIntegral()) {
                text.append(softmax(element));
            }
            text.append(END);
            for (Element into : Element.values()) {
                text.append(copy(element, into));
            }
        }
        return text.toString();
    }

    private static String caller(String kind, String name, Element element) {
        return "CALLER(" + kind + ", " + name + "_" + element.suffix() + ")\n";
    }

    private static String define(String... pairs) {
        StringBuilder text = new StringBuilder();
        for (String pair : pairs) {
            text.append("#define ").append(pair).append('\n');
        }
        return text.toString();
    }

    private static final String END = undefine("T", "A", "NAME(", "NUMBER(", "ZERO", "ONE", "LOWEST", "HIGHEST", "ADD(",
            "SUBTRACT(", "MULTIPLY(", "DIVIDE(", "LARGER(", "SMALLER(", "IS_NAN(", "STORE(", "SUM_INTO", "EXP(", "LOG(");

    private static String undefine(String... names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append("#undef ").append(name.replace("(", "")).append('\n');
        }
        return text.toString();
    }

    private static String arithmetic(Element element) {
        String same = define(
                "T " + element.text(),
                "A " + (element.isIntegral() ? "long long" : "T"),
                "NAME(name) name##_" + element.suffix(),
                "NUMBER(in) number_" + element.suffix() + "(in)",
                "ZERO ((A) 0)",
                "ONE ((A) 1)",
                "IS_NAN(x) ((x) != (x))",
                "STORE(x) " + (element == Element.B8 ? "((flag) ((x) != 0))" : "(x)"));
        if (element.isIntegral()) {
            boolean flags = element == Element.B8;
            return same + define(
                    "LOWEST " + (flags ? "0LL" : "LEAST_I64"),
                    "HIGHEST " + (flags ? "1LL" : "MOST_I64"),
                    "ADD(a, b) add_i64(a, b)",
                    "MULTIPLY(a, b) mul_i64(a, b)",
                    "LARGER(a, b) max_i64(a, b)",
                    "SMALLER(a, b) min_i64(a, b)")
                    + (flags ? "" : define("SUM_INTO unsigned long long"));
        }
        String letter = element == Element.F32 ? "f" : "d";
        String infinity = element == Element.F32 ? "__int_as_float(0x7f800000)" : "__longlong_as_double(0x7ff0000000000000LL)";
        return same + define(
                "LOWEST (-" + infinity + ")",
                "HIGHEST " + infinity,
                "ADD(a, b) __" + letter + "add_rn(a, b)",
                "SUBTRACT(a, b) __" + letter + "sub_rn(a, b)",
                "MULTIPLY(a, b) __" + letter + "mul_rn(a, b)",
                "DIVIDE(a, b) __" + letter + "div_rn(a, b)",
                "LARGER(a, b) max_" + element.suffix() + "(a, b)",
                "SMALLER(a, b) min_" + element.suffix() + "(a, b)",
                "SUM_INTO T");
    }

    private static String softmax(Element element) {
        MapKernel exp = Objects.requireNonNull(MapKernel.of(EXP, element));
        MapKernel log = Objects.requireNonNull(MapKernel.of(LOG, element));
        return exp.function("exp_" + element.suffix())
                + log.function("log_" + element.suffix())
                + define("EXP(x) exp_" + element.suffix() + "(x)", "LOG(x) log_" + element.suffix() + "(x)")
                + read("softmax.cu")
                + caller("softmax", "softmax", element)
                + caller("softmax", "log_softmax", element);
    }

    /** A copy from one type to another, as {@link org.cotangent.kernel.Storage} converts: cut towards zero, true where not 0. */
    private static String copy(Element from, Element into) {
        String convert = into == Element.B8 && from != Element.B8
                ? "((flag) ((x) != 0))"
                : into == Element.I64 && !from.isIntegral() ? "cut(x)" : "((" + into.text() + ") (x))";
        String name = "copy_" + from.suffix() + "_" + into.suffix();
        return '\n'
                + define(
                        "FROM " + from.text(),
                        "INTO " + into.text(),
                        "NAME(name) " + name,
                        "READ(in) number_" + from.suffix() + "(in)",
                        "CONVERT(x) " + convert)
                + read("copies.cu")
                + "CALLER(copy, " + name + ")\n"
                + undefine("FROM", "INTO", "NAME", "READ", "CONVERT");
    }

    private static String read(String file) {
        try (InputStream in = Objects.requireNonNull(CudaSource.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
