package io.aplomb.control.enrol;

import io.aplomb.control.pki.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens of a machine. Thread-safe within a process; files are read anew each time.
 *
 * <p>Accepted from others: those in {@code STATE/enrol.token}, each once and until its time is
 * over; then {@code $APLOMB_TOKEN} and {@code /etc/aplomb/token}, by which a system that installs
 * machines makes them known to each other, for any number of machines.
 *
 * <p>Shown to others: what is given with the command, {@code $APLOMB_TOKEN}, the line of that host
 * or of {@code *} in {@code STATE/tokens}, {@code /etc/aplomb/token}.
 */
public final class EnrolTokens {

    /** Where an installation leaves a token for all its machines. */
    public static final Path PROVISIONED = Path.of("/etc/aplomb/token");

    private static final String VARIABLE = "APLOMB_TOKEN";
    private static final String ONE_TIME_FILE = "enrol.token";
    private static final String OUTGOING_FILE = "tokens";
    private static final int MOST_TOKENS = 100;

    private final Path state;
    private final Path provisioned;
    private final Map<String, String> environment;
    private final InstantSource clock;

    /**
     * @param state of this machine
     * @param provisioned {@link #PROVISIONED} but in tests
     * @param environment of this process
     */
    public EnrolTokens(
            Path state, Path provisioned, Map<String, String> environment, InstantSource clock) {
        this.state = state;
        this.provisioned = provisioned;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    /** A token in the one-time file. */
    private record OneTime(String token, Instant until) {
        String line() {
            return until.equals(Instant.MAX) ? token + "\n" : token + " " + until + "\n";
        }
    }

    /**
     * Makes a token that lets one machine in.
     *
     * @param life after which it is of no use
     */
    public synchronized String make(Duration life) throws IOException {
        String token = EnrolToken.make();
        List<OneTime> all = new ArrayList<>(oneTime());
        if (all.size() >= MOST_TOKENS) {
            throw new IOException(
                    all.size() + " tokens wait for a machine already: " + oneTimeFile());
        }
        all.add(new OneTime(token, clock.instant().plus(life)));
        write(all);
        return token;
    }

    /** The token of a name that is accepted now; without a name the one provisioned. */
    synchronized Optional<String> accepted(String name) throws IOException {
        List<String> candidates = new ArrayList<>();
        oneTime().forEach(one -> candidates.add(one.token()));
        variable().ifPresent(candidates::add);
        first(provisioned).ifPresent(candidates::add);
        return candidates.stream().filter(token -> EnrolToken.name(token).equals(name)).findFirst();
    }

    /** A token has done its service. */
    synchronized void used(String token) throws IOException {
        List<OneTime> all = oneTime();
        List<OneTime> rest = all.stream().filter(one -> !one.token().equals(token)).toList();
        if (rest.size() < all.size()) {
            write(rest);
        }
    }

    /**
     * What to show to another machine; empty when there is nothing.
     *
     * @param given with the command
     */
    public synchronized Optional<String> outgoing(Optional<String> given, String host)
            throws IOException {
        if (given.isPresent()) {
            return given;
        }
        Optional<String> found = variable();
        if (found.isEmpty()) {
            found = line(host);
        }
        if (found.isEmpty()) {
            found = line("*");
        }
        return found.isPresent() ? found : first(provisioned);
    }

    private Optional<String> variable() {
        return Optional.ofNullable(environment.get(VARIABLE)).filter(token -> !token.isBlank());
    }

    private Optional<String> line(String host) throws IOException {
        return lines(state.resolve(OUTGOING_FILE)).stream()
                .map(line -> line.split("\\s+", 2))
                .filter(words -> words.length == 2 && words[0].equals(host))
                .map(words -> words[1])
                .findFirst();
    }

    private static Optional<String> first(Path file) throws IOException {
        return lines(file).stream().findFirst();
    }

    private List<OneTime> oneTime() throws IOException {
        Instant now = clock.instant();
        List<OneTime> all = new ArrayList<>();
        for (String line : lines(oneTimeFile())) {
            String[] words = line.split("\\s+");
            // A person may write a token there too, without a time.
            Instant until = words.length > 1 ? time(words[1]) : Instant.MAX;
            if (until.isAfter(now)) {
                all.add(new OneTime(words[0], until));
            }
        }
        return all;
    }

    private Instant time(String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException damaged) {
            throw new IOException(oneTimeFile() + ": " + text + " is no time", damaged);
        }
    }

    private void write(List<OneTime> all) throws IOException {
        if (all.isEmpty()) {
            SecretFile.delete(oneTimeFile());
            return;
        }
        StringBuilder text = new StringBuilder();
        all.forEach(one -> text.append(one.line()));
        SecretFile.write(oneTimeFile(), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Path oneTimeFile() {
        return state.resolve(ONE_TIME_FILE);
    }

    /** Lines with something in them, but for comments. */
    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readString(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }
}
