package org.cotangent.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;

class ProfileTest {
    private final Tensor x = Tensor.ones(DType.FLOAT32, 16, 2);
    private final Tensor w = Tensor.full(0.1, DType.FLOAT32, 8, 2).requiresGrad(true).named("net.0.weight");
    private final Tensor b = Tensor.zeros(DType.FLOAT32, 8).requiresGrad(true).named("net.0.bias");

    private Tensor loss() {
        return x.linear(w, b).relu().sum();
    }

    private static void checkSums(Span span) {
        long inside = span.parts().stream().mapToLong(Span::nanos).sum();
        assertTrue(inside <= span.nanos(), span.name() + " is shorter than its parts");
        span.parts().forEach(ProfileTest::checkSums);
    }

    @Test
    void everyOperationIsCountedWithItsWork() {
        Profile profile = Profile.of(3, this::loss);
        assertEquals(3, profile.times());
        Span forward = profile.whole().part(Profile.FORWARD);
        Span layer = forward.part("net.0").part("addmm");
        assertEquals(3, layer.calls());
        assertEquals(3L * 2 * 16 * 8 * 2, layer.flops(), "two for each of the 16 x 8 x 2 products");
        assertEquals(3L * 4 * (16 * 2 + 8 * 2 + 8 + 16 * 8), layer.bytes());
        assertEquals(3L * 4 * 2 * 16 * 8, forward.part("relu").bytes());
        Span rule = profile.whole().part(Profile.BACKWARD).part("net.0").part("addmm");
        assertEquals(3L * 2 * 16 * 8 * 2, rule.part("mm").flops(), "x needs no gradient: one product, not two");
        checkSums(profile.whole());
        assertEquals(6 * 16, w.grad().select(0, 0).select(0, 0).item(), "and backward did run: twice three times");
    }

    @Test
    void theOperationsOfModulesAreAddedUp() {
        Profile profile = Profile.of(this::loss);
        List<String> names =
                profile.operations(Profile.FORWARD).stream().map(Span::name).toList();
        assertTrue(names.containsAll(List.of("addmm", "relu", "sum")), names.toString());
        List<Long> times =
                profile.operations(Profile.FORWARD).stream().map(Span::nanos).toList();
        assertEquals(times.stream().sorted((p, q) -> Long.compare(q, p)).toList(), times);
    }

    @Test
    void whatBackwardNeedsIsInMemory() {
        Profile profile = Profile.of(this::loss);
        assertEquals(4L * (8 * 2 + 8), profile.parameters());
        assertEquals(4L * 16 * 2, profile.held().get("addmm"), "the input; the weight is a parameter");
        assertEquals(4L * 16 * 8, profile.held().get("relu"), "one of its input and output");
        assertEquals(2, profile.held().size(), profile.held().toString());
    }

    @Test
    void theTableIsAligned() {
        String text = Profile.of(this::loss).toString();
        List<String> lines = text.lines().toList();
        assertTrue(lines.getFirst().matches(" +calls +time +share +bytes +GB/s +flops +GFLOP/s"), text);
        int end = lines.getFirst().indexOf("calls") + "calls".length();
        lines.stream()
                .takeWhile(line -> !line.isEmpty())
                .skip(1)
                .forEach(line -> assertTrue(Character.isDigit(line.charAt(end - 1)) && line.charAt(end) == ' ', line));
        assertTrue(text.contains("held for backward, besides 96 B of parameters"), text);
    }

    @Test
    void thePictureIsAsWideAsTheTime() {
        Profile profile = Profile.of(5, this::loss);
        String svg = profile.toSvg();
        assertTrue(svg.startsWith("<svg xmlns="));
        assertTrue(svg.contains("<rect class=\"step\" x=\"12.00\"") && svg.contains("width=\"1000.00\""), svg);
        assertTrue(svg.contains("class=\"forward\"") && svg.contains("class=\"backward\""), svg);
        assertTrue(svg.contains("<title>addmm: "), svg);
    }

    @Test
    void numbersHaveThreeDigitsAndAPrefix() {
        assertEquals("0", ProfileText.scaled(0, "B"));
        assertEquals("999 B", ProfileText.scaled(999, "B"));
        assertEquals("1.00 kB", ProfileText.scaled(1000, "B"));
        assertEquals("12.3 MB", ProfileText.scaled(12_345_678, "B"));
        assertEquals("1.00 G", ProfileText.scaled(999_999_999, ""));
        assertEquals("12.5 us", ProfileText.time(12_500));
        assertEquals("1.25 s", ProfileText.time(1_250_000_000));
    }

    @Test
    void aViewCostsNothing() {
        Tensor y = Tensor.ones(DType.FLOAT64, 4, 4).requiresGrad(true);
        Profile profile = Profile.of(() -> y.t().sum());
        Span view = profile.whole().part(Profile.FORWARD).part("t");
        assertEquals(1, view.calls());
        assertEquals(0, view.bytes());
        assertEquals(0, view.flops());
    }

    @Test
    void aComputationWithoutAGraphCanBeTraced() {
        Trace trace = Trace.during(() -> Autograd.noGrad(() -> x.linear(w, b).relu().sum().named("total")));
        assertEquals(List.of("addmm", "relu", "sum"), trace.forward().stream().map(ForwardStep::op).toList().subList(0, 3));
        assertTrue(!trace.hasRunBackward());
        assertEquals(Variable.Kind.LEAF, trace.variable("net.0.weight").kind());
    }

    @Test
    void theBackwardThatACodeRunsItselfIsTraced() {
        Trace trace = Trace.during(() -> Autograd.grad(
                List.of(x.linear(w, b).relu().named("out")),
                List.of(w),
                List.of(Tensor.full(0.5, DType.FLOAT32, 16, 8)),
                false));
        assertTrue(trace.hasRunBackward());
        assertEquals("out", trace.name());
        Snapshot seed = trace.backward().getFirst().upstream();
        assertEquals(0.5, seed.mean(), 0);
        assertTrue(trace.toString().contains("to net.0.weight [8, 2]"), trace.toString());
        assertTrue(trace.toString().contains("summed to [8]"), trace.toString());
    }
}
