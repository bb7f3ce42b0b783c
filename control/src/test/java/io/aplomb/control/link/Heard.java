package io.aplomb.control.link;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** What a listener heard, as lines, in order; and when. */
final class Heard implements LinkListener {
    private static final int LIMIT_S = 60;

    record Event(String line, long atNs) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final List<String> passed = new ArrayList<>();

    private void add(String line) {
        events.add(new Event(line, System.nanoTime()));
    }

    /** Waits until a line comes that begins so; forgets all before. */
    Event await(String prefix) throws InterruptedException {
        return await(line -> line.startsWith(prefix), prefix);
    }

    /** Waits until all of these have come, in whatever order; forgets all before. */
    void awaitAll(String... lines) throws InterruptedException {
        Set<String> missing = new HashSet<>(Set.of(lines));
        while (!missing.isEmpty()) {
            missing.remove(await(missing::contains, missing.toString()).line());
        }
    }

    Event await(Predicate<String> wanted, String description) throws InterruptedException {
        while (true) {
            Event next = events.poll(LIMIT_S, SECONDS);
            if (next == null) {
                throw new AssertionError("no " + description + " after " + passed);
            }
            passed.add(next.line());
            if (wanted.test(next.line())) {
                return next;
            }
        }
    }

    byte[] awaitMessage() throws InterruptedException {
        byte[] message = messages.poll(LIMIT_S, SECONDS);
        if (message == null) {
            throw new AssertionError("no message after " + passed + events);
        }
        return message;
    }

    /** All lines so far. */
    List<String> lines() {
        List<String> all = new ArrayList<>(passed);
        events.forEach(event -> all.add(event.line()));
        return all;
    }

    @Override
    public void peerUp(String peer) {
        add("up " + peer);
    }

    @Override
    public void peerDown(String peer, DownCause cause, long silentNs) {
        add("down " + peer + " " + cause);
    }

    @Override
    public void peerSuspect(String peer) {
        add("suspect " + peer);
    }

    @Override
    public void peerCleared(String peer) {
        add("cleared " + peer);
    }

    @Override
    public void linkUp(String peer, int link) {
        add("link " + peer + " " + link + " up");
    }

    @Override
    public void linkDown(String peer, int link, LinkLoss why) {
        add("link " + peer + " " + link + " down " + why);
    }

    @Override
    public void message(String peer, byte[] bytes) {
        messages.add(bytes);
    }
}
