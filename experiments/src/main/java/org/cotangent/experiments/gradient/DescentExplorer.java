package org.cotangent.experiments.gradient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.explore.Explorer;
import org.cotangent.experiments.explore.Sketch;
import org.cotangent.random.TorchRanges;

/**
 * Gradient descent, momentum and Adam on a map. Every path is computed here, by the optimizers of nn, on a grid of learning
 * rates; the page only draws.
 */
public final class DescentExplorer extends Explorer {
    static final int STEPS = 80;

    /** From 0.001 to 1, eight to a decade. */
    static final List<Double> RATES =
            IntStream.rangeClosed(-24, 0).mapToObj(k -> rounded(Math.pow(10, k / 8.0), 2)).toList();

    private static final int MAP = 81;
    private static final int DIGITS = 5;

    /** A landscape, whether most of its map is far above the floor, and the places to start from. */
    record Ground(Landscape landscape, String title, boolean steep, double[][] starts) {}

    static final List<Ground> GROUNDS = List.of(
            new Ground(Landscape.RIPPLES, "Ripples (the tutorial's)", false, new double[][] {{1.1, 0.8}, {-0.9, 0.6}}),
            new Ground(Landscape.VALLEY, "Long valley", true, new double[][] {{-3.5, 2}, {3.5, 0.2}}),
            new Ground(Landscape.BANANA, "Curved valley", true, new double[][] {{-1.5, 2}, {0, 0}}),
            new Ground(Landscape.SADDLE, "Saddle", true, new double[][] {{-2, 0.01}, {2, 1.6}}));

    /** The page of the optimizers. */
    public DescentExplorer() {
        super(
                "descent-explorer",
                Tutorial.W1D2.toString(),
                "Gradient descent, momentum and Adam on a map",
                "Choose a landscape, a start and a learning rate; three optimizers walk from there, step by step."
                        + " See one crawl, one overshoot, and one leave the map.");
    }

    @Override
    protected JsonNode data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("steps", STEPS);
        RATES.forEach(data.putArray("rates")::add);
        Arrays.stream(Descender.values()).map(Descender::title).forEach(data.putArray("descenders")::add);
        ArrayNode grounds = data.putArray("grounds");
        for (Ground ground : GROUNDS) {
            ObjectNode node = grounds.addObject();
            node.put("title", ground.title());
            node.put("formula", ground.landscape().formula());
            node.put("steep", ground.steep());
            map(node, ground.landscape());
            ArrayNode starts = node.putArray("starts");
            for (double[] start : ground.starts()) {
                ObjectNode from = starts.addObject();
                add(from.putArray("from"), start);
                paths(from.putArray("paths"), ground.landscape(), start[0], start[1]);
            }
        }
        return data;
    }

    @Override
    protected Sketch sketch() {
        Sketch sketch = new Sketch();
        for (Descender descender : Descender.values()) {
            List<double[]> points = DescentPath.walk(Landscape.VALLEY, descender, 0.05, -3.5, 2, STEPS).points();
            sketch.line(
                    points.stream().mapToDouble(point -> point[0]).toArray(),
                    points.stream().mapToDouble(point -> point[1]).toArray());
        }
        return sketch;
    }

    /** The heights, row by row from the bottom, computed as one tensor. */
    private static void map(ObjectNode node, Landscape landscape) {
        var extent = landscape.extent();
        add(node.putArray("extent"), extent.x0(), extent.x1(), extent.y0(), extent.y1());
        node.put("size", MAP);
        Tensor x = Tensor.of(TorchRanges.linspaceDouble(extent.x0(), extent.x1(), MAP), 1, MAP);
        Tensor y = Tensor.of(TorchRanges.linspaceDouble(extent.y0(), extent.y1(), MAP), MAP, 1);
        add(node.putArray("heights"), landscape.height(x, y).toDoubles());
    }

    /** For every learning rate, for every optimizer: x, y, height, x, y, height ... */
    private static void paths(ArrayNode all, Landscape landscape, double x, double y) {
        for (double rate : RATES) {
            ArrayNode ofRate = all.addArray();
            for (Descender descender : Descender.values()) {
                ArrayNode path = ofRate.addArray();
                DescentPath.walk(landscape, descender, rate, x, y, STEPS).points().forEach(point -> add(path, point));
            }
        }
    }

    private static void add(ArrayNode array, double... values) {
        for (double value : values) {
            array.add(rounded(value, DIGITS));
        }
    }

    /** To so many significant digits: more than a picture shows, and a page of half the size. */
    private static double rounded(double value, int digits) {
        return new BigDecimal(value).round(new MathContext(digits)).doubleValue();
    }
}
