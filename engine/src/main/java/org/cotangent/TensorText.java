package org.cotangent;

/** Prints tensors. */
final class TensorText {
    private TensorText() {}

    static String of(Tensor x) {
        return "tensor(" + java.util.Arrays.toString(x.toDoubles()) + ", shape=" + x.shape() + ")";
    }
}
