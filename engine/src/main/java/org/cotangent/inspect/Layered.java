package org.cotangent.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Places for the vertices of a graph: what comes from above stands above, in rows; within a row, near those that it is
 * connected to.
 *
 * <p>A link that passes through rows gets a narrow place in each, so that no vertex stands on it. (Sugiyama, Tagawa, Toda
 * 1981, with barycentres.)
 */
final class Layered {
    /** Where a vertex may stand. */
    enum Role {
        /** Below all that it has links from. */
        COMPUTED,
        /** Right above the first that it has a link to. */
        GIVEN,
        /** In the first row: a place where a link comes in through a frame. */
        ENTRY,
        /** In the last row: a place where a link goes out through a frame. */
        EXIT
    }

    /** Something that takes room. */
    record Vertex(double width, double height, Role role) {}

    /**
     * A connection.
     *
     * @param leave how far right of the middle of its vertex it begins
     * @param arrive how far right of the middle of its vertex it ends; NaN leaves that to the layout
     */
    record Link(int from, int to, double leave, double arrive) {}

    /** A point of the drawing. */
    record Point(double x, double y) {
        Point moved(double right, double down) {
            return new Point(x + right, y + down);
        }
    }

    /** How wide the way of a link is. */
    static final double WAY = 18;

    private static final double BETWEEN_ROWS = 52;
    private static final double BEHIND_PORTS = 22;
    private static final double BEFORE_PORTS = 28;
    private static final int GAP = 26;
    private static final int SWEEPS = 12;

    /** A vertex, or the narrow place of a link that passes. */
    private static final class Place {
        final int row;
        final double width;
        final double height;
        final List<Place> above = new ArrayList<>();
        final List<Place> below = new ArrayList<>();
        double x;

        Place(int row, double width, double height) {
            this.row = row;
            this.width = width;
            this.height = height;
        }
    }

    private final List<Vertex> vertices;
    private final List<List<Place>> rows = new ArrayList<>();
    private final Place[] places;
    private final double[] tops;
    private final double[] heights;
    private final List<List<Point>> ways = new ArrayList<>();

    Layered(List<Vertex> vertices, List<Link> links) {
        this.vertices = vertices;
        int[] row = rowsOf(links);
        places = new Place[row.length];
        for (int i = 0; i < row.length; i++) {
            places[i] = put(row[i], vertices.get(i).width(), vertices.get(i).height());
        }
        List<List<Place>> paths =
                links.stream().map(each -> path(places[each.from()], places[each.to()])).toList();
        order();
        spread();
        tops = new double[rows.size()];
        heights = new double[rows.size()];
        stack();
        lay(links, paths);
    }

    private int[] rowsOf(List<Link> links) {
        int n = vertices.size();
        List<List<Integer>> next = new ArrayList<>();
        int[] waiting = new int[n];
        for (int i = 0; i < n; i++) {
            next.add(new ArrayList<>());
        }
        for (Link link : links) {
            next.get(link.from()).add(link.to());
            waiting[link.to()]++;
        }
        int[] row = new int[n];
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        for (int r = 0; r < ready.size(); r++) {
            int from = ready.get(r);
            for (int to : next.get(from)) {
                row[to] = Math.max(row[to], row[from] + 1);
                if (--waiting[to] == 0) {
                    ready.add(to);
                }
            }
        }
        int last = 0;
        for (int i = 0; i < n; i++) {
            if (vertices.get(i).role() == Role.GIVEN && !next.get(i).isEmpty()) {
                row[i] = next.get(i).stream().mapToInt(to -> row[to]).min().orElse(1) - 1;
            }
            last = Math.max(last, vertices.get(i).role() == Role.EXIT ? 0 : row[i]);
        }
        for (int i = 0; i < n; i++) {
            row[i] = vertices.get(i).role() == Role.EXIT ? last + 1 : row[i];
        }
        return row;
    }

    private Place put(int row, double width, double height) {
        while (rows.size() <= row) {
            rows.add(new ArrayList<>());
        }
        Place place = new Place(row, width, height);
        rows.get(row).add(place);
        return place;
    }

    private List<Place> path(Place from, Place to) {
        List<Place> path = new ArrayList<>(List.of(from));
        for (int row = from.row + 1; row < to.row; row++) {
            path.add(put(row, WAY, 0));
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
        double left = rows.stream()
                .flatMap(List::stream)
                .mapToDouble(each -> each.x - each.width / 2)
                .min()
                .orElse(0);
        rows.forEach(row -> row.forEach(each -> each.x -= left));
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

    /** The rows from top to bottom; where only links pass, they are closer. */
    private void stack() {
        double y = 0;
        for (int r = 0; r < rows.size(); r++) {
            tops[r] = y;
            heights[r] = rows.get(r).stream().mapToDouble(each -> each.height).max().orElse(0);
            boolean beforePorts = r + 1 < rows.size() && rows.get(r + 1).stream().allMatch(each -> each.height == 0);
            y += heights[r] + (heights[r] == 0 ? BEHIND_PORTS : beforePorts ? BEFORE_PORTS : BETWEEN_ROWS);
        }
    }

    /** The ways of the links: straight down through each row, in a bend from row to row. */
    private void lay(List<Link> links, List<List<Place>> paths) {
        Map<Integer, List<Integer>> arriving = new HashMap<>();
        Map<List<Integer>, Integer> between = new HashMap<>();
        for (int i = 0; i < links.size(); i++) {
            arriving.computeIfAbsent(links.get(i).to(), it -> new ArrayList<>()).add(i);
            between.merge(List.of(links.get(i).from(), links.get(i).to()), 1, Integer::sum);
        }
        double[] shifts = new double[links.size()];
        for (List<Integer> together : arriving.values()) {
            // The links into a vertex from left to right, so that they do not cross in front of it.
            together.sort(Comparator.comparingDouble(i -> paths.get(i).get(paths.get(i).size() - 2).x));
            for (int i = 0; i < together.size(); i++) {
                shifts[together.get(i)] = (i - (together.size() - 1) / 2.0) * WAY;
            }
        }
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            List<Place> path = paths.get(i);
            // Two links between the same vertices stay apart.
            double shift = between.getOrDefault(List.of(link.from(), link.to()), 1) > 1 ? shifts[i] : 0;
            List<Point> way = new ArrayList<>();
            for (int p = 0; p < path.size(); p++) {
                Place place = path.get(p);
                boolean first = p == 0;
                boolean last = p == path.size() - 1;
                double x = place.x
                        + (first
                                ? (link.leave() == 0 ? shift : link.leave())
                                : last ? (Double.isNaN(link.arrive()) ? shifts[i] : link.arrive()) : shift);
                double middle = tops[place.row] + heights[place.row] / 2;
                way.add(new Point(x, first ? middle + place.height / 2 : tops[place.row]));
                way.add(new Point(x, last ? middle - place.height / 2 : tops[place.row] + heights[place.row]));
            }
            ways.add(way);
        }
    }

    /** The left edge of a vertex. */
    double left(int vertex) {
        return places[vertex].x - places[vertex].width / 2;
    }

    /** The upper edge of a vertex; of an entry, that of the drawing, and of an exit, the lower edge of the drawing. */
    double top(int vertex) {
        Place place = places[vertex];
        return tops[place.row] + (heights[place.row] - place.height) / 2;
    }

    /** The middle of a vertex from left to right. */
    double middle(int vertex) {
        return places[vertex].x;
    }

    /**
     * The points of a link. From the first to the second it goes straight, from there to the third in a bend, and so on in turn.
     */
    List<Point> way(int link) {
        return List.copyOf(ways.get(link));
    }

    double width() {
        return rows.stream()
                .flatMap(List::stream)
                .mapToDouble(each -> each.x + each.width / 2)
                .max()
                .orElse(0);
    }

    double height() {
        return tops.length == 0 ? 0 : Arrays.stream(tops).max().orElse(0) + heights[heights.length - 1];
    }
}
