package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A resource with an agent. */
final class Primitive extends Resource {
    final String standard;
    final @Nullable String provider;
    final String type;
    final List<Element> operations;
    final Map<String, Integer> utilization = new LinkedHashMap<>();

    /** Nodes where a migration that failed may have left it. */
    final List<Node> danglingMigrations = new ArrayList<>();

    @Nullable Node migrationSource;
    @Nullable Node migrationTarget;
    @Nullable String pendingTask;
    @Nullable Node pendingNode;

    /** Used to sort the instances of a promotable clone; -1 as long as it is not known. */
    int promotionScore;

    Primitive(
            String id,
            Element xml,
            @Nullable Collective parent,
            Map<String, String> meta,
            List<Element> operations) {
        super(id, xml, parent, meta);
        this.standard = xml.attribute("class", "");
        this.provider = xml.attribute("provider");
        this.type = xml.attribute("type", "");
        this.operations = operations;
    }

    /** The agent as people write it: {@code ocf:heartbeat:IPaddr2}. */
    String agent() {
        return provider == null ? standard + ':' + type : standard + ':' + provider + ':' + type;
    }

    @Override
    List<Resource> children() {
        return List.of();
    }

    @Override
    void eachPrimitive(Consumer<Primitive> what) {
        what.accept(this);
    }

    @Override
    Role roleNow() {
        return role;
    }

    @Override
    Role roleNext() {
        return nextRole;
    }

    @Override
    boolean isActive(boolean all) {
        for (Node node : runningOn) {
            if (node.unclean || node.online || !managed) {
                return true;
            }
        }
        return false;
    }
}
