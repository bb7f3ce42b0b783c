package io.aplomb.acceptance.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLContext;

/** Asks one question a connection, from the network of the calling thread. */
public final class Browser {

    private static final int PATIENCE_MS = 30_000;

    private final SSLContext tls;

    /**
     * A new one.
     *
     * @param tls what it trusts
     */
    public Browser(SSLContext tls) {
        this.tls = tls;
    }

    /** An answer: its status, its head, its body. */
    public record Page(int status, String head, String body) {

        /** The first line of the body. */
        public String firstLine() {
            return body.lines().findFirst().orElse("");
        }
    }

    /**
     * GET of a URI with an address for a host.
     *
     * @param fields further header lines, each ended by CR LF
     */
    public Page get(String uri, String fields) throws IOException {
        URI target = URI.create(uri);
        boolean secure = target.getScheme().equals("https");
        int port = target.getPort() > 0 ? target.getPort() : secure ? 443 : 80;
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(target.getHost(), port), PATIENCE_MS);
            plain.setSoTimeout(PATIENCE_MS);
            Socket socket =
                    secure
                            ? tls.getSocketFactory()
                                    .createSocket(plain, target.getHost(), port, true)
                            : plain;
            String path = uri.substring(uri.indexOf('/', uri.indexOf("//") + 2));
            String request =
                    "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n"
                            .formatted(path, target.getHost(), fields);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return page(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
        }
    }

    private static Page page(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        if (!answer.startsWith("HTTP/1.") || end < 0) {
            throw new AssertionError("not an answer: " + answer);
        }
        return new Page(
                Integer.parseInt(answer.substring(9, 12)),
                answer.substring(0, end + 2),
                answer.substring(end + 4));
    }
}
