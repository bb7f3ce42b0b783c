package io.aplomb.control.mail;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of RFC 5321 as a test needs; takes connections one after the other. */
public final class MailServer implements Closeable {

    private static final long PATIENCE_S = 60;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<List<String>> sessions = new LinkedBlockingQueue<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger busy = new AtomicInteger();
    private final Semaphore turnedAway = new Semaphore(0);
    private volatile String extension = "";

    public MailServer() throws IOException {
        Thread _ = Thread.ofVirtual().start(this::run);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Refuses a recipient from now on. */
    void refuse(String recipient) {
        refused.add("RCPT TO:<" + recipient + ">");
    }

    /** Says so to who greets it with EHLO. */
    public void offer(String offered) {
        extension = offered;
    }

    /** Answers so many connections that it has no time. */
    public void beBusy(int connections) {
        busy.set(connections);
    }

    /** Waits until a connection more was told that there is no time. */
    public void awaitTurnedAway() throws InterruptedException {
        assertThat(turnedAway.tryAcquire(PATIENCE_S, SECONDS)).isTrue();
    }

    /** All that a client said in the next session with a letter. */
    public List<String> next() throws InterruptedException {
        List<String> next = sessions.poll(PATIENCE_S, SECONDS);
        assertThat(next).as("a letter within %s s", PATIENCE_S).isNotNull();
        return next;
    }

    public boolean isEmpty() {
        return sessions.isEmpty();
    }

    private void run() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                serve(client);
            } catch (IOException ended) {
                continue;
            }
        }
    }

    private void serve(Socket client) throws IOException {
        if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            say(client, "421 busy");
            turnedAway.release();
            return;
        }
        List<String> said = new ArrayList<>();
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        say(client, "220 ready");
        boolean letter = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            said.add(line);
            String word = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            if (refused.contains(line)) {
                say(client, "550 nobody of that name");
            } else if (word.equals("DATA")) {
                say(client, "354 go on");
                read(in, said);
                letter = true;
                say(client, "250 taken");
            } else if (word.equals("EHLO") && !extension.isEmpty()) {
                say(client, "250-well");
                say(client, "250 " + extension);
            } else if (word.equals("AUTH")) {
                say(client, "235 welcome");
            } else if (word.equals("QUIT")) {
                say(client, "221 bye");
                break;
            } else {
                say(client, "250 well");
            }
        }
        if (letter) {
            sessions.add(said);
        }
    }

    private static void read(BufferedReader in, List<String> said) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            said.add(line);
            if (line.equals(".")) {
                return;
            }
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
