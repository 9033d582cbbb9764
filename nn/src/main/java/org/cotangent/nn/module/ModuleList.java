package org.cotangent.nn.module;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.shape.Complaint;

/** Modules in a row, called 0, 1, 2 and so on. Unlike {@link Sequential} it says nothing of how they are applied. */
public final class ModuleList extends Module {
    /**
     * A list.
     *
     * @param parts the modules, first to last
     */
    public ModuleList(Module... parts) {
        for (Module part : parts) {
            add(part);
        }
    }

    /**
     * Appends a module.
     *
     * @param part the module
     * @return this
     */
    public ModuleList add(Module part) {
        register(String.valueOf(size()), part);
        return this;
    }

    /**
     * The number of modules.
     *
     * @return how many there are
     */
    public int size() {
        return namedChildren().size();
    }

    /**
     * All modules.
     *
     * @return first to last
     */
    public List<Module> list() {
        return List.copyOf(namedChildren().values());
    }

    /**
     * One of the modules.
     *
     * @param index from 0; negative ones count from the end
     * @return the module
     * @throws IllegalArgumentException when there is no such module
     */
    public Module get(int index) {
        int place = index < 0 ? index + size() : index;
        if (place < 0 || place >= size()) {
            throw Complaint.about("module " + index + " of a ModuleList")
                    .because("it has " + size() + " modules")
                    .hint("an index from " + -size() + " to " + (size() - 1))
                    .argument();
        }
        return list().get(place);
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
        throw Complaint.about("forward of a ModuleList")
                .because("a list does not say how its modules are applied")
                .hint("Sequential, or a forward of one's own that calls get(i).forward(x)")
                .state();
    }
}
