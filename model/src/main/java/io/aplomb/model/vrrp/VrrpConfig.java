package io.aplomb.model.vrrp;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A whole checked keepalived configuration: what a reload swaps in at once. All names that one part
 * uses for another are known to exist.
 *
 * @param scripts the {@code vrrp_script} blocks
 * @param trackFiles the {@code track_file} blocks
 * @param trackProcesses the {@code vrrp_track_process} blocks
 * @param instances in file order
 */
public record VrrpConfig(
        GlobalDefinitions global,
        List<TrackScript> scripts,
        List<TrackFile> trackFiles,
        List<TrackProcess> trackProcesses,
        List<SyncGroup> syncGroups,
        List<Instance> instances,
        List<VirtualServer> virtualServers) {

    public VrrpConfig {
        scripts = List.copyOf(scripts);
        trackFiles = List.copyOf(trackFiles);
        trackProcesses = List.copyOf(trackProcesses);
        syncGroups = List.copyOf(syncGroups);
        instances = List.copyOf(instances);
        virtualServers = List.copyOf(virtualServers);
    }

    /** The same without some {@code vrrp_script} blocks, which nobody tracks then. */
    public VrrpConfig withoutScripts(Set<String> names) {
        return new VrrpConfig(
                global,
                scripts.stream().filter(script -> !names.contains(script.name())).toList(),
                trackFiles,
                trackProcesses,
                syncGroups.stream()
                        .map(each -> each.withTracking(each.tracking().withoutScripts(names)))
                        .toList(),
                instances.stream()
                        .map(each -> each.withTracking(each.tracking().withoutScripts(names)))
                        .toList(),
                virtualServers);
    }

    /** The instance of that name. */
    public Optional<Instance> instance(String name) {
        return instances.stream().filter(instance -> instance.name().equals(name)).findFirst();
    }

    /** The group an instance belongs to; it belongs to one at most. */
    public Optional<SyncGroup> groupOf(String instance) {
        return syncGroups.stream().filter(group -> group.members().contains(instance)).findFirst();
    }
}
