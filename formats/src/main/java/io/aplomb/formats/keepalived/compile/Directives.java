package io.aplomb.formats.keepalived.compile;

import io.aplomb.formats.keepalived.KeepalivedFiles;

/** The readers of all blocks. */
final class Directives {

    private final GlobalDirectives global;
    private final Registry<TrackScriptDraft> scripts = TrackScriptDraft.registry();
    private final Registry<TrackFileDraft> files = TrackFileDraft.registry();
    private final Registry<TrackProcessDraft> processes = TrackProcessDraft.registry();
    private final Registry<GroupDraft> groups;
    private final AddressReader addresses;
    private final RouteReader routes;
    private final InstanceDirectives instances;
    private final VirtualServerDirectives servers;

    Directives(BlockReader blocks, KeepalivedFiles systemFiles) {
        global = new GlobalDirectives(blocks);
        groups = GroupDraft.registry(blocks);
        addresses = new AddressReader(blocks);
        routes = new RouteReader(blocks, new RouteTables(systemFiles));
        instances = new InstanceDirectives(blocks, addresses, routes);
        servers = new VirtualServerDirectives(blocks);
    }

    GlobalDirectives global() {
        return global;
    }

    Registry<TrackScriptDraft> scripts() {
        return scripts;
    }

    Registry<TrackFileDraft> files() {
        return files;
    }

    Registry<TrackProcessDraft> processes() {
        return processes;
    }

    Registry<GroupDraft> groups() {
        return groups;
    }

    AddressReader addresses() {
        return addresses;
    }

    RouteReader routes() {
        return routes;
    }

    InstanceDirectives instances() {
        return instances;
    }

    VirtualServerDirectives servers() {
        return servers;
    }
}
