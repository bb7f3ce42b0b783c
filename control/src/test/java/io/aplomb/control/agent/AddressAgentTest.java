package io.aplomb.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.cluster.live.AgentName;
import io.aplomb.control.guard.Hold;
import io.aplomb.control.vip.NetworkThread;
import io.aplomb.linux.Datagram;
import io.aplomb.linux.Poller;
import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code aplomb:IPaddr2} against the real kernel. */
@Timeout(90)
class AddressAgentTest {

    private static final AgentName NAME = new AgentName("aplomb", null, "IPaddr2");
    private static final int ETHERTYPE_ARP = 0x0806;

    @BeforeEach
    void rights() {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
    }

    private static NetworkThread machine() throws Exception {
        NetworkThread machine = new NetworkThread();
        machine.ip("link add left type veth peer name right");
        machine.ip("link set left up");
        machine.ip("link set right up");
        machine.ip("address add 192.0.2.9/24 dev left");
        machine.ip("address add 2001:db8::9/64 dev left nodad");
        machine.ip("address add 198.51.100.9/25 dev right");
        return machine;
    }

    private static AgentAnswer ask(
            NetworkThread machine, String operation, Map<String, String> parameters)
            throws Exception {
        return machine.run(
                () -> {
                    try (NeighbourNews news = new NeighbourNews()) {
                        return new AddressAgent(news)
                                .perform(
                                        new AgentCall("vip", NAME, operation, 20_000, parameters),
                                        new Interruption());
                    }
                });
    }

    @Test
    void address_comesOnTheInterfaceOfItsNetwork_andGoes() throws Exception {
        try (NetworkThread machine = machine()) {
            Map<String, String> vip = Map.of("ip", "198.51.100.80");
            assertThat(ask(machine, "monitor", vip).rc()).isEqualTo(Ocf.NOT_RUNNING);
            assertThat(ask(machine, "start", vip)).isEqualTo(AgentAnswer.of(Ocf.SUCCESS));
            assertThat(machine.ip("address show dev right"))
                    .contains("inet 198.51.100.80/25 brd 198.51.100.127 scope global secondary");
            assertThat(ask(machine, "start", vip).rc()).as("again").isZero();
            assertThat(ask(machine, "monitor", vip).rc()).isZero();
            assertThat(ask(machine, "stop", vip).rc()).isZero();
            assertThat(ask(machine, "stop", vip).rc()).as("again").isZero();
            assertThat(ask(machine, "monitor", vip).rc()).isEqualTo(Ocf.NOT_RUNNING);
            assertThat(machine.ip("address show")).doesNotContain("198.51.100.80");
        }
    }

    @Test
    void address_asItsParametersSay() throws Exception {
        try (NetworkThread machine = machine()) {
            Map<String, String> vip =
                    Map.of(
                            "ip",
                            "203.0.113.5",
                            "nic",
                            "left",
                            "cidr_netmask",
                            "255.255.255.0",
                            "iflabel",
                            "web",
                            "broadcast",
                            "203.0.113.250");
            assertThat(ask(machine, "start", vip)).isEqualTo(AgentAnswer.of(Ocf.SUCCESS));
            assertThat(machine.ip("address show dev left"))
                    .contains("inet 203.0.113.5/24 brd 203.0.113.250 scope global left:web");
            Map<String, String> v6 = Map.of("ip", "2001:db8::80", "preferred_lft", "0");
            assertThat(ask(machine, "start", v6)).isEqualTo(AgentAnswer.of(Ocf.SUCCESS));
            assertThat(machine.ip("-6 address show dev left"))
                    .containsPattern("inet6 2001:db8::80/64 scope global .*deprecated");
        }
    }

    @Test
    void addressThatCannotBe_isRefusedWithTheReason() throws Exception {
        try (NetworkThread machine = machine()) {
            assertRefused(
                    machine,
                    Map.of("ip", "192.0.2.9", "nic", "right"),
                    Ocf.GENERIC_ERROR,
                    "192.0.2.9 is on left already");
            assertRefused(
                    machine,
                    Map.of("ip", "203.0.113.5"),
                    Ocf.NOT_CONFIGURED,
                    "no interface has a network with 203.0.113.5; say nic=");
            assertRefused(
                    machine,
                    Map.of("ip", "192.0.2.80", "nic", "eth9"),
                    Ocf.NOT_CONFIGURED,
                    "there is no interface eth9");
            assertRefused(
                    machine,
                    Map.of("ip", "192.0.2.800"),
                    Ocf.NOT_CONFIGURED,
                    "192.0.2.800 is no IP address");
            assertRefused(machine, Map.of(), Ocf.NOT_CONFIGURED, "parameter ip is missing");
            assertRefused(
                    machine,
                    Map.of("ip", "192.0.2.80", "cidr_netmask", "33"),
                    Ocf.NOT_CONFIGURED,
                    "cidr_netmask: 33 is no netmask of 192.0.2.80");
            assertRefused(
                    machine,
                    Map.of("ip", "192.0.2.80", "lvs_support", "true"),
                    Ocf.NOT_CONFIGURED,
                    "aplomb:IPaddr2 has no lvs_support; ocf:heartbeat:IPaddr2 has");
            machine.ip("link set left down");
            assertRefused(
                    machine,
                    Map.of("ip", "192.0.2.80", "nic", "left"),
                    Ocf.GENERIC_ERROR,
                    "interface left is down");
        }
    }

    private static void assertRefused(
            NetworkThread machine, Map<String, String> parameters, int rc, String reason)
            throws Exception {
        assertThat(ask(machine, "start", parameters)).isEqualTo(AgentAnswer.of(rc, reason));
    }

    @Test
    void neighbours_areToldAtOnce() throws Exception {
        try (NetworkThread machine = machine()) {
            List<String> heard =
                    machine.run(
                            () -> {
                                try (NeighbourNews news = new NeighbourNews();
                                        Poller poller = Poller.open();
                                        RawSocket socket =
                                                RawSocket.open(
                                                        SocketAddresses.AF_PACKET,
                                                        RawSocket.SOCK_RAW,
                                                        ETHERTYPE_ARP << 8 & 0xff00
                                                                | ETHERTYPE_ARP >> 8)) {
                                    var _ =
                                            new AddressAgent(news)
                                                    .perform(
                                                            new AgentCall(
                                                                    "vip",
                                                                    NAME,
                                                                    "start",
                                                                    20_000,
                                                                    Map.of(
                                                                            "ip",
                                                                            "192.0.2.80",
                                                                            "arp_count",
                                                                            "3",
                                                                            "arp_interval",
                                                                            "1")),
                                                            new Interruption());
                                    return frames(poller, socket, 3);
                                }
                            });
            assertThat(heard).hasSizeGreaterThanOrEqualTo(3);
            // Of the address, to the address: what RFC 5227 calls an announcement.
            assertThat(heard).allMatch(frame -> frame.contains("c0000250ffffffffffffc0000250"));
        }
    }

    private static List<String> frames(Poller poller, RawSocket socket, int count)
            throws Exception {
        List<String> frames = new ArrayList<>();
        while (frames.size() < count) {
            List<Integer> _ = poller.await(List.of(socket.fd()), TimeUnit.SECONDS.toNanos(60));
            Optional<Datagram> frame = socket.receive();
            frame.ifPresent(one -> frames.add(HexFormat.of().formatHex(one.bytes())));
        }
        return frames;
    }

    @Test
    void guard_takesTheAddressFirst() {
        try (NeighbourNews news = new NeighbourNews()) {
            Relief relief =
                    new AddressAgent(news)
                            .relief(
                                    new AgentCall(
                                            "vip", NAME, "start", 1, Map.of("ip", "192.0.2.80")))
                            .orElseThrow();
            assertThat(relief.removals())
                    .containsExactly(new Hold.Address(IpAddress.v4(0xc0000250), ""));
        }
    }
}
