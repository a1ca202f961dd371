package dev.assay.bench.http;

import io.helidon.http.HeaderNames;
import io.helidon.webclient.http1.Http1Client;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.eclipse.jetty.client.BytesRequestContent;

/// One post by each client, body in and body out.
final class Calls {

    /// Posts a body and returns the answer's.
    interface Call {
        byte[] post(byte[] body) throws Exception;
    }

    private Calls() {}

    static Call of(String client, String host, int port, int connections) throws Exception {
        String url = "http://" + host + ":" + port + "/v1/chat/completions";
        return switch (client) {
            case "classic" ->
                apache(
                        url,
                        HttpClients.custom()
                                .setConnectionManager(pool(connections))
                                .disableRedirectHandling()
                                .disableAutomaticRetries()
                                .disableCookieManagement()
                                .disableAuthCaching()
                                .disableContentCompression()
                                .build());
            case "minimal" -> {
                MinimalHttpClient minimal = HttpClients.createMinimal(pool(connections));
                yield apache(url, minimal);
            }
            case "async" -> async(url, connections);
            case "jdk" -> jdk(url);
            case "helidon" -> helidon(url, connections);
            case "jetty" -> jetty(url, connections);
            case "sockets" -> sockets(host, port);
            default -> throw new IllegalArgumentException(client);
        };
    }

    private static PoolingHttpClientConnectionManager pool(int connections) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .build();
    }

    private static Call apache(String url, CloseableHttpClient client) {
        return body -> {
            HttpPost post = new HttpPost(url);
            post.setEntity(new ByteArrayEntity(body, ContentType.create("application/json")));
            post.setHeader("Authorization", "Bearer x");
            return client.execute(post, reply -> reply.getEntity().getContent().readAllBytes());
        };
    }

    private static Call async(String url, int connections) {
        var client = HttpAsyncClients.createMinimal(PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .build());
        client.start();
        return body -> client.execute(
                        SimpleRequestBuilder.post(url)
                                .setBody(body, ContentType.APPLICATION_JSON)
                                .setHeader("Authorization", "Bearer x")
                                .build(),
                        null)
                .get()
                .getBodyBytes();
    }

    private static Call jdk(String url) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        URI address = URI.create(url);
        return body -> client.send(
                        HttpRequest.newBuilder(address)
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer x")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private static Call helidon(String url, int connections) {
        Http1Client client = Http1Client.builder()
                .connectionCacheSize(connections)
                .followRedirects(false)
                .build();
        return body -> {
            try (var reply = client.post(url)
                    .header(HeaderNames.CONTENT_TYPE, "application/json")
                    .header(HeaderNames.AUTHORIZATION, "Bearer x")
                    .submit(body)) {
                return reply.inputStream().readAllBytes();
            }
        };
    }

    private static Call jetty(String url, int connections) throws Exception {
        var client = new org.eclipse.jetty.client.HttpClient();
        client.setMaxConnectionsPerDestination(connections);
        client.setFollowRedirects(false);
        client.start();
        return body -> client.POST(url)
                .body(new BytesRequestContent("application/json", body))
                .headers(headers -> headers.put("Authorization", "Bearer x"))
                .send()
                .getContent();
    }

    /// The least that HTTP/1.1 takes over blocking sockets: what a client of our own could reach at best.
    private static Call sockets(String host, int port) {
        ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
        return body -> {
            Connection connection = idle.pollFirst();
            if (connection == null) {
                connection = new Connection(host, port);
            }
            byte[] answer = connection.post(host + ":" + port, body);
            idle.addFirst(connection);
            return answer;
        };
    }

    private static final class Connection {
        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[8192];
        private int position;
        private int limit;

        Connection(String host, int port) throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), 10_000);
            socket.setSoTimeout(120_000);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        byte[] post(String host, byte[] body) throws IOException {
            byte[] head = ("POST /v1/chat/completions HTTP/1.1\r\nHost: " + host
                            + "\r\nContent-Type: application/json\r\nAuthorization: Bearer x\r\nContent-Length: "
                            + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            byte[] message = new byte[head.length + body.length];
            System.arraycopy(head, 0, message, 0, head.length);
            System.arraycopy(body, 0, message, head.length, body.length);
            out.write(message);
            int length = -1;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            byte[] answer = new byte[length];
            int have = Math.min(length, limit - position);
            System.arraycopy(buffer, position, answer, 0, have);
            position += have;
            in.readNBytes(answer, have, length - have);
            return answer;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int unit = read(); unit != '\n'; unit = read()) {
                if (unit != '\r') {
                    line.append((char) unit);
                }
            }
            return line.toString();
        }

        private int read() throws IOException {
            if (position == limit) {
                limit = in.read(buffer);
                position = 0;
                if (limit <= 0) {
                    throw new EOFException();
                }
            }
            return buffer[position++];
        }
    }
}
