package org.cotangent.kernel.simd;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.kernel.Expr;

/**
 * The names that bytecode needs for one element type: its vectors, the vectors of its bits, and its scalar.
 *
 * @param kind of a number
 * @param bitsKind of the bits of a number
 * @param vector the vector of numbers
 * @param bits the vector of their bits
 * @param box the scalar's class, which holds the conversions between numbers and bits
 * @param bitCount the vector width
 * @param length the lanes of a vector
 */
record Lanes(
        TypeKind kind, TypeKind bitsKind, ClassDesc vector, ClassDesc bits, ClassDesc box, int bitCount, int length) {
    static final ClassDesc MASK = describe(VectorMask.class);
    static final ClassDesc SPECIES = describe(VectorSpecies.class);

    /** The lanes of float32 or float64 in vectors of a width of 64 to 512 bits. */
    static Lanes of(boolean single, int bitCount) {
        return single
                ? new Lanes(
                        TypeKind.FLOAT,
                        TypeKind.INT,
                        describe(FloatVector.class),
                        describe(IntVector.class),
                        ConstantDescs.CD_Float,
                        bitCount,
                        bitCount / Float.SIZE)
                : new Lanes(
                        TypeKind.DOUBLE,
                        TypeKind.LONG,
                        describe(DoubleVector.class),
                        describe(LongVector.class),
                        ConstantDescs.CD_Double,
                        bitCount,
                        bitCount / Double.SIZE);
    }

    static ClassDesc describe(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }

    /** The Java type of a scalar number. */
    ClassDesc scalar() {
        return kind.upperBound();
    }

    /** The Java type of the bits of a number. */
    ClassDesc scalarBits() {
        return bitsKind.upperBound();
    }

    /** How a single value of a kind is held; a mask is an int of 0 or 1. */
    TypeKind scalarKind(Expr.Kind value) {
        return switch (value) {
            case REAL -> kind;
            case MASK -> TypeKind.INT;
            case BITS -> bitsKind;
        };
    }

    /** The array that holds operands and results of a kind. */
    ClassDesc array(Expr.Kind value) {
        return (value == Expr.Kind.MASK ? ConstantDescs.CD_boolean : scalar()).arrayType();
    }

    /** Pushes the species of the numbers: a constant for the JIT compiler. */
    void species(CodeBuilder code) {
        code.getstatic(vector, "SPECIES_" + bitCount, SPECIES);
    }

    /** Pushes the species of the bits. */
    void bitsSpecies(CodeBuilder code) {
        code.getstatic(bits, "SPECIES_" + bitCount, SPECIES);
    }
}
