package io.aplomb.formats.pcs;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.model.cib.Element;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of command lines and of what pcs 0.11.5 does with them.
 *
 * <pre>
 * # a comment
 * &#64; NAME           begins anew with the base cib/NAME.xml
 * $ resource ...     as pcs -f FILE resource ...
 * $~ resource ...    deliberately not as pcs, which is not asked
 * $! resource ...    as on a living cluster; pcs is not asked
 * = 1                the exit code, where it is not 0
 * ? Order ...        what the cluster is asked to do
 * &gt; text             standard output
 * ! text             standard error
 * - line, + line     of the configuration, attributes in one order
 * </pre>
 *
 * @param sections each begins with its {@code @} line
 */
record Transcript(Path file, List<Section> sections) {

    /** Commands in a row on one base. */
    record Section(List<String> heading, String base, List<Step> steps) {}

    /**
     * One command.
     *
     * @param comments lines above it
     * @param block lines behind it
     */
    record Step(List<String> comments, String mark, String line, List<String> block) {

        /** Whether pcs is to give the same. */
        boolean isCompared() {
            return mark.equals("$");
        }

        boolean isLive() {
            return mark.equals("$!");
        }

        /** The words of the line, with quotes as a shell takes them. */
        List<String> words() {
            List<String> words = new ArrayList<>();
            StringBuilder word = null;
            char quote = 0;
            for (char c : line.toCharArray()) {
                if (quote != 0 && c == quote) {
                    quote = 0;
                } else if (quote == 0 && (c == '\'' || c == '"')) {
                    quote = c;
                    word = word == null ? new StringBuilder() : word;
                } else if (quote == 0 && c == ' ') {
                    if (word != null) {
                        words.add(word.toString());
                    }
                    word = null;
                } else {
                    word = word == null ? new StringBuilder() : word;
                    word.append(c);
                }
            }
            if (word != null) {
                words.add(word.toString());
            }
            return words;
        }
    }

    private static Path directory() {
        return Path.of("src/test/resources/io/aplomb/formats/pcs");
    }

    /** All there are, by name. */
    static List<Transcript> all() {
        try (Stream<Path> files = Files.list(directory().resolve("transcripts"))) {
            return files.sorted().map(Transcript::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The base of this name. */
    static Element base(String name) {
        Path file = directory().resolve("cib").resolve(name + ".xml");
        try {
            return CibReader.readAsWritten(Files.readString(file), name, new Diagnostics())
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Transcript read(Path file) {
        List<Section> sections = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.isEmpty() || line.startsWith("#")) {
                    comments.add(line);
                } else if (line.startsWith("@ ")) {
                    sections.add(
                            new Section(
                                    List.copyOf(comments), line.substring(2), new ArrayList<>()));
                    comments.clear();
                } else if (line.startsWith("$")) {
                    String mark = line.substring(0, line.indexOf(' '));
                    String words = line.substring(mark.length() + 1);
                    sections.getLast()
                            .steps()
                            .add(new Step(List.copyOf(comments), mark, words, new ArrayList<>()));
                    comments.clear();
                } else {
                    sections.getLast().steps().getLast().block().add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Transcript(file, sections);
    }

    /** The text of the file. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Section section : sections) {
            section.heading().forEach(line -> text.append(line).append('\n'));
            text.append("@ ").append(section.base()).append('\n');
            for (Step step : section.steps()) {
                step.comments().forEach(line -> text.append(line).append('\n'));
                text.append(step.mark()).append(' ').append(step.line()).append('\n');
                step.block().forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return String.valueOf(file.getFileName());
    }
}
