package org.cotangent.experiments.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * Boxes with arrows from one to the next, as a computational graph is drawn. Boxes stand on a grid that the caller
 * chooses, so that what flows downward is seen to flow downward.
 *
 * <pre>{@code
 * Diagram.of().box("a", 0, 0, "a = 2 x", "2").box("f", 0, 1, "f = tanh a", "0.964").arrow("a", "f", "df/da = 0.0707")
 * }</pre>
 */
public final class Diagram extends Chart {
    private static final double COLUMN = 236;
    private static final double ROW = 112;
    private static final double WIDTH = 192;
    private static final double LINE = 20;
    private static final double HEAD = 10;

    private record Box(double column, double row, boolean input, List<String> lines) {
        double x() {
            return column * COLUMN + WIDTH / 2;
        }

        double height() {
            return LINE * lines.size() + 12;
        }
    }

    private record Arrow(Box from, Box to, String label) {

        /** Where the label begins: to the right of its arrow, or to the left of one that goes right, so as not to lie on it. */
        double labelX(Graphics2D g) {
            double middle = (from.x() + to.x()) / 2;
            return to.x() > from.x() ? middle - 12 - Style.textWidth(g, Style.tick(), label) : middle + 10;
        }
    }

    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final List<Arrow> arrows = new ArrayList<>();
    private @Nullable String title;

    private Diagram() {}

    /**
     * An empty diagram.
     *
     * @return a diagram to add to
     */
    public static Diagram of() {
        return new Diagram();
    }

    /**
     * A few words above the diagram.
     *
     * @param words the title
     * @return this diagram
     */
    public Diagram title(String words) {
        title = words;
        return this;
    }

    /**
     * Adds a box for something computed.
     *
     * @param name what arrows call it
     * @param column where its middle lies, counted from the left in widths of a box with its gap
     * @param row where it lies, counted from the top
     * @param lines what it says: the first in ink, the others in the colour of the second series
     * @return this diagram
     */
    public Diagram box(String name, double column, double row, String... lines) {
        boxes.put(name, new Box(column, row, false, List.of(lines)));
        return this;
    }

    /**
     * Adds a box for something given, which is tinted.
     *
     * @param name what arrows call it
     * @param column where its middle lies, counted from the left in widths of a box with its gap
     * @param row where it lies, counted from the top
     * @param lines what it says: the first in ink, the others in the colour of the second series
     * @return this diagram
     */
    public Diagram input(String name, double column, double row, String... lines) {
        boxes.put(name, new Box(column, row, true, List.of(lines)));
        return this;
    }

    /**
     * Adds an arrow between two boxes.
     *
     * @param from the name of the box where it begins
     * @param to the name of the box at its head, further down
     * @param label a few words beside its middle; may be empty
     * @return this diagram
     */
    public Diagram arrow(String from, String to, String label) {
        arrows.add(new Arrow(box(from), box(to), label));
        return this;
    }

    private Box box(String name) {
        Box box = boxes.get(name);
        if (box == null) {
            throw Complaint.about("arrow at \"" + name + "\"")
                    .because("no box has this name")
                    .hint("one of " + boxes.keySet())
                    .argument();
        }
        return box;
    }

    @Override
    Size dataSize(int columns, int rows) {
        double right = 0;
        double bottom = 0;
        for (Box box : boxes.values()) {
            right = Math.max(right, box.x() + WIDTH / 2);
            bottom = Math.max(bottom, box.row * ROW + box.height());
        }
        return new Size(right, bottom);
    }

    @Override
    boolean stretches() {
        return false;
    }

    @Override
    Margins margins(Graphics2D g, Size data) {
        double left = 14;
        double right = 14;
        for (Arrow arrow : arrows) {
            double x = arrow.labelX(g);
            left = Math.max(left, 14 - x);
            right = Math.max(right, x + Style.textWidth(g, Style.tick(), arrow.label) - data.width() + 14);
        }
        return new Margins(title == null ? 14 : 42, left, 14, right);
    }

    @Override
    void draw(Graphics2D g, Rectangle2D data, Margins margins) {
        if (title != null) {
            g.setFont(Style.title());
            g.setColor(Palette.INK);
            g.drawString(title, (float) data.getMinX(), (float) (data.getMinY() - margins.top() + 18));
        }
        for (Arrow arrow : arrows) {
            draw(g, data, arrow);
        }
        for (Box box : boxes.values()) {
            draw(g, data, box);
        }
    }

    private static void draw(Graphics2D g, Rectangle2D data, Box box) {
        double left = data.getMinX() + box.x() - WIDTH / 2;
        double top = data.getMinY() + box.row * ROW;
        RoundRectangle2D frame = new RoundRectangle2D.Double(left, top, WIDTH, box.height(), 10, 10);
        g.setColor(box.input ? Palette.tint(Palette.series(0), 0.16) : Color.WHITE);
        g.fill(frame);
        g.setColor(box.input ? Palette.series(0) : Palette.MUTED);
        g.setStroke(new BasicStroke(1.6f));
        g.draw(frame);
        for (int i = 0; i < box.lines.size(); i++) {
            Font font = i == 0 ? Style.label() : Style.tick();
            String line = box.lines.get(i);
            g.setFont(font);
            g.setColor(i == 0 ? Palette.INK : Palette.series(1));
            double x = left + (WIDTH - Style.textWidth(g, font, line)) / 2;
            g.drawString(line, (float) x, (float) (top + 6 + LINE * i + 15));
        }
    }

    private static void draw(Graphics2D g, Rectangle2D data, Arrow arrow) {
        double x0 = data.getMinX() + arrow.from.x();
        double y0 = data.getMinY() + arrow.from.row * ROW + arrow.from.height();
        double x1 = data.getMinX() + arrow.to.x();
        double y1 = data.getMinY() + arrow.to.row * ROW - 2;
        double length = Math.hypot(x1 - x0, y1 - y0);
        double ux = (x1 - x0) / length;
        double uy = (y1 - y0) / length;
        g.setColor(Palette.MUTED);
        g.setStroke(new BasicStroke(1.8f));
        g.draw(new Line2D.Double(x0, y0, x1 - ux * HEAD, y1 - uy * HEAD));
        Path2D head = new Path2D.Double();
        head.moveTo(x1, y1);
        head.lineTo(x1 - ux * HEAD - uy * HEAD * 0.45, y1 - uy * HEAD + ux * HEAD * 0.45);
        head.lineTo(x1 - ux * HEAD + uy * HEAD * 0.45, y1 - uy * HEAD - ux * HEAD * 0.45);
        head.closePath();
        g.fill(head);
        g.setFont(Style.tick());
        g.setColor(Palette.INK);
        g.drawString(arrow.label, (float) (data.getMinX() + arrow.labelX(g)), (float) ((y0 + y1) / 2 + 7));
    }
}
