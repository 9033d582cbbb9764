package org.cotangent.io;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.cotangent.kernel.DType;

/** The element types of .npy files that are read, each into the type of ours that holds all its values. */
enum NpyType {
    /** Truth values, one byte each; numpy takes every byte but 0 for true. */
    BOOL("b1", DType.BOOL),
    /** 8-bit integers. */
    INT8("i1", DType.INT64),
    /** 16-bit integers. */
    INT16("i2", DType.INT64),
    /** 32-bit integers. */
    INT32("i4", DType.INT64),
    /** 64-bit integers. */
    INT64("i8", DType.INT64),
    /** Unsigned 8-bit integers. */
    UINT8("u1", DType.INT64),
    /** Unsigned 16-bit integers. */
    UINT16("u2", DType.INT64),
    /** Unsigned 32-bit integers. */
    UINT32("u4", DType.INT64),
    /** Unsigned 64-bit integers, read where int64 holds them. */
    UINT64("u8", DType.INT64),
    /** Half precision. */
    FLOAT16("f2", DType.FLOAT32),
    /** Single precision. */
    FLOAT32("f4", DType.FLOAT32),
    /** Double precision. */
    FLOAT64("f8", DType.FLOAT64);

    private final String code;
    private final DType type;

    NpyType(String code, DType type) {
        this.code = code;
        this.type = type;
    }

    /** The type with this code, which is a numpy type string without its byte order. */
    static Optional<NpyType> of(String code) {
        return Stream.of(values()).filter(each -> each.code.equals(code)).findFirst();
    }

    /** The type that our elements are written as. */
    static NpyType of(DType type) {
        return switch (type) {
            case BOOL -> BOOL;
            case INT64 -> INT64;
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
        };
    }

    DType type() {
        return type;
    }

    int bytes() {
        return code.charAt(1) - '0';
    }

    /** The numpy type string: little-endian, or without an order where one byte has none. */
    String descr() {
        return (bytes() == 1 ? "|" : "<") + code;
    }

    /** The next floating-point element. */
    float nextFloat(ByteBuffer from) {
        return this == FLOAT16 ? Float.float16ToFloat(from.getShort()) : from.getFloat();
    }

    /** The next integer element. */
    long nextLong(ByteBuffer from) {
        return switch (this) {
            case INT8 -> from.get();
            case INT16 -> from.getShort();
            case INT32 -> from.getInt();
            case UINT8 -> Byte.toUnsignedLong(from.get());
            case UINT16 -> Short.toUnsignedLong(from.getShort());
            case UINT32 -> Integer.toUnsignedLong(from.getInt());
            default -> from.getLong();
        };
    }
}
