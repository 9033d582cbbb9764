package org.cotangent.nn.module;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.shape.Complaint;

/**
 * A function from tensor to tensor that may have parameters, and may be made of other modules.
 *
 * <p>A subclass says in its constructor what it is made of, and in {@link #forward} what it computes:
 *
 * <pre>{@code
 * final class WideNet extends Module {
 *     private final Sequential layers;
 *
 *     WideNet(int cells, TorchGenerator generator) {
 *         layers = register("layers", new Sequential(
 *                 new Linear(1, cells, generator), new Tanh(), new Linear(cells, 1, generator)));
 *     }
 *
 *     public Tensor forward(Tensor x) {
 *         return layers.forward(x);
 *     }
 * }
 * }</pre>
 *
 * <p>Parameters and children keep the order in which they were registered; a parameter's full name is the path to it,
 * such as {@code layers.0.weight}. The names, their order and {@link #toString()} are PyTorch's.
 */
@SuppressWarnings("JavaLangClash") // it is what the field calls it; java.lang.Module is nobody's business here
public abstract class Module {
    private final SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
    private final SequencedMap<String, Tensor> buffers = new LinkedHashMap<>();
    private final SequencedMap<String, Module> children = new LinkedHashMap<>();
    private boolean training = true;

    /** A module without parameters or children, in training mode. */
    protected Module() {}

    /**
     * Computes the function. What it does to a tensor that requires a gradient is recorded.
     *
     * @param x the input; its first axis is usually the batch
     * @return the output
     */
    public abstract Tensor forward(Tensor x);

    // ---- the tree ---------------------------------------------------------------------------------------------------

    /**
     * Makes another module a part of this one.
     *
     * @param name what it is called here: not empty, without dots, not in use
     * @param child the part
     * @return the part, to be kept in a field
     * @param <M> its class
     * @throws IllegalArgumentException when the name cannot be used, or the part contains this module
     */
    protected final <M extends Module> M register(String name, M child) {
        checkName(name, "child");
        if (child.modules().contains(this)) {
            throw Complaint.about("register child '" + name + "' in " + kind())
                    .because("this module is itself a part of it")
                    .hint("a tree: every module inside one other at most")
                    .argument();
        }
        children.put(name, child);
        return child;
    }

    /**
     * Makes a tensor a parameter of this module. For a weight that several modules share, register the first one's {@link
     * Parameter} in the others: the same tensor again would be another parameter, which learns by itself.
     *
     * @param name what it is called here: not empty, without dots, not in use
     * @param initial its initial value
     * @return the parameter, to be kept in a field
     * @throws IllegalArgumentException when the name cannot be used or the tensor cannot have a gradient
     */
    protected final Parameter registerParameter(String name, Tensor initial) {
        checkName(name, "parameter");
        Parameter made = new Parameter(initial);
        parameters.put(name, made);
        if (initial.name() == null) {
            initial.named(name);
        }
        return made;
    }

    /**
     * Makes a parameter that another module has, or this one under another name, a parameter of this module too: tied
     * weights. It is one parameter with two names: {@link #namedParameters} has it once, {@link #stateDict} under both.
     *
     * @param name what it is called here: not empty, without dots, not in use
     * @param shared the parameter
     * @return the same parameter, to be kept in a field
     * @throws IllegalArgumentException when the name cannot be used
     */
    protected final Parameter registerParameter(String name, Parameter shared) {
        checkName(name, "parameter");
        parameters.put(name, shared);
        return shared;
    }

    /**
     * Makes a tensor a part of this module's state that is not learned, such as running statistics. {@link #to} may
     * replace it by a converted one, so it is not to be kept in a field: {@link #buffer} gives the one that is valid.
     *
     * @param name what it is called here: not empty, without dots, not in use
     * @param initial its initial value, without a gradient
     * @throws IllegalArgumentException when the name cannot be used
     */
    protected final void registerBuffer(String name, Tensor initial) {
        checkName(name, "buffer");
        buffers.put(name, initial);
    }

    /**
     * A buffer of this module.
     *
     * @param name under which it was registered
     * @return the tensor itself
     * @throws IllegalArgumentException when there is none of that name
     */
    protected final Tensor buffer(String name) {
        Tensor found = buffers.get(name);
        if (found == null) {
            throw Complaint.about("buffer '" + name + "' of " + kind())
                    .because("there is none of that name")
                    .hint("one of " + buffers.keySet() + ", or registerBuffer first")
                    .argument();
        }
        return found;
    }

    private void checkName(String name, String what) {
        String problem = name.isEmpty()
                ? "the name is empty"
                : name.contains(".")
                        ? "a dot separates the names in a path, so a name cannot contain one"
                        : parameters.containsKey(name) || buffers.containsKey(name) || children.containsKey(name)
                                ? "the name is in use"
                                : "";
        if (!problem.isEmpty()) {
            throw Complaint.about("register " + what + " '" + name + "' in " + kind())
                    .because(problem)
                    .hint("a name of its own, such as fc1")
                    .argument();
        }
    }

    /**
     * The parts of this module.
     *
     * @return an unmodifiable view, in the order of registration
     */
    public final SequencedMap<String, Module> namedChildren() {
        return Collections.unmodifiableSequencedMap(children);
    }

    /**
     * This module and all that it contains.
     *
     * @return every module once, a parent before its children
     */
    public final List<Module> modules() {
        return List.copyOf(namedModules().values());
    }

    /**
     * This module, under the empty name, and all that it contains, under their paths.
     *
     * @return every module once, a parent before its children
     */
    public final SequencedMap<String, Module> namedModules() {
        SequencedMap<String, Module> found = new LinkedHashMap<>();
        Set<Module> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        walk("", (path, module) -> {
            if (seen.add(module)) {
                found.put(path, module);
            }
        });
        return found;
    }

    private void walk(String path, BiConsumer<String, Module> visitor) {
        visitor.accept(path, this);
        children.forEach((name, child) -> child.walk(join(path, name), visitor));
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /**
     * The parameters of this module and of all that it contains.
     *
     * @return each once, a module's own before its children's
     */
    public final List<Parameter> parameters() {
        return List.copyOf(namedParameters().values());
    }

    /**
     * The parameters of this module and of all that it contains, under their paths.
     *
     * @return each once (a shared one under its first path), a module's own before its children's
     */
    public final SequencedMap<String, Parameter> namedParameters() {
        SequencedMap<String, Parameter> found = new LinkedHashMap<>();
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        everyParameter().forEach((path, parameter) -> {
            if (seen.add(parameter)) {
                found.put(path, parameter);
            }
        });
        return found;
    }

    /** Every path to a parameter, so that a shared one appears more than once. */
    private SequencedMap<String, Parameter> everyParameter() {
        SequencedMap<String, Parameter> found = new LinkedHashMap<>();
        walk("", (path, module) ->
                module.parameters.forEach((name, parameter) -> found.put(join(path, name), parameter)));
        return found;
    }

    /**
     * The buffers of this module and of all that it contains, under their paths.
     *
     * @return each once (a shared one under its first path), a module's own before its children's
     */
    public final SequencedMap<String, Tensor> namedBuffers() {
        SequencedMap<String, Tensor> found = new LinkedHashMap<>();
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        walk("", (path, module) -> module.buffers.forEach((name, buffer) -> {
            if (seen.add(buffer)) {
                found.put(join(path, name), buffer);
            }
        }));
        return found;
    }

    /** Every path to a parameter or a buffer: a module's parameters, its buffers, then its children's. */
    private SequencedMap<String, Tensor> everyTensor() {
        SequencedMap<String, Tensor> found = new LinkedHashMap<>();
        walk("", (path, module) -> {
            module.parameters.forEach((name, parameter) -> found.put(join(path, name), parameter.value()));
            module.buffers.forEach((name, buffer) -> found.put(join(path, name), buffer));
        });
        return found;
    }

    // ---- modes ------------------------------------------------------------------------------------------------------

    /**
     * Whether this module is in training mode, which matters to modules such as {@link Dropout}.
     *
     * @return true until {@link #eval()}
     */
    public final boolean isTraining() {
        return training;
    }

    /** Puts this module and all that it contains in training mode. */
    public final void train() {
        setTraining(true);
    }

    /** Puts this module and all that it contains in evaluation mode. It does not switch recording off. */
    public final void eval() {
        setTraining(false);
    }

    private void setTraining(boolean mode) {
        walk("", (path, module) -> module.training = mode);
    }

    /** Forgets the gradients of all parameters. */
    public final void zeroGrad() {
        parameters().forEach(Parameter::zeroGrad);
    }

    /**
     * Freezes or thaws all parameters.
     *
     * @param required whether gradients are computed for them
     */
    public final void requiresGrad(boolean required) {
        parameters().forEach(parameter -> parameter.requiresGrad(required));
    }

    /**
     * Converts all parameters, their gradients and all floating-point buffers to another type.
     *
     * @param type float32 or float64
     * @throws IllegalArgumentException when it is not a floating-point type
     */
    public final void to(DType type) {
        if (!type.isFloating()) {
            throw Complaint.about("convert " + kind() + " to " + type)
                    .because("its parameters have gradients, and only float32 and float64 tensors have those")
                    .hint("DType.FLOAT32 or DType.FLOAT64")
                    .argument();
        }
        parameters().forEach(parameter -> parameter.to(type));
        walk("", (path, module) -> module.buffers.replaceAll(
                (name, buffer) -> buffer.dtype().isFloating() ? Autograd.noGrad(() -> buffer.to(type)).keep() : buffer));
    }

    /**
     * Moves all parameters, their gradients and all buffers to a device. An optimizer that was built before goes on with
     * them there.
     *
     * @param device where to
     */
    public final void to(Device device) {
        parameters().forEach(parameter -> parameter.to(device));
        walk("", (path, module) ->
                module.buffers.replaceAll((name, buffer) -> Autograd.noGrad(() -> buffer.to(device)).keep()));
    }

    // ---- state ------------------------------------------------------------------------------------------------------

    /**
     * The values of all parameters and buffers, under their paths.
     *
     * @return copies, each module's parameters before its buffers, and both before its children's: training goes on
     *     without changing them
     */
    public final SequencedMap<String, Tensor> stateDict() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        everyTensor().forEach((path, tensor) -> state.put(path, Autograd.noGrad(tensor::clone)));
        return state;
    }

    /**
     * Overwrites the values of all parameters and buffers with copies, converted to their types. Nothing is changed
     * unless everything fits.
     *
     * @param state a value of the right shape for every path, and for nothing else
     * @throws IllegalArgumentException when paths are missing or unknown or shapes differ; it names all of them
     */
    public final void loadStateDict(Map<String, Tensor> state) {
        SequencedMap<String, Tensor> wanted = everyTensor();
        List<String> problems = new ArrayList<>();
        List<String> missing = new ArrayList<>(wanted.keySet());
        missing.removeAll(state.keySet());
        if (!missing.isEmpty()) {
            problems.add("missing " + String.join(", ", missing));
        }
        List<String> unexpected = new ArrayList<>(state.keySet());
        unexpected.removeAll(wanted.keySet());
        if (!unexpected.isEmpty()) {
            problems.add("unexpected " + String.join(", ", unexpected));
        }
        wanted.forEach((path, tensor) -> {
            Tensor value = state.get(path);
            if (value != null && !value.shape().equals(tensor.shape())) {
                problems.add(path + " is " + tensor.shape() + " here, " + value.shape() + " in the state");
            }
        });
        if (!problems.isEmpty()) {
            throw Complaint.about("loadStateDict of " + state.size() + " tensors into " + kind() + " with "
                            + wanted.size())
                    .because(String.join("; ", problems))
                    .hint(unexpected.isEmpty() && missing.isEmpty()
                            ? "a module with the same layer sizes as the one that was saved"
                            : "compare the names with stateDict().keySet()")
                    .argument();
        }
        Autograd.noGrad(() -> wanted.forEach((path, tensor) -> {
            Tensor value = state.get(path);
            if (value != null) {
                tensor.copyFrom(value);
            }
        }));
    }

    // ---- text -------------------------------------------------------------------------------------------------------

    /**
     * What this kind of module is called in {@link #toString()}.
     *
     * @return the simple name of the class
     */
    protected String kind() {
        return getClass().getSimpleName();
    }

    /**
     * What stands between the parentheses in {@link #toString()}: the options, as PyTorch prints them.
     *
     * @return empty unless a subclass has something to say
     */
    protected String options() {
        return "";
    }

    /**
     * The tree of modules as PyTorch prints it.
     *
     * @return one line for each module
     */
    @Override
    public final String toString() {
        String options = options();
        if (children.isEmpty() && !options.contains("\n")) {
            return kind() + "(" + options + ")";
        }
        StringBuilder text = new StringBuilder(kind()).append("(\n");
        if (!options.isEmpty()) {
            text.append("  ").append(options.replace("\n", "\n  ")).append('\n');
        }
        children.forEach((name, child) -> text.append("  (")
                .append(name)
                .append("): ")
                .append(child.toString().replace("\n", "\n  "))
                .append('\n'));
        return text.append(')').toString();
    }
}
