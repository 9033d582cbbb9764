package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.shape.Complaint;

/** Einstein's sums, by bringing every operand to the same labelled axes and multiplying. */
final class Einsum {
    private static final char FIRST_HIDDEN = '0'; // labels of the axes that an ellipsis stands for

    private final String equation;
    private final List<String> labels = new ArrayList<>();
    private final String result;

    private Einsum(String equation, Tensor... operands) {
        this.equation = equation;
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

    static Tensor of(String equation, Tensor... operands) {
        return new Einsum(equation, operands).sum(operands);
    }

    private Tensor sum(Tensor... operands) {
        StringBuilder order = new StringBuilder(result);
        for (String group : labels) {
            for (char label : group.toCharArray()) {
                if (order.indexOf(String.valueOf(label)) < 0) {
                    order.append(label);
                }
            }
        }
        String axes = order.toString();
        Tensor product = aligned(operands[0], labels.get(0), axes);
        for (int i = 1; i < operands.length; i++) {
            product = contracted(product, aligned(operands[i], labels.get(i), axes), axes, i);
        }
        for (int axis = axes.length() - 1; axis >= result.length(); axis--) {
            product = product.sum(axis);
        }
        return product;
    }

    /** Multiplies, and sums at once over the labels that no later operand and not the result has. */
    private Tensor contracted(Tensor product, Tensor next, String axes, int done) {
        Tensor joined = product.mul(next);
        String later = String.join("", labels.subList(done + 1, labels.size())) + result;
        for (int axis = 0; axis < axes.length(); axis++) {
            if (later.indexOf(axes.charAt(axis)) < 0) {
                joined = joined.sum(true, axis);
            }
        }
        return joined;
    }

    /** One axis a label of all, size 1 where the operand lacks it; a label that occurs twice means a diagonal. */
    private Tensor aligned(Tensor operand, String group, String axes) {
        Tensor x = operand;
        StringBuilder names = new StringBuilder(group);
        for (int i = 0; i < names.length(); i++) {
            int twin = names.indexOf(String.valueOf(names.charAt(i)), i + 1);
            while (twin >= 0) {
                if (x.size(i) != x.size(twin)) {
                    throw wrong("label " + names.charAt(i) + " names axes of sizes " + x.size(i) + " and "
                            + x.size(twin));
                }
                x = x.diagonal(0, i, twin).movedim(-1, i);
                names.deleteCharAt(twin);
                twin = names.indexOf(String.valueOf(names.charAt(i)), i + 1);
            }
        }
        int[] order = new int[names.length()];
        int[] sizes = new int[axes.length()];
        Arrays.fill(sizes, 1);
        int place = 0;
        for (int axis = 0; axis < axes.length(); axis++) {
            int at = names.indexOf(String.valueOf(axes.charAt(axis)));
            if (at >= 0) {
                order[place++] = at;
                sizes[axis] = x.size(at);
            }
        }
        return (order.length == 0 ? x : x.permute(order)).reshape(sizes);
    }

    private IllegalArgumentException wrong(String reason) {
        return Complaint.about("einsum '" + equation + "'")
                .because(reason)
                .hint("one label an axis, groups parted by commas, as in 'ij,jk->ik'")
                .argument();
    }
}
