package io.aplomb.acceptance.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A web server that answers every request with its name in one line and the request's head after
 * it.
 */
public final class Origin implements Closeable {

    private static final int HEAD_LIMIT_BYTES = 65_536;

    private final String name;
    private final ServerSocket listener;
    private final @Nullable SSLContext tls;

    private Origin(String name, ServerSocket listener, @Nullable SSLContext tls) {
        this.name = name;
        this.listener = listener;
        this.tls = tls;
    }

    /**
     * Starts one in the network of the calling thread.
     *
     * @param tls null for a server in clear
     */
    public static Origin listening(String name, String address, int port, @Nullable SSLContext tls)
            throws IOException {
        ServerSocket listener = new ServerSocket();
        // A load balancer of the same machine may listen on the same port of all addresses.
        listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        listener.bind(new InetSocketAddress(address, port));
        Origin origin = new Origin(name, listener, tls);
        var _ = Thread.ofVirtual().name(name).start(origin::accept);
        return origin;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                var _ = Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket socket = tls == null ? client : accepted(tls, client)) {
            for (String head = head(socket); !head.isEmpty(); head = head(socket)) {
                byte[] body = (name + '\n' + head).getBytes(ISO_8859_1);
                String answer = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n";
                socket.getOutputStream().write(answer.formatted(body.length).getBytes(ISO_8859_1));
                socket.getOutputStream().write(body);
                if (head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n")) {
                    return;
                }
            }
        } catch (IOException gone) {
            // A health check that only connects, or a client that has seen enough.
        }
    }

    private static Socket accepted(SSLContext tls, Socket client) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    /** One request's head; empty at the end of the connection. */
    private static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n") && head.length() < HEAD_LIMIT_BYTES) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
