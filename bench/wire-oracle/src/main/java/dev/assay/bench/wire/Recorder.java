package dev.assay.bench.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A server that refuses all and writes down what it was asked.
final class Recorder implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final List<String> HEADERS =
            List.of("anthropic-version", "content-type", "api-key", "x-api-key", "x-goog-api-key", "authorization");

    private final HttpServer server;
    private final String sdk;
    private final ObjectNode requests = JSON.createObjectNode();
    private String name = "";

    Recorder(String sdk) throws IOException {
        this.sdk = sdk;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::take);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Runs a call of the SDK, whose failure is what it is for.
    void record(String requestName, Runnable call) {
        name = requestName;
        try {
            call.run();
        } catch (RuntimeException refused) {
            if (!requests.has(requestName)) {
                throw refused;
            }
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        ObjectNode request = requests.putObject(name);
        request.put("method", exchange.getRequestMethod());
        request.put("path", exchange.getRequestURI().toString());
        ObjectNode headers = request.putObject("headers");
        for (String header : HEADERS) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null && !value.startsWith("AWS4")) {
                headers.put(header, value);
            }
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        request.set("body", JSON.readTree(body));
        String proof = exchange.getRequestHeaders().getFirst("authorization");
        if (proof != null && proof.startsWith("AWS4")) {
            recordSignature(request.putObject("signature"), exchange, proof, body);
        }
        byte[] refusal = "{\"error\":{\"message\":\"recorded\"}}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(400, refusal.length);
        exchange.getResponseBody().write(refusal);
        exchange.close();
    }

    /// All that AWS's signature covers, byte for byte.
    private static void recordSignature(ObjectNode signature, HttpExchange exchange, String proof, byte[] body) {
        signature.put("authorization", proof);
        signature.put("body", new String(body, StandardCharsets.UTF_8));
        ObjectNode headers = signature.putObject("headers");
        String list = proof.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
        for (String header : list.split(";")) {
            headers.put(header, exchange.getRequestHeaders().getFirst(header));
        }
    }

    void write(Path file) throws IOException {
        ObjectNode all = JSON.createObjectNode();
        all.put("sdk", sdk);
        all.put("recorded by", "bench/wire-oracle/run");
        all.set("requests", requests);
        Files.writeString(file, JSON.writeValueAsString(all) + "\n");
        System.out.println(sdk + ": " + requests.size() + " requests");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
