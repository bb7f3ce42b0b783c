package io.aplomb.control.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.netlink.Network;
import io.aplomb.linux.netlink.NetworkEvents;
import io.aplomb.linux.netlink.Routes;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.vrrp.router.Effect;
import io.aplomb.vrrp.router.Election;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.router.State;
import io.aplomb.vrrp.router.VirtualAddress;
import io.aplomb.vrrp.track.TrackedItem;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rehearsed takeover goes all the way, and nobody notices. */
@Timeout(90)
class RehearsalTest {

    @Test
    void decision_goesAllTheWay_whateverIsConfigured() {
        RouterConfig v4 = RouterConfig.of("VI_1", 51, VrrpVersion.V2, held("192.0.2.50"));
        RouterConfig v6 = RouterConfig.of("VI_1", 51, VrrpVersion.V3, held("fe80::50"));
        Election owner = new Election(255, true, true, 0, 3, false, false);
        TrackedItem script = new TrackedItem(TrackedItem.Kind.SCRIPT, "check", 0, false);
        for (RouterConfig config :
                List.of(v4, v6, v4.with(owner), v4.withTracked(List.of(script)))) {
            assertThat(Rehearsal.decide(config))
                    .hasAtLeastOneElementOfType(Effect.SendAdvert.class)
                    .hasAtLeastOneElementOfType(Effect.AddAddresses.class)
                    .hasAtLeastOneElementOfType(Effect.Announce.class)
                    .anyMatch(
                            effect ->
                                    effect instanceof Effect.Notify(var _, State to, var _)
                                            && to == State.MASTER);
        }
    }

    @Test
    void kernel_isAsked_andChangesNothing() throws Exception {
        RequiredRights.root();
        try (NetworkThread machine = new NetworkThread()) {
            machine.run(
                    () -> {
                        try (Network network = Network.open();
                                NetworkEvents events = NetworkEvents.open(HeldRoutes.PROTOCOL);
                                FrameSocket frames = FrameSocket.open();
                                Holdings holdings = holdings(network)) {
                            var before = network.addresses();
                            Rehearsal rehearsal = new Rehearsal(holdings, frames);
                            rehearsal.askKernel(false);
                            rehearsal.askKernel(true);
                            assertThat(network.addresses()).isEqualTo(before);
                            assertThat(events.take()).isEmpty();
                        }
                        return true;
                    });
        }
    }

    private static Holdings holdings(Network network) throws Exception {
        Guard guard = Guard.start();
        return new Holdings(
                new HeldAddresses(network, guard),
                new HeldRoutes(Routes.open(), guard),
                new AcceptFilter("aplomb"));
    }

    private static List<VirtualAddress> held(String address) {
        return List.of(VirtualAddress.of(Objects.requireNonNull(IpAddress.parse(address))));
    }
}
