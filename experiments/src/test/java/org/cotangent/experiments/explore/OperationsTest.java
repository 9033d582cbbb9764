package org.cotangent.experiments.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.Entry;
import org.cotangent.experiments.browser.Browser;
import org.cotangent.experiments.browser.Browsers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page of the operations has all of them, and every derivative its rule. */
@ExtendWith(Browsers.class)
class OperationsTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        new Pages(List.of(new Operations())).write(folder);
    }

    @Test
    void hasARuleForEveryDerivative() {
        JsonNode data = new Operations().data();
        assertEquals(Entry.all().size(), data.size());
        List<String> without = new ArrayList<>();
        List<String> flat = new ArrayList<>();
        for (JsonNode row : data) {
            assertFalse(row.get("keeps").asText().isEmpty(), row.toString());
            boolean ruled = !row.get("rules").isEmpty();
            if (ruled == row.get("derivative").asText().equals("absent")) {
                without.add(row.get("name").asText());
            }
            if (row.get("rules").toString().equals("[\"0\"]")) {
                flat.add(row.get("name").asText());
            }
        }
        assertEquals(List.of(), without);
        assertEquals(List.of("sign", "floor", "ceil", "round", "trunc"), flat);
    }

    @Test
    void findsWhatIsTyped(Browser browser) {
        browser.open(folder.resolve("operations.html"));
        assertEquals(Entry.all().size(), browser.all("#rows tr").size());
        browser.script("search.focus()");
        browser.press("y = tanh x");
        assertEquals("1 of " + Entry.all().size(), browser.text("#found"));
        assertEquals("tanh y = tanh x g (1 - y^2) output", browser.text("#rows").replaceAll("\\s+", " "));
        browser.assertClean();
        browser.narrow().dark().assertFits();
    }
}
