package org.cotangent.experiments.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The few things that all pages do. */
public final class Html {

    private Html() {}

    /**
     * Text as it may stand between tags and in attributes.
     *
     * @param text any text
     * @return the same with entities
     */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A whole page around its body. */
    static String page(String title, String body) {
        return page(title, "", body);
    }

    /**
     * A whole page around its body, in the style of all pages.
     *
     * @param title of the window
     * @param head what else the head of the page has, after the style
     * @param body what it shows
     * @return a complete HTML document
     */
    public static String page(String title, String head, String body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <link rel="icon" href="data:,">
                <style>
                %s</style>
                %s</head>
                <body>
                <main>
                %s</main>
                </body>
                </html>
                """
                .formatted(escape(title), style(), head, body);
    }

    /** Paragraphs, parted in the text by empty lines. */
    static String paragraphs(String text) {
        if (text.isBlank()) {
            return "";
        }
        StringBuilder html = new StringBuilder();
        for (String paragraph : text.strip().split("\\n\\s*\\n", -1)) {
            html.append("<p>").append(escape(paragraph.strip())).append("</p>\n");
        }
        return html.toString();
    }

    /** A figure as an image inside the page, so that several never share the names of their parts. */
    static String image(Picture picture) {
        String data = Base64.getEncoder().encodeToString(picture.svg().getBytes(StandardCharsets.UTF_8));
        return "<img alt=\"%s\" src=\"data:image/svg+xml;base64,%s\">".formatted(escape(picture.caption()), data);
    }

    /** The verdict with its colour, which never speaks alone. */
    static String badge(Report report) {
        String kind =
                switch (report.status()) {
                    case OK -> report.results() != null
                                    && report.results().references().isEmpty()
                            ? "plain"
                            : "good";
                    case NOT_OK, FAILED -> "bad";
                    case PARTIAL, SKIPPED -> "plain";
                };
        return "<span class=\"badge %s\">%s</span>".formatted(kind, escape(report.verdict()));
    }

    private static String style() {
        try (InputStream css = Html.class.getResourceAsStream("page.css")) {
            if (css == null) {
                throw new IllegalStateException("page.css is not on the class path beside " + Html.class.getName());
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
