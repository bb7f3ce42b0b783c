package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A resource made of others. */
abstract sealed class Collective extends Resource permits Group, CloneSet {
    Collective(String id, Element xml, @Nullable Collective parent, Map<String, String> meta) {
        super(id, xml, parent, meta);
    }

    @Override
    Role roleNow() {
        Role highest = Role.UNKNOWN;
        for (Resource child : children()) {
            Role role = child.roleNow();
            if (role.above(highest)) {
                highest = role;
            }
        }
        return highest;
    }

    @Override
    Role roleNext() {
        Role highest = Role.UNKNOWN;
        for (Resource child : children()) {
            Role role = child.roleNext();
            if (role.above(highest)) {
                highest = role;
            }
        }
        return highest;
    }

    @Override
    boolean isActive(boolean all) {
        for (Resource child : children()) {
            boolean active = child.isActive(all);
            if (active != all) {
                return active;
            }
        }
        return all;
    }
}
