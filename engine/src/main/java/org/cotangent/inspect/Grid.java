package org.cotangent.inspect;

import java.util.Arrays;

/**
 * A tensor as a small table, for a picture: its last axis goes to the right, all others go down.
 *
 * @param rows of the table, at most {@link #MOST_ROWS}
 * @param columns of the table, at most {@link #MOST_COLUMNS}
 * @param height rows of the tensor
 * @param width columns of the tensor
 * @param cells in row-major order; each is the mean of those elements that fall into it
 */
public record Grid(int rows, int columns, int height, int width, double[] cells) {
    /** The most rows of a table. */
    public static final int MOST_ROWS = 12;

    /** The most columns of a table. */
    public static final int MOST_COLUMNS = 28;

    /** Means of blocks that are as equal in size as they can be. */
    static Grid of(double[] elements, int width) {
        int height = elements.length / width;
        int rows = Math.min(height, MOST_ROWS);
        int columns = Math.min(width, MOST_COLUMNS);
        double[] cells = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            int top = start(r, height, rows);
            int bottom = start(r + 1, height, rows);
            for (int c = 0; c < columns; c++) {
                int left = start(c, width, columns);
                int right = start(c + 1, width, columns);
                double sum = 0;
                for (int i = top; i < bottom; i++) {
                    for (int j = left; j < right; j++) {
                        sum += elements[i * width + j];
                    }
                }
                cells[r * columns + c] = sum / ((double) (bottom - top) * (right - left));
            }
        }
        return new Grid(rows, columns, height, width, cells);
    }

    private static int start(int block, int size, int blocks) {
        return (int) ((long) block * size / blocks);
    }

    /**
     * The cells in row-major order.
     *
     * @return a copy
     */
    @Override
    public double[] cells() {
        return cells.clone();
    }

    /** Whether every cell is one element. */
    boolean isExact() {
        return rows == height && columns == width;
    }

    /** The largest distance from 0 among the cells that are finite. */
    double extent() {
        return Arrays.stream(cells).filter(Double::isFinite).map(Math::abs).max().orElse(0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grid that
                && rows == that.rows
                && columns == that.columns
                && height == that.height
                && width == that.width
                && Arrays.equals(cells, that.cells);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(cells) + width;
    }

    @Override
    public String toString() {
        return rows + " x " + columns + " cells of [" + height + ", " + width + "]: " + Arrays.toString(cells);
    }
}
