package org.cotangent.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotangent.experiments.browser.Browser;
import org.cotangent.experiments.browser.Browsers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code cotangent explore}, as somebody types it. */
@ExtendWith(Browsers.class)
class ExploreCommandTest {
    private static final Set<String> FILES =
            Set.of(
            "index.html", "lif-explorer.html", "descent-explorer.html", "rules-explorer.html", "operations.html");

    @TempDir
    Path folder;

    @Test
    void writesPagesThatNeedNothing(Browser browser) throws IOException {
        Frame frame = new Frame();
        assertEquals(0, frame.execute("explore", "--out", folder.resolve("pages").toString()), frame.err.toString());
        assertTrue(frame.out.toString().contains("index.html"));
        Set<String> written = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder.resolve("pages"))) {
            files.forEach(file -> written.add(file.getFileName().toString()));
        }
        assertEquals(FILES, written);
        for (String name : FILES) {
            String html = Files.readString(folder.resolve("pages").resolve(name));
            Matcher links = Pattern.compile("(?:src|href)\\s*=\\s*[\"']([^\"']*)[\"']").matcher(html);
            while (links.find()) {
                String target = links.group(1);
                assertTrue(FILES.contains(target) || target.equals("data:,"), name + ": " + target);
            }
            boolean licensed = html.contains("Copyright 2010-2023 Mike Bostock\n\nPermission to use");
            assertEquals(!name.equals("index.html"), licensed, name);
        }
        browser.open(folder.resolve("pages/index.html"));
        assertEquals(4, browser.all("article").size());
        browser.assertClean();
        browser.narrow().assertFits();
        browser.click("a[href='rules-explorer.html']");
        assertEquals("Learning rules side by side", browser.text("h1"));
        browser.click("a[href='index.html']");
        assertEquals("Pages to play with", browser.text("h1"));
        browser.assertClean();
    }

    @Test
    void servesThePagesToThisMachine(Browser browser) throws Exception {
        Frame frame = new Frame();
        Thread server = Thread.ofPlatform().start(() -> frame.execute("explore", "--port", "0"));
        Matcher address = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/").matcher("");
        while (!address.reset(frame.out.toString()).find()) {
            assertTrue(server.isAlive(), frame.err.toString());
            Thread.sleep(20);
        }
        URI index = URI.create(address.group());
        browser.open(index).click("a[href='lif-explorer.html']");
        assertEquals("10 ms", browser.text("#tauM"));
        assertEquals(List.of(), browser.complaints());
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest missing = HttpRequest.newBuilder(index.resolve("../etc/passwd")).build();
            assertEquals(404, client.send(missing, BodyHandlers.ofString()).statusCode());
            HttpRequest post = HttpRequest.newBuilder(index).POST(HttpRequest.BodyPublishers.noBody()).build();
            assertEquals(405, client.send(post, BodyHandlers.ofString()).statusCode());
            HttpRequest head = HttpRequest.newBuilder(index).HEAD().build();
            assertEquals(200, client.send(head, BodyHandlers.ofString()).statusCode());
        }
        frame.interrupts.request();
        server.join(10_000);
        assertFalse(server.isAlive());
    }

    @Test
    void refusesPortsThatCannotBeHad() throws IOException {
        assertRefuses("--port \"eighty\" is not a whole number from 0 to 65535", "--port", "eighty");
        assertRefuses("--port \"-1\" is not a whole number from 0 to 65535", "--port", "-1");
        assertRefuses("--port \"65536\" is not a whole number from 0 to 65535", "--port", "65536");
        assertRefuses("choose one of them", "--port", "0", "--out", folder.toString());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertRefuses("--port " + port + " cannot be used: Address already in use; choose another", "--port", port);
        }
    }

    @Test
    void refusesFoldersThatHoldNoRun() {
        assertRefuses("there is no results.json", "--from", folder.toString(), "--out", folder.toString());
    }

    private static void assertRefuses(String sentence, String... args) {
        Frame frame = new Frame();
        int code = frame.execute(Stream.concat(Stream.of("explore"), Stream.of(args)).toArray(String[]::new));
        assertTrue(frame.err.toString().contains(sentence), frame.err.toString());
        assertEquals(2, code);
        assertEquals(1, frame.err.toString().lines().count());
    }
}
