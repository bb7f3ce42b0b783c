package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.net.IpAddress;
import io.aplomb.base.net.IpNetwork;
import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.AddressScope;
import io.aplomb.model.vrrp.VirtualRoute;
import io.aplomb.model.vrrp.VirtualRoute.Hop;
import io.aplomb.model.vrrp.VirtualRoute.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the routes of {@code virtual_routes}, written as for {@code ip route add}. */
final class RouteReader {

    private static final long MAX_NUMBER = 0xFFFF_FFFFL;

    private final BlockReader blocks;
    private final RouteTables tables;
    private final Registry<Draft> options = new Registry<>(Scope.ROUTE);

    /** A way to go, being read. */
    private static final class HopDraft {
        private @Nullable IpAddress gateway;
        private @Nullable String device;
        private int weight = 1;
        private boolean onLink;

        Hop build() {
            return new Hop(gateway, device, weight, onLink);
        }
    }

    /** A route being read. */
    private static final class Draft {
        private Kind kind = Kind.UNICAST;
        private @Nullable IpNetwork destination;
        private @Nullable String device;
        private boolean hasNexthops;
        private boolean isDefault;
        private @Nullable Boolean v6;
        private final List<HopDraft> hops = new ArrayList<>(List.of(new HopDraft()));
        private @Nullable IpAddress source;
        private long table = RouteTables.MAIN;
        private @Nullable AddressScope scope;
        private long metric;
        private int mtu;
        private int tos;
        private boolean append;
        private boolean tracked = true;

        HopDraft hop() {
            return hops.getLast();
        }
    }

    RouteReader(BlockReader blocks, RouteTables tables) {
        this.blocks = blocks;
        this.tables = tables;
        for (Kind kind : Kind.values()) {
            options.on(kind.name().toLowerCase(Locale.ROOT), (_, draft) -> draft.kind = kind);
        }
        hops();
        attributes();
    }

    Registry<?> options() {
        return options;
    }

    private void hops() {
        options.on("via", (line, draft) -> draft.hop().gateway = gateway(line, draft));
        options.on("gw", (line, draft) -> draft.hop().gateway = gateway(line, draft));
        options.on(
                "or",
                (line, draft) -> {
                    draft.hops.add(new HopDraft());
                    draft.hop().gateway = gateway(line, draft);
                });
        options.on(
                "nexthop",
                (_, draft) -> {
                    if (draft.hops.size() > 1 || draft.hop().gateway != null) {
                        draft.hops.add(new HopDraft());
                    }
                    draft.hasNexthops = true;
                });
        options.on("dev", RouteReader::device);
        options.on("oif", RouteReader::device);
        options.on("weight", RouteReader::weight);
        options.on("onlink", (_, draft) -> draft.hop().onLink = true);
    }

    private void attributes() {
        options.on("to", this::destination);
        options.on(
                "src",
                (line, draft) -> {
                    draft.source = line.address("an address");
                    draft.v6 = draft.source.v6();
                });
        options.on("inet", (_, draft) -> draft.v6 = false);
        options.on("inet6", (_, draft) -> draft.v6 = true);
        options.on("table", (line, draft) -> draft.table = tables.number(line));
        options.on(
                "scope", (line, draft) -> draft.scope = line.constant(AddressScope.class, "scope"));
        for (String name : List.of("metric", "preference", "priority")) {
            options.on(
                    name, (line, draft) -> draft.metric = line.integer("a number", 0, MAX_NUMBER));
        }
        options.on("mtu", (line, draft) -> draft.mtu = (int) line.integer("octets", 68, 65_535));
        for (String name : List.of("tos", "dsfield")) {
            options.on(name, (line, draft) -> draft.tos = typeOfService(line));
        }
        options.on("append", (_, draft) -> draft.append = true);
        options.on("no_track", (_, draft) -> draft.tracked = false);
    }

    private static void weight(Line line, Draft draft) throws Refusal {
        Word word = line.take("a weight");
        if (!draft.hasNexthops) {
            throw line.error(
                    word, "a weight without nexthop", "write nexthop via ADDRESS weight NUMBER");
        }
        draft.hop().weight = (int) line.integer(word, "a weight", 1, 256);
    }

    /** Reads a list of routes. */
    void read(Line line, List<VirtualRoute> into) throws Refusal {
        blocks.items(line.block(), this::item, into);
    }

    private void item(Line line, List<VirtualRoute> into) throws Refusal {
        Word first = line.keyword();
        Draft draft = new Draft();
        while (line.hasNext()) {
            Word word = line.take("an option");
            boolean network = word.is("default") || IpNetwork.parse(word.text()) != null;
            if (network && draft.destination == null && !draft.isDefault) {
                destination(line, word, draft);
            } else if (network) {
                throw line.error(word, "a second destination", "write one route a line");
            } else if (blocks.known(Scope.ROUTE, word)) {
                options.named(word.text()).read(line, draft);
            } else if (word.is("protocol") || word.is("proto")) {
                line.take("a protocol");
            } else {
                throw new Refusal();
            }
        }
        into.add(build(line, first, draft));
    }

    private static VirtualRoute build(Line line, Word first, Draft draft) throws Refusal {
        IpNetwork destination = draft.destination;
        if (draft.isDefault) {
            destination = new IpNetwork(anyAddress(draft), 0);
        }
        if (destination == null) {
            throw line.error(first, "a route without a destination");
        }
        boolean v6 = destination.address().v6();
        boolean mixed =
                (draft.source != null && draft.source.v6() != v6)
                        || draft.hops.stream()
                                .anyMatch(h -> h.gateway != null && h.gateway.v6() != v6);
        if (mixed) {
            throw line.error(first, "a route whose addresses are not of one family");
        }
        boolean discards = draft.kind != Kind.UNICAST;
        warnOfUntracked(line, first, draft);
        List<Hop> hops = draft.hops.stream().map(HopDraft::build).toList();
        return new VirtualRoute(
                draft.kind,
                destination,
                discards ? List.of() : hops,
                draft.source,
                draft.table,
                draft.scope,
                draft.metric,
                draft.mtu,
                draft.tos,
                draft.append,
                draft.tracked && draft.device != null,
                first.position());
    }

    /** As in keepalived, only a route with an interface of its own is watched. */
    private static void warnOfUntracked(Line line, Word first, Draft draft) {
        if (draft.tracked && draft.device == null) {
            line.warning(
                    first,
                    "a route without an interface is not watched",
                    "write dev INTERFACE, or no_track");
        }
    }

    private static IpAddress anyAddress(Draft draft) {
        return Boolean.TRUE.equals(draft.v6) ? IpAddress.v6(0, 0) : IpAddress.v4(0);
    }

    private void destination(Line line, Draft draft) throws Refusal {
        destination(line, line.take("a network"), draft);
    }

    private static void destination(Line line, Word word, Draft draft) throws Refusal {
        if (word.is("default")) {
            draft.isDefault = true;
            return;
        }
        draft.destination = IpNetwork.parse(word.text());
        if (draft.destination == null) {
            throw line.error(word, "'%s' is not a network".formatted(word.text()));
        }
    }

    private static IpAddress gateway(Line line, Draft draft) throws Refusal {
        line.takeIf("inet");
        line.takeIf("inet6");
        IpAddress address = line.address("the address of a gateway");
        draft.v6 = address.v6();
        return address;
    }

    /** {@code dev} counts for each way that has none, wherever it stands. */
    private static void device(Line line, Draft draft) throws Refusal {
        String device = line.take("an interface").text();
        draft.device = draft.hasNexthops ? draft.device : device;
        for (HopDraft hop : draft.hops) {
            hop.device = hop.device == null || hop == draft.hop() ? device : hop.device;
        }
    }

    private static int typeOfService(Line line) throws Refusal {
        Word word = line.take("a number");
        try {
            int value = Integer.decode(word.text());
            if (value >= 0 && value <= 255) {
                return value;
            }
        } catch (NumberFormatException _) {
            // The same complaint as for a number out of range.
        }
        throw line.error(word, "'%s' is not within 0..255".formatted(word.text()));
    }
}
