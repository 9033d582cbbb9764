package org.cotangent.nn.module;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.cotangent.Tensor;

/** The mean of a grid of windows that cover an image evenly: {@code [N, C, H, W] -> [N, C, H', W']}, also without N. */
public final class AdaptiveAvgPool2d extends Module {
    private final int[] size;

    /**
     * To a size, whatever that of the input is.
     *
     * @param size of the output: one number for both axes, or two; -1 keeps an axis
     */
    public AdaptiveAvgPool2d(int... size) {
        this.size = size.clone();
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.adaptiveAvgPool2d(size);
    }

    @Override
    protected String options() {
        String sizes = Arrays.stream(size)
                .mapToObj(each -> each < 0 ? "None" : String.valueOf(each))
                .collect(Collectors.joining(", "));
        return "output_size=" + (size.length == 1 ? sizes : "(" + sizes + ")");
    }
}
