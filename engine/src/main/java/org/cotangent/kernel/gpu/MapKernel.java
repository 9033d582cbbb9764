package org.cotangent.kernel.gpu;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Program;
import org.cotangent.kernel.Program.Step;
import org.cotangent.kernel.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * The CUDA C of one recipe for one type: a function of single numbers, one line a step, and the two kernels that run it over
 * arrays. A recipe in place has one kernel, and its function writes its results through pointers.
 *
 * <p>Every step is one intrinsic with one rounding, which the compiler does not fuse with others: so a device computes the
 * bits that the CPU computes. A kernel's name ends in a hash of its steps: a kernel that was compiled before its recipe was
 * changed is not found.
 */
final class MapKernel {
    /** Longer recipes spend their time in arithmetic, and reading several elements at once would only make them longer. */
    private static final int PACKED_STEPS = 40;

    /** Those of more operands are steps of optimizers, which run on floating-point numbers alone. */
    private static final int INTEGER_OPERANDS = 3;

    private final Recipe recipe;
    private final Element element;
    private final Program program;
    private final String name;
    private final String steps;

    private MapKernel(Recipe recipe, Element element) {
        this.recipe = recipe;
        this.element = element;
        this.program = recipe.program(element.type());
        this.steps = steps();
        this.name = label(recipe.name()) + "_" + key();
    }

    /**
     * The kernel of a recipe.
     *
     * @return null when the recipe has no meaning on the type
     */
    static @Nullable MapKernel of(Recipe recipe, Element element) {
        if (element.isIntegral()) {
            if (recipe.isInPlace() || recipe.operands().size() > INTEGER_OPERANDS) {
                return null;
            }
            for (Step step : recipe.program(element.type()).steps()) {
                if (!onIntegers(step)) {
                    return null;
                }
            }
        }
        return new MapKernel(recipe, element);
    }

    /** Whether a recipe is one of masks alone, which is computed on bool and no other type. */
    static boolean isLogic(Recipe recipe) {
        return recipe.operands().stream().allMatch(kind -> kind == Expr.Kind.MASK)
                && recipe.program(Element.F64.type()).result() == Expr.Kind.MASK;
    }

    private static boolean onIntegers(Step step) {
        return switch (step.code()) {
            case DIV, SQRT, TO_BITS, FROM_BITS, BITS_ADD, BITS_SUB, BITS_AND, BITS_OR, BITS_XOR, BITS_SHL, BITS_SHR -> false;
            case CONSTANT -> step.kind() == Expr.Kind.REAL;
            default -> true;
        };
    }

    private static String label(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }

    /** What a kernel is found by, whatever the recipe is called: the type and the hash of the steps. */
    String key() {
        return element.suffix() + "_" + hash(recipe.operands() + steps);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The name of the kernel for operands that are contiguous or one number each; the only kernel of a recipe in place. */
    String flat() {
        return "map_" + name;
    }

    /** The name of the kernel for any layouts. */
    String strided() {
        return flat() + "_strided";
    }

    // ---- the function -----------------------------------------------------------------------------------------------

    private String result() {
        return program.result() == Expr.Kind.MASK ? Element.B8.text() : element.text();
    }

    private String operand(int i) {
        return program.steps().get(i).kind() == Expr.Kind.MASK ? Element.B8.text() : element.text();
    }

    private String suffix(int i) {
        return recipe.operands().get(i) == Expr.Kind.MASK ? Element.B8.suffix() : element.suffix();
    }

    private int arity() {
        return program.arity();
    }

    /** The function that computes one element. */
    String function() {
        return function(name);
    }

    /** The same function under a name that other kernels can call. */
    String function(String called) {
        StringJoiner parameters = new StringJoiner(", ");
        for (int i = 0; i < arity(); i++) {
            parameters.add((element.isIntegral() ? "long long" : operand(i)) + " x" + i);
        }
        for (int r = 0; recipe.isInPlace() && r < program.resultCount(); r++) {
            parameters.add(element.text() + " *r" + r);
        }
        String made = recipe.isInPlace() ? "void" : result();
        return "DEVICE " + made + " " + called + "(" + parameters + ") {\n" + steps + "}\n";
    }

    private String steps() {
        StringBuilder text = new StringBuilder();
        List<Step> all = program.steps();
        for (int i = 0; i < all.size(); i++) {
            Step step = all.get(i);
            if (step.code() != Program.Code.OPERAND) {
                text.append("    const ").append(type(step.kind())).append(" v").append(i).append(" = ")
                        .append(element.isIntegral() ? integer(step) : number(step)).append(";\n");
            }
        }
        if (recipe.isInPlace()) {
            for (int r = 0; r < program.resultCount(); r++) {
                text.append("    *r").append(r).append(" = ").append(value(program.resultStep(r))).append(";\n");
            }
            return text.toString();
        }
        String last = value(program.resultStep(0));
        boolean flag = result().equals(Element.B8.text());
        return text.append("    return ").append(flag ? "(flag) (" + last + " != 0)" : last).append(";\n").toString();
    }

    private String type(Expr.Kind kind) {
        if (element.isIntegral()) {
            return "long long";
        }
        return switch (kind) {
            case REAL -> element.text();
            case MASK -> "int";
            case BITS -> program.single() ? "int" : "long long";
        };
    }

    private String value(int step) {
        Step from = program.steps().get(step);
        return from.code() == Program.Code.OPERAND ? "x" + from.a() : "v" + step;
    }

    private String number(Step step) {
        String a = value(step.a());
        String b = value(step.b());
        String c = value(step.c());
        boolean single = program.single();
        String letter = single ? "f" : "d";
        return switch (step.code()) {
            case OPERAND -> throw new IllegalStateException("an operand is no step");
            case CONSTANT -> step.kind() == Expr.Kind.BITS ? integer(step.bits()) : constant(step.constant());
            case ADD -> "__" + letter + "add_rn(" + a + ", " + b + ")";
            case SUB -> "__" + letter + "sub_rn(" + a + ", " + b + ")";
            case MUL -> "__" + letter + "mul_rn(" + a + ", " + b + ")";
            case DIV -> "__" + letter + "div_rn(" + a + ", " + b + ")";
            case FMA -> (single ? "__fmaf_rn(" : "__fma_rn(") + a + ", " + b + ", " + c + ")";
            case NEG -> "-" + a;
            case ABS -> (single ? "fabsf(" : "fabs(") + a + ")";
            case SQRT -> "__" + letter + "sqrt_rn(" + a + ")";
            case MIN -> "min_" + element.suffix() + "(" + a + ", " + b + ")";
            case MAX -> "max_" + element.suffix() + "(" + a + ", " + b + ")";
            case LESS -> a + " < " + b;
            case LESS_EQUAL -> a + " <= " + b;
            case EQUAL -> a + " == " + b;
            case AND, BITS_AND -> a + " & " + b;
            case OR, BITS_OR -> a + " | " + b;
            case NOT -> a + " ^ 1";
            case SELECT -> a + " ? " + b + " : " + c;
            case TO_BITS -> (single ? "__float_as_int(" : "__double_as_longlong(") + a + ")";
            case FROM_BITS -> (single ? "__int_as_float(" : "__longlong_as_double(") + a + ")";
            case BITS_ADD -> (single ? "add_i32(" : "add_i64(") + a + ", " + b + ")";
            case BITS_SUB -> (single ? "sub_i32(" : "sub_i64(") + a + ", " + b + ")";
            case BITS_XOR -> a + " ^ " + b;
            case BITS_SHL ->
                (single ? "(int) ((unsigned) " : "(long long) ((unsigned long long) ") + a + " << " + step.bits() + ")";
            case BITS_SHR -> a + " >> " + step.bits();
        };
    }

    /** A step as the CPU runs it on int64 and bool. */
    private String integer(Step step) {
        String a = value(step.a());
        String b = value(step.b());
        String c = value(step.c());
        return switch (step.code()) {
            case CONSTANT -> ((long) step.constant()) + "LL";
            case ADD -> "add_i64(" + a + ", " + b + ")";
            case SUB -> "sub_i64(" + a + ", " + b + ")";
            case MUL -> "mul_i64(" + a + ", " + b + ")";
            case FMA -> "add_i64(mul_i64(" + a + ", " + b + "), " + c + ")";
            case NEG -> "sub_i64(0, " + a + ")";
            case ABS -> a + " < 0 ? sub_i64(0, " + a + ") : " + a;
            case MIN -> "min_i64(" + a + ", " + b + ")";
            case MAX -> "max_i64(" + a + ", " + b + ")";
            case SELECT -> a + " != 0 ? " + b + " : " + c;
            default -> number(step);
        };
    }

    private String integer(long bits) {
        return program.single() ? "(int) " + "0x" + Integer.toHexString((int) bits) + "u"
                : "(long long) 0x" + Long.toHexString(bits) + "ull";
    }

    private String constant(double value) {
        if (Double.isFinite(value)) {
            return program.single() ? Float.toHexString((float) value) + "f" : Double.toHexString(value);
        }
        return program.single()
                ? "__int_as_float(0x" + Integer.toHexString(Float.floatToIntBits((float) value)) + ")"
                : "__longlong_as_double(0x" + Long.toHexString(Double.doubleToLongBits(value)) + "ll)";
    }

    // ---- the kernels ------------------------------------------------------------------------------------------------

    /** Both kernels, or the one of a recipe in place. */
    String kernels() {
        if (recipe.isInPlace()) {
            return "KERNEL " + flat() + "(long long n, Update all) {\n" + inPlaceBody() + "}\n\n"
                    + "CALLER(update, " + flat() + ")\n";
        }
        StringJoiner parameters = new StringJoiner(", ", "(long long n, void *out, Axes axes, ", ")");
        for (int i = 0; i < arity(); i++) {
            parameters.add("In in" + i);
        }
        return "KERNEL " + flat() + parameters + " {\n" + flatBody() + "}\n\n"
                + "KERNEL " + strided() + parameters + " {\n" + stridedBody() + "}\n\n"
                + "CALLER(map" + arity() + ", " + flat() + ")\n"
                + "CALLER(map" + arity() + ", " + strided() + ")\n";
    }

    private String inPlaceBody() {
        int operands = recipe.operands().size();
        StringJoiner each = new StringJoiner(", ");
        for (int i = 0; i < operands; i++) {
            each.add("((const %s *) all.at[%d])[i]".formatted(element.text(), i));
        }
        for (int i = 0; i < recipe.numbers(); i++) {
            each.add("(%s) all.number[%d]".formatted(element.text(), i));
        }
        StringBuilder made = new StringBuilder();
        StringBuilder writes = new StringBuilder();
        for (int r = 0; r < program.resultCount(); r++) {
            made.append("        %s r%d;\n".formatted(element.text(), r));
            writes.append("        ((%s *) all.at[%d])[i] = r%d;\n".formatted(element.text(), r, r));
            each.add("&r" + r);
        }
        return "    for (long long i = FIRST; i < n; i += STEP) {\n"
                + made
                + "        " + name + "(" + each + ");\n"
                + writes
                + "    }\n";
    }

    private String flatBody() {
        StringBuilder text = new StringBuilder();
        StringJoiner each = new StringJoiner(", ");
        for (int i = 0; i < arity(); i++) {
            text.append("    const %s n%d = in%d.stride[0] == 0 ? number_%s(in%d) : 0;\n"
                    .formatted(operand(i), i, i, suffix(i), i));
            each.add("in%d.stride[0] == 0 ? n%d : ((const %s *) in%d.data)[i]".formatted(i, i, operand(i), i));
        }
        boolean packed = element.pack() > 1 && program.steps().size() <= PACKED_STEPS;
        if (packed) {
            text.append(packedBody());
        }
        return text.append("    for (long long i = ").append(packed ? "done + " : "").append("FIRST; i < n; i += STEP) {\n")
                .append("        ((%s *) out)[i] = %s(%s);\n".formatted(result(), name, each))
                .append("    }\n")
                .toString();
    }

    private String pack(boolean mask) {
        return (mask ? "flags_" : "pack_") + element.suffix();
    }

    private String packedBody() {
        int size = element.pack();
        String made = pack(program.result() == Expr.Kind.MASK);
        StringBuilder reads = new StringBuilder();
        StringJoiner each = new StringJoiner(", ");
        StringBuilder test = new StringBuilder("aligned(out, sizeof(" + made + "))");
        for (int i = 0; i < arity(); i++) {
            boolean mask = recipe.operands().get(i) == Expr.Kind.MASK;
            String pack = pack(mask);
            test.append("\n            && (in%d.stride[0] == 0 || aligned(in%d.data, sizeof(%s)))".formatted(i, i, pack));
            reads.append("            const %s p%d = in%d.stride[0] == 0 ? all_%s%s(n%d) : ((const %s *) in%d.data)[i];\n"
                    .formatted(pack, i, i, mask ? "flags_" : "", element.suffix(), i, pack, i));
            each.add("p" + i + ".at[k]");
        }
        return "    long long done = 0;\n"
                + "    if (" + test + ") {\n"
                + "        const long long packs = n / " + size + ";\n"
                + "        for (long long i = FIRST; i < packs; i += STEP) {\n"
                + reads
                + "            " + made + " made;\n"
                + "            UNROLL\n"
                + "            for (int k = 0; k < " + size + "; k++) {\n"
                + "                made.at[k] = " + name + "(" + each + ");\n"
                + "            }\n"
                + "            ((" + made + " *) out)[i] = made;\n"
                + "        }\n"
                + "        done = packs * " + size + ";\n"
                + "    }\n";
    }

    private String stridedBody() {
        StringBuilder text = new StringBuilder();
        StringBuilder places = new StringBuilder();
        StringJoiner each = new StringJoiner(", ");
        for (int i = 0; i < arity(); i++) {
            text.append("    const %s n%d = in%d.data == 0 ? number_%s(in%d) : 0;\n"
                    .formatted(operand(i), i, i, suffix(i), i));
            places.append("        int at%d = 0;\n".formatted(i));
            each.add("in%d.data == 0 ? n%d : ((const %s *) in%d.data)[at%d]".formatted(i, i, operand(i), i, i));
        }
        return text.append("    for (long long i = FIRST; i < n; i += STEP) {\n")
                .append(places)
                .append("        PLACES(i, axes, ALONG").append(arity()).append(")\n")
                .append("        ((%s *) out)[i] = %s(%s);\n".formatted(result(), name, each))
                .append("    }\n")
                .toString();
    }
}
