package io.aplomb.control.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.control.pki.ClusterAuthority;
import io.aplomb.control.pki.NodeSubject;
import io.aplomb.control.vip.NetworkThread;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two machines with two cables, one of IPv4 and one of IPv6. Silence is longer than any pause of a
 * busy machine: what is tested is which cause is found, not how fast.
 */
@Timeout(240)
class LinkNetworkTest {
    private static final int PORT = 5405;
    private static final String HERE = "192.0.2.1,2001:db8::1";
    private static final String THERE = "192.0.2.2,2001:db8::2";
    private static final LinkSettings SETTINGS =
            new LinkSettings(
                    Duration.ofMillis(50),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(20),
                    Duration.ZERO,
                    1 << 20,
                    8 << 20,
                    0,
                    0);

    @TempDir Path state;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final String hereId = UUID.randomUUID().toString();
    private final String thereId = UUID.randomUUID().toString();
    private NetworkThread here;
    private NetworkThread there;
    private ClusterAuthority authority;

    @BeforeEach
    void machines() throws Exception {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
        authority = ClusterAuthority.create("demo", Instant.now());
        here = opened(new NetworkThread());
        there = opened(new NetworkThread());
        for (String cable : List.of("n0", "n1")) {
            NetworkThread.connect(here, there, cable);
        }
        here.ip("addr add 192.0.2.1/24 dev n0");
        there.ip("addr add 192.0.2.2/24 dev n0");
        here.ip("addr add 2001:db8::1/64 dev n1 nodad");
        there.ip("addr add 2001:db8::2/64 dev n1 nodad");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable next : open.reversed()) {
            next.close();
        }
    }

    @Test
    void oneCableCut_isALink_bothCut_isSilence_andBothComeBack() throws Exception {
        Heard a = start(here, "a", hereId);
        Heard b = start(there, "b", thereId);
        a.awaitAll("up b", "link b 0 up", "link b 1 up");
        b.awaitAll("up a", "link a 0 up", "link a 1 up");
        here.ip("link set n1 down");
        a.await("link b 1 down");
        b.await("link a 1 down");
        assertThat(a.lines()).noneMatch(line -> line.startsWith("down"));
        there.ip("link set n0 down");
        assertThat(a.await("down b").line()).isEqualTo("down b SILENCE");
        assertThat(b.await("down a").line()).isEqualTo("down a SILENCE");
        there.ip("link set n0 up");
        a.await("up b");
        b.await("up a");
    }

    @Test
    void cutInOneDirection_isNoticedByBoth() throws Exception {
        var _ = RequiredTool.path("nft");
        Heard a = start(here, "a", hereId);
        Heard b = start(there, "b", thereId);
        a.awaitAll("up b", "link b 0 up", "link b 1 up");
        b.awaitAll("up a", "link a 0 up", "link a 1 up");
        drop(there, "n0");
        drop(there, "n1");
        assertThat(a.await("down b").line()).isEqualTo("down b SILENCE");
        assertThat(b.await("down a").line()).isEqualTo("down a SILENCE");
        there.command(List.of("nft", "delete", "table", "inet", "cut"));
        a.await("up b");
        b.await("up a");
    }

    private static void drop(NetworkThread machine, String cable) throws Exception {
        machine.command(
                List.of(
                        "nft",
                        "add table inet cut; add chain inet cut in { type filter hook input"
                                + " priority 0; }; add rule inet cut in iifname "
                                + cable
                                + " drop"));
    }

    @Test
    void killedProcess_isDeadAtOnce_andStoppedOneIsSilentAndComesBack() throws Exception {
        authority.identity(subject("b", thereId), List.of(), Instant.now()).save(state);
        Heard a = start(here, "a", hereId);
        Process process = there.run(() -> process("b").start());
        open.add(process::destroyForcibly);
        a.awaitAll("up b", "link b 0 up", "link b 1 up");
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).isEqualTo("up a");
            signal(process, "STOP");
            assertThat(a.await("down b").line()).isEqualTo("down b SILENCE");
            signal(process, "CONT");
            a.await("up b");
            // The one that was stopped learns that it was given up.
            assertThat(said.readLine()).startsWith("down a");
            assertThat(said.readLine()).isEqualTo("up a");
            long killedNs = System.nanoTime();
            signal(process, "KILL");
            Heard.Event death = a.await("down b");
            assertThat(death.line()).isEqualTo("down b PROCESS_DEATH");
            assertThat(Duration.ofNanos(death.atNs() - killedNs))
                    .as("far from silence")
                    .isLessThan(SETTINGS.silence().minusSeconds(1));
        }
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(
                        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                                .start()
                                .waitFor())
                .isZero();
    }

    private ProcessBuilder process(String name) {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LinkProcess.class.getName(),
                        state.toString(),
                        Integer.toString(PORT),
                        Long.toString(SETTINGS.beat().toMillis()),
                        Long.toString(SETTINGS.silence().toMillis()),
                        "a",
                        hereId,
                        HERE,
                        name,
                        thereId,
                        THERE)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private Heard start(NetworkThread machine, String name, String id) throws Exception {
        var identity = authority.identity(subject(name, id), List.of(), Instant.now());
        Heard heard = new Heard();
        Links links = machine.run(() -> Links.start(identity, SETTINGS, heard, BeatPayload.NONE));
        open.add(links);
        links.setPeers(
                List.of(
                        LinkProcess.peer("a", hereId, HERE, PORT),
                        LinkProcess.peer("b", thereId, THERE, PORT)));
        return heard;
    }

    private static NodeSubject subject(String name, String id) {
        return new NodeSubject("demo", name, UUID.fromString(id));
    }

    private NetworkThread opened(NetworkThread machine) {
        open.add(machine);
        return machine;
    }
}
