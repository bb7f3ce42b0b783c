package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.net.IpAddress;
import io.aplomb.base.net.IpNetwork;
import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Forwarding;
import io.aplomb.model.vrrp.VirtualServer.Service;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The blocks {@code virtual_server}, {@code real_server} and {@code virtual_server_group}. */
final class VirtualServerDirectives {

    private static final long MAX_MARK = 0xFFFF_FFFFL;

    /** keepalived's when the keyword has no number: six minutes. */
    private static final long DEFAULT_PERSISTENCE_NS = 360 * Line.SECOND_NS;

    private final BlockReader blocks;
    private final CheckerDirectives checkers;
    private final Registry<VirtualServerDraft> virtual = new Registry<>(Scope.VIRTUAL_SERVER);
    private final Registry<RealServerDraft> real = new Registry<>(Scope.REAL_SERVER);

    VirtualServerDirectives(BlockReader blocks) {
        this.blocks = blocks;
        this.checkers = new CheckerDirectives(blocks);
        balancing();
        persistence();
        quorum();
        sorry();
        virtual.on("virtualhost", (line, draft) -> draft.virtualHost = line.take("a name").text());
        virtual.on("smtp_alert", (line, draft) -> draft.mail = line.truth());
        virtual.on("ha_suspend", (_, draft) -> draft.suspendWithoutAddress = true);
        virtual.on("inhibit_on_failure", (line, draft) -> draft.inhibitOnFailure = line.truth());
        virtual.on("real_server", this::realServer);
        TimingDraft.register(virtual, draft -> draft.timing, true);
        TimingDraft.registerOldName(virtual, draft -> draft.timing);
        real();
    }

    Registry<VirtualServerDraft> virtualRegistry() {
        return virtual;
    }

    Registry<RealServerDraft> realRegistry() {
        return real;
    }

    CheckerDirectives checkers() {
        return checkers;
    }

    static Set<String> schedulers() {
        return Set.copyOf(
                List.of(VirtualServer.Scheduler.values()).stream()
                        .map(scheduler -> scheduler.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    VirtualServerDraft read(Line line) throws Refusal {
        VirtualServerDraft draft = head(line);
        blocks.read(line, virtual, draft);
        return draft;
    }

    private static VirtualServerDraft head(Line line) throws Refusal {
        Word first = line.take("an address, fwmark or group");
        if (first.is("group")) {
            Word name = line.take("the name of a group");
            return new VirtualServerDraft(name, "group " + name.text(), null, name);
        }
        if (first.is("fwmark")) {
            long mark = line.integer("a mark", 0, MAX_MARK);
            return new VirtualServerDraft(
                    first, "fwmark " + mark, new Service.Mark(mark, false), null);
        }
        IpAddress address = line.address(first);
        int port = line.hasNext() ? port(line) : 0;
        String name = address.v6() ? "[" + address + "]:" + port : address + ":" + port;
        return new VirtualServerDraft(
                first, name, new Service.Addresses(address, address, port), null);
    }

    private static int port(Line line) throws Refusal {
        return (int) line.integer("a port", 0, 65_535);
    }

    /** An item of {@code virtual_server_group}. */
    static void groupItem(Line line, List<Service> into) throws Refusal {
        Word word = line.take("an address, a range or fwmark");
        if (word.is("fwmark")) {
            long mark = line.integer("a mark", 0, MAX_MARK);
            boolean v6 = line.takeIf("inet6");
            line.takeIf("inet");
            into.add(new Service.Mark(mark, v6));
            return;
        }
        IpAddress[] ends = range(line, word);
        into.add(new Service.Addresses(ends[0], ends[1], line.hasNext() ? port(line) : 0));
    }

    /** {@code A}, {@code A-LAST}, {@code A-B} or {@code NETWORK/BITS}. */
    private static IpAddress[] range(Line line, Word word) throws Refusal {
        String text = word.text();
        if (text.indexOf('/') >= 0) {
            return network(line, word);
        }
        int dash = text.indexOf('-');
        IpAddress first = IpAddress.parse(dash < 0 ? text : text.substring(0, dash));
        if (first == null) {
            throw line.error(word, "'%s' is not an IP address".formatted(text));
        }
        if (dash < 0) {
            return new IpAddress[] {first, first};
        }
        String end = text.substring(dash + 1);
        IpAddress last = IpAddress.parse(end);
        if (last == null) {
            String full = first.toString();
            char divider = first.v6() ? ':' : '.';
            last = IpAddress.parse(full.substring(0, full.lastIndexOf(divider) + 1) + end);
        }
        if (last == null || last.v6() != first.v6() || last.compareTo(first) < 0) {
            throw line.error(word, "'%s' is not a range of addresses".formatted(text));
        }
        return new IpAddress[] {first, last};
    }

    private static IpAddress[] network(Line line, Word word) throws Refusal {
        IpNetwork network = IpNetwork.parse(word.text());
        if (network == null || network.address().v6()) {
            throw line.error(
                    word,
                    "'%s' is not an IPv4 network".formatted(word.text()),
                    "write a range: FIRST-LAST");
        }
        long hosts = (1L << (32 - network.prefixBits())) - 1;
        long last = network.address().low() | hosts;
        return new IpAddress[] {network.address(), IpAddress.v4((int) last)};
    }

    private void balancing() {
        for (String keyword : List.of("lb_algo", "lvs_sched")) {
            virtual.on(keyword, this::scheduler);
        }
        for (String keyword : List.of("lb_kind", "lvs_method")) {
            virtual.on(keyword, (line, draft) -> draft.forwarding = forwarding(line));
            real.on(keyword, (line, draft) -> draft.forwarding = forwarding(line));
        }
        for (String keyword : List.of("sh-port", "flag-2")) {
            virtual.on(keyword, (_, draft) -> draft.hashPort = true);
        }
        for (String keyword : List.of("sh-fallback", "flag-1")) {
            virtual.on(keyword, (_, draft) -> draft.hashFallback = true);
        }
        virtual.on("ops", (_, draft) -> draft.onePacket = true);
        virtual.on(
                "protocol",
                (line, draft) ->
                        draft.protocol = line.constant(VirtualServer.Protocol.class, "protocol"));
        virtual.on(
                "ip_family",
                (line, draft) -> {
                    Word word = line.take("inet or inet6");
                    if (!word.is("inet") && !word.is("inet6")) {
                        throw line.unknown(word, "family", List.of("inet", "inet6"));
                    }
                    draft.v6Mark = word.is("inet6");
                });
    }

    private void scheduler(Line line, VirtualServerDraft draft) throws Refusal {
        Word word = line.take("a scheduler");
        if (!blocks.known(Scope.SCHEDULER, word)) {
            throw new Refusal();
        }
        draft.scheduler = VirtualServer.Scheduler.valueOf(word.text().toUpperCase(Locale.ROOT));
    }

    private static Forwarding forwarding(Line line) throws Refusal {
        Word word = line.peek();
        Forwarding forwarding = line.constant(Forwarding.class, "way of forwarding");
        if (forwarding == Forwarding.TUN && line.hasNext() && word != null) {
            line.take("type");
            Word type = line.take("a type of tunnel");
            if (!type.is("ipip")) {
                throw line.error(
                        type,
                        "tunnels of type '%s' are not supported".formatted(type.text()),
                        "write TUN alone, for IP in IP");
            }
        }
        return forwarding;
    }

    private void persistence() {
        virtual.on(
                "persistence_timeout",
                (line, draft) -> {
                    draft.persistent = true;
                    draft.persistenceNs =
                            line.hasNext()
                                    ? line.seconds("seconds", 1, 2_678_400)
                                    : DEFAULT_PERSISTENCE_NS;
                });
        virtual.on(
                "persistence_granularity",
                (line, draft) -> {
                    Word word = line.take("a mask");
                    draft.persistenceBits = maskBits(line, word);
                });
    }

    private static int maskBits(Line line, Word word) throws Refusal {
        if (word.text().chars().allMatch(Character::isDigit)) {
            return (int) line.integer(word, "a prefix length", 1, 128);
        }
        IpNetwork mask = IpNetwork.parse("255.255.255.255/" + word.text());
        if (mask == null) {
            throw line.error(word, "'%s' is not a mask".formatted(word.text()));
        }
        return mask.prefixBits();
    }

    private void quorum() {
        virtual.on(
                "quorum",
                (line, draft) -> draft.quorum = line.integer("a weight", 1, Integer.MAX_VALUE));
        virtual.on(
                "hysteresis",
                (line, draft) -> {
                    draft.hysteresisWord = line.keyword();
                    draft.hysteresis = line.integer("a weight", 0, Integer.MAX_VALUE);
                });
        virtual.on("quorum_up", (line, draft) -> draft.quorumUp = Scripts.withUser(line));
        virtual.on("quorum_down", (line, draft) -> draft.quorumDown = Scripts.withUser(line));
        virtual.on("omega", (line, draft) -> draft.omega = line.truth());
    }

    private void sorry() {
        virtual.on(
                "sorry_server",
                (line, draft) -> {
                    draft.sorryWord = line.take("an address");
                    draft.sorryAddress = line.address(draft.sorryWord);
                    draft.sorryPort = line.hasNext() ? port(line) : 0;
                });
        virtual.on("sorry_server_inhibit", (_, draft) -> draft.sorryInhibit = true);
        virtual.on(
                "sorry_server_lvs_method",
                (line, draft) -> draft.sorryForwarding = forwarding(line));
    }

    private void realServer(Line line, VirtualServerDraft draft) throws Refusal {
        IpAddress address = line.address("an address");
        int port = line.hasNext() ? port(line) : 0;
        RealServerDraft server = new RealServerDraft(address, port, line.position());
        boolean twice =
                draft.realServers.stream()
                        .anyMatch(other -> other.address.equals(address) && other.port == port);
        if (twice) {
            throw line.error(
                    line.keyword(), "real_server %s %d is there twice".formatted(address, port));
        }
        draft.realServers.add(server);
        blocks.read(line, real, server);
    }

    private void real() {
        real.on(
                "weight",
                (line, draft) -> draft.weight = (int) line.integer("a weight", 0, 65_535));
        real.on("notify_up", (line, draft) -> draft.notifyUp = Scripts.withUser(line));
        real.on("notify_down", (line, draft) -> draft.notifyDown = Scripts.withUser(line));
        real.on(
                "uthreshold",
                (line, draft) -> draft.upperThreshold = line.integer("connections", 0, MAX_MARK));
        real.on(
                "lthreshold",
                (line, draft) -> draft.lowerThreshold = line.integer("connections", 0, MAX_MARK));
        real.on("smtp_alert", (line, draft) -> draft.mail = line.truth());
        real.on("virtualhost", (line, draft) -> draft.virtualHost = line.take("a name").text());
        real.on("inhibit_on_failure", (line, draft) -> draft.inhibitOnFailure = line.truth());
        TimingDraft.register(real, draft -> draft.timing, true);
        TimingDraft.registerOldName(real, draft -> draft.timing);
        checkers.register(real);
    }
}
