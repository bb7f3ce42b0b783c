package io.aplomb.linux.netlink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.base.net.HostAddress;
import io.aplomb.linux.Namespaces;
import io.aplomb.linux.Poller;
import io.aplomb.linux.SystemCallException;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against the real kernel, in a network that each test has for itself. */
@Timeout(60)
class NetworkTest {
    private static final int OURS = 186;

    @BeforeEach
    void tools() {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
    }

    @Test
    void address_setAndRemoved_isSeenByTheKernelAndByListeners() throws Exception {
        List<NetworkEvent> seen =
                inNetworkOfItsOwn(
                        () -> {
                            ip("link add port type veth peer name other");
                            ip("link set port up");
                            try (Network network = Network.open();
                                    NetworkEvents events = NetworkEvents.open(OURS)) {
                                Link port = network.link("port").orElseThrow();
                                InterfaceAddress v4 = address(port, "192.0.2.1/24");
                                InterfaceAddress v6 = address(port, "2001:db8::1/64");
                                network.setAddress(v4, AddressOptions.GLOBAL, 0);
                                network.setAddress(v6, AddressOptions.GLOBAL, 0);
                                assertThat(network.addresses()).contains(v4, v6);
                                network.removeAddress(v4);
                                network.removeAddress(v4);
                                assertThat(network.addresses()).doesNotContain(v4).contains(v6);
                                return events.take();
                            }
                        });
        assertThat(seen)
                .filteredOn(event -> event instanceof NetworkEvent.AddressSet)
                .extracting(event -> ((NetworkEvent.AddressSet) event).address().address())
                .contains(host("192.0.2.1/24"), host("2001:db8::1/64"));
        assertThat(seen)
                .filteredOn(event -> event instanceof NetworkEvent.AddressGone)
                .extracting(event -> ((NetworkEvent.AddressGone) event).address().protocol())
                .contains(OURS);
    }

    @Test
    void address_withALifetime_isRemovedByTheKernel() throws Exception {
        List<NetworkEvent> seen =
                inNetworkOfItsOwn(
                        () -> {
                            ip("link add port type veth peer name other");
                            ip("link set port up");
                            try (Network network = Network.open();
                                    NetworkEvents events = NetworkEvents.open(OURS);
                                    Poller poller = Poller.open()) {
                                Link port = network.link("port").orElseThrow();
                                network.setAddress(
                                        address(port, "192.0.2.1/24"), AddressOptions.GLOBAL, 1);
                                List<NetworkEvent> all = new ArrayList<>();
                                while (all.stream()
                                        .noneMatch(e -> e instanceof NetworkEvent.AddressGone)) {
                                    var _ = poller.await(List.of(events.fd()), SECONDS.toNanos(30));
                                    all.addAll(events.take());
                                }
                                return all;
                            }
                        });
        assertThat(seen)
                .filteredOn(event -> event instanceof NetworkEvent.AddressGone)
                .extracting(event -> ((NetworkEvent.AddressGone) event).address().address())
                .contains(host("192.0.2.1/24"));
    }

    @Test
    void link_thatGoesDown_isReported() throws Exception {
        List<NetworkEvent> seen =
                inNetworkOfItsOwn(
                        () -> {
                            ip("link add port type veth peer name other");
                            ip("link set other up");
                            ip("link set port up");
                            try (NetworkEvents events = NetworkEvents.open(OURS)) {
                                ip("link set port down");
                                return events.take();
                            }
                        });
        assertThat(seen)
                .filteredOn(event -> event instanceof NetworkEvent.LinkChanged)
                .extracting(event -> ((NetworkEvent.LinkChanged) event).link())
                .anyMatch(link -> link.name().equals("port") && !link.up());
    }

    @Test
    void address_onNoInterface_isRefusedByName() {
        assertThatThrownBy(
                        () ->
                                inNetworkOfItsOwn(
                                        () -> {
                                            try (Network network = Network.open()) {
                                                network.setAddress(
                                                        new InterfaceAddress(
                                                                4711, host("192.0.2.1/24"), OURS),
                                                        AddressOptions.GLOBAL,
                                                        0);
                                            }
                                            return true;
                                        }))
                .rootCause()
                .isInstanceOfSatisfying(
                        SystemCallException.class,
                        refused -> assertThat(refused.errnoName()).isEqualTo("ENODEV"));
    }

    private static InterfaceAddress address(Link link, String text) {
        return new InterfaceAddress(link.index(), host(text), OURS);
    }

    private static HostAddress host(String text) {
        return Objects.requireNonNull(HostAddress.parse(text));
    }

    private static void ip(String words) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ")));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** The thread's network dies with it. */
    private static <T> T inNetworkOfItsOwn(Callable<T> work) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(
                        () -> {
                            Namespaces.unshareNetwork();
                            return work.call();
                        });
        Thread thread = Thread.ofPlatform().daemon().start(task);
        T result = task.get(50, SECONDS);
        thread.join();
        return result;
    }
}
