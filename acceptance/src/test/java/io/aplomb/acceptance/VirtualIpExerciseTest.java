package io.aplomb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.RequiredTool;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The exercises of the courses, with the files and in the steps of docs/vrrp.md. */
@Timeout(240)
class VirtualIpExerciseTest {
    private static final String PAGE = "docs/vrrp.md";
    private static final String WEB = "10.5.1.110";
    private static final int CLIENT = 3;

    @TempDir private Path folder;

    @Test
    void tp5_rp1Crashes_andComesBack() throws Exception {
        try (Lan lan = new Lan(folder, 3)) {
            for (int machine = 1; machine <= 3; machine++) {
                String _ = lan.ip(machine, "addr add 10.5.1.11%d/24 dev eth0".formatted(machine));
            }
            lan.serve(1);
            lan.serve(2);
            String rp1 = DocumentedFile.text(PAGE, "rp1: /etc/keepalived/keepalived.conf");
            String rp2 = DocumentedFile.text(PAGE, "rp2: /etc/keepalived/keepalived.conf");
            Process first = lan.aplomb(1, rp1);
            Process _ = lan.aplomb(2, rp2);
            lan.awaitOnlyHolder(1, 2, WEB);
            lan.awaitAnswer(CLIENT, WEB, 1);

            String _ = lan.ip(1, "link set eth0 down");
            VirtualIp.kill(first);
            lan.awaitOnlyHolder(2, 2, WEB);
            lan.awaitAnswer(CLIENT, WEB, 2);

            String _ = lan.ip(1, "link set eth0 up");
            Process _ = lan.aplomb(1, rp1);
            lan.awaitOnlyHolder(1, 2, WEB);
            lan.awaitAnswer(CLIENT, WEB, 1);
        }
    }

    @Test
    void module16_proxyDies_thenTheMasterIsStopped() throws Exception {
        var _ = RequiredTool.path("killall");
        try (ExerciseRoom room = new ExerciseRoom(folder)) {
            room.start(1);
            room.start(2);
            room.awaitOnlyHolder(1);
            room.awaitNote(1, "Becoming MASTER");
            assertThat(room.answers(4)).containsExactlyInAnyOrder("web1", "web1", "web2", "web2");

            room.run(1, "killall", "-9", "haproxy");
            room.awaitOnlyHolder(2);
            assertThat(room.answers(2)).containsExactlyInAnyOrder("web1", "web2");
            room.haproxy(1);
            room.awaitOnlyHolder(1);

            room.run(1, "killall", "keepalived");
            room.awaitOnlyHolder(2);
            assertThat(room.answers(2)).containsExactlyInAnyOrder("web1", "web2");
        }
    }
}
