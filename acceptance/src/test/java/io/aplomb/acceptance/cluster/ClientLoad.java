package io.aplomb.acceptance.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients of an address, each sending line after line on a connection that it keeps while it can.
 */
public final class ClientLoad implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int SERVICE_PORT = 7;
    private static final int PAUSE_MS = 10;
    private static final int ANSWER_LIMIT_MS = 500;
    private static final byte[] LINE = "are you there?\n".getBytes(US_ASCII);

    private final ClusterLab lab;
    private final String address;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;
    private long answers;
    private long seenNs = System.nanoTime();
    private long longestGapNs;

    private ClientLoad(ClusterLab lab, String address) {
        this.lab = lab;
        this.address = address;
    }

    /** Begins. */
    public static ClientLoad start(ClusterLab lab, String address) {
        ClientLoad load = new ClientLoad(lab, address);
        for (int client = 1; client <= CLIENTS; client++) {
            load.threads.add(Thread.ofPlatform().name("client-" + client).start(load::run));
        }
        return load;
    }

    private void run() {
        while (!stopped) {
            try (SocketChannel channel = lab.clientChannel()) {
                Socket socket = channel.socket();
                socket.connect(new InetSocketAddress(address, SERVICE_PORT), ANSWER_LIMIT_MS);
                socket.setSoTimeout(ANSWER_LIMIT_MS);
                talk(socket);
            } catch (IOException gone) {
                // The address is on its way to another machine: connect again.
                pause();
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        while (!stopped) {
            socket.getOutputStream().write(LINE);
            if (socket.getInputStream().readNBytes(LINE.length).length < LINE.length) {
                return;
            }
            answered(System.nanoTime());
            pause();
        }
    }

    private void pause() {
        try {
            Patience.pause(PAUSE_MS);
        } catch (InterruptedException ended) {
            stopped = true;
        }
    }

    private synchronized void answered(long nowNs) {
        answers++;
        longestGapNs = Math.max(longestGapNs, nowNs - seenNs);
        seenNs = nowNs;
    }

    /** How many lines came back to all clients together. */
    public synchronized long answers() {
        return answers;
    }

    /** The longest time in which no client got an answer. */
    public synchronized Duration longestGap() {
        return Duration.ofNanos(longestGapNs);
    }

    /** Forgets the gaps until now. */
    public synchronized void forgetGaps() {
        seenNs = System.nanoTime();
        longestGapNs = 0;
    }

    @Override
    public void close() {
        stopped = true;
        threads.forEach(Patience::join);
    }
}
