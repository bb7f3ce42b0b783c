package io.aplomb.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProcessesTest {
    @Test
    void spawn_withAnOpenDescriptor_childWritesToItInASessionOfItsOwn() throws IOException {
        var pipe = Descriptors.pipe();
        Descriptors.closeOnExec(pipe.writeFd(), false);
        String script =
                "read -r pid comm state ppid pgrp session rest < /proc/self/stat;"
                        + "printf '%s|%s|%s|%s' \"$1\" \"$2\" \"$MARK\" \"$session\" > /proc/self/fd/"
                        + pipe.writeFd();
        int pid =
                Processes.spawn(
                        "/bin/sh",
                        List.of("sh", "-c", script, "sh", "two words", ""),
                        List.of("MARK=it's $here", "PATH=/usr/bin:/bin"));
        Descriptors.close(pipe.writeFd());

        assertThat(readAll(pipe.readFd())).isEqualTo("two words||it's $here|" + pid);
        Descriptors.close(pipe.readFd());
    }

    @Test
    @Timeout(60)
    void spawnAlone_childReadsItsInput_andHoldsNothingElse() throws IOException {
        var input = Descriptors.pipe();
        var inheritable = Descriptors.pipe();
        Descriptors.closeOnExec(inheritable.writeFd(), false);
        int _ =
                Processes.spawnAlone(
                        "/bin/sh", List.of("sh", "-c", "read -r end"), List.of(), input.readFd());
        Descriptors.close(inheritable.writeFd());

        // The child waits for its input; if it held the pipe, this would not end.
        assertThat(readAll(inheritable.readFd())).isEmpty();
        Descriptors.close(inheritable.readFd());
        Descriptors.close(input.readFd());
        Descriptors.close(input.writeFd());
    }

    @Test
    void spawn_ofNoProgram_isRefusedWithEnoent() {
        assertThatThrownBy(() -> Processes.spawn("/no/such/program", List.of("x"), List.of()))
                .isInstanceOfSatisfying(
                        SystemCallException.class,
                        refused -> assertThat(refused.errnoName()).isEqualTo("ENOENT"));
    }

    @Test
    void awaitStatus_tellsHowTheChildEnded_asAShellDoes() throws IOException {
        List<String> exits = List.of("sh", "-c", "exit 7");
        List<String> dies = List.of("sh", "-c", "kill -TERM $$");
        int nowhere = Descriptors.openReadWrite("/dev/null");
        try {
            int first = Processes.spawnAlone("/bin/sh", exits, List.of(), nowhere, nowhere);
            int second = Processes.spawnAlone("/bin/sh", dies, List.of(), nowhere, nowhere);
            assertThat(Processes.awaitStatus(first)).isEqualTo(7);
            assertThat(Processes.awaitStatus(second)).isEqualTo(128 + 15);
            assertThat(Processes.signal(first, 0)).as("nobody is left").isFalse();
        } finally {
            Descriptors.close(nowhere);
        }
    }

    @Test
    void chroot_intoNoFolder_isRefused() {
        assertThatThrownBy(() -> Processes.chroot("/no/such/folder"))
                .isInstanceOfSatisfying(
                        SystemCallException.class,
                        refused -> assertThat(refused.errnoName()).isIn("ENOENT", "EPERM"));
    }

    @Test
    void setuid_toTheUserItIs_isAllowed() throws IOException {
        int uid = Processes.getuid();
        Processes.setuid(uid);
        assertThat(Processes.getuid()).isEqualTo(uid);
    }

    @Test
    void signal_thatNobodyIgnores_isNotReportedAsIgnored() {
        int sigusr2 = 12;
        assertThat(SignalDisposition.isIgnored(sigusr2)).isFalse();
    }

    private static String readAll(int fd) throws IOException {
        var all = new ByteArrayOutputStream();
        for (byte[] part = Descriptors.read(fd, 4096);
                part.length > 0;
                part = Descriptors.read(fd, 4096)) {
            all.write(part);
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
