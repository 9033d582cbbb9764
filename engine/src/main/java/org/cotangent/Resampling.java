package org.cotangent;

import java.util.Arrays;

/** Changes of size of images in {@link Tensor}, composed of other operations. */
sealed interface Resampling permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /**
     * An image of another size, axis by axis from the third on: {@code torch.nn.functional.interpolate} in the modes nearest,
     * linear, bilinear and trilinear.
     *
     * @param to sizes or factors, and how
     * @return {@code [N, C, H, W] -> [N, C, H', W']}, and the same for other numbers of axes; what is interpolated between
     *     integers is float32
     * @throws IllegalArgumentException when the options do not fit
     */
    default Tensor interpolate(Resize to) {
        to.check(self());
        Tensor y = to.linear() ? self().toFloating() : self();
        for (int i = 0; i < self().rank() - 2; i++) {
            int old = self().size(2 + i);
            int size = to.size(i, old);
            double scale = to.scale(i, old);
            y = to.linear() ? between(y, 2 + i, size, scale, to.alignCorners()) : nearest(y, 2 + i, size, (float) scale);
        }
        return y;
    }

    /** The old element in which the left edge of each new one lies; in float32, as PyTorch computes it for any type. */
    private static Tensor nearest(Tensor x, int axis, int size, float scale) {
        int last = x.size(axis) - 1;
        long[] places = new long[size];
        Arrays.setAll(places, i -> Math.min((long) Math.floor((float) i * scale), last));
        return x.indexSelect(axis, Tensor.of(places, size).to(x.device()));
    }

    private static Tensor between(Tensor x, int axis, int size, double scale, boolean corners) {
        int last = x.size(axis) - 1;
        long[] below = new long[size];
        long[] above = new long[size];
        double[] share = new double[size];
        for (int i = 0; i < size; i++) {
            double place = corners ? i * scale : Math.max(0, (i + 0.5) * scale - 0.5);
            below[i] = Math.min((long) place, last);
            above[i] = Math.min(below[i] + 1, last);
            share[i] = Math.clamp(place - below[i], 0, 1);
        }
        int[] column = new int[x.rank() - axis];
        Arrays.fill(column, 1);
        column[0] = size;
        Tensor upper = Tensor.of(share, column).to(x.device()).to(x.dtype());
        return x.indexSelect(axis, Tensor.of(below, size).to(x.device()))
                .mul(upper.rsub(1))
                .add(x.indexSelect(axis, Tensor.of(above, size).to(x.device())).mul(upper));
    }
}
