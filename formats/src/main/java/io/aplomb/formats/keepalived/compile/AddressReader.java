package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.AddressScope;
import io.aplomb.model.vrrp.VirtualAddress;
import io.aplomb.model.vrrp.VirtualAddress.Flags;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the addresses of {@code virtual_ipaddress}: {@code ADDRESS[/BITS] [OPTION ...]}. */
final class AddressReader {

    /** The kernel keeps labels of 15 characters. */
    private static final int MAX_LABEL_CHARS = 15;

    private final BlockReader blocks;
    private final Registry<Draft> options = new Registry<>(Scope.ADDRESS);

    /** An address being read. */
    private static final class Draft {
        private final IpAddress address;
        private final int prefixBits;
        private @Nullable String device;
        private AddressScope scope = AddressScope.GLOBAL;
        private @Nullable IpAddress broadcast;
        private @Nullable IpAddress peer;
        private @Nullable String label;
        private long preferredSeconds;
        private Flags flags = Flags.NONE;
        private boolean tracked = true;

        Draft(IpAddress address, int prefixBits) {
            this.address = address;
            this.prefixBits = prefixBits;
            // An IPv6 address for one host only shall not be chosen as source (manual).
            this.preferredSeconds =
                    address.v6() && prefixBits == address.widthBits() ? 0 : VirtualAddress.FOREVER;
        }
    }

    AddressReader(BlockReader blocks) {
        this.blocks = blocks;
        options.on("dev", (line, draft) -> draft.device = line.take("an interface").text());
        options.on(
                "scope", (line, draft) -> draft.scope = line.constant(AddressScope.class, "scope"));
        options.on("brd", AddressReader::broadcast);
        options.on("broadcast", AddressReader::broadcast);
        options.on("peer", (line, draft) -> draft.peer = sameFamily(line, draft.address));
        options.on("label", AddressReader::label);
        options.on("home", (_, draft) -> draft.flags = with(draft.flags, 0));
        options.on("-nodad", (_, draft) -> draft.flags = with(draft.flags, 1));
        options.on("nodad", (_, draft) -> draft.flags = with(draft.flags, 1));
        options.on("mngtmpaddr", (_, draft) -> draft.flags = with(draft.flags, 2));
        options.on("noprefixroute", (_, draft) -> draft.flags = with(draft.flags, 3));
        options.on("autojoin", (_, draft) -> draft.flags = with(draft.flags, 4));
        options.on("no_track", (_, draft) -> draft.tracked = false);
        options.on(
                "preferred_lft",
                (line, draft) ->
                        draft.preferredSeconds =
                                line.takeIf("forever")
                                        ? VirtualAddress.FOREVER
                                        : line.integer("seconds", 0, VirtualAddress.FOREVER - 1));
    }

    Registry<?> options() {
        return options;
    }

    /** Reads a list of addresses. */
    void read(Line line, List<VirtualAddress> into) throws Refusal {
        blocks.items(line.block(), this::item, into);
    }

    private void item(Line line, List<VirtualAddress> into) throws Refusal {
        Word word = line.take("an address");
        Draft draft = address(line, word);
        while (line.hasNext()) {
            Word option = line.take("an option");
            if (!blocks.known(Scope.ADDRESS, option)) {
                // What it takes is unknown too; what follows would be misread.
                throw new Refusal();
            }
            options.named(option.text()).read(line, draft);
        }
        boolean twice =
                into.stream()
                        .anyMatch(
                                other ->
                                        other.address().equals(draft.address)
                                                && Objects.equals(
                                                        other.interfaceName(), draft.device));
        if (twice) {
            throw line.error(word, "'%s' is there twice".formatted(draft.address));
        }
        into.add(
                new VirtualAddress(
                        draft.address,
                        draft.prefixBits,
                        draft.device,
                        draft.scope,
                        draft.broadcast,
                        draft.peer,
                        draft.label,
                        draft.preferredSeconds,
                        draft.flags,
                        draft.tracked,
                        word.position()));
    }

    private static Draft address(Line line, Word word) throws Refusal {
        int slash = word.text().indexOf('/');
        String text = slash < 0 ? word.text() : word.text().substring(0, slash);
        IpAddress address = IpAddress.parse(text);
        if (address == null) {
            throw line.error(
                    word,
                    "'%s' is not an IP address".formatted(text),
                    "write one address a line: ADDRESS[/BITS] [dev INTERFACE] [label NAME]");
        }
        if (slash < 0) {
            return new Draft(address, address.widthBits());
        }
        int bits = prefixBits(word.text().substring(slash + 1), address.widthBits());
        if (bits < 0) {
            throw line.error(
                    word,
                    "'%s' is not a prefix length".formatted(word.text().substring(slash + 1)),
                    "write 0 to %d after the slash".formatted(address.widthBits()));
        }
        return new Draft(address, bits);
    }

    private static int prefixBits(String text, int most) {
        if (text.isEmpty()
                || text.length() > 3
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int bits = Integer.parseInt(text);
        return bits <= most ? bits : -1;
    }

    /** An address, or {@code +} and {@code -} for all host bits set or cleared. */
    private static void broadcast(Line line, Draft draft) throws Refusal {
        Word word = line.take("an address, + or -");
        boolean ones = word.is("+");
        if (!ones && !word.is("-")) {
            draft.broadcast = sameFamily(line, word, draft.address);
            return;
        }
        if (draft.address.v6()) {
            throw line.error(word, "IPv6 has no broadcast address");
        }
        long hosts = (1L << (32 - draft.prefixBits)) - 1;
        long network = draft.address.low() & ~hosts;
        draft.broadcast = IpAddress.v4((int) (ones ? network | hosts : network));
    }

    private static IpAddress sameFamily(Line line, IpAddress like) throws Refusal {
        return sameFamily(line, line.take("an address"), like);
    }

    private static IpAddress sameFamily(Line line, Word word, IpAddress like) throws Refusal {
        IpAddress address = line.address(word);
        if (address.v6() != like.v6()) {
            throw line.error(
                    word, "'%s' is not %s".formatted(word.text(), Families.name(like.v6())));
        }
        return address;
    }

    private static void label(Line line, Draft draft) throws Refusal {
        Word word = line.take("a label");
        if (word.text().length() > MAX_LABEL_CHARS) {
            throw line.error(word, "a label has at most %d characters".formatted(MAX_LABEL_CHARS));
        }
        draft.label = word.text();
    }

    /** With one more flag, counted in the order of the record. */
    private static Flags with(Flags flags, int index) {
        Check.index(index, 5);
        return new Flags(
                flags.home() || index == 0,
                flags.noDuplicateDetection() || index == 1,
                flags.manageTemporary() || index == 2,
                flags.noPrefixRoute() || index == 3,
                flags.autoJoin() || index == 4);
    }
}
