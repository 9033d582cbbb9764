package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Complaint;

/** Einstein's sums: from left to right, two operands at a time become one, as batches of matrix products. */
final class Einsum {
    // Labels of the axes that an ellipsis stands for; nobody writes them.
    private static final char FIRST_HIDDEN = '\uE000';

    private final String equation;
    private final List<Tensor> operands;
    private final List<String> labels = new ArrayList<>();
    private final String result;

    private Einsum(String equation, Tensor... operands) {
        this.equation = equation;
        this.operands = List.of(operands);
        String plain = equation.replace(" ", "");
        int arrow = plain.indexOf("->");
        String[] groups = (arrow < 0 ? plain : plain.substring(0, arrow)).split(",", -1);
        if (groups.length != operands.length) {
            throw wrong(operands.length + " operands stand against " + groups.length + " groups of labels");
        }
        int widest = 0;
        for (int i = 0; i < groups.length; i++) {
            int named = groups[i].replace("...", "").length();
            boolean fits = groups[i].contains("...") ? named <= operands[i].rank() : named == operands[i].rank();
            if (!fits) {
                throw wrong("operand " + i + " has " + operands[i].rank() + " axes, its labels are '" + groups[i] + "'");
            }
            widest = Math.max(widest, operands[i].rank() - named);
        }
        StringBuilder hidden = new StringBuilder();
        for (int i = 0; i < widest; i++) {
            hidden.append((char) (FIRST_HIDDEN + i));
        }
        for (int i = 0; i < groups.length; i++) {
            int count = operands[i].rank() - groups[i].replace("...", "").length();
            labels.add(groups[i].replace("...", hidden.substring(widest - count)));
        }
        result = arrow < 0
                ? hidden + once()
                : plain.substring(arrow + 2).replace("...", hidden);
        checkResult();
    }

    private String once() {
        String all = String.join("", labels);
        StringBuilder single = new StringBuilder();
        all.chars().filter(Character::isLetter).distinct().sorted().forEach(label -> {
            if (all.indexOf(label) == all.lastIndexOf(label)) {
                single.append((char) label);
            }
        });
        return single.toString();
    }

    private void checkResult() {
        String all = String.join("", labels);
        for (char label : result.toCharArray()) {
            if (all.indexOf(label) < 0) {
                throw wrong("no operand has the result's " + name(label));
            }
            if (result.indexOf(label) != result.lastIndexOf(label)) {
                throw wrong("the result has " + name(label) + " twice");
            }
        }
    }

    static Tensor of(String equation, Tensor... operands) {
        return new Einsum(equation, operands).sum();
    }

    private Tensor sum() {
        checkSizes();
        DType type = type();
        List<Factor> factors = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            factors.add(diagonal(operands.get(i).to(type), labels.get(i)).squeezed());
        }
        Factor product = factors.getFirst();
        for (int i = 1; i < factors.size(); i++) {
            String later = factors.stream().skip(i + 1L).map(Factor::labels).collect(Collectors.joining()) + result;
            product = product.times(factors.get(i), later);
        }
        return product.keeping(result).spread(result);
    }

    /** Bool counts as soon as anything is summed; else it stays what it is. */
    private DType type() {
        DType type = operands.stream().map(Tensor::dtype).reduce(DType.BOOL, DType::promote);
        boolean summed = !without(String.join("", labels), result).isEmpty();
        return summed ? type.promote(DType.INT64) : type;
    }

    /** Sizes that a label has in several places are one size, or 1 in some operands: that broadcasts. */
    private void checkSizes() {
        for (char label : distinct(String.join("", labels)).toCharArray()) {
            int found = -1; // the first operand where the size is not 1
            for (int i = 0; i < labels.size(); i++) {
                int size = size(i, label);
                if (found >= 0 && size != 1 && size != size(found, label)) {
                    throw about(name(label) + " has size " + size(found, label) + " in operand " + found + " and " + size
                                    + " in operand " + i)
                            .from(Tensor.origins(operands.get(found), operands.get(i)))
                            .hint("equal sizes, or 1 in one of them, which broadcasts")
                            .argument();
                }
                found = found < 0 && size != 1 ? i : found;
            }
        }
    }

    /** The size that a label has in an operand, 1 where the operand lacks it. */
    private int size(int operand, char label) {
        int first = labels.get(operand).indexOf(label);
        return first < 0 ? 1 : operands.get(operand).size(first);
    }

    /** A label that occurs twice in one operand means the diagonal of its axes. */
    private Factor diagonal(Tensor operand, String group) {
        Tensor x = operand;
        StringBuilder names = new StringBuilder(group);
        for (int i = 0; i < names.length(); i++) {
            String label = names.substring(i, i + 1);
            for (int twin = names.indexOf(label, i + 1); twin >= 0; twin = names.indexOf(label, i + 1)) {
                if (x.size(i) != x.size(twin)) {
                    throw wrong(name(label.charAt(0)) + " names axes of sizes " + x.size(i) + " and " + x.size(twin));
                }
                x = x.diagonal(0, i, twin).movedim(-1, i);
                names.deleteCharAt(twin);
            }
        }
        return new Factor(x, names.toString());
    }

    private static String name(char label) {
        return label >= FIRST_HIDDEN ? "an axis of the ellipsis" : "label '" + label + "'";
    }

    private IllegalArgumentException wrong(String reason) {
        return about(reason)
                .hint("one label an axis, groups parted by commas, as in 'ij,jk->ik'")
                .argument();
    }

    private Complaint about(String reason) {
        String shapes = operands.stream().map(x -> x.shape().toString()).collect(Collectors.joining(", "));
        return Complaint.about("einsum '" + equation + "' of " + shapes).because(reason);
    }

    // ---- labels as sets ---------------------------------------------------------------------------------------------

    private static String only(String labels, IntPredicate wanted) {
        return labels.chars()
                .filter(wanted)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String within(String labels, String others) {
        return only(labels, label -> others.indexOf(label) >= 0);
    }

    private static String without(String labels, String others) {
        return only(labels, label -> others.indexOf(label) < 0);
    }

    private static String distinct(String labels) {
        return labels.chars().distinct().mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** A tensor with one label an axis, none twice. */
    private record Factor(Tensor x, String labels) {
        /** Without axes of size 1: a factor that lacks a label broadcasts along it, so there is no other case below. */
        Factor squeezed() {
            return new Factor(x.squeeze(), only(labels, label -> size(label) != 1));
        }

        /** The product, summed over the labels that are not needed later. */
        Factor times(Factor right, String later) {
            Factor a = keeping(right.labels + later);
            Factor b = right.keeping(labels + later);
            String shared = within(a.labels, b.labels);
            String summed = without(shared, later);
            String rows = without(a.labels, shared);
            String columns = without(b.labels, shared);
            if (summed.isEmpty() || (rows.isEmpty() && columns.isEmpty())) {
                // No larger than the result or a factor: nothing is gained by matrices of one row and one column.
                String all = distinct(within(later, a.labels + b.labels)) + summed;
                return new Factor(a.spread(all).mul(b.spread(all)), all).keeping(later);
            }
            String batch = within(shared, later);
            Tensor product = a.grouped(batch, rows, summed).matmul(b.grouped(batch, summed, columns));
            int[] sizes = IntStream.concat(a.sizes(batch + rows), b.sizes(columns)).toArray();
            return new Factor(product.reshape(sizes), batch + rows + columns);
        }

        /** Summed over all other labels. */
        Factor keeping(String kept) {
            int[] gone = without(labels, kept).chars().map(labels::indexOf).toArray();
            return gone.length == 0 ? this : new Factor(x.sum(gone), within(labels, kept));
        }

        /** An axis for each of these labels, in this order, of size 1 where this lacks it. */
        Tensor spread(String order) {
            return permuted(within(order, labels)).reshape(sizes(order).toArray());
        }

        /** Matrices: one axis of rows, one of columns, each from the axes of several labels. */
        Tensor grouped(String batch, String rows, String columns) {
            IntStream matrix = IntStream.of(count(rows), count(columns));
            return permuted(batch + rows + columns).reshape(IntStream.concat(sizes(batch), matrix).toArray());
        }

        private Tensor permuted(String order) {
            return order.equals(labels) ? x : x.permute(order.chars().map(labels::indexOf).toArray());
        }

        private int size(int label) {
            int axis = labels.indexOf(label);
            return axis < 0 ? 1 : x.size(axis);
        }

        private IntStream sizes(String order) {
            return order.chars().map(this::size);
        }

        private int count(String group) {
            return sizes(group).reduce(1, Math::multiplyExact);
        }
    }
}
