package org.cotangent.experiments.page;

import java.util.List;

/** A page that leads to others. */
public final class LinksPage {
    /**
     * A page that one can go to.
     *
     * @param address relative to this page
     * @param title a few words
     * @param about plain text in lines, such as a table
     */
    public record Link(String address, String title, String about) {}

    private LinksPage() {}

    /**
     * Lays out the page.
     *
     * @param title of the page
     * @param lead a sentence
     * @param links in their order
     * @return a complete HTML document
     */
    public static String html(String title, String lead, List<Link> links) {
        StringBuilder body = new StringBuilder();
        body.append("<header>\n<h1>%s</h1>\n<p class=\"lead\">%s</p>\n</header>\n"
                .formatted(Html.escape(title), Html.escape(lead)));
        for (Link link : links) {
            body.append("<h2><a href=\"%s\">%s</a></h2>\n<pre>%s</pre>\n"
                    .formatted(Html.escape(link.address()), Html.escape(link.title()), Html.escape(link.about())));
        }
        return Html.page(title, body.toString());
    }
}
