package io.aplomb.control.vip;

import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.SyncGroup;
import io.aplomb.model.vrrp.VrrpConfig;
import io.aplomb.vrrp.router.RouterConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration asks of the routers, made and checked as a whole before anything is touched.
 * Pure.
 */
record RouterPlan(Map<String, Planned> routers, List<SyncGroup> groups) {

    /**
     * A router to be.
     *
     * @param linkName of the interface of its own; null when it has none
     */
    record Planned(Instance instance, RouterConfig config, @Nullable String linkName) {}

    /**
     * That of a configuration.
     *
     * @param watchesProxy whether all watch this machine's proxy
     * @throws IllegalArgumentException for what the reader of configurations should have refused
     */
    static RouterPlan of(VrrpConfig config, boolean watchesProxy) {
        Map<String, Planned> routers = new LinkedHashMap<>();
        VirtualMacNames names = VirtualMacNames.of(config);
        for (Instance instance : config.instances()) {
            routers.put(
                    instance.name(),
                    new Planned(
                            instance,
                            RouterConfigs.of(config, instance, watchesProxy),
                            names.next(instance)));
        }
        return new RouterPlan(routers, config.syncGroups());
    }

    /** The group of that name with exactly these members. */
    boolean keeps(SyncGroup group) {
        return group(group.name())
                .filter(each -> each.members().equals(group.members()))
                .isPresent();
    }

    Optional<SyncGroup> group(String name) {
        return groups.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
