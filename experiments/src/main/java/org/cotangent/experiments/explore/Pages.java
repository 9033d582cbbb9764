package org.cotangent.experiments.explore;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cotangent.experiments.page.Html;
import org.cotangent.experiments.result.ResultsFile;

/** All pages, by file name: one for each explorer, after the one that leads to them. */
public final class Pages {
    /** The page that leads to the others. */
    public static final String INDEX = "index.html";

    /** A page may run its own script and style, and fetch nothing. */
    static final String POLICY =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

    private final SequencedMap<String, String> pages = new LinkedHashMap<>();

    /**
     * Makes the pages.
     *
     * @param explorers in the order of the index
     * @throws IOException when an explorer cannot read its numbers
     */
    public Pages(List<Explorer> explorers) throws IOException {
        pages.put(INDEX, index(explorers));
        for (Explorer explorer : explorers) {
            pages.put(explorer.fileName(), page(explorer));
        }
    }

    /**
     * Writes every page.
     *
     * @param folder where to, which exists
     * @throws IOException when one cannot be written
     */
    public void write(Path folder) throws IOException {
        for (var page : pages.entrySet()) {
            ResultsFile.replace(folder.resolve(page.getKey()), page.getValue());
        }
    }

    /** The pages by file name. */
    SequencedMap<String, String> all() {
        return pages;
    }

    private static String page(Explorer explorer) throws IOException {
        String body = "<header>\n<p class=\"eyebrow\"><a href=\"" + INDEX + "\">All explorers</a> &middot; "
                + Html.escape(explorer.subject()) + "</p>\n<h1>"
                + Html.escape(explorer.title()) + "</h1>\n</header>\n"
                + explorer.body()
                + "<footer>Charts by D3 " + D3.version() + "; its licence is in the source of this page.</footer>\n"
                + script("type=\"application/json\" id=\"data\"", json(explorer.data()))
                + script("", D3.script())
                + script("", Resource.text(Pages.class, "explore.js") + explorer.script());
        return Html.page(explorer.title(), head(), body);
    }

    private static String index(List<Explorer> explorers) throws IOException {
        StringBuilder body = new StringBuilder("""
                <header>
                <h1>Pages to play with</h1>
                <p class="lead">Move a slider, see what follows. Each page is one file that needs no network.</p>
                </header>
                <div class="cards">
                """);
        for (Explorer explorer : explorers) {
            body.append("""
                    <article>
                    %s<p class="eyebrow">%s</p>
                    <h2><a href="%s">%s</a></h2>
                    <p>%s</p>
                    </article>
                    """.formatted(
                            explorer.sketch().svg(),
                            Html.escape(explorer.subject()),
                            explorer.fileName(),
                            Html.escape(explorer.title()),
                            Html.escape(explorer.summary())));
        }
        return Html.page("Pages to play with", head(), body.append("</div>\n").toString());
    }

    private static String head() {
        return "<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n<style>\n"
                + Resource.text(Pages.class, "explore.css") + "</style>\n";
    }

    private static String script(String attributes, String text) {
        return "<script " + attributes + ">\n" + text + "\n</script>\n";
    }

    /** One line, in which no tag can end the script. */
    private static String json(JsonNode data) {
        return data.toString().replace("<", "\\u003c");
    }
}
