package io.aplomb.control.vip;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.control.vip.AdvertSocket.Heard;
import io.aplomb.linux.Poller;
import io.aplomb.linux.netlink.Network;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import io.aplomb.vrrp.router.State;
import io.aplomb.vrrp.wire.Advert;
import io.aplomb.vrrp.wire.AdvertInterval;
import io.aplomb.vrrp.wire.AdvertWriter;
import io.aplomb.vrrp.wire.Authentication;
import io.aplomb.vrrp.wire.ChecksumStyle;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the other machine hears when this one's process dies. */
@Timeout(90)
class LastWordsTest {
    private static final int ROUTER = 51;
    private static final IpAddress GROUP = ip("224.0.0.18");
    private static final IpAddress HERE = ip("192.0.2.1");
    private static final IpAddress THERE = ip("192.0.2.2");
    private static final Advert ADVERT = advert(100);
    private static final Advert RESIGNATION = advert(0);

    /** Said by a process that lives, after the one that died. */
    private static final Advert AFTERWARDS = advert(77);

    @BeforeEach
    void rights() {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
    }

    @Test
    void master_resigns_toTheGroup() throws Exception {
        Heard heard =
                heard(
                        List.of(),
                        words -> {
                            words.sent(ADVERT);
                            words.entered(State.MASTER);
                            words.ownerDied();
                        });
        assertThat(heard.payload()).containsExactly(octets(RESIGNATION, GROUP));
        assertThat(heard.source()).isEqualTo(HERE);
        assertThat(heard.destination()).isEqualTo(GROUP);
        assertThat(heard.ttl()).isEqualTo(255);
    }

    @Test
    void master_resigns_toItsPeer() throws Exception {
        Heard heard =
                heard(
                        List.of(THERE),
                        words -> {
                            words.entered(State.MASTER);
                            words.sent(advert(99));
                            words.sent(ADVERT);
                            words.ownerDied();
                        });
        assertThat(heard.payload()).containsExactly(octets(RESIGNATION, THERE));
        assertThat(heard.destination()).isEqualTo(THERE);
        assertThat(heard.ttl()).isEqualTo(255);
    }

    @Test
    void whoIsNotMaster_saysNothing() throws Exception {
        for (State state : List.of(State.BACKUP, State.FAULT)) {
            assertSilent(
                    words -> {
                        words.entered(State.MASTER);
                        words.sent(ADVERT);
                        words.entered(state);
                        words.ownerDied();
                    });
        }
    }

    @Test
    void whoHasResigned_orEndsWell_saysNothing() throws Exception {
        assertSilent(
                words -> {
                    words.entered(State.MASTER);
                    words.sent(ADVERT);
                    words.sent(RESIGNATION);
                    words.ownerDied();
                });
        assertSilent(
                words -> {
                    words.entered(State.MASTER);
                    words.sent(ADVERT);
                    words.close();
                });
    }

    private static void assertSilent(Consumer<LastWords> life) throws Exception {
        assertThat(heard(List.of(), life).payload()).containsExactly(octets(AFTERWARDS, GROUP));
    }

    /** The first advert that is heard of a life and what comes after it. */
    private static Heard heard(List<IpAddress> peers, Consumer<LastWords> life) throws Exception {
        try (NetworkThread here = new NetworkThread();
                NetworkThread there = new NetworkThread()) {
            NetworkThread.connect(here, there);
            here.ip("addr add " + HERE + "/24 dev left");
            there.ip("addr add " + THERE + "/24 dev right");
            boolean group = peers.isEmpty();
            AdvertPath path = here.run(() -> path("left", HERE, peers));
            AdvertSocket hearing =
                    there.run(
                            () ->
                                    AdvertSocket.open(
                                            path("right", THERE, group ? peers : List.of(HERE))));
            AdvertSocket speaking = here.run(() -> AdvertSocket.open(path));
            try (hearing;
                    speaking;
                    Poller poller = Poller.open()) {
                LastWords words =
                        here.run(() -> LastWords.open(path, ChecksumStyle.PSEUDO_HEADER, false));
                life.accept(words);
                words.awaitEnd();
                IpAddress destination = path.destinations().getFirst();
                speaking.send(octets(AFTERWARDS, destination), destination);
                assertThat(poller.await(List.of(hearing.fd()), SECONDS.toNanos(30))).isNotEmpty();
                return hearing.receive().orElseThrow();
            }
        }
    }

    private static AdvertPath path(String device, IpAddress source, List<IpAddress> peers)
            throws Exception {
        try (Network network = Network.open()) {
            int link = network.link(device).orElseThrow().index();
            return new AdvertPath(device, link, ROUTER, source, false, GROUP, peers);
        }
    }

    private static Advert advert(int priority) {
        return new Advert(
                VrrpVersion.V3,
                ROUTER,
                priority,
                AdvertInterval.ONE_SECOND,
                Authentication.NONE,
                List.of(ip("192.0.2.50")));
    }

    private static byte[] octets(Advert advert, IpAddress destination) {
        return AdvertWriter.write(advert, HERE, destination, ChecksumStyle.PSEUDO_HEADER);
    }

    private static IpAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}
