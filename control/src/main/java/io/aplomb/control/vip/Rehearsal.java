package io.aplomb.control.vip;

import io.aplomb.base.net.HostAddress;
import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.AddressOptions;
import io.aplomb.vrrp.router.Effect;
import io.aplomb.vrrp.router.Event;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.router.Timer;
import io.aplomb.vrrp.router.VirtualRouter;
import io.aplomb.vrrp.wire.AdvertWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A takeover that changes nothing, at the start, when nobody waits for it. The first time a Java
 * program does something costs it several milliseconds: classes to load, calls to link. Without
 * this a machine would do its first takeover when the other one has died, and a client would wait
 * for that, too.
 *
 * <p>The decision is made by a state machine of its own. What has to do with the kernel concerns an
 * interface that no machine has, so that the kernel refuses it; nothing is sent, and nothing
 * outside this process and its {@link Guard} changes.
 */
final class Rehearsal {

    /** Interfaces are numbered from 1 on (netdevice(7)). */
    static final int NO_LINK = 0;

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    /** No interface can have a colon in its name. */
    private static final String NO_DEVICE = "no:device";

    private static final int LIFETIME_S = 3;
    private static final byte[] NO_MAC = new byte[6];

    private final Holdings holdings;
    private final FrameSocket frames;

    Rehearsal(Holdings holdings, FrameSocket frames) {
        this.holdings = holdings;
        this.frames = frames;
    }

    /** On the thread that will take over, before it has anything. */
    void takeOver(RouterPlan.Planned planned, Effects effects) {
        var _ = decide(planned.config());
        LiveRouter router = new LiveRouter(planned);
        effects.apply(router, new Effect.AddAddresses(List.of(), true));
        effects.apply(router, new Effect.Announce(List.of(), 1));
        var _ = RoutePlan.of(planned.instance().routes(), null, Map.of());
        askKernel(planned.config().v6());
    }

    /** What the state machine asks for from its start to the takeover. */
    static List<Effect> decide(RouterConfig configured) {
        RouterConfig config = configured.withTracked(List.of());
        VirtualRouter router = new VirtualRouter(config);
        IpAddress self = self(config.v6());
        List<Effect> effects = new ArrayList<>();
        effects.addAll(router.on(new Event.Startup(), 0));
        effects.addAll(router.on(new Event.LinkChanged(true), 0));
        effects.addAll(router.on(new Event.SourceChanged(self), 0));
        effects.addAll(router.on(new Event.TimerExpired(Timer.MASTER_DOWN), router.nextTimerNs()));
        for (Effect effect : effects) {
            if (effect instanceof Effect.SendAdvert(var advert, var _)) {
                byte[] _ = AdvertWriter.write(advert, self, self, config.wire().sendChecksum());
            }
        }
        return effects;
    }

    /** Asks for an address and for sending, of an interface that is not there. */
    void askKernel(boolean v6) {
        hold(v6);
        announce(v6);
    }

    private void hold(boolean v6) {
        IpAddress ip = self(v6);
        HostAddress address = new HostAddress(ip, ip.widthBits());
        try {
            holdings.addresses()
                    .add(NO_LINK, NO_DEVICE, address, AddressOptions.GLOBAL, LIFETIME_S);
        } catch (SystemCallException refused) {
            LOG.debug("rehearsed: {}", refused.getMessage());
        } finally {
            holdings.addresses().forget(NO_LINK, NO_DEVICE, address, AddressOptions.GLOBAL);
        }
    }

    private void announce(boolean v6) {
        try {
            frames.announce(NO_LINK, self(v6), NO_MAC, Effects.forwardsV6(NO_DEVICE));
        } catch (SystemCallException refused) {
            LOG.debug("rehearsed: {}", refused.getMessage());
        }
    }

    private static IpAddress self(boolean v6) {
        return v6 ? IpAddress.LOOPBACK_V6 : IpAddress.LOOPBACK_V4;
    }
}
