package io.aplomb.acceptance.cluster;

import io.aplomb.control.admin.AdminClient;
import io.aplomb.control.admin.AdminRequest;
import io.aplomb.control.admin.Caller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A daemon's socket, asked in this process in the way the program asks it: no process is started
 * for a command, so that hundreds take seconds. Any thread may ask.
 */
public final class AdminSocket {
    /** What came of a command. */
    public record Said(int exitCode, String output, String errors) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    private final Path path;

    private AdminSocket(Path path) {
        this.path = path;
    }

    /** That of a machine's daemon, whether it runs or not. */
    public static AdminSocket of(LabMachine machine) {
        return new AdminSocket(machine.folder().resolve("state/admin.sock"));
    }

    /** Has a command carried out whose words name no file. */
    public Said ask(String... words) throws IOException {
        return askWithInput("", words);
    }

    /**
     * Has a command carried out.
     *
     * @param input what it finds where it reads a file, whatever its name
     * @throws AdminClient.NobodyThereException where no daemon runs
     * @throws IOException where it ended before it had answered
     */
    Said askWithInput(String input, String... words) throws IOException {
        Person person = new Person(List.of(words), input);
        int code = AdminClient.carryOut(path, person);
        return new Said(code, person.written.text(), person.complaints.text());
    }

    private static final class Text {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /** Without a terminal, and with one file. */
    private static final class Person implements Caller {
        private final AdminRequest request;
        private final String input;
        private final Text written = new Text();
        private final Text complaints = new Text();

        Person(List<String> words, String input) {
            this.request = new AdminRequest(words, Map.of(), 0, 0);
            this.input = input;
        }

        @Override
        public AdminRequest request() {
            return request;
        }

        @Override
        public PrintStream out() {
            return written.stream;
        }

        @Override
        public PrintStream err() {
            return complaints.stream;
        }

        @Override
        public byte[] readFile(String path) {
            return input.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void writeFile(String path, byte[] content) throws IOException {
            throw new IOException("there is no place for " + path);
        }

        @Override
        public Optional<String> ask(String prompt, boolean secret) {
            return Optional.empty();
        }

        @Override
        public Optional<Character> key(long waitMs) {
            return Optional.empty();
        }
    }
}
