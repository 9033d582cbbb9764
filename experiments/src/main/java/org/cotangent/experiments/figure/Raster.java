package org.cotangent.experiments.figure;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.cotangent.shape.Complaint;

/**
 * Values on a regular grid, with the rectangle of the plane that the grid covers. Made by {@link #rows}, {@link #ij},
 * {@link #sample} or {@link #matrix}, which say where the first value lies.
 */
public final class Raster {

    private final int rows;
    private final int columns;
    private final double[] values; // row by row, row 0 at the bottom
    private final Extent extent;

    private Raster(int rows, int columns, double[] values, Extent extent) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.extent = extent;
    }

    /**
     * The rectangle [x0, x1] x [y0, y1] that a raster covers, edge to edge.
     *
     * @param x0 left edge
     * @param x1 right edge
     * @param y0 lower edge
     * @param y1 upper edge
     */
    public record Extent(double x0, double x1, double y0, double y1) {

        /**
         * The square [-side, side] x [-side, side].
         *
         * @param side half the length of a side
         * @return an extent
         */
        public static Extent square(double side) {
            return new Extent(-side, side, -side, side);
        }
    }

    /**
     * {@code values[r * columns + c]} with row 0 at the bottom (smallest y), column 0 at the left.
     *
     * @param values one for each point of the grid
     * @param rows number of rows
     * @param columns number of columns
     * @param extent the rectangle that is covered
     * @return a raster that shares nothing with the arrays
     */
    public static Raster rows(double[] values, int rows, int columns, Extent extent) {
        checkCount(values, rows, columns);
        return new Raster(rows, columns, values.clone(), extent);
    }

    /**
     * {@code values[i * ny + j]} belongs to x number i and y number j: the order of torch's and numpy's
     * {@code meshgrid(xs, ys, indexing="ij")}.
     *
     * @param values one for each point of the grid
     * @param nx number of values along x
     * @param ny number of values along y
     * @param extent the rectangle that is covered
     * @return a raster that shares nothing with the arrays
     */
    public static Raster ij(double[] values, int nx, int ny, Extent extent) {
        checkCount(values, nx, ny);
        double[] turned = new double[values.length];
        for (int i = 0; i < nx; i++) {
            for (int j = 0; j < ny; j++) {
                turned[j * nx + i] = values[i * ny + j];
            }
        }
        return new Raster(ny, nx, turned, extent);
    }

    /**
     * {@code f(x, y)} at the centres of {@code size} x {@code size} cells.
     *
     * @param extent the rectangle that is covered
     * @param size number of cells along each side
     * @param f the function
     * @return a raster that shares nothing with the arrays
     */
    public static Raster sample(Extent extent, int size, DoubleBinaryOperator f) {
        double[] values = new double[size * size];
        for (int r = 0; r < size; r++) {
            double y = extent.y0 + (extent.y1 - extent.y0) * (r + 0.5) / size;
            for (int c = 0; c < size; c++) {
                double x = extent.x0 + (extent.x1 - extent.x0) * (c + 0.5) / size;
                values[r * size + c] = f.applyAsDouble(x, y);
            }
        }
        return new Raster(size, size, values, extent);
    }

    /**
     * A matrix as it is printed, row 0 at the top; cell (r, c) is centred on x = c, y = r, and the y axis counts
     * downwards.
     *
     * @param values one for each point of the grid
     * @param rows number of rows
     * @param columns number of columns
     * @return a raster that shares nothing with the arrays
     */
    public static Raster matrix(double[] values, int rows, int columns) {
        checkCount(values, rows, columns);
        double[] turned = new double[values.length];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(values, r * columns, turned, (rows - 1 - r) * columns, columns);
        }
        return new Raster(rows, columns, turned, new Extent(-0.5, columns - 0.5, rows - 0.5, -0.5));
    }

    private static void checkCount(double[] values, int n, int m) {
        if (n < 1 || m < 1 || values.length != (long) n * m) {
            throw Complaint.about("raster of " + n + " x " + m + " values")
                    .because("the array has " + values.length)
                    .hint("the lengths of both sides of the array itself")
                    .argument();
        }
    }

    int rowCount() {
        return rows;
    }

    int columnCount() {
        return columns;
    }

    double value(int row, int column) {
        return values[row * columns + column];
    }

    double[] sortedFinite() {
        return Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    }

    Extent extent() {
        return extent;
    }
}
