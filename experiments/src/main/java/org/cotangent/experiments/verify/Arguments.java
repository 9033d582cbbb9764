package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call as PyTorch got them, by position or by name.
 *
 * <p>Every getter takes both: {@code number(1, "negative_slope", 0.01)} is the second positional argument, or the keyword
 * argument, or the default.
 */
final class Arguments {
    private final JsonNode args;
    private final JsonNode kwargs;
    private final List<Tensor> tensors;
    private final DType type;

    Arguments(JsonNode args, JsonNode kwargs, List<Tensor> tensors, DType type) {
        this.args = args;
        this.kwargs = kwargs;
        this.tensors = tensors;
        this.type = type;
    }

    /** The floating type of this run: float32 or float64. */
    DType type() {
        return type;
    }

    /** The number of positional arguments. */
    int count() {
        return args.size();
    }

    /** The argument as it stands in the file, or null when it is absent or None. */
    @Nullable JsonNode raw(int position, String name) {
        JsonNode found = position >= 0 && position < args.size() ? args.get(position) : kwargs.get(name);
        return found == null || found.isNull() ? null : found;
    }

    boolean has(int position, String name) {
        return raw(position, name) != null;
    }

    private JsonNode required(int position, String name) {
        JsonNode found = raw(position, name);
        if (found == null) {
            throw new NotCovered("argument " + position + " (" + name + ") is missing");
        }
        return found;
    }

    boolean isTensor(int position, String name) {
        JsonNode found = raw(position, name);
        return found != null && found.has("$t");
    }

    boolean isList(int position, String name) {
        JsonNode found = raw(position, name);
        return found != null && (found.isArray() || found.has("$tuple"));
    }

    boolean isFlag(int position, String name) {
        JsonNode found = raw(position, name);
        return found != null && found.isBoolean();
    }

    boolean isText(int position, String name) {
        JsonNode found = raw(position, name);
        return found != null && found.isTextual();
    }

    boolean isNumber(int position, String name) {
        JsonNode found = raw(position, name);
        return found != null && (found.isNumber() || found.has("$f"));
    }

    Tensor tensor(int position) {
        return tensor(position, "input");
    }

    /** A tensor argument; a plain number becomes a scalar of the run's type. */
    Tensor tensor(int position, String name) {
        return tensor(required(position, name));
    }

    @Nullable Tensor optional(int position, String name) {
        JsonNode found = raw(position, name);
        return found == null ? null : tensor(found);
    }

    Tensor tensor(JsonNode node) {
        if (node.has("$t")) {
            return tensors.get(node.get("$t").asInt());
        }
        if (node.isBoolean()) {
            return Tensor.scalar(node.asBoolean() ? 1 : 0, DType.BOOL);
        }
        if (node.isIntegralNumber()) {
            return Tensor.scalar(node.asLong(), DType.INT64);
        }
        if (node.isNumber() || node.has("$f")) {
            return Tensor.scalar(Golden.number(node), type);
        }
        throw new NotCovered("an argument is not a tensor: " + node);
    }

    double number(int position, String name, double otherwise) {
        JsonNode found = raw(position, name);
        return found == null ? otherwise : found.has("$t") ? tensor(found).item() : Golden.number(found);
    }

    double number(int position, String name) {
        return number(required(position, name));
    }

    private static double number(JsonNode node) {
        return Golden.number(node);
    }

    int integer(int position, String name, int otherwise) {
        JsonNode found = raw(position, name);
        return found == null ? otherwise : found.has("$t") ? (int) tensor(found).item() : found.asInt();
    }

    int integer(int position, String name) {
        required(position, name);
        return integer(position, name, 0);
    }

    boolean flag(int position, String name, boolean otherwise) {
        JsonNode found = raw(position, name);
        return found == null ? otherwise : found.asBoolean();
    }

    String text(int position, String name, String otherwise) {
        JsonNode found = raw(position, name);
        return found == null ? otherwise : found.asText();
    }

    /** The members of a list, a tuple, or the single argument as a list of one. */
    List<JsonNode> list(int position, String name) {
        return list(required(position, name));
    }

    static List<JsonNode> list(JsonNode node) {
        JsonNode members = node.has("$tuple") ? node.get("$tuple") : node;
        List<JsonNode> all = new ArrayList<>();
        if (members.isArray()) {
            members.forEach(all::add);
        } else {
            all.add(members);
        }
        return all;
    }

    int[] ints(int position, String name) {
        return list(position, name).stream().mapToInt(JsonNode::asInt).toArray();
    }

    int[] ints(int position, String name, int... otherwise) {
        return has(position, name) ? ints(position, name) : otherwise;
    }

    /** Sizes given as one list or as all the arguments from a position on: {@code reshape(2, 3)}, {@code reshape([2, 3])}. */
    int[] rest(int position, String name) {
        if (isList(position, name) || args.size() <= position) {
            return ints(position, name);
        }
        int[] all = new int[args.size() - position];
        for (int i = 0; i < all.length; i++) {
            all[i] = args.get(position + i).asInt();
        }
        return all;
    }

    List<Tensor> tensors(int position, String name) {
        return list(position, name).stream().map(this::tensor).toList();
    }

    /** Tensors given as one list or as all the arguments from a position on. */
    List<Tensor> restTensors(int position) {
        if (isList(position, "tensors")) {
            return tensors(position, "tensors");
        }
        List<Tensor> all = new ArrayList<>();
        for (int i = position; i < args.size(); i++) {
            all.add(tensor(args.get(i)));
        }
        return all;
    }
}
