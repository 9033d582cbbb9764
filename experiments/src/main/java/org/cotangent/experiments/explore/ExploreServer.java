package org.cotangent.experiments.explore;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Shows pages to the browser of this machine, and to nobody else. */
public final class ExploreServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final HttpServer server;
    private final Pages pages;

    /**
     * Begins to answer.
     *
     * @param pages what to show
     * @param port where to listen on the loopback address; 0 for any that is free
     * @throws java.net.SocketException when another program listens there
     * @throws IOException when it cannot listen
     */
    public ExploreServer(Pages pages, int port) throws IOException {
        this.pages = pages;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * Where the pages are.
     *
     * @return the address of the index
     */
    public URI address() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
                return;
            }
            String name = exchange.getRequestURI().getPath().substring(1);
            String page = pages.all().get(name.isEmpty() ? Pages.INDEX : name);
            byte[] bytes = (page == null ? "There is no such page; the index is at /.\n" : page)
                    .getBytes(StandardCharsets.UTF_8);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", (page == null ? "text/plain" : "text/html") + "; charset=utf-8");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(page == null ? NOT_FOUND : OK, head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
