package io.aplomb.acceptance.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the resources of {@code ocf:aplomb:Marker} wrote, in the order of their writing: whether one
 * was ever active twice, over the whole history. Two lives of a resource were so at once if one
 * wrote before and after a line of the other.
 */
public final class MarkerLog {
    private final Path file;

    /** A log that all machines write to. */
    public MarkerLog(Path file) {
        this.file = file;
    }

    /** The parameter of the agent. */
    public String parameter() {
        return "log=" + file;
    }

    /** One line: when (seconds since the host's boot), on which machine, which resource, what. */
    private record Line(
            double secondsS, String machine, String resource, String word, String life) {
        static Optional<Line> of(String text) {
            String[] parts = text.split(" ");
            // A machine may lose its power in the midst of a line.
            if (parts.length < 4) {
                return Optional.empty();
            }
            String life = parts.length > 4 ? parts[4] : "";
            return Optional.of(
                    new Line(Double.parseDouble(parts[0]), parts[1], parts[2], parts[3], life));
        }
    }

    /** One life of a resource: the numbers of its first and last line. */
    private record Life(String name, int first, int last, double firstS, double lastS) {}

    private List<Line> lines() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream().map(Line::of).flatMap(Optional::stream).toList();
    }

    private List<Life> lives(String resource) throws IOException {
        Map<String, Life> lives = new LinkedHashMap<>();
        int number = 0;
        for (Line line : lines()) {
            number++;
            if (line.resource().equals(resource) && line.word().equals("active")) {
                Life before = lives.get(line.life());
                int first = before == null ? number : before.first();
                double firstS = before == null ? line.secondsS() : before.firstS();
                lives.put(
                        line.life(), new Life(line.life(), first, number, firstS, line.secondsS()));
            }
        }
        return List.copyOf(lives.values());
    }

    /** The lives of a resource that overlap; empty when it was never active twice. */
    public List<String> violations(String resource) throws IOException {
        List<String> found = new ArrayList<>();
        List<Life> lives = lives(resource);
        for (int i = 0; i < lives.size(); i++) {
            for (int k = i + 1; k < lives.size(); k++) {
                if (lives.get(k).first() < lives.get(i).last()) {
                    found.add("%s: %s and %s".formatted(resource, lives.get(i), lives.get(k)));
                }
            }
        }
        return found;
    }

    /** The longest time between two lives of a resource, in seconds. */
    public double longestGapS(String resource) throws IOException {
        List<Life> lives = lives(resource);
        double longest = 0;
        for (int i = 1; i < lives.size(); i++) {
            longest = Math.max(longest, lives.get(i).firstS() - lives.get(i - 1).lastS());
        }
        return longest;
    }

    /** How many lines there are: a moment in the history. */
    public int length() throws IOException {
        return lines().size();
    }

    /** The machine that wrote last of a resource's being active since a moment, if any did. */
    public Optional<String> activeSince(int moment, String resource) throws IOException {
        List<Line> all = lines();
        for (Line line : all.subList(Math.min(moment, all.size()), all.size()).reversed()) {
            if (line.resource().equals(resource) && line.word().equals("active")) {
                return Optional.of(line.machine());
            }
        }
        return Optional.empty();
    }
}
