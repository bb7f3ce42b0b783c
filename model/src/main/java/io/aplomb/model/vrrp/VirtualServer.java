package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A service balanced in the kernel: {@code virtual_server}.
 *
 * @param name as the configuration names it: address and port, {@code fwmark N}, {@code group X}
 * @param services where it is reached: one, or those of the group
 * @param onePacket {@code ops}: every UDP packet is balanced on its own
 * @param persistence null for none
 * @param sorryServer takes all connections while there is no quorum, null for none
 * @param alpha real servers count as down until their checks have succeeded
 * @param omega on stopping, scripts are told that the real servers and the quorum are gone
 * @param suspendWithoutAddress {@code ha_suspend}: no checks while this machine does not have the
 *     address
 * @param mail whether e-mail is sent for the quorum
 */
public record VirtualServer(
        String name,
        List<Service> services,
        Protocol protocol,
        Scheduler scheduler,
        SchedulerFlags schedulerFlags,
        Forwarding forwarding,
        boolean onePacket,
        @Nullable Persistence persistence,
        @Nullable SorryServer sorryServer,
        Quorum quorum,
        boolean alpha,
        boolean omega,
        boolean suspendWithoutAddress,
        boolean mail,
        List<RealServer> realServers,
        SourcePosition position) {

    public VirtualServer {
        services = List.copyOf(services);
        realServers = List.copyOf(realServers);
    }

    /** The same, but some of its real servers count as down until their checks have succeeded. */
    public VirtualServer waitingFor(Predicate<RealServer> some) {
        return new VirtualServer(
                name,
                services,
                protocol,
                scheduler,
                schedulerFlags,
                forwarding,
                onePacket,
                persistence,
                sorryServer,
                quorum,
                alpha,
                omega,
                suspendWithoutAddress,
                mail,
                realServers.stream()
                        .map(real -> some.test(real) ? real.untilChecked() : real)
                        .toList(),
                position);
    }

    /** What a client must address. */
    public sealed interface Service {

        /** A port of one address or of several that follow each other, both ends included. */
        record Addresses(IpAddress first, IpAddress last, int port) implements Service {}

        /** Packets with a mark of the firewall. */
        record Mark(long mark, boolean v6) implements Service {}
    }

    /** The protocol of connections; it has no meaning for marks. */
    public enum Protocol {
        TCP,
        UDP,
        SCTP
    }

    /** How a real server is chosen, under the kernel's names (ipvsadm(8)). */
    public enum Scheduler {
        RR,
        WRR,
        LC,
        WLC,
        LBLC,
        LBLCR,
        SH,
        DH,
        SED,
        NQ
    }

    /** Options of a scheduler; {@code port} and {@code fallback} have a meaning for SH. */
    public record SchedulerFlags(boolean port, boolean fallback) {}

    /** How packets reach a real server. */
    public enum Forwarding {
        NAT,
        DR,
        TUN
    }

    /**
     * A client stays with its real server.
     *
     * @param maskBits how many bits of the client's address count
     */
    public record Persistence(long timeoutNs, int maskBits) {}

    /**
     * {@code sorry_server}.
     *
     * @param inhibit it stays in the tables with weight 0 when not needed
     */
    public record SorryServer(
            IpAddress address,
            int port,
            Forwarding forwarding,
            boolean inhibit,
            SourcePosition position) {}

    /**
     * When there are enough real servers: at least {@code weight + hysteresis} to come up, less
     * than {@code weight - hysteresis} to go down.
     *
     * @param weight sum of weights of live real servers
     */
    public record Quorum(
            long weight, long hysteresis, @Nullable Script up, @Nullable Script down) {}
}
