package org.cotangent.experiments.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class FigureTest {

    @BeforeEach
    void needFonts() {
        assumeTrue(Fonts.problem().isEmpty(), () -> Fonts.problem().orElse(""));
    }

    static Stream<String> names() {
        return Charts.all().stream().map(Charts.Exhibit::name);
    }

    private static Figure figure(String name) {
        return Charts.all().stream()
                .filter(exhibit -> exhibit.name().equals(name))
                .findFirst()
                .orElseThrow()
                .figure();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameDataGivesTheSameBytes(String name) {
        Figure once = figure(name);
        assertEquals(once.svg(), once.svg());
        assertEquals(once.svg(), figure(name).svg());
    }

    @ParameterizedTest
    @MethodSource("names")
    void isWellFormedSmallAndNeedsNoNetwork(String name) throws Exception {
        String svg = figure(name).svg();
        Document document = parse(svg);
        assertEquals("svg", document.getDocumentElement().getTagName());
        assertTrue(svg.length() < 300_000, name + " has " + svg.length() + " characters");
        for (Element image : elements(document, "image")) {
            assertTrue(image.getAttribute("xlink:href").startsWith("data:image/png;base64,"));
        }
    }

    @Test
    void axesLegendsAndTitlesAreText() throws Exception {
        List<String> texts = texts(figure("log").svg());
        for (String expected :
                List.of("Unbiased", "samples K", "error of the mean", "weight perturbation", "1/sqrt K", "0.1")) {
            assertTrue(texts.contains(expected), expected + " in " + texts);
        }
        assertTrue(texts(figure("matrix").svg()).contains("response (a.u.)"));
        assertTrue(texts(figure("decision").svg()).contains("class 3"));
        assertTrue(texts(figure("bars").svg()).contains("direct feedback alignment"));
    }

    @Test
    void aDenseMapIsOneImage() throws Exception {
        assertEquals(1, elements(parse(figure("decision").svg()), "image").size());
        assertEquals(2, elements(parse(figure("matrix").svg()), "image").size()); // and its colour bar
    }

    @Test
    void textIsEscaped() throws Exception {
        String svg = Figure.row(Plot.of("<x> & 'y'", "\"z\"").line("a < b", new double[] {1, 2})).svg();
        assertTrue(texts(svg).containsAll(List.of("<x> & 'y'", "\"z\"", "a < b")));
    }

    @Test
    void emptyConstantAndInfiniteDataAreDrawn() throws Exception {
        double[] odd = {Double.NaN, 1, Double.POSITIVE_INFINITY, 2, Double.NEGATIVE_INFINITY};
        for (Plot plot : List.of(
                Plot.of("x", "y").line("none", new double[0]),
                Plot.of("x", "y").points("none", new double[0], new double[0]),
                Plot.of("x", "y").line("constant", new double[] {3, 3, 3}),
                Plot.of("x", "y").line("zero", new double[] {0, 0}),
                Plot.of("x", "y").line("odd", odd).points("p", odd, odd).path("w", odd, odd),
                Plot.of("x", "y").logX().logY().line("negative", new double[] {-1, 0, -2}),
                Plot.of("x", "y").logY().line("mixed", new double[] {-1, 1, 1e-8, Double.NaN}),
                Plot.of("x", "y").arrows(odd, odd, odd, odd),
                Plot.of("x", "y").histogram("same", new double[] {2, 2, 2}, 5),
                Plot.of("x", "y").heatMap(HeatMap.of(Raster.matrix(new double[6], 2, 3), "flat")),
                Plot.of("x", "y").heatMap(HeatMap.of(Raster.matrix(new double[] {Double.NaN}, 1, 1), "no value")))) {
            String svg = Figure.row(plot).svg();
            parse(svg);
            assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
        }
    }

    @Test
    void manyPointsBecomeTheirEnvelope() {
        double[] values = new double[200_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(i * 0.7);
        }
        assertTrue(Figure.row(Plot.of("x", "y").line("dense", values)).svg().length() < 60_000);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        Plot plot = Plot.of("x", "y");
        for (Runnable wrong : List.<Runnable>of(
                () -> plot.line("a", new double[2], new double[3]),
                () -> plot.scatter(new double[2], new double[2], new int[] {0, 2}, "one", "two"),
                () -> plot.bars("a", 1, 2),
                () -> plot.classMap(Raster.matrix(new double[] {0.5}, 1, 1), "one"),
                () -> Raster.rows(new double[5], 2, 3, Raster.Extent.square(1)),
                () -> Raster.ij(new double[5], 2, 3, Raster.Extent.square(1)),
                () -> HeatMap.of(Raster.matrix(new double[1], 1, 1), "z").limits(1, 1),
                () -> ImageGrid.of(0),
                () -> Figure.row())) {
            String message =
                    assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
            assertTrue(message.contains(". Try: "), message);
        }
    }

    @Test
    void rastersKnowWhichWayIsUp() {
        double[] values = {1, 2, 3, 4, 5, 6};
        Raster rows = Raster.rows(values, 2, 3, Raster.Extent.square(1));
        assertEquals(1, rows.value(0, 0)); // bottom left
        assertEquals(6, rows.value(1, 2));
        Raster ij = Raster.ij(values, 2, 3, Raster.Extent.square(1));
        assertEquals(3, ij.rowCount());
        assertEquals(2, ij.value(1, 0)); // x number 0, y number 1
        assertEquals(4, ij.value(0, 1)); // x number 1, y number 0
        Raster matrix = Raster.matrix(values, 2, 3);
        assertEquals(4, matrix.value(0, 0)); // the last row is at the bottom
        Raster sampled = Raster.sample(new Raster.Extent(0, 4, 0, 8), 4, (x, y) -> 100 * x + y);
        assertEquals(50 + 1, sampled.value(0, 0));
        assertEquals(150 + 7, sampled.value(3, 1));
    }

    @Test
    void percentilesAreNumpys() {
        double[] values = new double[101];
        for (int i = 0; i < 101; i++) {
            values[i] = (i * 37) % 101;
        }
        HeatMap map = HeatMap.of(Raster.matrix(values, 1, 101), "v").percentiles(1.5, 99);
        assertEquals(1.5, map.low());
        assertEquals(99, map.high());
        assertEquals(ColorMap.SEQUENTIAL.rgb(0), map.rgb(-5));
        assertEquals(ColorMap.SEQUENTIAL.rgb(1), map.rgb(1000));
        HeatMap signed = HeatMap.of(Raster.matrix(new double[] {-1, 4}, 1, 2), "w").colors(ColorMap.DIVERGING);
        assertEquals(-4, signed.low());
    }

    @Test
    void sequentialColorsGetLighterAllTheWay() {
        double before = -1;
        for (int i = 0; i <= 100; i++) {
            int rgb = ColorMap.SEQUENTIAL.rgb(i / 100.0);
            double luminance =
                    0.2126 * light(rgb >> 16) + 0.7152 * light(rgb >> 8 & 255) + 0.0722 * light(rgb & 255);
            assertTrue(luminance > before, "at " + i);
            before = luminance;
        }
    }

    private static double light(int channel) {
        double v = channel / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }

    @Test
    void ticksAreRoundAndShort() {
        assertEquals("0.25", Style.number(0.25, 0.25));
        assertEquals("2.5", Style.number(2.5, 2.5));
        assertEquals("1.0", Style.number(1, 0.5));
        assertEquals("0", Style.number(1e-17, 0.5));
        assertEquals("2000", Style.number(2000, 500));
        assertEquals("1.5e6", Style.number(1.5e6, 5e5));
        assertEquals("-2e-5", Style.number(-2e-5, 1e-5));
        assertEquals(0.5, Style.niceStep(2.4, 6));
        assertEquals(5, Style.niceStep(20, 8));
        assertEquals(25, Style.niceStep(110, 5));
    }

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> elements(Document document, String tag) {
        List<Element> elements = new ArrayList<>();
        var nodes = document.getElementsByTagName(tag);
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<String> texts(String svg) throws Exception {
        return elements(parse(svg), "text").stream().map(Element::getTextContent).toList();
    }
}
