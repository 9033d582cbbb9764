package org.cotangent.experiments.figure;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/** Small images in rows, each with a few words above it: digits, first-layer weights. */
public final class ImageGrid extends Chart {

    private static final double GAP = 14;
    private static final double TEXT = 20;

    private record Cell(String label, BufferedImage image) {}

    private final int columns;
    private final List<Cell> cells = new ArrayList<>();
    private @Nullable String title;

    private ImageGrid(int columns) {
        this.columns = columns;
    }

    /**
     * An empty grid with this many images in a row.
     *
     * @param columns how many images stand in a row
     * @return a grid to add to
     */
    public static ImageGrid of(int columns) {
        if (columns < 1) {
            throw Complaint.about("image grid of " + columns + " columns")
                    .because("no image fits into it")
                    .hint("1 or more")
                    .argument();
        }
        return new ImageGrid(columns);
    }

    /**
     * A few words above the grid.
     *
     * @param words the title
     * @return this grid
     */
    public ImageGrid title(String words) {
        title = words;
        return this;
    }

    /**
     * Adds an image.
     *
     * @param label a few words above it; may be empty
     * @param pixels row by row from the top
     * @param rows its height
     * @param width its width
     * @param colors how values become colours
     * @param low value of the first colour
     * @param high value of the last colour
     * @return this grid
     */
    public ImageGrid image(
            String label, double[] pixels, int rows, int width, ColorMap colors, double low, double high) {
        HeatMap map = HeatMap.of(Raster.matrix(pixels, rows, width), label).colors(colors).limits(low, high);
        cells.add(new Cell(label, map.image()));
        return this;
    }

    /**
     * Adds a grey image whose values go from 0, black, to 1, white.
     *
     * @param label a few words above it; may be empty
     * @param pixels row by row from the top
     * @param rows its height
     * @param width its width
     * @return this grid
     */
    public ImageGrid image(String label, double[] pixels, int rows, int width) {
        return image(label, pixels, rows, width, ColorMap.GREY, 0, 1);
    }

    private double side(Size data) {
        int across = Math.min(columns, Math.max(1, cells.size()));
        return (data.width() - GAP * (across - 1)) / across;
    }

    @Override
    Size dataSize(int figureColumns, int figureRows) {
        double total = figureColumns == 1 ? 640 : 400;
        int across = Math.min(columns, Math.max(1, cells.size()));
        double side = Math.min(140, (total - GAP * (across - 1)) / across);
        int down = Math.max(1, (cells.size() + columns - 1) / columns);
        double tallest = 0;
        for (Cell cell : cells) {
            tallest = Math.max(tallest, side * cell.image.getHeight() / cell.image.getWidth());
        }
        return new Size(side * across + GAP * (across - 1), down * (tallest + TEXT) + (down - 1) * GAP / 2);
    }

    @Override
    boolean stretches() {
        return false;
    }

    @Override
    Margins margins(Graphics2D g, Size data) {
        return new Margins(title == null ? 12 : 38, 14, 14, 14);
    }

    @Override
    void draw(Graphics2D g, Rectangle2D data, Margins margins) {
        if (title != null) {
            g.setFont(Style.title());
            g.setColor(Palette.INK);
            g.drawString(title, (float) data.getMinX(), (float) (data.getMinY() - margins.top() + 18));
        }
        double side = side(new Size(data.getWidth(), data.getHeight()));
        double tallest = 0;
        for (Cell cell : cells) {
            tallest = Math.max(tallest, side * cell.image.getHeight() / cell.image.getWidth());
        }
        g.setFont(Style.tick());
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            double x = data.getMinX() + i % columns * (side + GAP);
            double y = data.getMinY() + Math.floorDiv(i, columns) * (tallest + TEXT + GAP / 2);
            g.setColor(Palette.INK);
            double middle = x + side / 2 - Style.textWidth(g, Style.tick(), cell.label) / 2;
            g.drawString(cell.label, (float) middle, (float) (y + TEXT - 6));
            AffineTransform before = g.getTransform();
            g.translate(x, y + TEXT);
            g.scale(side / cell.image.getWidth(), side / cell.image.getWidth());
            g.drawImage(cell.image, 0, 0, null);
            g.setTransform(before);
        }
    }
}
