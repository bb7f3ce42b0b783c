package io.aplomb.layer4;

import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import io.aplomb.model.vrrp.Checker;
import io.aplomb.model.vrrp.RealServer;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Forwarding;
import io.aplomb.model.vrrp.VirtualServer.Persistence;
import io.aplomb.model.vrrp.VirtualServer.Protocol;
import io.aplomb.model.vrrp.VirtualServer.Quorum;
import io.aplomb.model.vrrp.VirtualServer.Scheduler;
import io.aplomb.model.vrrp.VirtualServer.SchedulerFlags;
import io.aplomb.model.vrrp.VirtualServer.Service;
import io.aplomb.model.vrrp.VirtualServer.SorryServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds virtual servers for tests: 10.0.0.1:80 with real servers 10.1.0.1:80 and up. */
public final class Servers {
    public static final SourcePosition HERE = new SourcePosition("k.conf", 3, 1);

    private List<Service> services = List.of(at("10.0.0.1", 80));
    private Protocol protocol = Protocol.TCP;
    private Scheduler scheduler = Scheduler.RR;
    private SchedulerFlags flags = new SchedulerFlags(false, false);
    private Forwarding forwarding = Forwarding.NAT;
    private boolean onePacket;
    private @Nullable Persistence persistence;
    private @Nullable SorryServer sorry;
    private Quorum quorum = new Quorum(1, 0, null, null);
    private boolean omega;
    private boolean inhibit;
    private boolean alpha;
    private int port = 80;
    private long limit;
    private int[] weights = {1, 1};

    public static Service at(String address, int port) {
        return new Service.Addresses(ip(address), ip(address), port);
    }

    public static IpAddress ip(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    public Servers services(Service... all) {
        services = List.of(all);
        return this;
    }

    public Servers protocol(Protocol value) {
        protocol = value;
        return this;
    }

    public Servers scheduler(Scheduler value) {
        scheduler = value;
        return this;
    }

    public Servers hashPort() {
        flags = new SchedulerFlags(true, false);
        return this;
    }

    public Servers forwarding(Forwarding value) {
        forwarding = value;
        return this;
    }

    public Servers onePacket() {
        onePacket = true;
        return this;
    }

    public Servers persistence(int maskBits) {
        persistence = new Persistence(50_000_000_000L, maskBits);
        return this;
    }

    public Servers sorry(boolean inhibited) {
        sorry = new SorryServer(ip("10.1.0.99"), port, forwarding, inhibited, HERE);
        return this;
    }

    public Servers quorum(long weight, long hysteresis) {
        quorum = new Quorum(weight, hysteresis, null, null);
        return this;
    }

    public Servers omega() {
        omega = true;
        return this;
    }

    public Servers inhibit() {
        inhibit = true;
        return this;
    }

    public Servers alpha() {
        alpha = true;
        return this;
    }

    public Servers port(int value) {
        port = value;
        return this;
    }

    public Servers limit(long value) {
        limit = value;
        return this;
    }

    public Servers weights(int... all) {
        weights = all.clone();
        return this;
    }

    public VirtualServer build() {
        List<RealServer> reals = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            reals.add(real(i));
        }
        return new VirtualServer(
                "10.0.0.1:80",
                services,
                protocol,
                scheduler,
                flags,
                forwarding,
                onePacket,
                persistence,
                sorry,
                quorum,
                alpha,
                omega,
                false,
                false,
                reals,
                HERE);
    }

    private RealServer real(int index) {
        IpAddress address = IpAddress.v4(ip("10.1.0.1").lowBits() + index);
        Checker check =
                new Checker.Tcp(
                        new Checker.Target(address, 80, null, null, 0, 0, 1_000_000_000L),
                        timing(1, alpha),
                        HERE);
        return new RealServer(
                address,
                port,
                weights[index],
                forwarding,
                inhibit,
                limit,
                0,
                null,
                null,
                false,
                List.of(check),
                HERE);
    }

    /** A check every ten nanoseconds, a retry after three. */
    public static Checker.Timing timing(int retries, boolean alpha) {
        return new Checker.Timing(10, retries, 3, 0, alpha, false);
    }
}
