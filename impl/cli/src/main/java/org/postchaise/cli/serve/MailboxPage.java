/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A web page that shows the mails of a {@link MailboxSink}: a list at {@code /}, and the source of each mail at {@code /ID}. Plain HTML
 * without scripts; nothing of a mail is markup.
 */
final class MailboxPage implements AutoCloseable {
    /** The hosts under which the page is asked for: no name of somebody else's, which could point to this machine. */
    private static final Pattern OWN_HOST = Pattern.compile("(localhost|[0-9.]+|\\[[0-9a-fA-F:.]+])(:\\d+)?");

    private static final Pattern ADDRESS = Pattern.compile("(.*):(\\d{1,5})");
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Postchaise mailbox</title>
            <style>body { font-family: sans-serif } td, th { text-align: left; padding: .2em 1em .2em 0; vertical-align: top }</style>
            </head><body><h1>Mailbox</h1>
            """;

    private final HttpServer server;
    private final MailboxSink mailbox;

    private MailboxPage(HttpServer server, MailboxSink mailbox) {
        this.server = server;
        this.mailbox = mailbox;
    }

    /**
     * Serves the page.
     *
     * @param address {@code host:port}
     * @throws IOException when the address can't be used; the message names the address
     */
    static MailboxPage start(String address, MailboxSink mailbox) throws IOException {
        var parts = ADDRESS.matcher(address);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
            throw new IOException("page address \"" + address + "\"; expected host:port");
        }
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2))), 0);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("page address " + address + ": " + e.getMessage(), e);
        }
        MailboxPage page = new MailboxPage(server, mailbox);
        server.createContext("/", page::answer);
        server.start();
        return page;
    }

    /** Returns the URL of the page. */
    String url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                    .orElse("");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            String path = exchange.getRequestURI().getPath();
            if (!OWN_HOST.matcher(host).matches()
                    || !(head || exchange.getRequestMethod().equals("GET"))) {
                send(exchange, 403, "text/plain", "forbidden\n".getBytes(StandardCharsets.UTF_8));
            } else if (path.equals("/")) {
                send(exchange, 200, "text/html", list(mailbox.mails()).getBytes(StandardCharsets.UTF_8));
            } else {
                Optional<MailboxSink.Mail> mail = mailbox.mail(path.substring(1));
                send(
                        exchange,
                        mail.isPresent() ? 200 : 404,
                        "text/plain",
                        mail.map(MailboxSink.Mail::content)
                                .orElseGet(() -> "no such mail\n".getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static String list(List<MailboxSink.Mail> mails) {
        if (mails.isEmpty()) {
            return HEAD + "<p>No mail has arrived yet.</p></body></html>\n";
        }
        return mails.stream()
                .map(MailboxPage::row)
                .collect(Collectors.joining(
                        "",
                        HEAD + "<table><tr><th>Time</th><th>From</th><th>To</th><th>Subject</th><th>Octets</th></tr>\n",
                        "</table></body></html>\n"));
    }

    private static String row(MailboxSink.Mail mail) {
        String subject = mail.subject().isEmpty() ? "(none)" : mail.subject();
        return "<tr><td>" + mail.time() + "</td><td>" + escaped("<" + mail.sender() + ">") + "</td><td>"
                + escaped(String.join(", ", mail.recipients())) + "</td><td><a href=\"/" + escaped(mail.id()) + "\">"
                + escaped(subject) + "</a></td><td>" + mail.content().length
                + (mail.content().length == MailboxSink.MOST_OF_ONE ? " (cut)" : "") + "</td></tr>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
