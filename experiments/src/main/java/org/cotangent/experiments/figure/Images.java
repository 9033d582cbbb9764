package org.cotangent.experiments.figure;

import java.awt.image.BufferedImage;
import java.util.function.DoubleToIntFunction;

/** Rasters as pixels. */
final class Images {

    /** A small raster is enlarged to about this many pixels, because viewers blur an image that they enlarge. */
    private static final int SHARP = 480;

    private Images() {}

    /** One picture, top row first, in which every cell is a block of equal whole-numbered size. */
    static BufferedImage of(Raster raster, DoubleToIntFunction rgb) {
        int block = Math.max(1, SHARP / Math.max(raster.rowCount(), raster.columnCount()));
        int width = raster.columnCount();
        int height = raster.rowCount();
        BufferedImage image = new BufferedImage(width * block, height * block, BufferedImage.TYPE_INT_RGB);
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                int color = rgb.applyAsInt(raster.value(r, c));
                int top = (height - 1 - r) * block;
                for (int dy = 0; dy < block; dy++) {
                    for (int dx = 0; dx < block; dx++) {
                        image.setRGB(c * block + dx, top + dy, color);
                    }
                }
            }
        }
        return image;
    }
}
