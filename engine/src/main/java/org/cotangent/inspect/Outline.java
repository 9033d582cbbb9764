package org.cotangent.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a picture of a trace is made of: boxes, frames around the boxes of a module, and folds in the places of repetitions.
 *
 * <p>Modules are known by the names of their parameters: {@code mlp.0.weight} belongs to the module {@code mlp.0}, and so does
 * the operation that uses it. What lies between operations of {@code mlp.0} and {@code mlp.2}, such as an activation without
 * parameters, belongs to {@code mlp}. A repetition is a run of parts that are wired alike, three times or more: the first is
 * shown, the others are folded.
 */
final class Outline {
    /** Something in the picture. */
    sealed interface Part permits Box, Frame, Fold {}

    /** A tensor by its id. */
    record Box(int id) implements Part {}

    /** The parts of a module. */
    record Frame(String path, List<Part> parts) implements Part {
        Frame {
            parts = List.copyOf(parts);
        }

        /** The last name of the path. */
        String title() {
            return path.substring(path.lastIndexOf('.') + 1);
        }
    }

    /** Repetitions of what stands before it. */
    record Fold(int times, List<Part> parts) implements Part {
        Fold {
            parts = List.copyOf(parts);
        }
    }

    private static final int REPETITIONS = 3;
    private static final int HIDDEN = 4; // a fold that hides less is no help
    private static final int LONGEST_PERIOD = 64;

    private final Trace trace;
    private final int[] stepOf; // that computes a tensor; -1 for what is given
    private final List<Set<Integer>> usersOf; // the steps that use a tensor
    private final Frame root;

    private Outline(Trace trace, boolean folded) {
        this.trace = trace;
        this.stepOf = new int[trace.variables().size()];
        this.usersOf = trace.variables().stream().map(each -> (Set<Integer>) new LinkedHashSet<Integer>()).toList();
        Arrays.fill(stepOf, -1);
        for (int s = 0; s < trace.forward().size(); s++) {
            int step = s;
            stepOf[trace.forward().get(s).output()] = s;
            trace.forward().get(s).inputs().forEach(input -> usersOf.get(input).add(step));
        }
        List<List<String>> paths = paths();
        Group all = new Group("");
        for (Variable each : trace.variables()) {
            all.at(paths.get(each.id()), 0).boxes.add(each.id());
        }
        straighten(all);
        root = frame(all, folded);
    }

    /**
     * The outline of a trace.
     *
     * @param trace what is to be drawn
     * @param folded whether repetitions are folded
     */
    static Outline of(Trace trace, boolean folded) {
        return new Outline(trace, folded);
    }

    /** Everything: a frame without a name. */
    Frame root() {
        return root;
    }

    /** The ids of all boxes in a part, those in folds as well. */
    static List<Integer> ids(Part part) {
        return switch (part) {
            case Box box -> List.of(box.id());
            case Frame frame -> frame.parts().stream().flatMap(each -> ids(each).stream()).toList();
            case Fold fold -> fold.parts().stream().flatMap(each -> ids(each).stream()).toList();
        };
    }

    /** Whether a repetition was found. */
    boolean hasFolds() {
        return hasFolds(root);
    }

    private static boolean hasFolds(Part part) {
        return part instanceof Fold || (part instanceof Frame frame && frame.parts().stream().anyMatch(Outline::hasFolds));
    }

    // ---- modules ----------------------------------------------------------------------------------------------------

    /** The module that each tensor belongs to, as the names on the way to it. */
    private List<List<String>> paths() {
        int n = trace.variables().size();
        List<String> outside = List.of();
        @Nullable List<String>[] own = array(n); // by the parameters that it uses, or is
        List<String>[] above = array(n); // of what it is computed from
        List<String>[] found = array(n);
        for (Variable each : trace.variables()) {
            List<String> names = List.of(each.name().split("\\.", -1));
            own[each.id()] = each.kind() == Variable.Kind.LEAF ? names.subList(0, names.size() - 1) : null;
            found[each.id()] = outside;
        }
        for (ForwardStep step : trace.forward()) {
            List<String> parameters = null;
            List<String> operands = null;
            for (int input : step.inputs()) {
                List<String> module = own[input];
                if (stepOf[input] >= 0) {
                    operands = common(operands, above[input]);
                } else if (module != null && !module.isEmpty()) {
                    parameters = common(parameters, module);
                }
            }
            own[step.output()] = parameters;
            above[step.output()] = parameters != null ? parameters : operands != null ? operands : outside;
        }
        @Nullable List<String>[] below = array(n); // of what is computed from it
        for (ForwardStep step : trace.forward().reversed()) {
            int id = step.output();
            List<String> mine = own[id];
            List<String> users = below[id];
            List<String> here = mine != null ? mine : users != null ? users : outside;
            found[id] = common(here, mine != null ? mine : above[id]);
            step.inputs().forEach(input -> below[input] = common(below[input], here));
        }
        for (Variable each : trace.variables()) {
            int id = each.id();
            List<String> mine = own[id];
            if (each.kind() == Variable.Kind.LEAF && mine != null) {
                found[id] = mine;
            } else if (each.isBareNumber()) { // a number of a formula stands where it is used; data comes from outside
                List<String> place = null;
                for (int step : usersOf.get(id)) {
                    place = common(place, found[trace.forward().get(step).output()]);
                }
                found[id] = place == null ? outside : place;
            }
        }
        return List.of(found);
    }

    @SuppressWarnings("unchecked")
    private static <T> T[] array(int n) {
        return (T[]) new List<?>[n];
    }

    /** The longest common beginning; null stands for nothing known. */
    private static List<String> common(@Nullable List<String> a, List<String> b) {
        if (a == null) {
            return b;
        }
        int n = 0;
        while (n < Math.min(a.size(), b.size()) && a.get(n).equals(b.get(n))) {
            n++;
        }
        return a.subList(0, n);
    }

    /** A frame while it is being made. */
    private static final class Group {
        final String path;
        final Map<String, Group> groups = new LinkedHashMap<>();
        final List<Integer> boxes = new ArrayList<>();

        Group(String path) {
            this.path = path;
        }

        Group at(List<String> names, int depth) {
            if (depth == names.size()) {
                return this;
            }
            String name = names.get(depth);
            return groups.computeIfAbsent(name, it -> new Group(path.isEmpty() ? it : path + "." + it))
                    .at(names, depth + 1);
        }

        List<Integer> ids() {
            List<Integer> all = new ArrayList<>(boxes);
            groups.values().forEach(each -> all.addAll(each.ids()));
            return all;
        }
    }

    /** A module whose output goes through others and back into it cannot be framed: its parts are shown without. */
    private void straighten(Group group) {
        while (true) {
            List<Group> children = new ArrayList<>(group.groups.values());
            int[] owner = new int[trace.variables().size()];
            Arrays.fill(owner, -1);
            int count = 0;
            for (Group child : children) {
                for (int id : child.ids()) {
                    owner[id] = count;
                }
                count++;
            }
            for (int id : group.boxes) {
                owner[id] = count++;
            }
            Set<Integer> knotted = knotted(owner, count);
            List<Group> undone =
                    children.stream().filter(each -> knotted.contains(children.indexOf(each))).toList();
            if (undone.isEmpty()) {
                break;
            }
            for (Group each : undone) {
                group.groups.values().remove(each);
                group.boxes.addAll(each.boxes);
                each.groups.forEach((name, inner) -> group.groups.put(each.path + "." + name, inner));
            }
        }
        group.groups.values().forEach(this::straighten);
    }

    /** Which parts cannot be put in an order. */
    private Set<Integer> knotted(int[] owner, int count) {
        List<Set<Integer>> after = new ArrayList<>();
        int[] before = new int[count];
        for (int i = 0; i < count; i++) {
            after.add(new HashSet<>());
        }
        for (ForwardStep step : trace.forward()) {
            for (int input : step.inputs()) {
                int from = owner[input];
                int to = owner[step.output()];
                if (from >= 0 && to >= 0 && from != to && after.get(from).add(to)) {
                    before[to]++;
                }
            }
        }
        Deque<Integer> free = new ArrayDeque<>();
        Set<Integer> left = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            left.add(i);
            if (before[i] == 0) {
                free.add(i);
            }
        }
        while (!free.isEmpty()) {
            int each = free.pop();
            left.remove(each);
            for (int next : after.get(each)) {
                if (--before[next] == 0) {
                    free.add(next);
                }
            }
        }
        return left;
    }

    private Frame frame(Group group, boolean folded) {
        List<Part> parts = new ArrayList<>();
        group.groups.values().forEach(each -> parts.add(frame(each, folded)));
        group.boxes.forEach(id -> parts.add(new Box(id)));
        return new Frame(group.path, folded ? fold(parts) : parts);
    }

    // ---- repetitions ------------------------------------------------------------------------------------------------

    /** Where an operand of a part comes from: how many places back in the row (0 for elsewhere), and its id. */
    private record Source(int back, int id) {}

    /** A part of a row, with the operands that it alone uses. */
    private record Link(List<Part> parts, int form, List<Source> sources) {
        /** Whether another does the same with the same, or with what stands as far before it. */
        boolean isLike(Link other) {
            if (form != other.form) {
                return false;
            }
            for (int i = 0; i < sources.size(); i++) {
                Source a = sources.get(i);
                Source b = other.sources.get(i);
                if (a.id() != b.id() && (a.back() == 0 || a.back() != b.back())) {
                    return false;
                }
            }
            return true;
        }
    }

    private List<Part> fold(List<Part> parts) {
        int[] owner = new int[trace.variables().size()];
        Arrays.fill(owner, -1);
        List<Part> computed = parts.stream()
                .filter(each -> firstStep(each) >= 0)
                .sorted(Comparator.comparingInt(this::firstStep))
                .toList();
        for (int i = 0; i < computed.size(); i++) {
            for (int id : ids(computed.get(i))) {
                owner[id] = i;
            }
        }
        List<Part> shared = new ArrayList<>();
        Map<Integer, List<Part>> belongings = new HashMap<>();
        for (Part part : parts) {
            if (firstStep(part) < 0) {
                Set<Integer> users = new HashSet<>();
                for (int id : ids(part)) {
                    usersOf.get(id).forEach(step -> users.add(owner[trace.forward().get(step).output()]));
                }
                int only = users.size() == 1 ? users.iterator().next() : -1;
                if (only >= 0) {
                    belongings.computeIfAbsent(only, it -> new ArrayList<>()).add(part);
                    ids(part).forEach(id -> owner[id] = only);
                } else {
                    shared.add(part);
                }
            }
        }
        Map<List<Object>, Integer> known = new HashMap<>();
        List<Link> row = new ArrayList<>();
        for (int i = 0; i < computed.size(); i++) {
            List<Part> together = new ArrayList<>(List.of(computed.get(i)));
            together.addAll(belongings.getOrDefault(i, List.of()));
            row.add(link(together, i, owner, known));
        }
        List<Part> result = new ArrayList<>(shared);
        fold(row, result);
        return result;
    }

    private int firstStep(Part part) {
        return ids(part).stream().mapToInt(id -> stepOf[id]).filter(step -> step >= 0).min().orElse(-1);
    }

    /** What makes two parts alike: operations, shapes, and where their operands come from. */
    private Link link(List<Part> together, int place, int[] owner, Map<List<Object>, Integer> known) {
        List<Integer> ids = together.stream().flatMap(each -> ids(each).stream()).sorted().toList();
        List<Object> form = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        for (int id : ids) {
            Variable variable = trace.variables().get(id);
            form.add(variable.kind());
            form.add(String.valueOf(variable.shape()));
            if (stepOf[id] >= 0) {
                ForwardStep step = trace.forward().get(stepOf[id]);
                form.add(step.op());
                for (int input : step.inputs()) {
                    int inside = ids.indexOf(input);
                    form.add(inside);
                    if (inside < 0) {
                        sources.add(new Source(owner[input] < 0 ? 0 : place - owner[input], input));
                    }
                }
            }
        }
        return new Link(together, known.computeIfAbsent(form, it -> known.size()), sources);
    }

    private static void fold(List<Link> row, List<Part> result) {
        int n = row.size();
        int start = 0;
        int period = 0;
        int times = 0;
        for (int p = 1; p <= Math.min(LONGEST_PERIOD, n / REPETITIONS); p++) {
            int run = 0;
            for (int i = n - 1 - p; i >= -1; i--) {
                boolean same = i >= 0 && row.get(i).isLike(row.get(i + p));
                if (same) {
                    run++;
                    continue;
                }
                int here = run / p + 1;
                if (here >= REPETITIONS && here * p > times * period) {
                    start = i + 1;
                    period = p;
                    times = here;
                }
                run = 0;
            }
        }
        int first = start + period;
        int end = start + times * period;
        List<Part> hidden =
                row.subList(first, end).stream().flatMap(each -> each.parts().stream()).toList();
        if (times < REPETITIONS || hidden.stream().mapToInt(each -> ids(each).size()).sum() < HIDDEN) {
            row.forEach(each -> result.addAll(each.parts()));
            return;
        }
        fold(row.subList(0, start), result);
        row.subList(start, first).forEach(each -> result.addAll(each.parts()));
        result.add(new Fold(times - 1, hidden));
        fold(row.subList(end, n), result);
    }
}
