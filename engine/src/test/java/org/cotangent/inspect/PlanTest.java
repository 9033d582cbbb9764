package org.cotangent.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.inspect.Outline.Box;
import org.cotangent.inspect.Outline.Fold;
import org.cotangent.inspect.Outline.Frame;
import org.cotangent.inspect.Outline.Part;
import org.cotangent.inspect.Plan.Room;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static Tensor leaf(String name, int... sizes) {
        return Tensor.ones(DType.FLOAT64, sizes).requiresGrad(true).named(name);
    }

    /** Layers as a module names them: {@code net.0.weight}, {@code net.2.weight}, ... with a tanh between two. */
    private static Trace layers(int count) {
        Tensor data = Tensor.ones(DType.FLOAT64, 4, 3).named("data");
        List<Tensor> weights = new ArrayList<>();
        List<Tensor> biases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            weights.add(leaf("net." + 2 * i + ".weight", 3, 3));
            biases.add(leaf("net." + 2 * i + ".bias", 3));
        }
        return Trace.of(() -> {
            Tensor x = data;
            for (int i = 0; i < count; i++) {
                Tensor y = x.linear(weights.get(i), biases.get(i));
                x = i == count - 1 ? y : y.tanh();
            }
            return x.square().sum();
        });
    }

    private static Room size(Part part) {
        return new Room(0, 0, part instanceof Fold ? 150 : 100, 66);
    }

    static void checkThatNothingOverlaps(Trace trace, boolean folded) {
        Outline outline = Outline.of(trace, folded);
        Plan plan = new Plan(trace, outline, PlanTest::size);
        List<Part> parts = plan.parts();
        for (int i = 0; i < parts.size(); i++) {
            for (int j = 0; j < i; j++) {
                Part a = parts.get(i);
                Part b = parts.get(j);
                boolean inside = b instanceof Frame && Outline.ids(b).containsAll(Outline.ids(a));
                assertTrue(inside || apart(plan.room(a), plan.room(b)), () -> a + " on " + b);
                assertTrue(!inside || within(plan.room(a), plan.room(b)), () -> a + " not in " + b);
            }
        }
        for (Plan.Cable cable : plan.cables()) {
            List<Layered.Point> way = plan.way(cable);
            Room from = plan.room(cable.from());
            Room to = plan.room(cable.to());
            assertEquals(from.y() + from.height(), way.getFirst().y(), 1e-9, "it leaves at the lower edge");
            assertEquals(to.y(), way.getLast().y(), 1e-9, "it arrives at the upper edge");
            assertTrue(way.getLast().x() > to.x() && way.getLast().x() < to.x() + to.width(), "and at its box");
            for (int i = 1; i < way.size(); i++) {
                assertTrue(way.get(i).y() >= way.get(i - 1).y() - 1e-9, "an edge never goes up");
                assertTrue(
                        i % 2 == 0 || way.get(i).x() == way.get(i - 1).x(), "and is straight where it passes a row");
            }
        }
    }

    private static boolean apart(Room a, Room b) {
        return a.x() >= b.x() + b.width()
                || b.x() >= a.x() + a.width()
                || a.y() >= b.y() + b.height()
                || b.y() >= a.y() + a.height();
    }

    private static boolean within(Room a, Room b) {
        return a.x() >= b.x()
                && a.y() >= b.y()
                && a.x() + a.width() <= b.x() + b.width()
                && a.y() + a.height() <= b.y() + b.height();
    }

    /** The tree as text: boxes by name, frames in brackets, folds with their number. */
    private static String text(Trace trace, Part part) {
        return switch (part) {
            case Box box -> trace.variables().get(box.id()).name();
            case Frame frame -> frame.title() + "["
                    + String.join(" ", frame.parts().stream().map(each -> text(trace, each)).toList()) + "]";
            case Fold fold -> fold.times() + "x(" + fold.parts().size() + ")";
        };
    }

    @Test
    void modulesAreFramesWithTheirParametersAndWhatLiesBetweenThem() {
        Trace trace = layers(2);
        assertEquals(
                "[net[0[net.0.weight net.0.bias v1] 2[net.2.weight net.2.bias v3] v2] data v4 loss]",
                text(trace, Outline.of(trace, false).root())
                        .replace("net.0.bias net.0.weight", "net.0.weight net.0.bias")
                        .replace("net.2.bias net.2.weight", "net.2.weight net.2.bias")
                        .replace(" v5 loss", " loss"));
        checkThatNothingOverlaps(trace, false);
    }

    @Test
    void layersThatAreAlikeAreFolded() {
        Trace trace = layers(8);
        Outline outline = Outline.of(trace, true);
        assertTrue(outline.hasFolds());
        assertFalse(Outline.of(trace, false).hasFolds());
        String text = text(trace, outline.root());
        assertTrue(text.contains("x("), text);
        assertEquals(
                trace.variables().size(),
                Outline.ids(outline.root()).stream().distinct().count(),
                "every tensor is somewhere, once");
        assertEquals(trace.variables().size(), Outline.ids(outline.root()).size());
        checkThatNothingOverlaps(trace, true);
        checkThatNothingOverlaps(trace, false);
        assertTrue(trace.toSvg().contains("more times the same"), trace.toSvg());
        assertTrue(trace.toDot().contains("more times the same"), trace.toDot());
    }

    @Test
    void twoAreNotARepetition() {
        assertFalse(Outline.of(layers(3), true).hasFolds());
    }

    @Test
    void stepsOfALoopThatShareWeightsAreFolded() {
        Tensor w = leaf("w", 3, 3);
        List<Tensor> data = IntStream.range(0, 7)
                .mapToObj(i -> Tensor.full(i, DType.FLOAT64, 2, 3).named("x" + i))
                .toList();
        Trace trace = Trace.of(() -> {
            Tensor state = Tensor.ones(DType.FLOAT64, 2, 3).named("start");
            for (Tensor x : data) {
                state = state.matmul(w).add(x).tanh();
            }
            return state.sum();
        });
        Outline outline = Outline.of(trace, true);
        List<Part> folds =
                outline.root().parts().stream().filter(each -> each instanceof Fold).toList();
        assertEquals(1, folds.size());
        assertTrue(((Fold) folds.getFirst()).times() >= 4, folds.toString());
        assertFalse(Outline.ids(folds.getFirst()).contains(trace.variable("w").id()), "w is shared: it stays outside");
        checkThatNothingOverlaps(trace, true);
    }

    @Test
    void aModuleThatIsLeftAndEnteredAgainHasNoFrame() {
        Tensor w = leaf("shared.weight", 3, 3);
        Tensor other = leaf("between.weight", 3, 3);
        Tensor data = Tensor.ones(DType.FLOAT64, 4, 3).named("data");
        Trace trace = Trace.of(() -> data.matmul(w).matmul(other).matmul(w).sum());
        checkThatNothingOverlaps(trace, false);
        assertFalse(
                text(trace, Outline.of(trace, false).root()).contains("shared["),
                text(trace, Outline.of(trace, false).root()));
    }

    @Test
    void aPictureOfSixtyTensorsHasFewBoxes() {
        Tensor sum = leaf("b");
        List<Tensor> w = IntStream.range(0, 20).mapToObj(i -> leaf("w" + i)).toList();
        Trace trace = Trace.of(() -> {
            Tensor y = sum;
            for (Tensor each : w) {
                y = y.add(each.mul(3));
            }
            return y.tanh();
        });
        assertTrue(trace.variables().size() > 60);
        String svg = trace.toSvg();
        assertTrue(svg.split("class=\"box ", -1).length - 1 <= 14, svg);
    }

    @Test
    void theOutlineOfALongChainIsQuick() {
        Tensor x = leaf("x");
        Trace trace = Trace.of(() -> {
            Tensor y = x;
            for (int i = 0; i < 3_000; i++) {
                y = y.mul(1.0001);
            }
            return y;
        });
        assertTrue(trace.toSvg().contains("more times the same"));
    }
}
