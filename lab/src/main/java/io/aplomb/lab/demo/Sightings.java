package io.aplomb.lab.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the balancers' own logs say of the servers: who saw whom go down or come up, and when. */
final class Sightings {

    private static final Pattern CHANGE =
            Pattern.compile("Server " + Platform.BACKEND + "/(\\S+) is (UP|DOWN)(.*)");

    /** One log line about a server. */
    record Sighting(String balancer, String server, boolean up, String details, long atNs) {}

    private record Key(String balancer, String server) {}

    private final Map<Key, Sighting> latest = new HashMap<>();

    /** Reads a balancer's log line; anything but a server's change is passed over. */
    synchronized Optional<Sighting> read(String balancer, String line) {
        Matcher change = CHANGE.matcher(line);
        if (!change.find()) {
            return Optional.empty();
        }
        Sighting sighting =
                new Sighting(
                        balancer,
                        change.group(1),
                        change.group(2).equals("UP"),
                        change.group(3),
                        System.nanoTime());
        latest.put(new Key(balancer, sighting.server()), sighting);
        notifyAll();
        return Optional.of(sighting);
    }

    /** Waits until that balancer has reported that state since {@code sinceNs}; empty when late. */
    synchronized Optional<Sighting> await(
            String balancer, String server, boolean up, long sinceNs, long limitMs)
            throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        while (true) {
            Sighting seen = latest.get(new Key(balancer, server));
            if (seen != null && seen.up() == up && seen.atNs() >= sinceNs) {
                return Optional.of(seen);
            }
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0) {
                return Optional.empty();
            }
            wait(leftMs);
        }
    }
}
