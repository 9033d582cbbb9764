package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.shape.Complaint;

/** Modules under names, in the order in which they were added. */
public final class ModuleDict extends Module {
    /** An empty one. */
    public ModuleDict() {}

    /**
     * Adds a module.
     *
     * @param name what it is called here: not empty, without dots, not in use
     * @param part the module
     * @return this
     * @throws IllegalArgumentException when the name cannot be used
     */
    public ModuleDict put(String name, Module part) {
        register(name, part);
        return this;
    }

    /**
     * The module of a name.
     *
     * @param name under which it was added
     * @return the module
     * @throws IllegalArgumentException when there is none
     */
    public Module get(String name) {
        Module found = namedChildren().get(name);
        if (found == null) {
            throw Complaint.about("module '" + name + "' of a ModuleDict")
                    .because("there is none of that name")
                    .hint("one of " + namedChildren().keySet())
                    .argument();
        }
        return found;
    }

    /**
     * Not defined.
     *
     * @param x anything
     * @return never
     * @throws IllegalStateException always
     */
    @Override
    public Tensor forward(Tensor x) {
        throw Complaint.about("forward of a ModuleDict")
                .because("a dictionary does not say how its modules are applied")
                .hint("a forward of one's own that calls get(name).forward(x)")
                .state();
    }
}
