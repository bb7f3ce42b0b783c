package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.haproxy.syntax.ConfigTree;
import io.aplomb.formats.haproxy.syntax.Section;
import io.aplomb.formats.haproxy.syntax.SectionKind;
import io.aplomb.formats.haproxy.syntax.Statement;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.ErrorReplies.ErrorReply;
import io.aplomb.model.proxy.PeersSection;
import io.aplomb.model.proxy.StickTableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the sections that proxies refer to by name: peers and http-errors (manual 3.5, 3.8). */
final class SharedSectionReader {

    private final Load load;
    private final Directives directives;
    private final Registry<PeersDraft> peers = new Registry<>();
    private final Registry<Map<Integer, ErrorReply>> httpErrors = new Registry<>();

    SharedSectionReader(Load load, Directives directives) {
        this.load = load;
        this.directives = directives;
        peers.on("peer", this::peer);
        peers.on("server", this::peer);
        peers.on("bind", (line, draft) -> draft.bind = line.take("an address"));
        peers.on("enabled", (line, draft) -> draft.disabled = false);
        peers.on("disabled", (line, draft) -> draft.disabled = true);
        peers.on("table", this::table);
        httpErrors.on("errorfile", directives.errors()::file);
    }

    Set<String> peersKeywords() {
        return peers.keywords();
    }

    Set<String> httpErrorsKeywords() {
        return httpErrors.keywords();
    }

    void read(ConfigTree tree) {
        UserListReader userLists = new UserListReader(load, directives);
        tree.of(SectionKind.USERLIST).forEach(userLists::read);
        tree.of(SectionKind.PEERS).forEach(this::readPeers);
        tree.of(SectionKind.HTTP_ERRORS).forEach(this::readErrors);
    }

    private void readErrors(Section section) {
        Map<Integer, ErrorReply> errors = new TreeMap<>();
        for (Statement statement : section.statements()) {
            directives.read(section, statement, httpErrors, errors);
        }
        directives.unique(section, load.shared().httpErrors.put(section.name(), errors) != null);
    }

    private void readPeers(Section section) {
        PeersDraft draft = new PeersDraft(section);
        for (Statement statement : section.statements()) {
            directives.read(section, statement, peers, draft);
        }
        boolean twice =
                load.shared()
                                .peers
                                .put(
                                        section.name(),
                                        new PeersSection(section.name(), draft.peers, draft.tables))
                        != null;
        directives.unique(section, twice);
        String localPeer =
                load.global().localPeer == null
                        ? load.options().localPeer()
                        : load.global().localPeer;
        boolean known = draft.peers.stream().anyMatch(peer -> peer.name().equals(localPeer));
        if (!known && !draft.peers.isEmpty()) {
            load.diagnostics()
                    .notice(
                            section.position(),
                            section.keyword().width(),
                            "no peer of '%s' is named '%s' as this machine: its name must be this"
                                            .formatted(section.label(), localPeer)
                                    + " host's name, or say 'localpeer NAME' in global");
        }
    }

    private void peer(Line line, PeersDraft draft) throws Refusal {
        Word name = line.take("a name");
        boolean known = draft.peers.stream().anyMatch(peer -> peer.name().equals(name.text()));
        if (known) {
            throw line.error(name, "peer '%s' is there twice".formatted(name.text()));
        }
        Word own = draft.bind;
        Word address = line.hasNext() || own == null ? line.take("an address") : own;
        EndpointSpec endpoint = Addresses.peer(line, address);
        draft.peers.add(new PeersSection.Peer(name.text(), endpoint));
        line.rest();
    }

    private void table(Line line, PeersDraft draft) throws Refusal {
        Word name = line.take("a name");
        String full = draft.section.name() + "/" + name.text();
        StickTableSpec table = directives.stick().peersTable(line, full);
        load.shared().peerTables.add(full);
        draft.tables.add(table);
    }

    /** A {@code peers} section being read. */
    static final class PeersDraft {
        private final Section section;
        private final List<PeersSection.Peer> peers = new ArrayList<>();
        private final List<StickTableSpec> tables = new ArrayList<>();
        private @Nullable Word bind;
        private boolean disabled;

        PeersDraft(Section section) {
            this.section = section;
        }

        boolean disabled() {
            return disabled;
        }
    }
}
