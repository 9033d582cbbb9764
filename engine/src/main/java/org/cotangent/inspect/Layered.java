package org.cotangent.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Places for the tensors of a trace: operands above results, in rows; within a row, near those that they are connected to.
 *
 * <p>An edge that passes through rows gets a narrow place in each, so that no box stands on it. (Sugiyama, Tagawa, Toda 1981,
 * with barycentres.)
 */
final class Layered {
    static final int ROW = 118;
    private static final int GAP = 26;
    private static final int MARGIN = 16;
    private static final int BEND = 18;
    private static final int SWEEPS = 12;

    /** A box, or the narrow place of an edge that passes. */
    private static final class Place {
        final int row;
        final double width;
        final List<Place> above = new ArrayList<>();
        final List<Place> below = new ArrayList<>();
        double x;

        Place(int row, double width) {
            this.row = row;
            this.width = width;
        }
    }

    /** A point of the drawing. */
    record Point(double x, double y) {}

    /** An edge from an operand to a result. */
    record Edge(int step, int input, int from, int to, List<Point> points) {
        Edge {
            points = List.copyOf(points);
        }
    }

    private final List<List<Place>> rows = new ArrayList<>();
    private final Place[] boxes;
    private final List<Edge> edges = new ArrayList<>();

    Layered(Trace trace, ToIntFunction<Variable> widthOf) {
        int[] row = rowsOf(trace);
        boxes = new Place[row.length];
        for (Variable each : trace.variables()) {
            boxes[each.id()] = put(row[each.id()], widthOf.applyAsInt(each));
        }
        List<List<Place>> paths = new ArrayList<>();
        List<int[]> ends = new ArrayList<>();
        List<ForwardStep> steps = trace.forward();
        for (int s = 0; s < steps.size(); s++) {
            ForwardStep step = steps.get(s);
            for (int i = 0; i < step.inputs().size(); i++) {
                int from = step.inputs().get(i);
                paths.add(path(boxes[from], boxes[step.output()]));
                ends.add(new int[] {s, i, from, step.output()});
            }
        }
        order();
        spread();
        for (int e = 0; e < paths.size(); e++) {
            int[] end = ends.get(e);
            List<Place> path = paths.get(e);
            // Where it ends: the edges of a box from left to right, so that they do not cross in front of it.
            List<Integer> together = new ArrayList<>();
            for (int other = 0; other < paths.size(); other++) {
                if (ends.get(other)[0] == end[0]) {
                    together.add(other);
                }
            }
            together.sort(Comparator.comparingDouble(other -> paths.get(other).get(paths.get(other).size() - 2).x));
            double shift = (together.indexOf(e) - (together.size() - 1) / 2.0) * BEND;
            boolean twice = together.stream().filter(other -> ends.get(other)[2] == end[2]).count() > 1;
            List<Point> points = new ArrayList<>();
            for (Place each : path) {
                boolean apart = twice || each == path.getLast(); // two edges between the same boxes stay apart
                points.add(new Point(each.x + (apart ? shift : 0), each.row * (double) ROW));
            }
            edges.add(new Edge(end[0], end[1], end[2], end[3], points));
        }
    }

    private static int[] rowsOf(Trace trace) {
        int[] row = new int[trace.variables().size()];
        for (ForwardStep step : trace.forward()) {
            row[step.output()] = 1 + step.inputs().stream().mapToInt(each -> row[each]).max().orElse(-1);
        }
        // What nobody computes stands right above its first user.
        int[] lowest = new int[row.length];
        Arrays.fill(lowest, Integer.MAX_VALUE);
        for (ForwardStep step : trace.forward()) {
            step.inputs().forEach(each -> lowest[each] = Math.min(lowest[each], row[step.output()] - 1));
        }
        for (Variable each : trace.variables()) {
            if (each.kind() != Variable.Kind.COMPUTED && lowest[each.id()] != Integer.MAX_VALUE) {
                row[each.id()] = lowest[each.id()];
            }
        }
        return row;
    }

    private Place put(int row, double width) {
        while (rows.size() <= row) {
            rows.add(new ArrayList<>());
        }
        Place place = new Place(row, width);
        rows.get(row).add(place);
        return place;
    }

    private List<Place> path(Place from, Place to) {
        List<Place> path = new ArrayList<>(List.of(from));
        for (int row = from.row + 1; row < to.row; row++) {
            path.add(put(row, BEND));
        }
        path.add(to);
        for (int i = 1; i < path.size(); i++) {
            path.get(i).above.add(path.get(i - 1));
            path.get(i - 1).below.add(path.get(i));
        }
        return path;
    }

    /** Fewer crossings: each row is sorted by the mean place of its neighbours, going down and up in turn. */
    private void order() {
        rows.forEach(Layered::number);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean down = sweep % 2 == 0;
            for (List<Place> row : down ? rows : rows.reversed()) {
                ToDoubleFunction<Place> mean = each -> mean(down ? each.above : each.below, each.x);
                row.sort(Comparator.comparingDouble(mean));
                number(row);
            }
        }
    }

    private static void number(List<Place> row) {
        for (int i = 0; i < row.size(); i++) {
            row.get(i).x = i - row.size() / 2.0;
        }
    }

    private static double mean(List<Place> places, double otherwise) {
        return places.stream().mapToDouble(each -> each.x).average().orElse(otherwise);
    }

    /** Coordinates: each place is drawn towards its neighbours, the order and the gaps stay. */
    private void spread() {
        for (List<Place> row : rows) {
            double x = 0;
            for (Place each : row) {
                each.x = x + each.width / 2;
                x += each.width + GAP;
            }
            double middle = x / 2;
            row.forEach(each -> each.x -= middle);
        }
        for (int sweep = 0; sweep < 2 * SWEEPS; sweep++) {
            for (List<Place> row : sweep % 2 == 0 ? rows : rows.reversed()) {
                settle(row);
            }
        }
        double left = Double.POSITIVE_INFINITY;
        for (List<Place> row : rows) {
            left = Math.min(left, row.isEmpty() ? left : row.getFirst().x - row.getFirst().width / 2);
        }
        for (List<Place> row : rows) {
            for (Place each : row) {
                each.x += MARGIN - left;
            }
        }
    }

    private static void settle(List<Place> row) {
        int n = row.size();
        double[] fromLeft = new double[n];
        double[] fromRight = new double[n];
        for (int i = 0; i < n; i++) {
            Place each = row.get(i);
            List<Place> neighbours = new ArrayList<>(each.above);
            neighbours.addAll(each.below);
            double wanted = mean(neighbours, each.x);
            fromRight[i] = wanted;
            fromLeft[i] = i == 0 ? wanted : Math.max(wanted, fromLeft[i - 1] + apart(row.get(i - 1), each));
        }
        for (int i = n - 2; i >= 0; i--) {
            fromRight[i] = Math.min(fromRight[i], fromRight[i + 1] - apart(row.get(i), row.get(i + 1)));
        }
        for (int i = 0; i < n; i++) {
            row.get(i).x = (fromLeft[i] + fromRight[i]) / 2;
        }
    }

    private static double apart(Place left, Place right) {
        return (left.width + right.width) / 2 + GAP;
    }

    /** The middle of a variable's box. */
    Point middle(int id) {
        return new Point(boxes[id].x, boxes[id].row * (double) ROW);
    }

    List<Edge> edges() {
        return List.copyOf(edges);
    }

    int width() {
        double right = rows.stream()
                .filter(row -> !row.isEmpty())
                .mapToDouble(row -> row.getLast().x + row.getLast().width / 2)
                .max()
                .orElse(0);
        return (int) Math.ceil(right) + MARGIN;
    }

    int height() {
        return (rows.size() - 1) * ROW;
    }
}
