package io.aplomb.acceptance;

import static io.aplomb.acceptance.VirtualIp.ADDRESS;
import static io.aplomb.acceptance.VirtualIp.FAST;
import static io.aplomb.acceptance.VirtualIp.SECOND;
import static io.aplomb.acceptance.VirtualIp.V6;
import static io.aplomb.acceptance.VirtualIp.group;
import static io.aplomb.acceptance.VirtualIp.kill;
import static io.aplomb.acceptance.VirtualIp.router;
import static io.aplomb.acceptance.VirtualIp.routerV6;
import static io.aplomb.acceptance.VirtualIp.signal;
import static io.aplomb.acceptance.VirtualIp.unicast;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.router.VirtualAddress;
import io.aplomb.vrrp.wire.AdvertReader;
import io.aplomb.vrrp.wire.Authentication;
import io.aplomb.vrrp.wire.Reading;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The virtual IP between machines that all run this program. */
@Timeout(240)
class VirtualIpTest {
    private static final String MAC_1 = "02:00:00:00:00:01";
    private static final String MAC_2 = "02:00:00:00:00:02";

    /** Silence of a busy machine shall not be taken for the death of a Master left in peace. */
    private static final String SLOWER = "version 3\n advert_int 0.5";

    private static final String VIRTUAL_MAC = "00:00:5e:00:01:33";
    private static final String VIRTUAL_MAC_V6 = "00:00:5e:00:02:33";

    @TempDir private Path folder;

    @Test
    void masterKilled_version2_theOtherTakesOver() throws Exception {
        String options =
                "version 2\n advert_int 1\n authentication {\n auth_type PASS\n auth_pass p\n }";
        Wiretap tap = takeover(options);
        RouterConfig config = config(VrrpVersion.V2, ADDRESS);
        byte[] password = "p".getBytes(StandardCharsets.US_ASCII);
        config = config.with(config.wire().withAuthentication(Authentication.password(password)));
        assertAdverts(tap, config, "192.168.1.11", MAC_1);
        assertAdverts(tap, config, "192.168.1.12", MAC_2);
        assertThat(tap.announcements())
                .contains(new Wiretap.Announcement(MAC_1, ADDRESS, MAC_1))
                .contains(new Wiretap.Announcement(MAC_2, ADDRESS, MAC_2));
    }

    @Test
    void masterKilled_version3_theOtherTakesOver() throws Exception {
        Wiretap tap = takeover(FAST);
        RouterConfig config = config(VrrpVersion.V3, ADDRESS);
        assertAdverts(tap, config, "192.168.1.11", MAC_1);
        assertAdverts(tap, config, "192.168.1.12", MAC_2);
    }

    @Test
    void masterKilled_virtualMac_isTheSenderOfAll() throws Exception {
        Wiretap tap = takeover(FAST + "\n use_vmac");
        RouterConfig config = config(VrrpVersion.V3, ADDRESS);
        assertAdverts(tap, config, "192.168.1.11", VIRTUAL_MAC);
        assertAdverts(tap, config, "192.168.1.12", VIRTUAL_MAC);
        assertThat(tap.announcements())
                .filteredOn(each -> each.address().equals(ADDRESS))
                .isNotEmpty()
                .containsOnly(new Wiretap.Announcement(VIRTUAL_MAC, ADDRESS, VIRTUAL_MAC));
    }

    /** Machine 1 is Master and killed; machine 3 listens, and asks who answers. */
    private Wiretap takeover(String options) throws Exception {
        try (Lan lan = new Lan(folder, 3)) {
            Wiretap tap = lan.tap(3);
            lan.serve(1);
            lan.serve(2);
            Process first = lan.aplomb(1, router(150, options));
            Process _ = lan.aplomb(2, router(100, options));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            lan.awaitAnswer(3, ADDRESS, 1);
            kill(first);
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            lan.awaitAnswer(3, ADDRESS, 2);
            awaitAdverts(lan, tap, "192.168.1.11", "192.168.1.12");
            return tap;
        }
    }

    /** Adverts are so far apart that three missed ones would take longer than this test waits. */
    @Test
    void masterKilled_itsLastWordCallsTheOther() throws Exception {
        try (Lan lan = new Lan(folder, 2)) {
            String rare = "advert_int 40";
            Process first = lan.aplomb(1, router(255, rare).replace("BACKUP", "MASTER"));
            Process _ = lan.aplomb(2, router(254, rare));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            lan.awaitLog(2, "INITIALIZE -> BACKUP");
            kill(first);
            lan.awaitOnlyHolder(2, 2, ADDRESS);
        }
    }

    /** Its source is an address of the interface below, which alone answers for it. */
    @Test
    void ipv6_virtualMac_isTheSenderOfAll() throws Exception {
        try (Lan lan = new Lan(folder, 3)) {
            Wiretap tap = lan.tap(3);
            lan.serve(1);
            lan.serve(2);
            Process first = lan.aplomb(1, routerV6(150, FAST + "\n use_vmac"));
            Process _ = lan.aplomb(2, routerV6(100, FAST + "\n use_vmac"));
            lan.awaitOnlyHolder(1, 2, V6);
            lan.awaitAnswer(3, V6, 1);
            lan.awaitLog(2, "INITIALIZE -> BACKUP");
            assertThat(lan.ip(2, "-6 -o addr show dev vrrp.51")).isEmpty();
            kill(first);
            lan.awaitOnlyHolder(2, 2, V6);
            lan.awaitAnswer(3, V6, 2);
            awaitAdverts(lan, tap, "fe80::ff:fe00:1", "fe80::ff:fe00:2");
            RouterConfig config = config(VrrpVersion.V3, VirtualIp.V6_LINK_LOCAL, V6);
            assertAdverts(tap, config, "fe80::ff:fe00:1", VIRTUAL_MAC_V6);
            assertAdverts(tap, config, "fe80::ff:fe00:2", VIRTUAL_MAC_V6);
            assertThat(tap.announcements())
                    .filteredOn(each -> each.address().equals(V6))
                    .isNotEmpty()
                    .containsOnly(new Wiretap.Announcement(VIRTUAL_MAC_V6, V6, VIRTUAL_MAC_V6));
        }
    }

    @Test
    void ipv6_takesOver() throws Exception {
        try (Lan lan = new Lan(folder, 3)) {
            Wiretap tap = lan.tap(3);
            lan.serve(1);
            lan.serve(2);
            Process first = lan.aplomb(1, routerV6(150, FAST));
            Process _ = lan.aplomb(2, routerV6(100, FAST));
            lan.awaitOnlyHolder(1, 2, V6);
            lan.awaitAnswer(3, V6, 1);
            kill(first);
            lan.awaitOnlyHolder(2, 2, V6);
            lan.awaitAnswer(3, V6, 2);
            awaitAdverts(lan, tap, "fe80::ff:fe00:1", "fe80::ff:fe00:2");
            RouterConfig config = config(VrrpVersion.V3, VirtualIp.V6_LINK_LOCAL, V6);
            assertAdverts(tap, config, "fe80::ff:fe00:1", MAC_1);
            assertAdverts(tap, config, "fe80::ff:fe00:2", MAC_2);
            assertThat(tap.announcements())
                    .contains(new Wiretap.Announcement(MAC_1, V6, MAC_1))
                    .contains(new Wiretap.Announcement(MAC_2, V6, MAC_2));
        }
    }

    private static RouterConfig config(VrrpVersion version, String... addresses) {
        List<VirtualAddress> held =
                List.of(addresses).stream()
                        .map(text -> new VirtualAddress(ip(text), text.contains(":") ? 64 : 24, ""))
                        .toList();
        return RouterConfig.of("VI_1", VirtualIp.ROUTER, version, held);
    }

    private static IpAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    private static List<Wiretap.Advert> sentBy(Wiretap tap, String sender) throws Exception {
        return tap.adverts().stream().filter(each -> each.sender().equals(sender)).toList();
    }

    /** What was sent is recorded a moment later. */
    private static void awaitAdverts(Lan lan, Wiretap tap, String... senders) throws Exception {
        for (String sender : senders) {
            lan.await("an advert from " + sender, () -> !sentBy(tap, sender).isEmpty());
        }
    }

    /** RFC 9568 sections 5.1.1 and 5.1.2, and what a receiver checks (section 7.1). */
    private static void assertAdverts(
            Wiretap tap, RouterConfig config, String sender, String sourceMac) throws Exception {
        boolean v6 = config.v6();
        assertThat(sentBy(tap, sender))
                .isNotEmpty()
                .allSatisfy(
                        advert -> {
                            assertThat(advert.sourceMac()).isEqualTo(sourceMac);
                            assertThat(advert.destinationMac())
                                    .isEqualTo(v6 ? "33:33:00:00:00:12" : "01:00:5e:00:00:12");
                            assertThat(advert.datagram().destination())
                                    .hasToString(v6 ? "ff02::12" : "224.0.0.18");
                            assertThat(advert.datagram().hopLimit()).isEqualTo(255);
                            assertThat(AdvertReader.read(advert.datagram(), config.policy(null)))
                                    .isInstanceOf(Reading.Accepted.class);
                        });
    }

    @Test
    void unicast_takesOver_andOthersHearNothing() throws Exception {
        try (Lan lan = new Lan(folder, 3)) {
            Wiretap tap = lan.tap(3);
            Process first = lan.aplomb(1, router(150, unicast(1)));
            Process _ = lan.aplomb(2, router(100, unicast(2)));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            kill(first);
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            lan.await("gratuitous ARP", () -> !tap.announcements().isEmpty());
            assertThat(tap.adverts()).isEmpty();
        }
    }

    @Test
    void masterStopped_hangs_itsAddressGoesByItself() throws Exception {
        try (Lan lan = new Lan(folder, 2)) {
            Process first = lan.aplomb(1, router(150, FAST));
            Process _ = lan.aplomb(2, router(100, FAST));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            signal(first, "STOP");
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            signal(first, "CONT");
            lan.awaitOnlyHolder(1, 2, ADDRESS);
        }
    }

    @Test
    void masterEnded_handsOverAndLeavesNothing() throws Exception {
        try (Lan lan = new Lan(folder, 3)) {
            Wiretap tap = lan.tap(3);
            Process first = lan.aplomb(1, router(150, FAST));
            Process _ = lan.aplomb(2, router(100, FAST));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            lan.awaitLog(2, "INITIALIZE -> BACKUP");
            signal(first, "TERM");
            assertThat(first.waitFor(60, SECONDS)).isTrue();
            assertThat(first.exitValue()).isZero();
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            lan.await(
                    "the first resigned",
                    () ->
                            sentBy(tap, "192.168.1.11").stream()
                                    .anyMatch(advert -> advert.priority() == 0));
        }
    }

    @Test
    void interfaceDown_isAFault_andItsEndBringsTheMasterBack() throws Exception {
        try (Lan lan = new Lan(folder, 2)) {
            Process _ = lan.aplomb(1, router(150, FAST));
            Process _ = lan.aplomb(2, router(100, FAST));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            var _ = lan.ip(1, "link set eth0 down");
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            var _ = lan.ip(1, "link set eth0 up");
            lan.awaitOnlyHolder(1, 2, ADDRESS);
        }
    }

    @Test
    void syncGroup_movesAsOne() throws Exception {
        try (Lan lan = new Lan(folder, 2, 2)) {
            Process _ = lan.aplomb(1, group(150, FAST));
            Process _ = lan.aplomb(2, group(100, FAST));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            lan.awaitOnlyHolder(1, 2, SECOND);
            var _ = lan.ip(1, "link set eth1 down");
            lan.awaitOnlyHolder(2, 2, SECOND);
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            var _ = lan.ip(1, "link set eth1 up");
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            lan.awaitOnlyHolder(1, 2, SECOND);
        }
    }

    @Test
    void thirdNode_takesOverLast() throws Exception {
        try (Lan lan = new Lan(folder, 3)) {
            Process first = lan.aplomb(1, router(150, FAST));
            Process second = lan.aplomb(2, router(100, FAST));
            Process _ = lan.aplomb(3, router(50, FAST));
            lan.awaitOnlyHolder(1, 3, ADDRESS);
            lan.awaitLog(2, "INITIALIZE -> BACKUP");
            lan.awaitLog(3, "INITIALIZE -> BACKUP");
            kill(first);
            lan.awaitOnlyHolder(2, 3, ADDRESS);
            kill(second);
            lan.awaitOnlyHolder(3, 3, ADDRESS);
        }
    }

    @Test
    void nopreempt_leavesTheMasterInPeaceWhileItLives() throws Exception {
        try (Lan lan = new Lan(folder, 3)) {
            Wiretap tap = lan.tap(3);
            Process worse = lan.aplomb(2, router(100, SLOWER));
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            Process _ = lan.aplomb(1, router(150, SLOWER + "\n nopreempt"));
            lan.awaitLog(1, "INITIALIZE -> BACKUP");
            // One that preempts would have done so after four.
            int before = tap.adverts().size();
            lan.await("more adverts", () -> tap.adverts().size() >= before + 8);
            assertThat(sentBy(tap, "192.168.1.11")).isEmpty();
            assertThat(lan.holds(2, ADDRESS)).isTrue();
            signal(worse, "TERM");
            lan.awaitOnlyHolder(1, 2, ADDRESS);
        }
    }

    @Test
    void preemptDelay_isWaitedFor() throws Exception {
        try (Lan lan = new Lan(folder, 2)) {
            Process _ = lan.aplomb(2, router(100, SLOWER));
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            Process _ = lan.aplomb(1, router(150, SLOWER + "\n preempt_delay 3"));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            Duration waited =
                    Duration.between(
                            said(lan, "INITIALIZE -> BACKUP"), said(lan, "BACKUP -> MASTER"));
            assertThat(waited).isGreaterThan(Duration.ofMillis(2_900));
        }
    }

    /** When machine 1 logged that. */
    private static LocalDateTime said(Lan lan, String text) throws Exception {
        String line =
                Files.readAllLines(lan.log(1)).stream()
                        .filter(each -> each.contains(text))
                        .findFirst()
                        .orElseThrow();
        DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
        return LocalDateTime.parse(line.substring(0, 23), format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"weight 2", "weight -10"})
    void scriptFails_weightDecides(String weight) throws Exception {
        try (Lan lan = new Lan(folder, 2)) {
            Path well = Files.createFile(folder.resolve("well"));
            String script =
                    """
                    vrrp_script check {
                     script "/usr/bin/test -e %s"
                     interval 1
                     %s
                    }
                    """
                            .formatted(well, weight);
            int priority = weight.contains("-") ? 103 : 101;
            String tracked = FAST + "\n track_script {\n check\n }";
            Process _ = lan.aplomb(1, script + router(priority, tracked));
            Process _ = lan.aplomb(2, router(102, FAST));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            Files.delete(well);
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            var _ = Files.createFile(well);
            lan.awaitOnlyHolder(1, 2, ADDRESS);
        }
    }
}
