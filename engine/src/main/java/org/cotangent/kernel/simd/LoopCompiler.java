package org.cotangent.kernel.simd;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Program;
import org.cotangent.kernel.Program.Code;
import org.cotangent.kernel.Program.Step;

/**
 * Compiles a {@link Program} to one loop over vectors and one over what is left, as a class of its own.
 *
 * <p>What the compiler writes is what one would write by hand: no operation is a parameter, so the JIT compiler sees a
 * straight line of Vector API calls on local variables and keeps every intermediate value in a register. In Java source
 * the class for {@code x * y} is:
 *
 * <pre>{@code
 * void run(int n, Object[] operands, int[] offsets, Object out, int outOffset) {
 *     float[] x = (float[]) operands[0], y = (float[]) operands[1], r = (float[]) out;
 *     int aOffset = offsets[0], bOffset = offsets[1];
 *     int i = n < 16 ? 0 : vectors(n, x, aOffset, y, bOffset, r, outOffset);
 *     for (; i < n; i++) {
 *         r[outOffset + i] = x[aOffset + i] * y[bOffset + i];
 *     }
 * }
 *
 * static int vectors(int n, float[] x, int aOffset, float[] y, int bOffset, float[] r, int outOffset) {
 *     int i = 0;
 *     for (; i <= n - 16; i += 16) {
 *         FloatVector v = FloatVector.fromArray(SPECIES_512, x, aOffset + i);
 *         FloatVector w = FloatVector.fromArray(SPECIES_512, y, bOffset + i);
 *         v.mul(w).intoArray(r, outOffset + i);
 *     }
 *     return i;
 * }
 * }</pre>
 *
 * <p>The vectors are in a method of their own, so that a call on one element is a small method without them. The loop is
 * not unrolled here: the JIT compiler does that, and unrolling by 2 or 4 in the bytecode was not faster.
 */
final class LoopCompiler {
    private static final ClassDesc LOOP = Lanes.describe(Loop.class);

    /** The most operands that a loop takes, besides the numbers of a recipe in place. */
    static final int MOST_OPERANDS = 8;

    private static final MethodTypeDesc RUN = MethodTypeDesc.of(
            ConstantDescs.CD_void,
            ConstantDescs.CD_int,
            ConstantDescs.CD_Object.arrayType(),
            ConstantDescs.CD_int.arrayType(),
            ConstantDescs.CD_Object,
            ConstantDescs.CD_int);

    private final Program program;
    private final int repeated;
    private final Lanes lanes;
    private final ClassDesc self;

    private LoopCompiler(Program program, int repeated, int bitCount) {
        this.program = program;
        this.repeated = repeated;
        lanes = Lanes.of(program.single(), bitCount);
        self = ClassDesc.of(Loop.class.getPackageName(), className(program.name()));
    }

    /**
     * Compiles a program for the widest vectors of this machine.
     *
     * @param program what to compute
     * @param repeatedMask bit i says that operand i is a single element, repeated; any other is read one after the other
     * @return the loop
     */
    static Loop compile(Program program, int repeatedMask) {
        return compile(program, repeatedMask, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    }

    /** Compiles a program for vectors of a width of 64, 128, 256 or 512 bits. */
    static Loop compile(Program program, int repeatedMask, int bitCount) {
        int operands = program.arity() - program.numbers();
        if (operands > MOST_OPERANDS) {
            throw new IllegalArgumentException(
                    "a loop has at most " + MOST_OPERANDS + " operands, not " + operands + " as " + program.name());
        }
        byte[] bytes = new LoopCompiler(program, repeatedMask, bitCount).classBytes();
        try {
            return (Loop) MethodHandles.lookup()
                    .defineHiddenClass(bytes, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the loop of " + program.name() + " does not load", e);
        }
    }

    /** Names the class after the recipe: that is what a profiler and a stack trace show. */
    private static String className(String name) {
        StringBuilder letters = new StringBuilder("Loop_");
        for (int i = 0; i < name.length(); i++) {
            letters.append(Character.isJavaIdentifierPart(name.charAt(i)) ? name.charAt(i) : '_');
        }
        return letters.toString();
    }

    private byte[] classBytes() {
        return ClassFile.of().build(self, type -> type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withSuperclass(LOOP)
                .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        ConstantDescs.MTD_void,
                        0,
                        code -> code.aload(0)
                                .invokespecial(LOOP, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                .return_())
                .withMethodBody("run", RUN, 0, this::run)
                .withMethodBody("vectors", vectorsType(), ClassFile.ACC_STATIC, this::vectors));
    }

    /** n, then array and offset of each operand, then array and offset of the result. */
    private MethodTypeDesc vectorsType() {
        List<ClassDesc> types = new ArrayList<>();
        types.add(ConstantDescs.CD_int);
        for (int i = 0; i < program.arity(); i++) {
            types.add(lanes.array(kind(i)));
            types.add(ConstantDescs.CD_int);
        }
        types.add(lanes.array(program.result()));
        types.add(ConstantDescs.CD_int);
        return MethodTypeDesc.of(ConstantDescs.CD_int, types);
    }

    private Expr.Kind kind(int step) {
        return program.steps().get(step).kind();
    }

    /** Where a result goes, as a place among the operands: the first one has an array of its own, after them. */
    private int target(int result) {
        return result == 0 ? program.arity() : result;
    }

    private boolean isRepeated(int operand) {
        return (repeated >> operand & 1) != 0;
    }

    // ---- single numbers -----------------------------------------------------------------------------------------------

    private void run(CodeBuilder code) {
        int arity = program.arity();
        int n = code.parameterSlot(0);
        int[] arrays = new int[arity + 1];
        int[] offsets = new int[arity + 1];
        for (int i = 0; i < arity; i++) {
            arrays[i] = code.allocateLocal(TypeKind.REFERENCE);
            offsets[i] = code.allocateLocal(TypeKind.INT);
            code.aload(code.parameterSlot(1)).loadConstant(i).aaload();
            code.checkcast(lanes.array(kind(i))).astore(arrays[i]);
            code.aload(code.parameterSlot(2)).loadConstant(i).iaload().istore(offsets[i]);
        }
        arrays[arity] = code.allocateLocal(TypeKind.REFERENCE);
        offsets[arity] = code.parameterSlot(4);
        code.aload(code.parameterSlot(3)).checkcast(lanes.array(program.result())).astore(arrays[arity]);
        int index = code.allocateLocal(TypeKind.INT);
        code.iconst_0().istore(index);
        code.iload(n).loadConstant(lanes.length());
        code.ifThen(Opcode.IF_ICMPGE, block -> {
            block.iload(n);
            for (int i = 0; i <= arity; i++) {
                block.aload(arrays[i]).iload(offsets[i]);
            }
            block.invokestatic(self, "vectors", vectorsType()).istore(index);
        });

        // The test comes first: when the vectors left nothing, not even a repeated operand is read.
        Label end = code.newLabel();
        Label top = code.newLabel();
        code.iload(index).iload(n).if_icmpge(end);
        int[] locals = new int[program.steps().size()];
        for (int i = 0; i < locals.length; i++) {
            locals[i] = code.allocateLocal(lanes.scalarKind(kind(i)));
        }
        for (int i = 0; i < arity; i++) {
            if (isRepeated(i)) {
                code.aload(arrays[i]).iload(offsets[i]).arrayLoad(elementKind(kind(i)));
                code.storeLocal(lanes.scalarKind(kind(i)), locals[i]);
            }
        }
        ScalarSteps steps = new ScalarSteps(lanes, code, program, locals);
        code.labelBinding(top);
        for (int i = 0; i < locals.length; i++) {
            Step step = program.steps().get(i);
            if (step.code() != Code.OPERAND) {
                steps.write(i);
            } else if (!isRepeated(i)) {
                code.aload(arrays[i]).iload(offsets[i]).iload(index).iadd().arrayLoad(elementKind(step.kind()));
                code.storeLocal(lanes.scalarKind(step.kind()), locals[i]);
            }
        }
        for (int r = 0; r < program.resultCount(); r++) {
            Expr.Kind made = kind(program.resultStep(r));
            code.aload(arrays[target(r)]).iload(offsets[target(r)]).iload(index).iadd();
            code.loadLocal(lanes.scalarKind(made), locals[program.resultStep(r)]).arrayStore(elementKind(made));
        }
        code.iinc(index, 1).iload(index).iload(n).if_icmplt(top);
        code.labelBinding(end);
        code.return_();
    }

    private TypeKind elementKind(Expr.Kind kind) {
        return kind == Expr.Kind.MASK ? TypeKind.BOOLEAN : lanes.kind();
    }

    // ---- vectors ------------------------------------------------------------------------------------------------------

    private void vectors(CodeBuilder code) {
        int arity = program.arity();
        int n = code.parameterSlot(0);
        int index = code.allocateLocal(TypeKind.INT);
        int bound = code.allocateLocal(TypeKind.INT);
        int[] locals = new int[program.steps().size()];
        for (int i = 0; i < locals.length; i++) {
            locals[i] = code.allocateLocal(TypeKind.REFERENCE);
        }
        VectorSteps steps = new VectorSteps(lanes, code, program, locals);
        for (int i = 0; i < locals.length; i++) {
            Step step = program.steps().get(i);
            if (step.code() == Code.CONSTANT) {
                steps.writeConstant(i);
            } else if (i < arity && isRepeated(i)) {
                lanes.species(code);
                code.aload(code.parameterSlot(1 + 2 * i)).iload(code.parameterSlot(2 + 2 * i));
                code.arrayLoad(elementKind(step.kind()));
                steps.broadcast(step.kind());
                code.astore(locals[i]);
            }
        }
        code.iload(n).loadConstant(lanes.length() - 1).isub().istore(bound);
        code.iconst_0().istore(index);
        Label top = code.newBoundLabel();
        for (int i = 0; i < locals.length; i++) {
            Step step = program.steps().get(i);
            if (step.code() == Code.OPERAND && !isRepeated(i)) {
                lanes.species(code);
                code.aload(code.parameterSlot(1 + 2 * i));
                code.iload(code.parameterSlot(2 + 2 * i)).iload(index).iadd();
                steps.fromArray(step.kind());
                code.astore(locals[i]);
            } else if (step.code() != Code.OPERAND && step.code() != Code.CONSTANT) {
                steps.write(i);
            }
        }
        for (int r = 0; r < program.resultCount(); r++) {
            code.aload(locals[program.resultStep(r)]);
            code.aload(code.parameterSlot(1 + 2 * target(r)));
            code.iload(code.parameterSlot(2 + 2 * target(r))).iload(index).iadd();
            steps.intoArray(kind(program.resultStep(r)));
        }
        code.iinc(index, lanes.length()).iload(index).iload(bound).if_icmplt(top);
        code.iload(index).ireturn();
    }
}
