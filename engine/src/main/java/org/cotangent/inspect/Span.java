package org.cotangent.inspect;

import java.util.List;

/**
 * A part of a profile: the whole, a direction, a module, or an operation.
 *
 * @param name of it
 * @param module whether it is a module, whose parts are the operations on its parameters
 * @param calls how many operations ran in it
 * @param nanos how long it took with all its parts, in nanoseconds
 * @param bytes that its operations read and wrote at least
 * @param flops floating-point operations at least
 * @param parts what it consists of, in the order in which they first ran; their times may add up to less than its own
 */
public record Span(String name, boolean module, int calls, long nanos, long bytes, long flops, List<Span> parts) {
    /** Copies the list. */
    public Span {
        parts = List.copyOf(parts);
    }

    /**
     * One of the parts.
     *
     * @param wanted its name
     * @return the part; an empty one when there is none of that name
     */
    public Span part(String wanted) {
        return parts.stream()
                .filter(each -> each.name.equals(wanted))
                .findFirst()
                .orElse(new Span(wanted, false, 0, 0, 0, 0, List.of()));
    }
}
