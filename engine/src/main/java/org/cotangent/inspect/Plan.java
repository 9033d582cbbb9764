package org.cotangent.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.cotangent.inspect.Layered.Link;
import org.cotangent.inspect.Layered.Point;
import org.cotangent.inspect.Layered.Role;
import org.cotangent.inspect.Layered.Vertex;
import org.cotangent.inspect.Outline.Fold;
import org.cotangent.inspect.Outline.Frame;
import org.cotangent.inspect.Outline.Part;
import org.jspecify.annotations.Nullable;

/** Where everything of a picture goes: each frame is laid out by itself, and is then one vertex of what is around it. */
final class Plan {
    /** A rectangle. */
    record Room(double x, double y, double width, double height) {}

    /** An operand of a step. */
    record Operand(int step, int input) {}

    /**
     * A line from a part to another.
     *
     * @param operands that it stands for: more than one only where a fold is at an end
     */
    record Cable(Part from, Part to, List<Operand> operands) {}

    private static final double MARGIN = 16;
    private static final double SIDE = 14;
    private static final double HEAD = 26;
    private static final double FOOT = 12;
    private static final double LETTER = 7.3;

    /** The inside of a frame. */
    private final class Inside {
        final Frame frame;
        final List<Part> parts;
        final Map<Part, Integer> index = new IdentityHashMap<>();
        final Map<Frame, Inside> children = new IdentityHashMap<>();
        final Map<Cable, Integer> entries = new IdentityHashMap<>();
        final Map<Cable, Integer> exits = new IdentityHashMap<>();
        final Map<Cable, Integer> links = new IdentityHashMap<>();
        final Layered layered;
        final double width;
        final double height;

        Inside(Frame frame) {
            this.frame = frame;
            this.parts = frame.parts();
            List<Vertex> vertices = new ArrayList<>();
            for (Part part : parts) {
                index.put(part, vertices.size());
                if (part instanceof Frame inner) {
                    Inside child = new Inside(inner);
                    children.put(inner, child);
                    vertices.add(new Vertex(child.width, child.height, Role.COMPUTED));
                } else {
                    Room size = sizeOf.apply(part);
                    vertices.add(new Vertex(size.width(), size.height(), given.apply(part) ? Role.GIVEN : Role.COMPUTED));
                }
            }
            List<Link> lines = new ArrayList<>();
            for (Cable cable : cables.values()) {
                Part from = childOf(cable.from());
                Part to = childOf(cable.to());
                if (from == to) {
                    continue; // deeper inside, or not here at all
                }
                int start = from != null ? vertex(from) : port(entries, cable, vertices, Role.ENTRY);
                int end = to != null ? vertex(to) : port(exits, cable, vertices, Role.EXIT);
                links.put(cable, lines.size());
                lines.add(new Link(
                        start,
                        end,
                        from instanceof Frame ? inside(from).exit(cable) : 0,
                        to instanceof Frame ? inside(to).entry(cable) : Double.NaN));
            }
            layered = new Layered(vertices, lines);
            boolean bare = frame == root;
            width = bare ? layered.width() : Math.max(layered.width(), frame.title().length() * LETTER) + 2 * SIDE;
            height = bare ? layered.height() : layered.height() + HEAD + FOOT;
        }

        private @Nullable Part childOf(Part part) {
            Part each = part;
            while (each != null && parents.get(each) != frame) {
                each = parents.get(each);
            }
            return each;
        }

        private int vertex(Part part) {
            return Objects.requireNonNull(index.get(part));
        }

        private Inside inside(Part part) {
            return Objects.requireNonNull(children.get((Frame) part));
        }

        private static int port(Map<Cable, Integer> ports, Cable cable, List<Vertex> vertices, Role role) {
            return ports.computeIfAbsent(cable, it -> {
                vertices.add(new Vertex(Layered.WAY, 0, role));
                return vertices.size() - 1;
            });
        }

        /** How far right of the frame's middle a cable comes in. */
        double entry(Cable cable) {
            return offset(entries, cable);
        }

        /** How far right of the frame's middle a cable goes out. */
        double exit(Cable cable) {
            return offset(exits, cable);
        }

        private double offset(Map<Cable, Integer> ports, Cable cable) {
            return layered.middle(Objects.requireNonNull(ports.get(cable))) + indent() - width / 2;
        }

        private double indent() {
            return (width - layered.width()) / 2;
        }

        /** Gives everything inside its place, from the upper left corner of the frame. */
        void settle(double x, double y) {
            rooms.put(frame, new Room(x, y, width, height));
            double left = x + indent();
            double top = frame == root ? y : y + HEAD;
            for (Part part : parts) {
                int i = vertex(part);
                double partX = left + layered.left(i);
                double partY = top + layered.top(i);
                if (part instanceof Frame) {
                    inside(part).settle(partX, partY);
                } else {
                    Room size = sizeOf.apply(part);
                    rooms.put(part, new Room(partX, partY, size.width(), size.height()));
                }
            }
            links.forEach((cable, link) -> {
                List<Point> way = new ArrayList<>(layered.way(link).stream()
                        .map(each -> each.moved(left, top))
                        .toList());
                if (entries.containsKey(cable)) {
                    way.set(0, new Point(way.getFirst().x(), y));
                }
                if (exits.containsKey(cable)) {
                    way.set(way.size() - 1, new Point(way.getLast().x(), y + height));
                }
                pieces.computeIfAbsent(cable, it -> new ArrayList<>()).add(way);
            });
        }
    }

    private final Frame root;
    private final Function<Part, Room> sizeOf;
    private final Function<Part, Boolean> given;
    private final Map<Part, Part> parents = new IdentityHashMap<>();
    private final Map<Integer, Part> shown = new LinkedHashMap<>();
    private final Map<List<Object>, Cable> cables = new LinkedHashMap<>();
    private final Map<Part, Room> rooms = new IdentityHashMap<>();
    private final Map<Cable, List<List<Point>>> pieces = new IdentityHashMap<>();
    private final double width;
    private final double height;

    Plan(Trace trace, Outline outline, Function<Part, Room> sizeOf) {
        this.root = outline.root();
        this.sizeOf = sizeOf;
        this.given = part -> part instanceof Outline.Box box
                && trace.variables().get(box.id()).kind() != Variable.Kind.COMPUTED;
        adopt(root);
        for (int s = 0; s < trace.forward().size(); s++) {
            ForwardStep step = trace.forward().get(s);
            Part to = part(step.output());
            for (int i = 0; i < step.inputs().size(); i++) {
                int input = step.inputs().get(i);
                Part from = part(input);
                if (from != to) {
                    List<Object> key = from instanceof Fold || to instanceof Fold
                            ? List.of(Outline.ids(from).getFirst(), Outline.ids(to).getFirst())
                            : List.of(s, i, "");
                    cables.computeIfAbsent(key, it -> new Cable(from, to, new ArrayList<>()))
                            .operands()
                            .add(new Operand(s, i));
                }
            }
        }
        Inside all = new Inside(root);
        width = all.width + 2 * MARGIN;
        height = all.height + 2 * MARGIN;
        all.settle(MARGIN, MARGIN);
    }

    private void adopt(Frame frame) {
        for (Part part : frame.parts()) {
            parents.put(part, frame);
            if (part instanceof Frame inner) {
                adopt(inner);
            } else {
                Outline.ids(part).forEach(id -> shown.put(id, part));
            }
        }
    }

    /** The box of a tensor, or the fold that it is in. */
    Part part(int id) {
        return Objects.requireNonNull(shown.get(id));
    }

    /** All parts with their rooms, a frame before what is in it. */
    List<Part> parts() {
        List<Part> all = new ArrayList<>();
        collect(root, all);
        return all;
    }

    private static void collect(Frame frame, List<Part> all) {
        for (Part part : frame.parts()) {
            all.add(part);
            if (part instanceof Frame inner) {
                collect(inner, all);
            }
        }
    }

    Room room(Part part) {
        return Objects.requireNonNull(rooms.get(part));
    }

    List<Cable> cables() {
        return List.copyOf(cables.values());
    }

    /** The points of a cable: straight from the first to the second, in a bend to the third, and so on in turn. */
    List<Point> way(Cable cable) {
        List<List<Point>> own = new ArrayList<>(pieces.getOrDefault(cable, List.of()));
        own.sort(Comparator.comparingDouble(each -> each.getFirst().y()));
        return own.stream().flatMap(List::stream).toList();
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }
}
