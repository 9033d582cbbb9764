package org.cotangent.experiments.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.cotangent.Index;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;

/** Picking and replacing elements by index or mask. */
final class IndexCalls {
    private IndexCalls() {}

    static void addTo(Calls calls) {
        calls.one("__getitem__", IndexCalls::getItem);
        calls.one("index_select", a -> a.tensor(0).indexSelect(a.integer(1, "dim"), vector(a.tensor(2, "index"))));
        calls.one("gather", a -> a.tensor(0).rank() == 0
                ? a.tensor(0).take(a.tensor(2, "index"))
                : a.tensor(0).gather(a.integer(1, "dim"), a.tensor(2, "index")));
        calls.one("take", a -> a.tensor(0).take(a.tensor(1, "index")));
        calls.one("take_along_dim", a -> a.has(2, "dim")
                ? a.tensor(0).takeAlongDim(a.tensor(1, "indices"), a.integer(2, "dim"))
                : a.tensor(0).take(a.tensor(1, "indices")).flatten());
        calls.one("scatter", a -> {
            Tensor source = a.has(3, "value") && !a.isTensor(3, "src") ? a.tensor(3, "value") : a.tensor(3, "src");
            return a.tensor(0).scatter(a.integer(1, "dim"), a.tensor(2, "index"), source);
        });
        calls.one("scatter_add", a -> scatterAdd(
                a.tensor(0), a.integer(1, "dim"), a.tensor(2, "index"), a.tensor(3, "src")));
        calls.one("index_add", a -> {
            Tensor source = a.tensor(3, "source").mul(a.number(4, "alpha", 1));
            return a.tensor(0).indexAdd(a.integer(1, "dim"), vector(a.tensor(2, "index")), source);
        });
        calls.one("index_copy", a -> a.tensor(0)
                .indexCopy(a.integer(1, "dim"), vector(a.tensor(2, "index")), a.tensor(3, "source")));
        calls.one("index_fill", a -> a.tensor(0)
                .indexFill(a.integer(1, "dim"), vector(a.tensor(2, "index")), a.tensor(3, "value")));
        calls.one("index_put", a -> a.tensor(0)
                .indexPut(a.tensors(1, "indices"), a.tensor(2, "values"), a.flag(3, "accumulate", false)));
        calls.one("masked_fill", a -> a.tensor(0).maskedFill(a.tensor(1, "mask"), a.tensor(2, "value")));
        calls.one("masked_select", a -> a.tensor(0).maskedSelect(a.tensor(1, "mask")));
        calls.one("masked_scatter", a -> a.tensor(0).maskedScatter(a.tensor(1, "mask"), a.tensor(2, "source")));
        calls.many("nonzero", a -> a.flag(1, "as_tuple", false)
                ? a.tensor(0).nonzero().unbind(1)
                : List.of(a.tensor(0).nonzero()));
        calls.one("where where_self", a -> a.isTensor(0, "condition") && a.tensor(0).dtype() == DType.BOOL
                ? a.tensor(0).where(a.tensor(1, "self"), a.tensor(2, "other"))
                : a.tensor(1, "condition").where(a.tensor(0), a.tensor(2, "other")));
        calls.one("embedding", IndexCalls::embedding);
        calls.one("one_hot", a -> a.tensor(0).oneHot(a.integer(1, "num_classes", -1)));
        calls.one("argwhere", a -> a.tensor(0).nonzero());
    }

    private static Tensor vector(Tensor index) {
        return index.rank() == 0 ? index.unsqueeze(0) : index;
    }

    private static Tensor scatterAdd(Tensor x, int axis, Tensor index, Tensor source) {
        if (x.rank() == 0) {
            return x.add(source.sum());
        }
        Tensor part = source;
        for (int d = 0; d < index.rank(); d++) {
            part = part.slice(d, 0, index.size(d));
        }
        return x.scatterAdd(axis, index, part);
    }

    private static Tensor embedding(Arguments a) {
        // In PyTorch's own samples the table may come first or second.
        boolean tableFirst = a.tensor(0).dtype().isFloating();
        Tensor table = tableFirst ? a.tensor(0) : a.tensor(1, "weight");
        Tensor index = tableFirst ? a.tensor(1, "input") : a.tensor(0);
        if (a.has(3, "max_norm")) {
            table.embeddingRenorm(index, a.number(3, "max_norm"), a.number(4, "norm_type", 2));
        }
        int padding = a.integer(2, "padding_idx", -1);
        int row = a.has(2, "padding_idx") && padding < 0 ? padding + table.size(0) : padding;
        return table.embedding(index, row, a.flag(5, "scale_grad_by_freq", false));
    }

    private static Tensor getItem(Arguments a) {
        List<JsonNode> parts = a.isList(1, "index") ? tupleOrList(a) : List.of(required(a));
        return a.tensor(0).get(parts.stream().map(part -> index(a, part)).toArray(Index[]::new));
    }

    private static JsonNode required(Arguments a) {
        JsonNode found = a.raw(1, "index");
        return found == null ? com.fasterxml.jackson.databind.node.NullNode.instance : found;
    }

    /** A tuple is several parts; a list is one tensor of indices. */
    private static List<JsonNode> tupleOrList(Arguments a) {
        JsonNode whole = required(a);
        boolean several = whole.has("$tuple");
        for (JsonNode part : whole) {
            several |= whole.isArray() && (part.has("$slice") || part.has("$ellipsis") || part.isArray());
        }
        return several ? Arguments.list(whole) : List.of(whole);
    }

    private static Index index(Arguments a, JsonNode part) {
        if (part.isNull()) {
            return Index.NEW_AXIS;
        }
        if (part.has("$ellipsis")) {
            return Index.ELLIPSIS;
        }
        if (part.has("$slice")) {
            JsonNode limits = part.get("$slice");
            return Index.range(
                    limits.get(0).isNull() ? 0 : limits.get(0).asInt(),
                    limits.get(1).isNull() ? Integer.MAX_VALUE : limits.get(1).asInt(),
                    limits.get(2).isNull() ? 1 : limits.get(2).asInt());
        }
        if (part.isArray()) {
            long[] places = new long[part.size()];
            for (int i = 0; i < places.length; i++) {
                places[i] = part.get(i).asLong();
            }
            return Index.of(Tensor.of(places, places.length));
        }
        return part.isIntegralNumber() ? Index.of(part.asInt()) : Index.of(a.tensor(part));
    }
}
