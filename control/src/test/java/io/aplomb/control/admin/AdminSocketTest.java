package io.aplomb.control.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdminSocketTest {
    @TempDir private Path directory;

    @Test
    void commandLine_reachesTheDaemonWhole() throws Exception {
        AdminRequest request =
                new AdminRequest(
                        List.of("pcs", "", "two words", "é\n"), Map.of("LANG", "fr"), 132, 50);
        try (AdminServer _ =
                AdminServer.open(
                        socket(),
                        caller -> {
                            assertThat(caller.request()).isEqualTo(request);
                            caller.out().print("done\n");
                            return 7;
                        })) {
            Person person = new Person(request);
            assertThat(AdminClient.carryOut(socket(), person)).isEqualTo(7);
            assertThat(person.said()).isEqualTo("done\n");
        }
    }

    @Test
    void bothOutputs_comeInTheOrderInWhichTheyWereWritten() throws Exception {
        try (AdminServer _ =
                AdminServer.open(
                        socket(),
                        caller -> {
                            caller.out().print("1");
                            caller.err().print("2");
                            caller.out().print("3");
                            return 0;
                        })) {
            Person person = new Person(request());
            assertThat(AdminClient.carryOut(socket(), person)).isZero();
            assertThat(person.said()).isEqualTo("123");
        }
    }

    @Test
    void files_areReadAndWrittenByTheCaller() throws Exception {
        try (AdminServer _ =
                AdminServer.open(
                        socket(),
                        caller -> {
                            try {
                                caller.writeFile("copy", caller.readFile("original"));
                                byte[] _ = caller.readFile("missing");
                                return 0;
                            } catch (IOException missing) {
                                caller.err().print(missing.getMessage());
                                return 1;
                            }
                        })) {
            Person person = new Person(request());
            person.files.put("original", new byte[300_000]);
            assertThat(AdminClient.carryOut(socket(), person)).isEqualTo(1);
            assertThat(person.files.get("copy")).isEqualTo(new byte[300_000]);
            assertThat(person.said()).isEqualTo("No such file or directory");
        }
    }

    @Test
    void questions_areAnsweredByThePerson() throws Exception {
        try (AdminServer _ =
                AdminServer.open(
                        socket(),
                        caller -> {
                            try {
                                caller.out().print(caller.ask("Username: ", false).orElse("?"));
                                caller.out().print(caller.ask("Password: ", true).orElse("?"));
                                caller.out().print(caller.key(10).orElse('?'));
                            } catch (IOException gone) {
                                return 1;
                            }
                            return 0;
                        })) {
            Person person = new Person(request());
            assertThat(AdminClient.carryOut(socket(), person)).isZero();
            assertThat(person.said()).isEqualTo("Username: false?q");
        }
    }

    @Test
    void callerThatGoes_interruptsWhatWaits() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (AdminServer _ =
                AdminServer.open(
                        socket(),
                        _ -> {
                            begun.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException gone) {
                                interrupted.countDown();
                                throw gone;
                            }
                            return 0;
                        })) {
            try (SocketChannel channel = SocketChannel.open(address())) {
                Frame.request(request()).write(Channels.newOutputStream(channel));
                begun.await();
            }
            interrupted.await();
        }
        assertThat(interrupted.getCount()).isZero();
    }

    @Test
    void socket_isForItsOwnerAlone() throws Exception {
        try (AdminServer _ = AdminServer.open(socket(), _ -> 0)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-------");
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void secondDaemon_isRefused_butALeftoverIsTakenAway() throws Exception {
        try (AdminServer _ = AdminServer.open(socket(), _ -> 0)) {
            assertThatThrownBy(() -> AdminServer.open(socket(), _ -> 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another daemon");
        }
        try (var leftover =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            leftover.bind(address());
        }
        try (AdminServer _ = AdminServer.open(socket(), _ -> 3)) {
            assertThat(AdminClient.carryOut(socket(), new Person(request()))).isEqualTo(3);
        }
    }

    @Test
    void noDaemon_isTold() {
        assertThatThrownBy(() -> AdminClient.carryOut(socket(), new Person(request())))
                .isInstanceOf(AdminClient.NobodyThereException.class);
    }

    @Test
    void nonsense_isAnsweredOnceAndNotRemembered() throws Exception {
        try (AdminServer _ = AdminServer.open(socket(), _ -> 0)) {
            for (byte[] nonsense :
                    List.of(
                            new byte[] {99, 0, 0, 0, 0},
                            new byte[] {0, 127, 127, 127, 127},
                            new byte[] {0, 0, 0, 0, 1, 99},
                            new byte[] {1, 0, 0, 0, 0})) {
                try (SocketChannel channel = SocketChannel.open(address())) {
                    int _ = channel.write(ByteBuffer.wrap(nonsense));
                    channel.shutdownOutput();
                    byte[] answer = Channels.newInputStream(channel).readAllBytes();
                    assertThat(answer.length).isLessThan(200);
                }
            }
            assertThat(AdminClient.carryOut(socket(), new Person(request()))).isZero();
        }
    }

    private Path socket() {
        return directory.resolve("admin.sock");
    }

    private UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(socket());
    }

    private static AdminRequest request() {
        return new AdminRequest(List.of("pcs"), Map.of(), 0, 0);
    }

    /** A caller with files in memory, whose both outputs go to one place. */
    private static final class Person implements Caller {
        private final AdminRequest request;
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();
        private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        private final Map<String, byte[]> files = new HashMap<>();

        Person(AdminRequest request) {
            this.request = request;
        }

        String said() {
            return said.toString(StandardCharsets.UTF_8);
        }

        @Override
        public AdminRequest request() {
            return request;
        }

        @Override
        public PrintStream out() {
            return out;
        }

        @Override
        public PrintStream err() {
            return out;
        }

        @Override
        public byte[] readFile(String path) throws IOException {
            byte[] content = files.get(path);
            if (content == null) {
                throw new IOException("No such file or directory");
            }
            return content;
        }

        @Override
        public void writeFile(String path, byte[] content) {
            files.put(path, content);
        }

        @Override
        public Optional<String> ask(String prompt, boolean secret) {
            return secret ? Optional.empty() : Optional.of(prompt + secret);
        }

        @Override
        public Optional<Character> key(long waitMs) {
            return Optional.of('q');
        }
    }
}
