package io.aplomb.proxy.check;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.proxy.health.CheckStatus;
import io.aplomb.proxy.net.Addresses;
import io.aplomb.proxy.net.UnixDialer;
import io.aplomb.proxy.net.UnixStream;
import io.aplomb.proxy.tls.CheckTls;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one check. Every wait ends at the deadline set last; failures come out as the
 * layer that failed. Confined to the check's thread.
 */
final class CheckConnection implements AutoCloseable {

    private final EndpointSpec target;
    private @Nullable Socket socket;
    private @Nullable UnixStream unix;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private long deadlineNs;

    private CheckConnection(EndpointSpec target) {
        this.target = target;
    }

    /**
     * Opens a connection.
     *
     * @param dialer for unix sockets
     * @throws CheckFailure L4CON or L4TOUT
     */
    static CheckConnection open(EndpointSpec target, long timeoutMs, UnixDialer dialer)
            throws CheckFailure {
        CheckConnection connection = new CheckConnection(target);
        try {
            connection.connect(timeoutMs, dialer);
            return connection;
        } catch (SocketTimeoutException e) {
            connection.close();
            throw new CheckFailure(CheckStatus.L4_TIMEOUT, "");
        } catch (IOException e) {
            connection.close();
            throw new CheckFailure(CheckStatus.L4_CONNECTION, words(e));
        }
    }

    private void connect(long timeoutMs, UnixDialer dialer) throws IOException {
        switch (target) {
            case EndpointSpec.Inet(IpAddress address, int port) ->
                    connect(
                            address == null
                                    ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                                    : Addresses.inet(address, port),
                            timeoutMs);
            case EndpointSpec.Host(String name, int port) ->
                    connect(new InetSocketAddress(name, port), timeoutMs);
            case EndpointSpec.Unix _, EndpointSpec.AbstractUnix _ ->
                    unix = dialer.connect(target, timeoutMs);
            case EndpointSpec.Descriptor descriptor ->
                    throw new IOException("no address: " + descriptor.text());
        }
    }

    private void connect(InetSocketAddress address, long timeoutMs) throws IOException {
        Socket inet = new Socket();
        socket = inet;
        inet.setTcpNoDelay(true);
        // A check's connection leaves nothing behind in TIME_WAIT, as HAProxy's do not.
        inet.setSoLinger(true, 0);
        inet.connect(address, Math.toIntExact(Math.min(timeoutMs, Integer.MAX_VALUE)));
        in = inet.getInputStream();
        out = inet.getOutputStream();
    }

    /** Bounds everything from now on. */
    void deadlineIn(long timeoutMs) {
        deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /**
     * Speaks TLS from here on.
     *
     * @throws CheckFailure L6RSP or L6TOUT
     */
    void startTls(CheckTls settings, @Nullable String serverName) throws CheckFailure {
        Socket plain = socket;
        if (plain == null) {
            throw new CheckFailure(CheckStatus.SOCKET_ERROR, "TLS over a unix socket");
        }
        try {
            plain.setSoTimeout(remainingMs());
            SSLSocket tls = settings.over(plain, hostOf(target), serverName);
            socket = tls;
            tls.startHandshake();
            in = tls.getInputStream();
            out = tls.getOutputStream();
        } catch (SocketTimeoutException e) {
            throw new CheckFailure(CheckStatus.L6_TIMEOUT, "");
        } catch (IOException e) {
            throw new CheckFailure(CheckStatus.L6_RESPONSE, handshakeWords(e));
        }
    }

    /** HAProxy's words. The JDK has no type of its own for a certificate of another name. */
    private static String handshakeWords(IOException failure) {
        return failure.getCause() instanceof CertificateException refused
                        && String.valueOf(refused.getMessage()).contains(" name matching ")
                ? "Server presented an SSL certificate different from the configured one"
                : "SSL handshake failure";
    }

    /**
     * Sends all of it.
     *
     * @throws CheckFailure SOCKERR
     */
    void send(byte[] data) throws CheckFailure {
        try {
            UnixStream stream = unix;
            if (stream != null) {
                stream.write(data, remainingMs());
                return;
            }
            OutputStream plain = Check.present(out, "open connection");
            plain.write(data);
            plain.flush();
        } catch (IOException e) {
            throw new CheckFailure(CheckStatus.SOCKET_ERROR, words(e));
        }
    }

    /**
     * Reads what there is, waiting for at least one octet.
     *
     * @return octets read, -1 at the end of the stream
     * @throws SocketTimeoutException when the deadline comes first
     */
    int read(byte[] into, int offset) throws IOException {
        UnixStream stream = unix;
        if (stream != null) {
            return stream.read(into, offset, remainingMs());
        }
        Check.present(socket, "open connection").setSoTimeout(remainingMs());
        return Check.present(in, "open connection").read(into, offset, into.length - offset);
    }

    private int remainingMs() throws SocketTimeoutException {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (leftMs <= 0) {
            throw new SocketTimeoutException("deadline passed");
        }
        return Math.toIntExact(Math.min(leftMs, Integer.MAX_VALUE));
    }

    /** {@code PROXY} line of this connection (PROXY protocol version 1). */
    byte[] proxyHeader() {
        if (socket != null
                && socket.getLocalSocketAddress() instanceof InetSocketAddress local
                && socket.getRemoteSocketAddress() instanceof InetSocketAddress remote) {
            String family = local.getAddress().getAddress().length == 4 ? "TCP4" : "TCP6";
            return "PROXY %s %s %s %d %d\r\n"
                    .formatted(
                            family,
                            local.getAddress().getHostAddress(),
                            remote.getAddress().getHostAddress(),
                            local.getPort(),
                            remote.getPort())
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        return "PROXY UNKNOWN\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        if (socket != null) {
            closeQuietly(socket);
        }
        if (unix != null) {
            unix.close();
        }
    }

    private static void closeQuietly(java.io.Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // The check is decided; a connection that will not close changes nothing.
        }
    }

    private static String hostOf(EndpointSpec endpoint) {
        return switch (endpoint) {
            case EndpointSpec.Inet(IpAddress address, int _) ->
                    address == null ? "" : address.toString();
            case EndpointSpec.Host(String name, int _) -> name;
            case EndpointSpec.Unix _, EndpointSpec.AbstractUnix _, EndpointSpec.Descriptor _ -> "";
        };
    }

    /** The system's words: "Connection refused", "Connection reset by peer". */
    static String words(IOException e) {
        if (e instanceof EOFException || e.getMessage() == null) {
            return "Connection closed";
        }
        // The JDK shortens this one.
        return e.getMessage().equals("Connection reset")
                ? "Connection reset by peer"
                : e.getMessage();
    }
}
