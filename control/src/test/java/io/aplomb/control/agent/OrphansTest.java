package io.aplomb.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.linux.ProcessTable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The dead that nobody else buries. */
class OrphansTest {
    private static final String ORPHANS =
            "for i in 1 2 3; do setsid sleep 0.05 >/dev/null 2>&1 & echo $!; done";

    @Test
    void adoptedOrphans_areGone_whileSomeoneElsesDeadIsNotAskedFor() throws Exception {
        Orphans.adopt();
        Process other = new ProcessBuilder("/bin/sh", "-c", "exit 3").start();
        Process mother = new ProcessBuilder("/bin/sh", "-c", ORPHANS).start();
        String said = new String(mother.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        for (String orphan : said.split("\n")) {
            int pid = Integer.parseInt(orphan);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (ProcessTable.status(pid).isPresent()) {
                assertThat(System.nanoTime()).as("process %d is buried", pid).isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        assertThat(mother.waitFor()).isZero();
        assertThat(other.waitFor()).isEqualTo(3);
    }
}
