package org.cotangent.experiments.figure;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Whether this machine can measure text: figures need fontconfig and one font, which a bare server may lack. */
public final class Fonts {

    private static final String ADVICE =
            "Figures were left out, because Java finds no usable font on this machine;"
                    + " \"apt install fontconfig fonts-dejavu-core\" brings one.";

    private Fonts() {}

    /**
     * Empty when figures can be drawn; otherwise one sentence that says what to install.
     *
     * @return empty when all is well
     */
    public static Optional<String> problem() {
        try {
            Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
            int width = g.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 14)).stringWidth("x");
            g.dispose();
            return width > 0 ? Optional.empty() : Optional.of(ADVICE);
        } catch (OutOfMemoryError | StackOverflowError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // "Fontconfig head is null", "No physical fonts found", a missing libfreetype: each comes as another type,
            // java.lang.Error among them.
            return Optional.of(ADVICE);
        }
    }
}
