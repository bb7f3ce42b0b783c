package io.aplomb.acceptance;

import static io.aplomb.acceptance.VirtualIp.ADDRESS;
import static io.aplomb.acceptance.VirtualIp.GLOBAL;
import static io.aplomb.acceptance.VirtualIp.instance;
import static io.aplomb.acceptance.VirtualIp.router;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP: what is the same goes on, the rest follows the file. */
@Timeout(240)
class VirtualIpReloadTest {
    private static final String RELOADED = "configuration reloaded";
    private static final String ADDED = "192.168.1.101";
    private static final String SECOND_ADDRESS = "192.168.1.102";

    /** Slow enough that a busy machine is not taken for a dead one. */
    private static final String OPTIONS = "version 3\n advert_int 0.5";

    @TempDir private Path folder;

    @Test
    void reload_changesWhatChanged_andTheMasterStaysMaster() throws Exception {
        try (Lan lan = new Lan(folder, 3)) {
            Wiretap tap = lan.tap(3);
            Process first = lan.aplomb(1, router(150, OPTIONS));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            Process _ = lan.aplomb(2, router(100, OPTIONS));
            lan.awaitLog(2, "INITIALIZE -> BACKUP");

            Path deleted = folder.resolve("deleted");
            String notify = OPTIONS + "\n notify_deleted \"/usr/bin/touch " + deleted + "\"";
            String second = instance("VI_2", 52, "eth0", 100, notify, List.of(ADDED + "/24"));
            lan.reload(1, first, router(150, OPTIONS) + second, RELOADED);
            lan.await("a new one starts", () -> lan.holds(1, ADDED));

            List<String> both = List.of(ADDRESS + "/24", SECOND_ADDRESS + "/24");
            lan.reload(1, first, GLOBAL + instance("VI_1", "eth0", 150, OPTIONS, both), RELOADED);
            assertThat(lan.holds(1, SECOND_ADDRESS)).isTrue();
            assertThat(lan.holds(1, ADDED)).isFalse();
            lan.await("the script of the deleted one", () -> Files.exists(deleted));

            lan.reload(1, first, "vrrp_instance VI_1 {\n interfaec eth0\n}\n", "stays");
            assertThat(lan.holds(1, ADDRESS)).isTrue();
            assertThat(lan.said(1, "interfaec")).isPositive();

            assertThat(lan.said(1, "VI_1: ")).as("transitions").isEqualTo(2);
            assertThat(tap.adverts())
                    .filteredOn(advert -> advert.datagram().vrid() == VirtualIp.ROUTER)
                    .isNotEmpty()
                    .allSatisfy(advert -> assertThat(advert.sender()).isEqualTo("192.168.1.11"))
                    .allSatisfy(advert -> assertThat(advert.priority()).isEqualTo(150));

            lan.reload(1, first, router(50, OPTIONS), RELOADED);
            lan.awaitOnlyHolder(2, 2, ADDRESS);
        }
    }

    @Test
    void reload_ofTheGroup_keepsWhatItsMembersHold() throws Exception {
        try (Lan lan = new Lan(folder, 3, 2)) {
            Wiretap tap = lan.tap(3);
            String one = router(150, OPTIONS);
            Process process = lan.aplomb(1, one);
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            lan.reload(1, process, VirtualIp.group(150, OPTIONS), RELOADED);
            assertThat(lan.holds(1, ADDRESS)).isTrue();
            lan.await("the new member joins", () -> lan.holds(1, VirtualIp.SECOND));
            lan.reload(1, process, one, RELOADED);
            assertThat(lan.holds(1, ADDRESS)).isTrue();
            assertThat(lan.holds(1, VirtualIp.SECOND)).isFalse();
            assertThat(tap.adverts())
                    .allSatisfy(advert -> assertThat(advert.priority()).isEqualTo(150));
        }
    }
}
