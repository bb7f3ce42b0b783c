package io.aplomb.control.vip;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpNetwork;
import io.aplomb.control.vip.HeldRoutes.Wanted;
import io.aplomb.linux.Poller;
import io.aplomb.linux.netlink.Network;
import io.aplomb.linux.netlink.NetworkEvent;
import io.aplomb.linux.netlink.NetworkEvents;
import io.aplomb.linux.netlink.Route;
import io.aplomb.linux.netlink.RouteKey;
import io.aplomb.linux.netlink.Routes;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against the real kernel: what becomes of virtual routes. */
@Timeout(90)
class HeldRoutesTest {

    private static final String OURS = "route show table all proto " + HeldRoutes.PROTOCOL;
    private static final int MAIN = 254;

    @BeforeEach
    void rights() {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
    }

    @Test
    void owner_hasTheRoutesItWants_andNoOthers() throws Exception {
        try (NetworkThread machine = machine()) {
            machine.ip("route add 10.1.0.0/16 via 192.0.2.9");
            machine.run(
                    () -> {
                        try (HeldRoutes routes = held()) {
                            Wanted first = wanted("10.1.0.0/16", true);
                            Wanted second = wanted("10.2.0.0/16", true);
                            routes.set("A", List.of(first, second));
                            assertThat(show()).contains("10.1.0.0/16", "10.2.0.0/16");
                            routes.set("A", List.of(second, wanted("2001:db8:1::/64", true)));
                            assertThat(show()).contains("10.2.0.0/16").doesNotContain("10.1.0.0");
                            assertThat(show6()).contains("2001:db8:1::/64");
                            routes.set("B", List.of(first));
                            routes.set("A", List.of());
                            assertThat(show()).contains("10.1.0.0/16").doesNotContain("10.2.0.0");
                        }
                        assertThat(show()).isEmpty();
                        return true;
                    });
            assertThat(machine.ip("route show")).as("another's").contains("10.1.0.0/16 via");
        }
    }

    @Test
    void trackedRoute_thatSomebodyRemoves_isSetAgain() throws Exception {
        try (NetworkThread machine = machine()) {
            machine.run(
                    () -> {
                        try (HeldRoutes routes = held();
                                NetworkEvents events = NetworkEvents.open(HeldRoutes.PROTOCOL);
                                Poller poller = Poller.open()) {
                            routes.set(
                                    "A",
                                    List.of(
                                            wanted("10.1.0.0/16", true),
                                            wanted("10.2.0.0/16", false),
                                            wanted("2001:db8:1::/64", true)));
                            ip("route add 10.9.0.0/16 dev left");
                            ip("route del 10.9.0.0/16 dev left");
                            ip("route del 10.1.0.0/16 dev left");
                            ip("route del 10.2.0.0/16 dev left");
                            ip("route del 2001:db8:1::/64 dev left");
                            int gone = 0;
                            while (gone < 3) {
                                var _ = poller.await(List.of(events.fd()), SECONDS.toNanos(30));
                                for (NetworkEvent event : events.take()) {
                                    if (event instanceof NetworkEvent.RouteGone(RouteKey key)) {
                                        assertThat(key.protocol()).isEqualTo(HeldRoutes.PROTOCOL);
                                        routes.gone(key);
                                        gone++;
                                    }
                                }
                            }
                            assertThat(show()).contains("10.1.0.0/16").doesNotContain("10.2.0.0");
                            assertThat(show6()).contains("2001:db8:1::/64");
                        }
                        return true;
                    });
        }
    }

    @Test
    void route_thatTheKernelDropsInSilence_isRenewed() throws Exception {
        try (NetworkThread machine = machine()) {
            machine.run(
                    () -> {
                        try (HeldRoutes routes = held()) {
                            routes.set("A", List.of(wanted("10.1.0.0/16", true)));
                            ip("link set left down");
                            assertThat(show()).isEmpty();
                            routes.renew();
                            assertThat(show()).as("the interface is down").isEmpty();
                            ip("link set left up");
                            routes.renew();
                            routes.renew();
                            assertThat(show().lines()).hasSize(1);
                        }
                        return true;
                    });
        }
    }

    @Test
    void start_removesWhatAKilledPredecessorLeft_andNothingElse() throws Exception {
        try (NetworkThread machine = machine()) {
            machine.ip("route add 10.1.0.0/16 dev left proto 171");
            machine.ip("route add 10.1.0.0/16 dev left proto 171 table 1000 metric 7 tos 0x10");
            machine.ip("route add unreachable 10.2.0.0/16 proto 171");
            machine.ip(
                    "route add 10.3.0.0/16 proto 171 nexthop via 192.0.2.8 nexthop via 192.0.2.9");
            machine.ip("route add 2001:db8:1::/64 dev left proto 171");
            machine.ip("-6 route add default dev left proto 171 table 7");
            machine.ip("route add 10.1.0.0/16 dev left proto bgp metric 9");
            machine.run(
                    () -> {
                        try (HeldRoutes routes = held()) {
                            assertThat(routes.removeLeftovers()).hasSize(6);
                            assertThat(show()).isEmpty();
                            assertThat(show6()).isEmpty();
                        }
                        return true;
                    });
            assertThat(machine.ip("route show")).contains("proto bgp");
        }
    }

    @Test
    void ownerDies_guardRemovesRoutes() throws Exception {
        try (NetworkThread machine = machine()) {
            Guard guard =
                    machine.run(
                            () -> {
                                Guard started = Guard.start();
                                HeldRoutes routes = new HeldRoutes(Routes.open(), started);
                                routes.set(
                                        "A",
                                        List.of(
                                                wanted("10.1.0.0/16", true),
                                                wanted("0.0.0.0/0", true),
                                                wanted("::/0", true),
                                                wanted("2001:db8:1::/64", true)));
                                routes.set("B", List.of(wanted("10.2.0.0/16", true)));
                                routes.set("B", List.of());
                                return started;
                            });
            machine.ip("route add 10.2.0.0/16 dev left proto 171");
            guard.ownerDied();
            String left;
            do {
                left = machine.ip(OURS) + machine.ip("-6 " + OURS);
            } while (left.contains("10.1.0.0") || left.contains("default") || left.contains("db8"));
            assertThat(left).as("released before").contains("10.2.0.0/16");
        }
    }

    private static NetworkThread machine() throws Exception {
        NetworkThread machine = new NetworkThread();
        machine.ip("link add left type veth peer name right");
        machine.ip("link set left up");
        machine.ip("link set right up");
        machine.ip("addr add 192.0.2.1/24 dev left");
        return machine;
    }

    private static HeldRoutes held() throws Exception {
        return new HeldRoutes(Routes.open(), Guard.start());
    }

    private static Wanted wanted(String destination, boolean tracked) throws Exception {
        int link;
        try (Network network = Network.open()) {
            link = network.link("left").orElseThrow().index();
        }
        IpNetwork network = Objects.requireNonNull(IpNetwork.parse(destination));
        RouteKey key = new RouteKey(1, network, MAIN, 0, 0, HeldRoutes.PROTOCOL);
        Route route = new Route(key, 0, null, 0, List.of(new Route.Hop(null, link, 1, false)));
        return new Wanted(route, false, tracked);
    }

    private static String show() throws Exception {
        return ip(OURS);
    }

    private static String show6() throws Exception {
        return ip("-6 " + OURS);
    }

    private static String ip(String words) throws Exception {
        Process process = new ProcessBuilder(("ip " + words).split(" ")).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("ip %s", words).isZero();
        return out;
    }
}
