// twin: FloatMatrix -> DoubleMatrix
package org.cotangent.kernel;

/**
 * A float32 matrix that lies somewhere in an array: element [i, j] is {@code values[offset + i * rowStride + j *
 * columnStride]}. A row stride of 0 repeats one row.
 *
 * @param values holds it
 * @param offset where element [0, 0] is
 * @param rows how many
 * @param columns how many
 * @param rowStride the distance of [0, 0] and [1, 0]
 * @param columnStride the distance of [0, 0] and [0, 1]
 */
public record FloatMatrix(float[] values, int offset, int rows, int columns, int rowStride, int columnStride) {
    /**
     * Rows one after the other.
     *
     * @param values holds them
     * @param offset where they start
     * @param rows how many
     * @param columns how many
     * @return the matrix
     */
    public static FloatMatrix of(float[] values, int offset, int rows, int columns) {
        return new FloatMatrix(values, offset, rows, columns, columns, 1);
    }

    /** The last two axes of an array. */
    static FloatMatrix of(NdArray x, int offset) {
        int last = x.shape().rank() - 1;
        return new FloatMatrix(
                (float[]) x.storage().array(),
                offset,
                x.shape().size(last - 1),
                x.shape().size(last),
                x.layout().stride(last - 1),
                x.layout().stride(last));
    }

    /** A contiguous row, repeated. */
    static FloatMatrix repeated(NdArray row, int rows) {
        return new FloatMatrix((float[]) row.storage().array(), row.layout().offset(), rows, row.size(), 0, 1);
    }

    /**
     * The same numbers with rows and columns exchanged.
     *
     * @return a view
     */
    public FloatMatrix transposed() {
        return new FloatMatrix(values, offset, columns, rows, columnStride, rowStride);
    }

    /**
     * Some of the rows.
     *
     * @param from the first
     * @param count how many
     * @return a view
     */
    public FloatMatrix rows(int from, int count) {
        return new FloatMatrix(values, offset + from * rowStride, count, columns, rowStride, columnStride);
    }

    /**
     * Where an element is.
     *
     * @param row from 0
     * @param column from 0
     * @return its place in {@link #values}
     */
    public int at(int row, int column) {
        return offset + row * rowStride + column * columnStride;
    }

    /** Copies a part of a row to the beginning of an array. */
    void load(int row, int from, int count, float[] to) {
        int at = at(row, from);
        if (columnStride == 1) {
            System.arraycopy(values, at, to, 0, count);
        } else {
            for (int j = 0; j < count; j++) {
                to[j] = values[at + j * columnStride];
            }
        }
    }

    /** Copies the beginning of an array to a part of a row. */
    void store(int row, int to, int count, float[] from) {
        int at = at(row, to);
        if (columnStride == 1) {
            System.arraycopy(from, 0, values, at, count);
        } else {
            for (int j = 0; j < count; j++) {
                values[at + j * columnStride] = from[j];
            }
        }
    }
}
