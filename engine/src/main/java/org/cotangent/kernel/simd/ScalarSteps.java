package org.cotangent.kernel.simd;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import org.cotangent.kernel.Program;
import org.cotangent.kernel.Program.Step;

/** Writes the steps of a program as bytecode on single numbers, for the elements that fill no vector. */
final class ScalarSteps {
    private static final ClassDesc MATH = Lanes.describe(Math.class);

    private final Lanes lanes;
    private final CodeBuilder code;
    private final Program program;
    private final int[] locals;

    /** Step i of the program is kept in {@code locals[i]}. */
    ScalarSteps(Lanes lanes, CodeBuilder code, Program program, int... locals) {
        this.lanes = lanes;
        this.code = code;
        this.program = program;
        this.locals = locals;
    }

    /** Writes step {@code i}, which is no operand, down to the store in its local variable. */
    void write(int i) {
        Step step = program.steps().get(i);
        int count = step.code() == Program.Code.SELECT ? 0 : Program.argumentCount(step.code());
        if (count > 0) {
            load(step.a());
        }
        if (count > 1) {
            load(step.b());
        }
        if (count > 2) {
            load(step.c());
        }
        compute(step);
        code.storeLocal(lanes.scalarKind(step.kind()), locals[i]);
    }

    private void load(int step) {
        code.loadLocal(lanes.scalarKind(program.steps().get(step).kind()), locals[step]);
    }

    private void compute(Step step) {
        boolean single = program.single();
        switch (step.code()) {
            case OPERAND -> throw new IllegalStateException("operands are loaded by the loop");
            case CONSTANT -> pushConstant(lanes, code, step);
            case ADD -> code.with(single ? op(Opcode.FADD) : op(Opcode.DADD));
            case SUB -> code.with(single ? op(Opcode.FSUB) : op(Opcode.DSUB));
            case MUL -> code.with(single ? op(Opcode.FMUL) : op(Opcode.DMUL));
            case DIV -> code.with(single ? op(Opcode.FDIV) : op(Opcode.DDIV));
            case NEG -> code.with(single ? op(Opcode.FNEG) : op(Opcode.DNEG));
            case FMA -> math("fma", 3);
            case ABS -> math("abs", 1);
            case MIN -> math("min", 2);
            case MAX -> math("max", 2);
            case SQRT -> {
                if (single) {
                    code.f2d();
                }
                code.invokestatic(
                        MATH, "sqrt", MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_double));
                if (single) {
                    code.d2f();
                }
            }
            // A comparison with a NaN leaves 1 for "less" and anything but 0 for "equal".
            case LESS -> flag(Opcode.IFLT);
            case LESS_EQUAL -> flag(Opcode.IFLE);
            case EQUAL -> flag(Opcode.IFEQ);
            case AND -> code.iand();
            case OR -> code.ior();
            case NOT -> code.iconst_1().ixor();
            case SELECT -> {
                code.iload(locals[step.a()]);
                code.ifThenElse(
                        Opcode.IFNE,
                        yes -> yes.loadLocal(lanes.kind(), locals[step.b()]),
                        no -> no.loadLocal(lanes.kind(), locals[step.c()]));
            }
            case TO_BITS ->
                code.invokestatic(
                        lanes.box(),
                        single ? "floatToRawIntBits" : "doubleToRawLongBits",
                        MethodTypeDesc.of(lanes.scalarBits(), lanes.scalar()));
            case FROM_BITS ->
                code.invokestatic(
                        lanes.box(),
                        single ? "intBitsToFloat" : "longBitsToDouble",
                        MethodTypeDesc.of(lanes.scalar(), lanes.scalarBits()));
            case BITS_ADD -> code.with(single ? op(Opcode.IADD) : op(Opcode.LADD));
            case BITS_SUB -> code.with(single ? op(Opcode.ISUB) : op(Opcode.LSUB));
            case BITS_AND -> code.with(single ? op(Opcode.IAND) : op(Opcode.LAND));
            case BITS_OR -> code.with(single ? op(Opcode.IOR) : op(Opcode.LOR));
            case BITS_XOR -> code.with(single ? op(Opcode.IXOR) : op(Opcode.LXOR));
            case BITS_SHL -> code.loadConstant((int) step.bits()).with(single ? op(Opcode.ISHL) : op(Opcode.LSHL));
            case BITS_SHR -> code.loadConstant((int) step.bits()).with(single ? op(Opcode.ISHR) : op(Opcode.LSHR));
        }
    }

    private static OperatorInstruction op(Opcode opcode) {
        return OperatorInstruction.of(opcode);
    }

    /** Pushes the constant of a step as a single number or as bits. */
    static void pushConstant(Lanes lanes, CodeBuilder code, Step step) {
        switch (lanes.scalarKind(step.kind())) {
            case FLOAT -> code.loadConstant((float) step.constant());
            case DOUBLE -> code.loadConstant(step.constant());
            case LONG -> code.loadConstant(step.bits());
            default -> code.loadConstant((int) step.bits());
        }
    }

    private void math(String name, int arguments) {
        ClassDesc[] types = new ClassDesc[arguments];
        Arrays.fill(types, lanes.scalar());
        code.invokestatic(MATH, name, MethodTypeDesc.of(lanes.scalar(), types));
    }

    private void flag(Opcode whenTrue) {
        code.with(program.single() ? op(Opcode.FCMPG) : op(Opcode.DCMPG));
        code.ifThenElse(whenTrue, yes -> yes.iconst_1(), no -> no.iconst_0());
    }
}
