package org.cotangent.experiments.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.cotangent.Tensor;
import org.cotangent.shape.Shape;

/** Reshaping, cutting, joining, repeating, padding, diagonals. */
final class ShapeCalls {
    private ShapeCalls() {}

    static void addTo(Calls calls) {
        reshaping(calls);
        cutting(calls);
        joining(calls);
        repeating(calls);
        diagonals(calls);
    }

    private static void reshaping(Calls calls) {
        calls.one("reshape view", a -> a.tensor(0).reshape(a.rest(1, "shape")));
        calls.one("transpose swapaxes swapdims", a -> a.tensor(0).transpose(a.integer(1, "dim0"), a.integer(2, "dim1")));
        calls.one("permute", a -> a.tensor(0).permute(a.rest(1, "dims")));
        calls.one("t", a -> a.tensor(0).t());
        calls.one("expand broadcast_to", a -> a.tensor(0).expand(a.rest(1, "size")));
        calls.one("expand_as", a -> a.tensor(0).expandAs(a.tensor(1, "other")));
        calls.one("squeeze", a -> a.has(1, "dim") ? a.tensor(0).squeeze(a.integer(1, "dim")) : a.tensor(0).squeeze());
        calls.one("unsqueeze", a -> a.tensor(0).unsqueeze(a.integer(1, "dim")));
        calls.one("flatten", a -> a.tensor(0).flatten(a.integer(1, "start_dim", 0), a.integer(2, "end_dim", -1)));
        calls.one("ravel", a -> a.tensor(0).ravel());
        calls.one("unflatten", a -> a.tensor(0).unflatten(a.integer(1, "dim"), a.ints(2, "sizes")));
        calls.one("movedim moveaxis", a -> a.tensor(0).movedim(a.ints(1, "source"), a.ints(2, "destination")));
        calls.one("clone", a -> a.tensor(0).clone());
        calls.one("contiguous", a -> a.tensor(0).contiguous());
        calls.one("atleast_2d", ShapeCalls::atleast2d);
        calls.one("view_as reshape_as", a -> a.tensor(0).reshape(a.tensor(1, "other").shape().sizes()));
        calls.one("sum_to_size", a -> a.tensor(0).sumTo(Shape.of(a.rest(1, "size"))));
        calls.one("pixel_shuffle", a -> a.tensor(0).pixelShuffle(a.integer(1, "upscale_factor")));
    }

    private static Tensor atleast2d(Arguments a) {
        if (a.isList(0, "tensors")) {
            throw new NotCovered("a list of tensors");
        }
        return a.tensor(0).atleast2d();
    }

    private static void cutting(Calls calls) {
        calls.many("split", ShapeCalls::split);
        calls.many("split_with_sizes", a -> a.tensor(0).splitWithSizes(a.ints(1, "sizes"), a.integer(2, "dim", 0)));
        calls.many("chunk", a -> a.tensor(0).chunk(a.integer(1, "chunks"), a.integer(2, "dim", 0)));
        calls.many("tensor_split", ShapeCalls::tensorSplit);
        calls.many("unbind", a -> a.tensor(0).unbind(a.integer(1, "dim", 0)));
        calls.one("narrow", a ->
                a.tensor(0).narrow(a.integer(1, "dim"), a.integer(2, "start"), a.integer(3, "length")));
        calls.one("select", a -> a.tensor(0).select(a.integer(1, "dim"), a.integer(2, "index")));
        calls.one("slice", a -> a.tensor(0)
                .slice(
                        a.integer(1, "dim", 0),
                        a.integer(2, "start", 0),
                        a.integer(3, "end", Integer.MAX_VALUE),
                        a.integer(4, "step", 1)));
        calls.one("unfold", a ->
                a.tensor(0).unfold(a.integer(1, "dimension"), a.integer(2, "size"), a.integer(3, "step")));
        calls.one("diff", ShapeCalls::diff);
    }

    private static List<Tensor> split(Arguments a) {
        int axis = a.integer(2, "dim", 0);
        return a.isList(1, "split_size_or_sections")
                ? a.tensor(0).splitWithSizes(a.ints(1, "split_size_or_sections"), axis)
                : a.tensor(0).split(a.integer(1, "split_size_or_sections"), axis);
    }

    private static List<Tensor> tensorSplit(Arguments a) {
        int axis = a.integer(2, "dim", 0);
        if (a.isTensor(1, "indices_or_sections")) {
            long[] starts = a.tensor(1, "indices_or_sections").toLongs();
            int[] places = java.util.Arrays.stream(starts).mapToInt(Math::toIntExact).toArray();
            return a.tensor(1, "indices_or_sections").rank() == 0
                    ? a.tensor(0).tensorSplit(places[0], axis)
                    : a.tensor(0).tensorSplit(places, axis);
        }
        return a.isList(1, "indices_or_sections")
                ? a.tensor(0).tensorSplit(a.ints(1, "indices_or_sections"), axis)
                : a.tensor(0).tensorSplit(a.integer(1, "indices_or_sections"), axis);
    }

    private static Tensor diff(Arguments a) {
        Tensor x = a.tensor(0);
        int axis = a.integer(2, "dim", -1);
        if (a.integer(1, "n", 1) == 0) {
            return x; // PyTorch then adds nothing either
        }
        Tensor before = a.optional(3, "prepend");
        Tensor after = a.optional(4, "append");
        if (before != null) {
            x = Tensor.cat(axis, before.rank() < x.rank() ? slice(before, x, axis) : before, x);
        }
        if (after != null) {
            x = Tensor.cat(axis, x, after.rank() < x.rank() ? slice(after, x, axis) : after);
        }
        return x.diff(a.integer(1, "n", 1), axis);
    }

    private static Tensor slice(Tensor scalar, Tensor x, int axis) {
        return scalar.expand(x.shape().with(axis, 1).sizes());
    }

    private static void joining(Calls calls) {
        calls.one("cat concat concatenate", a -> Tensor.cat(a.integer(1, "dim", 0), array(a.tensors(0, "tensors"))));
        calls.one("stack", a -> Tensor.stack(a.integer(1, "dim", 0), array(a.tensors(0, "tensors"))));
        calls.one("hstack", a -> Tensor.hstack(array(a.tensors(0, "tensors"))));
        calls.one("vstack row_stack", a -> Tensor.vstack(array(a.tensors(0, "tensors"))));
        calls.one("block_diag", a -> Tensor.blockDiag(array(a.restTensors(0))));
        calls.many("meshgrid", a -> {
            List<Tensor> axes = a.restTensors(0);
            if (a.text(-1, "indexing", "ij").equals("xy") && axes.size() > 1) {
                List<Tensor> swapped = new ArrayList<>(axes);
                Collections.swap(swapped, 0, 1);
                List<Tensor> grids = new ArrayList<>(Tensor.meshgrid(array(swapped)));
                Collections.swap(grids, 0, 1);
                return grids;
            }
            return Tensor.meshgrid(array(axes));
        });
    }

    private static Tensor[] array(List<Tensor> tensors) {
        return tensors.toArray(new Tensor[0]);
    }

    private static void repeating(Calls calls) {
        calls.one("flip", a -> a.tensor(0).flip(a.rest(1, "dims")));
        calls.one("fliplr", a -> a.tensor(0).fliplr());
        calls.one("flipud", a -> a.tensor(0).flipud());
        calls.one("roll", a -> a.has(2, "dims")
                ? a.tensor(0).roll(a.ints(1, "shifts"), a.ints(2, "dims"))
                : a.tensor(0).roll(a.ints(1, "shifts")[0]));
        calls.one("rot90", a -> {
            int[] plane = a.ints(2, "dims", 0, 1);
            return a.tensor(0).rot90(a.integer(1, "k", 1), plane[0], plane[1]);
        });
        calls.one("repeat", a -> a.tensor(0).repeat(a.rest(1, "repeats")));
        calls.one("tile", a -> a.tensor(0).tile(a.rest(1, "dims")));
        calls.one("repeat_interleave", a -> {
            int[] times = a.isTensor(1, "repeats")
                    ? java.util.Arrays.stream(a.tensor(1, "repeats").toLongs())
                            .mapToInt(Math::toIntExact)
                            .toArray()
                    : a.ints(1, "repeats");
            return a.has(2, "dim")
                    ? a.tensor(0).repeatInterleave(times, a.integer(2, "dim"))
                    : a.tensor(0).flatten().repeatInterleave(times, 0);
        });
        calls.one("pad", ShapeCalls::pad);
    }

    private static Tensor pad(Arguments a) {
        String mode = a.text(2, "mode", "constant");
        int[] widths = a.ints(1, "pad");
        return mode.equals("constant")
                ? a.tensor(0).pad(a.number(3, "value", 0), widths)
                : a.tensor(0).pad(Tensor.Padding.valueOf(mode.toUpperCase(Locale.ROOT)), widths);
    }

    private static void diagonals(Calls calls) {
        calls.one("tril", a -> a.tensor(0).tril(a.integer(1, "diagonal", 0)));
        calls.one("triu", a -> a.tensor(0).triu(a.integer(1, "diagonal", 0)));
        calls.one("diag", a -> a.tensor(0).diag(a.integer(1, "diagonal", 0)));
        calls.one("trace", a -> a.tensor(0).trace());
        calls.one("diagonal", a -> a.tensor(0)
                .diagonal(a.integer(1, "offset", 0), a.integer(2, "dim1", 0), a.integer(3, "dim2", 1)));
        calls.one("diag_embed", a -> a.tensor(0)
                .diagEmbed(a.integer(1, "offset", 0), a.integer(2, "dim1", -2), a.integer(3, "dim2", -1)));
        calls.one("diagonal_scatter", a -> a.tensor(0)
                .diagonalScatter(
                        a.tensor(1, "src"),
                        a.integer(2, "offset", 0),
                        a.integer(3, "dim1", 0),
                        a.integer(4, "dim2", 1)));
        calls.one("select_scatter", a ->
                a.tensor(0).selectScatter(a.tensor(1, "src"), a.integer(2, "dim"), a.integer(3, "index")));
        calls.one("slice_scatter", a -> a.tensor(0)
                .sliceScatter(
                        a.tensor(1, "src"),
                        a.integer(2, "dim", 0),
                        a.integer(3, "start", 0),
                        a.integer(4, "end", Integer.MAX_VALUE),
                        a.integer(5, "step", 1)));
    }
}
