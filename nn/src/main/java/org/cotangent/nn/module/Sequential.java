package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.shape.Complaint;

/**
 * Modules one after the other: each gets what the one before it returned.
 *
 * <p>An empty one returns its input.
 */
public final class Sequential extends Module {
    /**
     * A sequence whose parts are called 0, 1, 2 and so on.
     *
     * @param parts the modules, first to last
     */
    public Sequential(Module... parts) {
        for (Module part : parts) {
            add(part);
        }
    }

    /**
     * Appends a module under a name.
     *
     * @param name what it is called here: not empty, without dots, not in use
     * @param part the module
     * @return this
     */
    public Sequential add(String name, Module part) {
        register(name, part);
        return this;
    }

    /**
     * Appends a module under its place in the sequence.
     *
     * @param part the module
     * @return this
     */
    public Sequential add(Module part) {
        return add(String.valueOf(size()), part);
    }

    /**
     * The number of parts.
     *
     * @return how many there are
     */
    public int size() {
        return namedChildren().size();
    }

    /**
     * One of the parts.
     *
     * @param index from 0; negative ones count from the end
     * @return the module
     * @throws IllegalArgumentException when there is no such part
     */
    public Module get(int index) {
        int place = index < 0 ? index + size() : index;
        if (place < 0 || place >= size()) {
            throw Complaint.about("part " + index + " of a Sequential")
                    .because("it has " + size() + " parts")
                    .hint("an index from " + -size() + " to " + (size() - 1))
                    .argument();
        }
        return namedChildren().values().stream().skip(place).findFirst().orElseThrow();
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = x;
        for (Module part : namedChildren().values()) {
            y = part.forward(y);
        }
        return y;
    }
}
