package io.aplomb.acceptance;

import static io.aplomb.acceptance.VirtualIp.ADDRESS;
import static io.aplomb.acceptance.VirtualIp.FAST;
import static io.aplomb.acceptance.VirtualIp.kill;
import static io.aplomb.acceptance.VirtualIp.router;
import static io.aplomb.acceptance.VirtualIp.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.RequiredTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What else a configuration asks for around a virtual router. */
@Timeout(240)
class VirtualIpSurroundingsTest {

    private static final int OURS = 171;
    private static final int KEEPALIVED = 18;

    /** One of each kind and option that both programs know and the kernel of both takes. */
    private static final String ROUTES =
            """
             virtual_routes {
             10.1.0.0/16 via 192.168.1.7 no_track
             10.2.0.0/16 nexthop via 192.168.1.7 dev eth0 weight 3 nexthop via 192.168.1.8 dev eth0
             src 192.168.1.100 to 10.3.0.0/16 via 192.168.1.7 dev eth0
             default via 192.168.1.7 dev eth0 metric 5 table 100 scope global mtu 1400
             10.4.0.0/16 dev eth0 scope link
             10.5.0.0/16 dev eth0 append
             10.6.0.0/16 via 10.99.0.7 dev eth0 onlink
             10.7.0.0/16 dev eth0 tos 0x10
             10.8.0.1 dev eth0
             10.9.0.0/16 dev eth0 table 70000
             blackhole 10.10.0.0/16 no_track
             prohibit 10.11.0.0/16 no_track metric 7
             throw 10.12.0.0/16 no_track table 5
             unreachable 2001:db8:1::/48 no_track
             2001:db8:2::/64 via fe80::7 dev eth0
             2001:db8:3::/64 nexthop via fe80::7 dev eth0 nexthop via fe80::8 dev eth0
             2001:db8:4::/64 dev eth0 metric 77
             default via fe80::7 dev eth0 table 200
             }
            """;

    private static final List<String> ADDRESSES =
            List.of(
                    "10.1.0.1/24",
                    "10.1.1.1/24 brd +",
                    "10.1.2.1/24 brd 10.1.2.200 label eth0:x scope link",
                    "10.1.3.1/24 noprefixroute",
                    "10.1.4.1 peer 10.9.9.9",
                    "10.1.5.1/24 preferred_lft 0",
                    "10.1.6.1/24 scope host brd -",
                    "fd01::1/64",
                    "fd02::1",
                    "fd03::1/128 preferred_lft forever",
                    "fd04::1/64 preferred_lft 1 home",
                    "fd05::1/64 mngtmpaddr noprefixroute",
                    "fd06::1/128 peer fd06::2");

    @TempDir private Path folder;

    @Test
    void routes_areThoseThatKeepalivedSets_andGoWithTheProcess() throws Exception {
        String options = FAST + "\n" + ROUTES;
        try (Lan lan = new Lan(folder, 2)) {
            String theirs = router(100, options).replace("router_id 51", "router_id 52");
            Process them = lan.keepalived(2, theirs);
            Process us = lan.aplomb(1, router(100, options));
            lan.await("their routes", () -> routes(lan, 2, KEEPALIVED).contains("table 200"));
            String wanted = routes(lan, 2, KEEPALIVED);
            lan.await("the same here", () -> routes(lan, 1, OURS).equals(wanted));

            var _ = lan.ip(1, "route del 10.3.0.0/16");
            lan.await("the lost one again", () -> routes(lan, 1, OURS).equals(wanted));

            signal(us, "TERM");
            lan.await("gone at the end", () -> routes(lan, 1, OURS).isEmpty());
            Process again = lan.aplomb(1, router(100, options));
            lan.await("set again", () -> routes(lan, 1, OURS).equals(wanted));
            kill(again);
            lan.await("gone after kill -9", () -> routes(lan, 1, OURS).isEmpty());
            signal(them, "TERM");
            assertThat(them.waitFor()).isZero();
        }
    }

    /** The script takes longer than a proxy has for its end. */
    @Test
    void scriptOfTheEnd_runsToItsOwnEnd_whenTheAddressIsLongGone() throws Exception {
        Path began = folder.resolve("began");
        Path done = folder.resolve("done");
        Path script =
                Files.writeString(
                        folder.resolve("stop.sh"),
                        "#!/bin/sh\ntouch %s\nsleep 3\ntouch %s\n".formatted(began, done));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        try (Lan lan = new Lan(folder, 1)) {
            Process us = lan.aplomb(1, router(100, FAST + "\n notify_stop " + script));
            lan.awaitOnlyHolder(1, 1, ADDRESS);
            signal(us, "TERM");
            lan.await("it runs", () -> Files.exists(began));
            lan.await("the address is gone", () -> !lan.holds(1, ADDRESS));
            assertThat(us.waitFor()).isZero();
            assertThat(done).exists();
        }
    }

    @Test
    void addresses_areSetAsKeepalivedSetsThem_andGoWithTheProcess() throws Exception {
        String options =
                FAST + "\nvirtual_ipaddress_excluded {\n" + String.join("\n", ADDRESSES) + "\n}";
        try (Lan lan = new Lan(folder, 2)) {
            String theirs = router(100, options).replace("router_id 51", "router_id 52");
            Process them = lan.keepalived(2, theirs);
            // The one with a preferred lifetime of a second is deprecated then.
            lan.await(
                    "theirs", () -> addresses(lan, 2).contains("fd04::1/64 nodad home deprecated"));
            String wanted = addresses(lan, 2);
            Process us = lan.aplomb(1, router(100, options));
            lan.await("the same here", () -> addresses(lan, 1).equals(wanted));
            assertThat(wanted.lines()).hasSize(ADDRESSES.size() + 1);
            kill(us);
            lan.await("gone after kill -9", () -> addresses(lan, 1).isEmpty());
            signal(them, "TERM");
            assertThat(them.waitFor()).isZero();
        }
    }

    /** Without what is only this program's: the protocol and lifetimes that end. */
    private static String addresses(Lan lan, int machine) throws Exception {
        return lan.ip(machine, "-o addr show dev eth0")
                .lines()
                .filter(line -> !line.contains("192.168.1.1" + machine + "/"))
                .filter(line -> !line.contains("fd00::1" + machine + "/"))
                .filter(line -> !line.contains("inet6 fe80"))
                .map(
                        line ->
                                line.replaceFirst(".*eth0 +inet6? ", "")
                                        .replaceFirst("\\\\.*", "")
                                        .replaceAll(
                                                " (dynamic|scope global|proto \\S+|eth0)\\b(?!:)",
                                                "")
                                        .strip())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String routes(Lan lan, int machine, int protocol) throws Exception {
        String show = "route show table all proto " + protocol;
        return lan.ip(machine, show) + lan.ip(machine, "-6 " + show);
    }

    @Test
    void process_thatEnds_costsTheAddress() throws Exception {
        String name = "ap" + Long.toString(System.nanoTime() & 0xff_ffff_ffffL, 36);
        Path program = Files.copy(RequiredTool.path("sleep"), folder.resolve(name));
        String tracked = "vrrp_track_process service {\n process " + name + "\n}\n";
        String options = FAST + "\n track_process {\n service\n }";
        try (Lan lan = new Lan(folder, 2)) {
            Process _ = lan.aplomb(1, tracked + router(150, options));
            Process _ = lan.aplomb(2, router(100, FAST));
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            Process service = new ProcessBuilder(program.toString(), "3000").start();
            try {
                lan.awaitOnlyHolder(1, 2, ADDRESS);
            } finally {
                kill(service);
            }
            lan.awaitOnlyHolder(2, 2, ADDRESS);
        }
    }

    @Test
    void number_inAFile_movesTheAddress() throws Exception {
        Path file = folder.resolve("number");
        String tracked = "track_file f {\n file \"" + file + "\"\n init_file 0\n}\n";
        String options = FAST + "\n track_file {\n f weight 10\n }";
        try (Lan lan = new Lan(folder, 2)) {
            Process _ = lan.aplomb(1, tracked + router(150, options));
            Process _ = lan.aplomb(2, router(100, FAST));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            assertThat(file).hasContent("0\n");
            Files.writeString(file, "-6\n");
            lan.awaitOnlyHolder(2, 2, ADDRESS);
            Files.writeString(file, "1\n");
            lan.awaitOnlyHolder(1, 2, ADDRESS);
        }
    }

    @Test
    void addressThatIsNotAccepted_answersNobody() throws Exception {
        try (Lan lan = new Lan(folder, 2)) {
            lan.serve(1);
            Process us = lan.aplomb(1, router(100, FAST + "\n no_accept"));
            lan.awaitOnlyHolder(1, 2, ADDRESS);
            assertThat(lan.answers(2, "192.168.1.11")).isEqualTo("1");
            assertThat(lan.answers(2, ADDRESS)).isEmpty();
            signal(us, "TERM");
            assertThat(us.waitFor()).isZero();
            Process _ = lan.aplomb(1, router(100, FAST));
            lan.awaitAnswer(2, ADDRESS, 1);
        }
    }
}
