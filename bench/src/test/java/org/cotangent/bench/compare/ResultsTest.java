package org.cotangent.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ResultsTest {
    private static Results some() {
        Results results = new Results();
        for (String line : List.of(
                "C2_spiral,cotangent,1,20,19,25,us/step",
                "C2_spiral,djl,1,150,140,160,us/step",
                "C2_spiral,pytorch,1,130,120,140,us/step",
                "C2_spiral,cotangent,1,30,29,35,us/step",
                "C2_spiral,cotangent,1,24,23,26,us/step",
                "gemm_f32_nn_64x64x64,cotangent,2,190,100,200,GFLOP/s",
                "gemm_f32_nn_64x64x64,openblas,2,200,180,210,GFLOP/s",
                "gemm_f32_nn_64x64x64,djl,2,96,90,99,GFLOP/s")) {
            results.add(Result.parse(line));
        }
        return results;
    }

    @Test
    void aLineIsReadAndWritten() {
        String line = "gemm_f32_nn_64x64x64,openblas-skx,2,217.5,210.1,220.9,GFLOP/s";
        assertEquals(line, Result.parse(line).csv());
    }

    @Test
    void severalProcessesBecomeTheMedianAndTheExtremesOfTheirMedians() {
        assertEquals(
                new Result("C2_spiral", "cotangent", 1, 24, 20, 30, "us/step"), some().summary().getFirst());
    }

    @Test
    void theBestPeerIsTheFastest() {
        List<Results.Contest> contests = some().contests();
        assertEquals("pytorch", contests.get(0).bestPeer().orElseThrow().peer());
        assertEquals("openblas", contests.get(1).bestPeer().orElseThrow().peer());
    }

    @Test
    void theTableGivesBothRatios() {
        String table = some().table();
        assertTrue(table.contains("| C2_spiral | 1 | us/step | 24.00 (30.00) | 130.0 pytorch | 5.42 | 4.33 | - |"), table);
        assertTrue(
                table.contains("| gemm_f32_nn_64x64x64 | 2 | GFLOP/s | 190.0 (100.0) | 200.0 openblas | 0.95 | 0.50 | - |"), table);
    }

    @Test
    void theLongestWarmUpIsInTheTableAndAllAreInTheJson() {
        Map<String, WarmUp> said = WarmUp.parse(
                """
                # cotangent: simd: 512-bit vectors, 1 threads
                # C1_widenet: steady after 2.3 s, 480.2 us/step in the first second
                # C2_spiral: not steady after 8.1 s, 512 us/step in the first second
                """);
        assertEquals(
                Map.of("C1_widenet", new WarmUp(2.3, true, 480.2), "C2_spiral", new WarmUp(8.1, false, 512)), said);
        Results results = new Results();
        results.add(Result.parse("C1_widenet,cotangent,1,20,19,25,us/step").after(new WarmUp(1.1, true, 300)));
        results.add(Result.parse("C1_widenet,cotangent,1,21,19,25,us/step").after(said.get("C1_widenet")));
        results.add(Result.parse("C2_spiral,cotangent,1,21,19,25,us/step").after(said.get("C2_spiral")));
        results.add(Result.parse("C2_spiral,cotangent,1,21,19,25,us/step").after(new WarmUp(8.2, true, 300)));
        assertTrue(results.table().contains("| - | 2.3 s |"), results.table());
        assertTrue(results.table().contains("| - | not in 8.1 s |"), results.table());
        assertTrue(
                results.json(Map.of()).contains("\"warm_up_seconds\": 1.100, \"steady\": true, \"first_second\": 300.0}"),
                results.json(Map.of()));
    }

    @Test
    void theChartIsXmlWithABarForEverybody() throws Exception {
        String svg = Chart.of(some(), "a machine < another & more");
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
        // the background, a box for each of four peers in the legend, and six bars
        assertEquals(1 + 4 + 6, document.getElementsByTagName("rect").getLength());
    }

    @Test
    void theJsonEscapesWhatPeersSay() {
        String json = some().json(Map.of("djl", "says \"hello\"\tand \\"));
        assertTrue(json.contains("\"says \\\"hello\\\"\\u0009and \\\\\""), json);
    }
}
