package org.cotangent.inspect;

import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of the graph.
 *
 * @param id from 0, in the order in which they were made
 * @param name that the user gave, else one by number; a constant's value
 * @param kind where it comes from
 * @param shape its shape; null for a constant that was not kept
 * @param value what it was; null when nothing kept it
 * @param gradient of the loss with respect to it; null before backward, and where no gradient arrived
 */
public record Variable(
        int id,
        String name,
        Kind kind,
        @Nullable Shape shape,
        @Nullable Snapshot value,
        @Nullable Snapshot gradient) {
    /** Where a tensor comes from. */
    public enum Kind {
        /** A leaf that requires a gradient: a parameter. */
        LEAF,
        /** Something that needs no gradient: data, or a number in an expression. */
        CONSTANT,
        /** The result of an operation. */
        COMPUTED
    }

    /** Whether it is a number in an expression, with no name but itself. */
    boolean isBareNumber() {
        return kind == Kind.CONSTANT && value != null && value.toString().equals(name);
    }
}
