package io.aplomb.lab.demo;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.router.Effect;
import io.aplomb.vrrp.router.Event;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.router.Timer;
import io.aplomb.vrrp.router.VirtualRouter;
import io.aplomb.vrrp.wire.Advert;
import io.aplomb.vrrp.wire.AdvertReader;
import io.aplomb.vrrp.wire.AdvertWriter;
import io.aplomb.vrrp.wire.ChecksumStyle;
import io.aplomb.vrrp.wire.Datagram;
import io.aplomb.vrrp.wire.Reading;
import io.aplomb.vrrp.wire.Vrrp;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A virtual router where no raw socket may be opened and no address added: the same state machine
 * and octets as {@code aplomb vrrp}'s, in UDP datagrams between two loopback addresses. To have the
 * virtual address is to listen there. All on one thread but {@link #end}.
 */
final class LoopbackRouter {

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackRouter.class);

    private static final int PORT = 11112;
    private static final int LARGEST = 1500;

    /** How often it tries to listen where another one has not left yet, and looks for its end. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final VirtualRouter router;
    private final IpAddress own;
    private final IpAddress peer;
    private final AddressOwner owner;
    private final Map<Timer, Long> timers = new EnumMap<>(Timer.class);
    private volatile boolean ending;

    LoopbackRouter(RouterConfig config, IpAddress own, IpAddress peer, AddressOwner owner) {
        this.router = new VirtualRouter(config);
        this.own = own;
        this.peer = peer;
        this.owner = owner;
    }

    /** Takes part until {@link #end}. */
    void run() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(inet(own), PORT))) {
            carryOut(router.on(new Event.SourceChanged(own), now()), socket);
            carryOut(router.on(new Event.Startup(), now()), socket);
            while (!ending) {
                receive(socket);
                expire(socket);
                owner.claimIfWanted();
            }
            carryOut(router.on(new Event.Shutdown(), now()), socket);
        } finally {
            owner.release();
        }
    }

    /** Has it hand over and end, soon. From any thread. */
    void end() {
        ending = true;
    }

    private void receive(DatagramSocket socket) throws IOException {
        long waitNs = Math.clamp(router.nextTimerNs() - now(), 1, PATIENCE_NS);
        socket.setSoTimeout(Math.toIntExact(Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNs))));
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException nothing) {
            return;
        }
        byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
        Datagram datagram = new Datagram(peer, own, Vrrp.HOP_LIMIT, octets);
        switch (AdvertReader.read(datagram, router.config().policy(own))) {
            case Reading.Accepted accepted -> {
                long nowNs = now();
                carryOut(
                        router.on(new Event.AdvertReceived(accepted.advert(), peer, nowNs), nowNs),
                        socket);
            }
            case Reading.Refused refused -> LOG.debug("advert refused: {}", refused);
        }
    }

    private void expire(DatagramSocket socket) throws IOException {
        for (Timer timer : Timer.values()) {
            Long atNs = timers.get(timer);
            if (atNs != null && now() - atNs >= 0) {
                timers.remove(timer);
                carryOut(router.on(new Event.TimerExpired(timer), now()), socket);
            }
        }
    }

    private void carryOut(List<Effect> effects, DatagramSocket socket) throws IOException {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.SendAdvert(Advert advert, IpAddress _) -> send(advert, socket);
                case Effect.AddAddresses _ -> owner.want();
                case Effect.RemoveAddresses _ -> owner.release();
                case Effect.SetTimer(Timer timer, long atNs) -> timers.put(timer, atNs);
                case Effect.CancelTimer(Timer timer) -> timers.remove(timer);
                case Effect.Notify(var from, var to, int priority) ->
                        LOG.info("{} -> {}, priority {}", from, to, priority);
                case Effect.Announce _,
                        Effect.JoinGroup _,
                        Effect.LeaveGroup _,
                        Effect.NotifyStop _,
                        Effect.NotifyLowerMaster _,
                        Effect.NotifyPriority _,
                        Effect.Report _ -> {
                    // Nobody to tell: on loopback there are no neighbours.
                }
            }
        }
    }

    private void send(Advert advert, DatagramSocket socket) throws IOException {
        byte[] octets = AdvertWriter.write(advert, own, peer, ChecksumStyle.PSEUDO_HEADER);
        try {
            socket.send(
                    new DatagramPacket(
                            octets, octets.length, new InetSocketAddress(inet(peer), PORT)));
        } catch (java.net.PortUnreachableException nobodyThere) {
            LOG.debug("nobody at {}", peer);
        }
    }

    private static InetAddress inet(IpAddress address) throws IOException {
        return InetAddress.getByAddress(address.toBytes());
    }

    private static long now() {
        return System.nanoTime();
    }
}
