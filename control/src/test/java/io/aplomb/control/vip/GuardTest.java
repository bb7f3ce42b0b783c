package io.aplomb.control.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.HostAddress;
import io.aplomb.linux.netlink.AddressOptions;
import io.aplomb.linux.netlink.Network;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of addresses when their owner ends well, dies, or was killed before. */
@Timeout(90)
class GuardTest {
    private static final HostAddress KEPT = host("192.0.2.50/24");

    /** Of another network: with a primary address Linux removes its secondary ones. */
    private static final HostAddress RELEASED = host("198.51.100.51/24");

    @BeforeEach
    void rights() {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
    }

    @Test
    void ownerDies_guardRemovesWhatIsStillHeld() throws Exception {
        try (NetworkThread machine = new NetworkThread()) {
            machine.ip("link add left type veth peer name right");
            machine.ip("link set left up");
            Guard guard =
                    machine.run(
                            () -> {
                                Guard started = Guard.start();
                                started.holds(KEPT, null, "left");
                                started.holds(RELEASED, null, "left");
                                started.released(RELEASED, null, "left");
                                return started;
                            });
            machine.ip("addr add " + KEPT + " dev left");
            machine.ip("addr add " + RELEASED + " dev left");
            guard.ownerDied();
            String addresses;
            do {
                addresses = machine.ip("addr show dev left");
            } while (addresses.contains("192.0.2.50"));
            assertThat(addresses).contains("198.51.100.51");
        }
    }

    @Test
    void ownerEndsWell_guardTouchesNothing() throws Exception {
        try (NetworkThread machine = new NetworkThread()) {
            machine.ip("link add left type veth peer name right");
            Guard guard = machine.run(Guard::start);
            guard.holds(KEPT, null, "left");
            machine.ip("addr add " + KEPT + " dev left");
            guard.close();
            assertThat(ProcessHandle.of(guard.pid()).map(ProcessHandle::onExit))
                    .satisfies(
                            exit -> exit.ifPresent(java.util.concurrent.CompletableFuture::join));
            assertThat(machine.ip("addr show dev left")).contains("192.0.2.50");
        }
    }

    @Test
    void start_removesWhatAKilledPredecessorLeft_andNothingElse() throws Exception {
        try (NetworkThread machine = new NetworkThread()) {
            machine.ip("link add left type veth peer name right");
            machine.ip("link set left up");
            machine.ip("addr add " + RELEASED + " dev left");
            machine.run(
                    () -> {
                        try (Network network = Network.open()) {
                            int link = network.link("left").orElseThrow().index();
                            new HeldAddresses(network, Guard.start())
                                    .add(link, "left", KEPT, AddressOptions.GLOBAL, 0);
                            assertThat(new HeldAddresses(network, Guard.start()).removeLeftovers())
                                    .hasSize(1);
                        }
                        return true;
                    });
            assertThat(machine.ip("addr show dev left"))
                    .contains("198.51.100.51")
                    .doesNotContain("192.0.2.50");
        }
    }

    private static HostAddress host(String text) {
        return Objects.requireNonNull(HostAddress.parse(text));
    }
}
