package io.aplomb.control.agent;

import io.aplomb.linux.Descriptors;
import io.aplomb.linux.DirectoryEvents;
import io.aplomb.linux.Poller;
import io.aplomb.linux.SystemCallException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what agents ask the cluster. A call of {@code crm_attribute} in an agent is a few lines
 * of sh that leave the question in a file and read the answer from a named pipe: no program has to
 * start but mkfifo(1), so a call takes some two milliseconds, where a Java machine takes hundreds.
 *
 * <pre>
 *  crm_attribute (sh)                       this thread (inotify)
 *  mkfifo 4711.a, opens it
 *  writes 4711.q, closes it     ------->    reads 4711.q
 *  reads its lines, ends        &lt;-------    writes 4711.a, removes both
 * </pre>
 *
 * <p>Only who runs as the node's own user may ask: the directory is nobody else's.
 */
public final class AgentSpool implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(AgentSpool.class);
    private static final String SHIM = "/io/aplomb/control/agent/agent-tool.sh";
    private static final String QUESTION = ".q";
    private static final String ANSWER = ".a";
    private static final long STOP_PATIENCE_MS = 5_000;

    /** Longer ones are nobody's who plays by the rules. */
    private static final int QUESTION_BYTES = 64 * 1024;

    /** A named pipe holds 64 KiB; nobody reads before all is written. */
    private static final int ANSWER_BYTES = 48 * 1024;

    private final Path directory;
    private final AgentTools tools;
    private final DirectoryEvents events;
    private final Poller poller;
    private final Thread thread =
            Thread.ofPlatform().name("agent-questions").daemon().unstarted(this::run);
    private volatile boolean stopping;

    private AgentSpool(Path directory, AgentTools tools, DirectoryEvents events, Poller poller) {
        this.directory = directory;
        this.tools = tools;
        this.events = events;
        this.poller = poller;
    }

    /**
     * Writes the tools that agents call, and begins to answer.
     *
     * @param program the whole program, for questions that are not for here: {@code
     *     /usr/bin/aplomb}
     */
    public static AgentSpool open(AgentPlaces places, AgentServices services, Path program)
            throws IOException {
        install(places, program);
        Path directory = places.spool();
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        removeLeftovers(directory);
        DirectoryEvents events = DirectoryEvents.open();
        try {
            int _ = events.watch(directory.toString());
            AgentSpool spool =
                    new AgentSpool(directory, new AgentTools(services), events, Poller.open());
            Path _ =
                    Files.writeString(
                            directory.resolve("pid"), ProcessHandle.current().pid() + "\n");
            spool.thread.start();
            return spool;
        } catch (IOException failure) {
            events.close();
            throw failure;
        }
    }

    private static void install(AgentPlaces places, Path program) throws IOException {
        Files.createDirectories(places.tools());
        String shim;
        try (var text = AgentSpool.class.getResourceAsStream(SHIM)) {
            if (text == null) {
                throw new IllegalStateException(SHIM + " is missing");
            }
            shim = new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
        Path fresh = places.tools().resolve(".agent-tool");
        Files.writeString(
                fresh,
                shim.replace("@SPOOL@", quoted(places.spool()))
                        .replace("@PROGRAM@", quoted(program)));
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path tool = places.tools().resolve("agent-tool");
        Path _ = Files.move(fresh, tool, StandardCopyOption.ATOMIC_MOVE);
        List<String> names = new ArrayList<>(AgentTools.NAMES);
        names.addAll(
                List.of(
                        "pacemakerd",
                        "crm_mon",
                        "cibadmin",
                        "crm_simulate",
                        "crm_failcount",
                        "crm_standby",
                        "crmadmin",
                        "stonith_admin"));
        for (String name : names) {
            Path link = places.tools().resolve(name);
            boolean _ = Files.deleteIfExists(link);
            Path _ = Files.createSymbolicLink(link, tool.getFileName());
        }
    }

    /** As one word of sh. */
    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }

    private static void removeLeftovers(Path directory) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }

    private void run() {
        try {
            while (!stopping) {
                List<Integer> _ = poller.await(List.of(events.fd()), -1);
                for (DirectoryEvents.Event event : events.take()) {
                    switch (event) {
                        case DirectoryEvents.Event.Changed(int _, String name) -> see(name);
                        case DirectoryEvents.Event.Lost() -> seeAll();
                        case DirectoryEvents.Event.DirectoryGone(int _) ->
                                LOG.error("{} is gone: agents get no answers", directory);
                    }
                }
            }
        } catch (IOException failure) {
            LOG.error("agents get no answers any more: {}", failure.getMessage());
        }
    }

    private void seeAll() throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            all.forEach(file -> see(file.getFileName().toString()));
        }
    }

    /** A removal is reported, too: then there is nothing to read. */
    private void see(String name) {
        Path question = directory.resolve(name);
        if (name.endsWith(QUESTION) && Files.exists(question)) {
            Thread _ = Thread.ofVirtual().start(() -> serve(question));
        }
    }

    private void serve(Path question) {
        String name = question.getFileName().toString();
        Path pipe =
                directory.resolve(name.substring(0, name.length() - QUESTION.length()) + ANSWER);
        try {
            Optional<ToolAnswer> answer = answer(question);
            if (answer.isPresent()) {
                send(pipe, answer.get());
            }
        } catch (IOException | RuntimeException failure) {
            LOG.warn("a question of an agent: {}", failure.toString());
        }
    }

    private Optional<ToolAnswer> answer(Path question) throws IOException {
        if (Files.size(question) > QUESTION_BYTES) {
            Files.delete(question);
            return Optional.of(ToolAnswer.refused(ToolAnswer.USAGE, "the question is too long\n"));
        }
        byte[] octets = Files.readAllBytes(question);
        // Who has the file has the question: the report of one may come twice.
        if (!Files.deleteIfExists(question)) {
            return Optional.empty();
        }
        return Optional.of(
                parse(octets)
                        .map(
                                words ->
                                        tools.answer(
                                                words.get(0),
                                                words.get(1),
                                                words.subList(2, words.size())))
                        .orElseGet(
                                () ->
                                        ToolAnswer.refused(
                                                ToolAnswer.USAGE,
                                                "the question is no question\n")));
    }

    /**
     * Reads words: of each a line with its length in octets, the octets, and a line end; at last a
     * line with a dot. The first two are the tool and the resource that asks.
     */
    static Optional<List<String>> parse(byte[] octets) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            int end = at;
            while (end < octets.length && octets[end] != '\n') {
                end++;
            }
            String line = new String(octets, at, end - at, StandardCharsets.US_ASCII);
            if (line.equals(".")) {
                return words.size() < 2 ? Optional.empty() : Optional.of(words);
            }
            if (line.isEmpty()
                    || line.length() > 6
                    || !line.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.empty();
            }
            int length = Integer.parseInt(line);
            int from = end + 1;
            if (from + length + 1 > octets.length || octets[from + length] != '\n') {
                return Optional.empty();
            }
            words.add(new String(octets, from, length, StandardCharsets.UTF_8));
            at = from + length + 1;
        }
        return Optional.empty();
    }

    /** The asking process has the pipe open for both directions: what is written stays in it. */
    private static void send(Path pipe, ToolAnswer answer) throws IOException {
        List<String> output = answer.output().lines().toList();
        List<String> error = answer.error().lines().toList();
        StringBuilder text = new StringBuilder();
        text.append(answer.rc())
                .append(' ')
                .append(output.size())
                .append(' ')
                .append(error.size())
                .append('\n');
        output.forEach(line -> text.append(line).append('\n'));
        error.forEach(line -> text.append(line).append('\n'));
        byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
        if (octets.length > ANSWER_BYTES) {
            send(pipe, ToolAnswer.refused(ToolAnswer.ERROR, "the answer is too long"));
            return;
        }
        int fd = Descriptors.openPipe(pipe.toString());
        try {
            Files.delete(pipe);
            Descriptors.write(fd, octets);
        } finally {
            Descriptors.close(fd);
        }
    }

    /** Answers nobody any more. */
    @Override
    public void close() {
        if (stopping) {
            return; // its descriptors may be others' by now
        }
        stopping = true;
        try {
            boolean _ = Files.deleteIfExists(directory.resolve("pid"));
            poller.wake();
            thread.join(STOP_PATIENCE_MS);
        } catch (SystemCallException ended) {
            LOG.debug("no question is answered any more: {}", ended.getMessage());
        } catch (IOException kept) {
            LOG.warn("{}: {}", directory, kept.getMessage());
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            events.close();
            poller.close();
        }
    }
}
