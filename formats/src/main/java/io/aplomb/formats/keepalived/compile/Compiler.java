package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.keepalived.KeepalivedFiles;
import io.aplomb.formats.keepalived.LoadOptions;
import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.keepalived.syntax.Block;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VrrpConfig;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Function;

/** Reads the blocks of a tree into drafts and has them assembled. For one configuration. */
final class Compiler {

    private final KeepalivedFiles files;
    private final LoadOptions options;
    private final Diagnostics diagnostics;
    private final BlockReader blocks;
    private final Directives directives;
    private final Registry<Drafts> top = new Registry<>(Scope.TOP);

    Compiler(KeepalivedFiles files, LoadOptions options, Diagnostics diagnostics) {
        this.files = files;
        this.options = options;
        this.diagnostics = diagnostics;
        this.blocks = new BlockReader(diagnostics);
        this.directives = new Directives(blocks, files);
        tracked();
        routers();
        servers();
        top.on(
                "global_defs",
                (line, drafts) -> blocks.read(line, directives.global().registry(), drafts.global));
        top.on(
                "instance",
                (line, drafts) -> drafts.global.instanceName = line.take("a name").text());
    }

    Registry<Drafts> top() {
        return top;
    }

    Directives directives() {
        return directives;
    }

    VrrpConfig compile(Block root) {
        Drafts drafts = new Drafts();
        blocks.read(root, top, drafts);
        return new Assembler(drafts, files, options, diagnostics).assemble();
    }

    private void tracked() {
        top.on(
                "vrrp_script",
                (line, drafts) ->
                        named(line, drafts.scripts, TrackScriptDraft::new, directives.scripts()));
        for (String keyword : new String[] {"track_file", "vrrp_track_file"}) {
            top.on(
                    keyword,
                    (line, drafts) ->
                            named(line, drafts.files, TrackFileDraft::new, directives.files()));
        }
        top.on(
                "vrrp_track_process",
                (line, drafts) ->
                        named(
                                line,
                                drafts.processes,
                                TrackProcessDraft::new,
                                directives.processes()));
    }

    private void routers() {
        top.on(
                "vrrp_sync_group",
                (line, drafts) -> named(line, drafts.groups, GroupDraft::new, directives.groups()));
        top.on(
                "vrrp_instance",
                (line, drafts) ->
                        named(
                                line,
                                drafts.instances,
                                InstanceDraft::new,
                                directives.instances().registry()));
    }

    private void servers() {
        top.on(
                "virtual_server",
                (line, drafts) -> drafts.virtualServers.add(directives.servers().read(line)));
        top.on(
                "virtual_server_group",
                (line, drafts) -> {
                    Word name = line.take("a name");
                    var services = new ArrayList<VirtualServer.Service>();
                    Drafts.put(drafts.serverGroups, name, services, diagnostics);
                    blocks.items(line.block(), VirtualServerDirectives::groupItem, services);
                });
    }

    private <D> void named(
            Line line, Map<String, D> drafts, Function<Word, D> create, Registry<D> registry)
            throws Refusal {
        Word name = line.take("a name");
        D draft = create.apply(name);
        Drafts.put(drafts, name, draft, diagnostics);
        blocks.read(line, registry, draft);
    }
}
