package io.aplomb.acceptance.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what webhooks post to the client of a lab, one request a connection. */
public final class HookReceiver implements AutoCloseable {
    private static final String LENGTH = "content-length:";

    private final ServerSocketChannel listener;
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    HookReceiver(ServerSocketChannel listener) {
        this.listener = listener;
        Thread.ofPlatform().daemon().name("webhooks").start(this::run);
    }

    /** All bodies so far, in the order in which they came. */
    public List<String> bodies() {
        return List.copyOf(bodies);
    }

    private void run() {
        while (listener.isOpen()) {
            try (Socket client = listener.accept().socket()) {
                serve(client);
            } catch (IOException closed) {
                // By the end of the lab, or by a machine that died while it spoke.
            }
        }
    }

    private void serve(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (body.length == length && length > 0) {
            bodies.add(new String(body, UTF_8));
            client.getOutputStream()
                    .write("HTTP/1.1 204 Taken\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(US_ASCII).strip();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
