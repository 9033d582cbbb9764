package org.cotangent.experiments.data;

import java.io.IOException;
import java.nio.file.Path;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;

/** Grey images of one size, each with a class from 0 to 9. They stay bytes until a batch of them is needed. */
public final class LabelledImages {
    /** The number of classes. */
    public static final int CLASSES = 10;

    /** What each byte is as a brightness from 0 to 1. */
    private static final double[] BRIGHTNESS = new double[256];

    static {
        for (int i = 0; i < BRIGHTNESS.length; i++) {
            BRIGHTNESS[i] = i / 255.0;
        }
    }

    private final int rows;
    private final int columns;
    private final byte[] pixels;
    private final byte[] labels;

    private LabelledImages(int rows, int columns, byte[] pixels, byte[] labels) {
        this.rows = rows;
        this.columns = columns;
        this.pixels = pixels;
        this.labels = labels;
    }

    /** Puts images and labels together, and sees that they fit. */
    static LabelledImages of(Path imageFile, Idx images, Path labelFile, Idx labels) throws IOException {
        int count = images.sizes().get(0);
        if (!labels.sizes().get(0).equals(count)) {
            throw Idx.refusal(
                    labelFile, "it has " + labels.sizes().get(0) + " labels for the " + count + " images of " + imageFile.getFileName());
        }
        for (int i = 0; i < count; i++) {
            int label = labels.values()[i] & 0xff;
            if (label >= CLASSES) {
                throw Idx.refusal(labelFile, "label " + i + " is " + label + ", and classes go from 0 to " + (CLASSES - 1));
            }
        }
        return new LabelledImages(images.sizes().get(1), images.sizes().get(2), images.values(), labels.values());
    }

    /**
     * How many images there are.
     *
     * @return 1 or more
     */
    public int size() {
        return labels.length;
    }

    /**
     * The height of an image.
     *
     * @return in pixels
     */
    public int rows() {
        return rows;
    }

    /**
     * The width of an image.
     *
     * @return in pixels
     */
    public int columns() {
        return columns;
    }

    /**
     * The class of an image.
     *
     * @param index from 0
     * @return 0 to 9
     */
    public int label(int index) {
        return labels[index];
    }

    /**
     * Some images as rows of a matrix.
     *
     * @param indices which
     * @return float64 [n, rows * columns], from 0, black, to 1, white
     */
    public Tensor inputs(int... indices) {
        int width = rows * columns;
        NdArray made = NdArray.room(DType.FLOAT64, Shape.of(indices.length, width));
        double[] values = (double[]) made.storage().array();
        for (int i = 0; i < indices.length; i++) {
            int from = start(indices[i]);
            for (int j = 0; j < width; j++) {
                values[i * width + j] = BRIGHTNESS[pixels[from + j] & 0xff];
            }
        }
        return Tensor.of(made);
    }

    /**
     * The classes of some images as rows with a single 1.
     *
     * @param indices which
     * @return float64 [n, 10]
     */
    public Tensor oneHot(int... indices) {
        double[] values = new double[indices.length * CLASSES];
        for (int i = 0; i < indices.length; i++) {
            values[i * CLASSES + label(indices[i])] = 1;
        }
        return Tensor.of(values, indices.length, CLASSES);
    }

    private int start(int index) {
        if (index < 0 || index >= size()) {
            throw Complaint.about("image " + index)
                    .because("there are " + size() + " images")
                    .hint("0 to " + (size() - 1))
                    .argument();
        }
        return index * rows * columns;
    }
}
