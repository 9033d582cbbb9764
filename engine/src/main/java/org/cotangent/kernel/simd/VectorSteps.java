package org.cotangent.kernel.simd;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Program;
import org.cotangent.kernel.Program.Step;

/** Writes the steps of a program as bytecode that calls the Vector API, one call for each step. */
final class VectorSteps {
    private static final ClassDesc VECTOR = Lanes.describe(Vector.class);
    private static final ClassDesc OPERATORS = Lanes.describe(VectorOperators.class);
    private static final ClassDesc ASSOCIATIVE = Lanes.describe(VectorOperators.Associative.class);
    private static final ClassDesc BINARY = Lanes.describe(VectorOperators.Binary.class);
    private static final ClassDesc COMPARISON = Lanes.describe(VectorOperators.Comparison.class);

    private final Lanes lanes;
    private final CodeBuilder code;
    private final Program program;
    private final int[] locals;

    /** Step i of the program is kept in {@code locals[i]}. */
    VectorSteps(Lanes lanes, CodeBuilder code, Program program, int... locals) {
        this.lanes = lanes;
        this.code = code;
        this.program = program;
        this.locals = locals;
    }

    /** Writes step {@code i}, which is neither operand nor constant, down to the store in its local variable. */
    void write(int i) {
        Step step = program.steps().get(i);
        if (step.code() == Program.Code.SELECT) { // "c, but b where a"
            code.aload(locals[step.c()]).aload(locals[step.b()]).aload(locals[step.a()]);
        } else {
            int count = Program.argumentCount(step.code());
            code.aload(locals[step.a()]);
            operator(step.code());
            if (count > 1) {
                code.aload(locals[step.b()]);
            }
            if (count > 2) {
                code.aload(locals[step.c()]);
            }
        }
        compute(step);
        code.astore(locals[i]);
    }

    /** Where the Vector API has no method for a code, the operator is the first argument of a general one. */
    private void operator(Program.Code asked) {
        switch (asked) {
            case LESS -> code.getstatic(OPERATORS, "LT", COMPARISON);
            case LESS_EQUAL -> code.getstatic(OPERATORS, "LE", COMPARISON);
            case EQUAL -> code.getstatic(OPERATORS, "EQ", COMPARISON);
            case BITS_XOR -> code.getstatic(OPERATORS, "XOR", ASSOCIATIVE);
            case BITS_SHL -> code.getstatic(OPERATORS, "LSHL", BINARY);
            case BITS_SHR -> code.getstatic(OPERATORS, "ASHR", BINARY);
            default -> {}
        }
    }

    /** Writes a constant as a vector in its local variable. */
    void writeConstant(int i) {
        Step step = program.steps().get(i);
        if (step.kind() == Expr.Kind.BITS) {
            lanes.bitsSpecies(code);
        } else {
            lanes.species(code);
        }
        ScalarSteps.pushConstant(lanes, code, step);
        broadcast(step.kind());
        code.astore(locals[i]);
    }

    /** Turns the species and the single value on the stack into a vector, or mask, of equal lanes. */
    void broadcast(Expr.Kind kind) {
        switch (kind) {
            case REAL ->
                code.invokestatic(
                        lanes.vector(), "broadcast", MethodTypeDesc.of(lanes.vector(), Lanes.SPECIES, lanes.scalar()));
            case BITS ->
                code.invokestatic(
                        lanes.bits(), "broadcast", MethodTypeDesc.of(lanes.bits(), Lanes.SPECIES, lanes.scalarBits()));
            case MASK ->
                code.invokeinterface(
                        Lanes.SPECIES, "maskAll", MethodTypeDesc.of(Lanes.MASK, ConstantDescs.CD_boolean));
        }
    }

    /** Turns the species, the array and the index on the stack into a vector or a mask. */
    void fromArray(Expr.Kind kind) {
        ClassDesc made = kind == Expr.Kind.MASK ? Lanes.MASK : lanes.vector();
        code.invokestatic(
                made,
                "fromArray",
                MethodTypeDesc.of(made, Lanes.SPECIES, lanes.array(kind), ConstantDescs.CD_int));
    }

    /** Stores the vector or mask on the stack, with the array and the index above it. */
    void intoArray(Expr.Kind kind) {
        code.invokevirtual(
                kind == Expr.Kind.MASK ? Lanes.MASK : lanes.vector(),
                "intoArray",
                MethodTypeDesc.of(ConstantDescs.CD_void, lanes.array(kind), ConstantDescs.CD_int));
    }

    private void compute(Step step) {
        switch (step.code()) {
            case OPERAND, CONSTANT -> throw new IllegalStateException(step.code() + " is loaded by the loop");
            case ADD -> numbers("add", 1);
            case SUB -> numbers("sub", 1);
            case MUL -> numbers("mul", 1);
            case DIV -> numbers("div", 1);
            case FMA -> numbers("fma", 2);
            case NEG -> numbers("neg", 0);
            case ABS -> numbers("abs", 0);
            case SQRT -> numbers("sqrt", 0);
            case MIN -> numbers("min", 1);
            case MAX -> numbers("max", 1);
            case LESS, LESS_EQUAL, EQUAL -> call(lanes.vector(), "compare", Lanes.MASK, COMPARISON, VECTOR);
            case AND -> call(Lanes.MASK, "and", Lanes.MASK, Lanes.MASK);
            case OR -> call(Lanes.MASK, "or", Lanes.MASK, Lanes.MASK);
            case NOT -> call(Lanes.MASK, "not", Lanes.MASK);
            case SELECT -> call(lanes.vector(), "blend", lanes.vector(), VECTOR, Lanes.MASK);
            case TO_BITS ->
                call(lanes.vector(), program.single() ? "reinterpretAsInts" : "reinterpretAsLongs", lanes.bits());
            case FROM_BITS ->
                call(lanes.bits(), program.single() ? "reinterpretAsFloats" : "reinterpretAsDoubles", lanes.vector());
            case BITS_ADD -> call(lanes.bits(), "add", lanes.bits(), VECTOR);
            case BITS_SUB -> call(lanes.bits(), "sub", lanes.bits(), VECTOR);
            case BITS_AND -> call(lanes.bits(), "and", lanes.bits(), VECTOR);
            case BITS_OR -> call(lanes.bits(), "or", lanes.bits(), VECTOR);
            case BITS_XOR -> call(lanes.bits(), "lanewise", lanes.bits(), BINARY, VECTOR);
            case BITS_SHL, BITS_SHR -> {
                if (program.single()) {
                    code.loadConstant((int) step.bits());
                } else {
                    code.loadConstant(step.bits());
                }
                call(lanes.bits(), "lanewise", lanes.bits(), BINARY, lanes.scalarBits());
            }
        }
    }

    private void numbers(String name, int others) {
        ClassDesc[] types = new ClassDesc[others];
        Arrays.fill(types, VECTOR);
        call(lanes.vector(), name, lanes.vector(), types);
    }

    private void call(ClassDesc owner, String name, ClassDesc result, ClassDesc... arguments) {
        code.invokevirtual(owner, name, MethodTypeDesc.of(result, arguments));
    }
}
