package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.NdArray;

/**
 * Prints tensors as PyTorch does: nested brackets, lines of 80 characters, three elements from each end of every axis when
 * there are more than 1000 elements, and what else there is to know behind them.
 *
 * <p>It reads the storage and computes no tensor, so that a debugger that shows a tensor changes nothing.
 */
final class TensorText {
    private static final String PREFIX = "tensor(";
    private static final int LINE = 80;
    private static final int THRESHOLD = 1000;
    private static final int EDGE = 3;

    private final NdArray data;
    private final int rank;
    private final boolean summarised;
    private final ElementText element;

    private TensorText(NdArray data) {
        this.data = data;
        this.rank = data.shape().rank();
        this.summarised = data.size() > THRESHOLD;
        IntStream.Builder shown = IntStream.builder();
        collect(0, data.layout().offset(), shown);
        this.element = new ElementText(data.storage(), shown.build().toArray());
    }

    static String of(Tensor x) {
        boolean empty = x.size() == 0;
        List<String> suffixes = new ArrayList<>();
        if (x.device() != Device.cpu()) {
            suffixes.add("device='" + x.device() + "'");
        }
        if (empty && x.rank() != 1) {
            suffixes.add("size="
                    + Arrays.stream(x.shape().sizes())
                            .mapToObj(String::valueOf)
                            .collect(Collectors.joining(", ", "(", ")")));
        }
        // the elements show whether they are float32, int64 or bool, if there are any
        if (x.dtype() == DType.FLOAT64 || (empty && x.dtype() != DType.FLOAT32)) {
            suffixes.add("dtype=torch." + x.dtype());
        }
        Node made = x.gradFn();
        if (made != null) {
            suffixes.add("grad_fn=" + made);
        } else if (x.requiresGrad()) {
            suffixes.add("requires_grad=True");
        }
        String body = empty
                ? "[]"
                : text(OnDevices.onHost(x.data()));
        return withSuffixes(PREFIX + body, suffixes);
    }

    private static String text(NdArray host) {
        return new TensorText(host).text(0, host.layout().offset(), PREFIX.length());
    }

    private static String withSuffixes(String body, List<String> suffixes) {
        StringBuilder text = new StringBuilder(body);
        int column = body.length() - body.lastIndexOf('\n') + 1;
        for (String suffix : suffixes) {
            if (column + suffix.length() + 2 > LINE) {
                text.append(",\n").append(" ".repeat(PREFIX.length())).append(suffix);
                column = PREFIX.length() + suffix.length();
            } else {
                text.append(", ").append(suffix);
                column += suffix.length() + 2;
            }
        }
        return text.append(')').toString();
    }

    /** The places along an axis that are shown; -1 stands for those left out. */
    private int[] shown(int axis) {
        int size = data.shape().size(axis);
        if (!summarised || size <= 2 * EDGE) {
            int[] all = new int[size];
            Arrays.setAll(all, i -> i);
            return all;
        }
        return new int[] {0, 1, 2, -1, size - 3, size - 2, size - 1};
    }

    private void collect(int axis, int at, IntStream.Builder into) {
        if (axis == rank) {
            into.add(at);
            return;
        }
        for (int i : shown(axis)) {
            if (i >= 0) {
                collect(axis + 1, at + i * data.layout().stride(axis), into);
            }
        }
    }

    private String text(int axis, int at, int indent) {
        if (axis == rank) {
            return element.at(at);
        }
        boolean innermost = axis == rank - 1;
        List<String> parts = new ArrayList<>();
        for (int i : shown(axis)) {
            parts.add(i >= 0
                    ? text(axis + 1, at + i * data.layout().stride(axis), indent + 1)
                    : innermost ? " ..." : "...");
        }
        String margin = " ".repeat(indent + 1);
        return innermost
                ? "[" + lines(parts, indent, margin) + "]"
                : "[" + String.join("," + "\n".repeat(rank - 1 - axis) + margin, parts) + "]";
    }

    private String lines(List<String> parts, int indent, String margin) {
        int perLine = Math.max(1, (LINE - indent) / (element.width() + 2));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < parts.size(); i += perLine) {
            lines.add(String.join(", ", parts.subList(i, Math.min(parts.size(), i + perLine))));
        }
        return String.join(",\n" + margin, lines);
    }
}
