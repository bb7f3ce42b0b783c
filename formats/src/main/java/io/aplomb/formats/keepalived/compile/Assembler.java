package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.keepalived.KeepalivedFiles;
import io.aplomb.formats.keepalived.LoadOptions;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.SyncGroup;
import io.aplomb.model.vrrp.TrackFile;
import io.aplomb.model.vrrp.TrackProcess;
import io.aplomb.model.vrrp.TrackScript;
import io.aplomb.model.vrrp.VrrpConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the model of the drafts: defaults and inheritance resolved, names looked up, all checked.
 */
final class Assembler {

    private final Drafts drafts;
    private final LoadOptions options;
    private final Diagnostics diagnostics;
    private final NotifyScriptCheck notifyScripts;

    Assembler(Drafts drafts, KeepalivedFiles files, LoadOptions options, Diagnostics diagnostics) {
        this.drafts = drafts;
        this.options = options;
        this.diagnostics = diagnostics;
        this.notifyScripts = new NotifyScriptCheck(files, diagnostics);
    }

    VrrpConfig assemble() {
        List<TrackScript> scripts =
                drafts.scripts.values().stream()
                        .map(draft -> draft.build(drafts.global.scriptUser, diagnostics))
                        .filter(Objects::nonNull)
                        .toList();
        List<TrackFile> files =
                drafts.files.values().stream()
                        .map(draft -> draft.build(diagnostics))
                        .filter(Objects::nonNull)
                        .toList();
        List<TrackProcess> processes =
                drafts.processes.values().stream()
                        .map(draft -> draft.build(diagnostics))
                        .filter(Objects::nonNull)
                        .toList();
        TrackResolver tracks = new TrackResolver(drafts, scripts, files, processes, diagnostics);
        Map<String, GroupDraft> groupOf = groupMembers();
        List<Instance> instances = instances(tracks, groupOf);
        List<SyncGroup> groups = groups(tracks);
        VrrpConfig config =
                new VrrpConfig(
                        new GlobalAssembler(drafts.global, options, diagnostics).assemble(),
                        scripts,
                        files,
                        processes,
                        groups,
                        instances,
                        new ServerAssembler(drafts, diagnostics).assemble());
        warnOfScriptsWithoutSecurity(config);
        return config;
    }

    /** Which group an instance is in; complains of names that are wrong. */
    private Map<String, GroupDraft> groupMembers() {
        Map<String, GroupDraft> groupOf = new HashMap<>();
        for (GroupDraft group : drafts.groups.values()) {
            if (group.members.isEmpty()) {
                error(group.name, "vrrp_sync_group '%s' has no members".formatted(group.name));
            }
            if (group.members.size() == 1) {
                diagnostics.warning(
                        group.name.position(),
                        group.name.width(),
                        "vrrp_sync_group '%s' has one member only".formatted(group.name));
            }
            for (Word member : group.members) {
                if (!drafts.instances.containsKey(member.text())) {
                    TrackResolver.missing(
                            member, "vrrp_instance", drafts.instances.keySet(), diagnostics);
                }
                GroupDraft other = groupOf.put(member.text(), group);
                if (other != null) {
                    error(
                            member,
                            "'%s' is in the group '%s' already".formatted(member, other.name));
                }
            }
        }
        return groupOf;
    }

    private List<Instance> instances(TrackResolver tracks, Map<String, GroupDraft> groupOf) {
        List<Instance> instances = new ArrayList<>();
        for (InstanceDraft draft : drafts.instances.values()) {
            @Nullable GroupDraft group = groupOf.get(draft.name.text());
            notifyScripts.check("INSTANCE", draft.name.text(), draft.notifications.scripts());
            instances.add(
                    new InstanceAssembler(draft, drafts.global, diagnostics)
                            .assemble(tracks.ofInstance(draft, group)));
        }
        new RouterIdCheck(diagnostics).check(instances, drafts.instances);
        return instances;
    }

    private List<SyncGroup> groups(TrackResolver tracks) {
        List<SyncGroup> groups = new ArrayList<>();
        GlobalDraft global = drafts.global;
        for (GroupDraft draft : drafts.groups.values()) {
            notifyScripts.check("GROUP", draft.name.text(), draft.notifications.scripts());
            groups.add(
                    new SyncGroup(
                            draft.name.text(),
                            draft.members.stream().map(Word::text).toList(),
                            tracks.ofGroup(draft),
                            draft.notifications.build(
                                    global.scriptUser,
                                    GlobalAssembler.mailsOfVrrp(global),
                                    global.notifyPriorityChanges),
                            draft.weightsCount,
                            draft.name.position()));
        }
        return groups;
    }

    /** keepalived complains of it at each start. */
    private void warnOfScriptsWithoutSecurity(VrrpConfig config) {
        if (drafts.global.scriptSecurity) {
            return;
        }
        boolean runs =
                !config.scripts().isEmpty()
                        || drafts.instances.values().stream()
                                .anyMatch(d -> !d.notifications.scripts().isEmpty());
        boolean asRoot =
                drafts.global.scriptUser == null || drafts.global.scriptUser.user().equals("root");
        if (runs && asRoot) {
            Word at = firstScript();
            diagnostics.notice(
                    at.position(),
                    at.width(),
                    "scripts may run as root although others can change them; enable_script_security"
                            + " and script_user in global_defs prevent that");
        }
    }

    private Word firstScript() {
        return drafts.scripts.isEmpty()
                ? drafts.instances.values().stream()
                        .filter(d -> !d.notifications.scripts().isEmpty())
                        .findFirst()
                        .orElseThrow()
                        .name
                : drafts.scripts.values().iterator().next().name;
    }

    private void error(Word at, String message) {
        diagnostics.error(at.position(), at.width(), message);
    }
}
