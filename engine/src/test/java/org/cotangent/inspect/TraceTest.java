package org.cotangent.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;

class TraceTest {

    private static Tensor leaf(String name, double value) {
        return Tensor.scalar(value, DType.FLOAT64).requiresGrad(true).named(name);
    }

    private static Trace chainRule() {
        Tensor x = leaf("x", 1);
        Tensor y = leaf("y", 1);
        Tensor z = leaf("z", 1);
        return Trace.of(() -> z.mul(2).mul(x).div(y.sin()).add(1).log().tanh().named("f"));
    }

    @Test
    void theChainRuleIsATextThatFitsOnASlide() {
        assertEquals(
                """
                forward
                  1  v1 = mul(z, 2)    y = a b     1 * 2               = 2
                  2  v2 = mul(v1, x)   y = a b     2 * 1               = 2
                  3  v3 = sin(y)       y = sin x   sin 1               = 0.841470984808
                  4  v4 = div(v2, v3)  y = a / b   2 / 0.841470984808  = 2.37679021156
                  5  v5 = add(v4, 1)   y = a + b   2.37679021156 + 1   = 3.37679021156
                  6  v6 = log(v5)      y = ln x    ln 3.37679021156    = 1.21692561675
                  7  f = tanh(v6)      y = tanh x  tanh 1.21692561675  = 0.838744947188

                backward (g is the gradient that arrives; df/df = 1)
                  1  f = tanh(v6)      g                                                   = 1
                       to v6           g (1 - y^2)       1 * (1 - 0.838744947188^2)        = 0.296506913567
                  2  v6 = log(v5)      g                                                   = 0.296506913567
                       to v5           g / x             0.296506913567 / 3.37679021156    = 0.0878073244089
                  3  v5 = add(v4, 1)   g                                                   = 0.0878073244089
                       to v4           g                 0.0878073244089                   = 0.0878073244089
                  4  v4 = div(v2, v3)  g                                                   = 0.0878073244089
                       to v2           g / b             0.0878073244089 / 0.841470984808  = 0.104349794579
                       to v3           -g * (a / b) / b  -0.0878073244089 * (2 / 0.841470984808) / 0.841470984808  = -0.248017570333
                  5  v3 = sin(y)       g                                                   = -0.248017570333
                       to y            g * cos(x)        (-0.248017570333) * cos(1)        = -0.134004465147
                  6  v2 = mul(v1, x)   g                                                   = 0.104349794579
                       to v1           g * b             0.104349794579 * 1                = 0.104349794579
                       to x            g * a             0.104349794579 * 2                = 0.208699589158
                  7  v1 = mul(z, 2)    g                                                   = 0.104349794579
                       to z            g * b             0.104349794579 * 2                = 0.208699589158
                """,
                chainRule().toString().substring(0, chainRule().toString().indexOf("\nresult")));
    }

    @Test
    void theGradientsAreThoseOfBackward() {
        Trace trace = chainRule();
        assertEquals(0.8387449471877342, item(trace.variable("f").value()), 1e-15);
        assertEquals(0.2086995891581071, item(trace.variable("x").gradient()), 1e-15);
        assertEquals(-0.13400446514694908, item(trace.variable("y").gradient()), 1e-15);
        assertEquals(0.2086995891581071, item(trace.variable("z").gradient()), 1e-15);
    }

    private static double item(Snapshot value) {
        assertNotNull(value);
        return value.item();
    }

    @Test
    void sumsGrowWherePathsMeet() {
        Tensor x = leaf("x", 3);
        Trace trace = Trace.of(() -> x.square().add(x.mul(x)));
        List<Contribution> toX = trace.backward().stream()
                .flatMap(each -> each.contributions().stream())
                .filter(each -> trace.variables().get(each.to()).name().equals("x"))
                .toList();
        assertEquals(List.of(3.0, 6.0, 12.0), toX.stream().map(each -> each.sum().item()).toList());
        assertEquals(List.of(1, 2, 3), toX.stream().map(Contribution::arrival).toList());
        assertEquals(3, toX.getFirst().arrivals());
        assertTrue(trace.toString().contains("sum 2 of 3 = 6"), trace.toString());
        assertEquals(12, x.grad().item());
    }

    @Test
    void aRuleIsReadOffWhatItDoes() {
        CustomOp odd = CustomOp.unary("odd", x -> x.mul(5), (g, x, y) -> g.sub(x.exp().mul(y)).div(7));
        Tensor x = leaf("x", 2);
        Trace trace = Trace.of(() -> odd.apply(x));
        assertEquals("(g - exp(x) * y) / 7", trace.backward().getFirst().contributions().getFirst().rule());
        assertEquals("(1 - exp(2) * 10) / 7", trace.backward().getFirst().contributions().getFirst().numbers());
    }

    @Test
    void broadcastContributionsHaveTheShapeOfTheInput() {
        Tensor w = leaf("w", 2);
        Tensor data = Tensor.of(new double[] {1, 2, 3}, 3).named("data");
        Trace trace = Trace.of(() -> data.mul(w).sum());
        assertEquals(6, item(trace.variable("w").gradient()));
        assertEquals("[1, 2, 3]", String.valueOf(trace.variable("data").value()));
        assertNull(trace.variable("data").gradient());
    }

    @Test
    void beforeBackwardThereAreNoGradientsAndTheTextSaysSo() {
        Tensor loss = leaf("x", 2).square();
        Trace trace = Trace.beforeBackward(loss);
        assertFalse(trace.hasRunBackward());
        assertTrue(trace.toString().contains("backward has not run"), trace.toString());
        assertFalse(trace.toString().contains("dloss/dx"), trace.toString());
        assertTrue(Trace.of(loss).toString().contains("dloss/dx  = 4.0"));
    }

    @Test
    void whatNothingKeptIsNotInvented() {
        Tensor x = leaf("x", 2);
        Trace trace = Trace.of(x.add(1).exp());
        assertTrue(trace.toString().contains("2 + c1"), trace.toString());
        assertTrue(trace.toString().contains("(not kept)"), trace.toString());
        assertFalse(Trace.of(() -> x.add(1).exp()).toString().contains("(not kept)"));
    }

    @Test
    void largeTensorsAreSummarised() {
        Tensor w = Tensor.ones(DType.FLOAT64, 10, 10).requiresGrad(true).named("w");
        Snapshot value = Trace.of(() -> w.mul(3).sum()).variable("v1").value();
        assertNotNull(value);
        assertEquals("min 3, max 3, mean 3, norm 30", value.toString());
        assertEquals(0, value.elements().length);
    }

    @Test
    void theFirstOperationThatIsNotFiniteIsNamed() {
        Tensor x = leaf("x", -1);
        String text = Trace.of(() -> x.mul(2).log().mul(3)).toString();
        assertTrue(text.contains("remark: v2 = log(v1) is the first that is not finite: NaN"), text);
    }

    @Test
    void withoutAGraphItSaysWhatToDo() {
        IllegalStateException error =
                assertThrows(IllegalStateException.class, () -> Trace.of(Tensor.scalar(1).mul(2)));
        assertTrue(error.getMessage().contains("requiresGrad(true)"), error.getMessage());
    }

    @Test
    void aLongChainIsNoProblem() {
        Tensor x = leaf("x", 1);
        Trace trace = Trace.of(() -> {
            Tensor y = x;
            for (int i = 0; i < 5_000; i++) {
                y = y.mul(1.0001);
            }
            return y;
        });
        assertEquals(5_000, trace.backward().size());
    }

    @Test
    void thePageNeedsNothingFromOutside() {
        String page = chainRule().toHtml("f = <tanh> & \"more\"");
        assertFalse(page.matches("(?s).*(src|href)\\s*=\\s*[\"']?\\s*(https?:|//).*"), "a reference to the outside");
        assertFalse(page.contains("http"), "not even a namespace");
        assertTrue(page.contains("<h1>f = &lt;tanh&gt; &amp; &quot;more&quot;</h1>"));
        assertTrue(page.contains("max=\"18\"")); // start, 7 forward, seed, 9 contributions, end
        assertTrue(page.contains("0.104349794579 * 2"));
    }

    @Test
    void thePageShowsTheSumsOnTheirWay() {
        Tensor x = leaf("x", 3);
        String page = Trace.of(() -> x.square().add(x.mul(x))).toHtml("sums");
        assertTrue(page.contains("path 1 of 3 into x: the sum is now 3"));
        assertTrue(page.contains("\"\u03a3 6\""));
        assertTrue(page.contains("\"\u2202 12\""));
    }

    @Test
    void aSumOfHundredsOfPathsDoesNotFillThePage() {
        Tensor x = leaf("x", 0.3);
        String page = Trace.of(() -> {
                    Tensor y = x;
                    for (int i = 0; i < 150; i++) {
                        y = y.add(x.mul(i));
                    }
                    return y;
                })
                .toHtml("x");
        assertTrue(page.contains("path 151 of 151 into x"), "every path has its step");
        assertTrue(page.contains("through 143 before"));
        assertTrue(page.length() < 3_000_000, page.length() + " characters");
    }

    @Test
    void textOfTheUserCannotEndTheScript() {
        Tensor x = leaf("</script><b>", 1);
        String page = Trace.of(() -> x.square()).toHtml("x");
        assertEquals(page.indexOf("</script>"), page.lastIndexOf("</script>"));
        assertFalse(page.contains("<b>"));
    }

    @Test
    void picturesHaveValuesGradientsAndContributions() {
        Trace trace = chainRule();
        for (String number : List.of("0.8387", "0.2087", "-0.134", "0.2965")) {
            assertTrue(trace.toSvg().contains(number), number);
            assertTrue(trace.toDot().contains(number), number);
        }
        assertTrue(trace.toDot().contains("n5 -> n7 [label=\"0.1043\"];"), trace.toDot());
        assertTrue(trace.toSvg().startsWith("<svg xmlns="));
    }

    @Test
    void picturesBeforeBackwardSayThatThereAreNoGradients() {
        Trace trace = Trace.beforeBackward(leaf("x", 2).square());
        assertTrue(trace.toSvg().contains("backward has not run"));
        assertTrue(trace.toDot().contains("backward has not run"));
        assertTrue(trace.toHtml("x").contains("Backward has not run"));
        assertFalse(trace.toSvg().contains("\u2202"));
    }

    @Test
    void boxesDoNotOverlap() {
        Tensor x = leaf("x", 0.5);
        Trace trace = Trace.of(() -> {
            Tensor sum = x;
            for (int i = 0; i < 12; i++) {
                sum = sum.add(x.mul(i).sin().mul(sum));
            }
            return sum;
        });
        for (boolean folded : new boolean[] {false, true}) {
            PlanTest.checkThatNothingOverlaps(trace, folded);
        }
    }
}
