package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resources that start one after the other, on one node. */
final class Group extends Collective {
    final List<Primitive> members = new ArrayList<>();
    boolean ordered = true;
    boolean colocated = true;

    Group(String id, Element xml, @Nullable Collective parent, Map<String, String> meta) {
        super(id, xml, parent, meta);
    }

    @Override
    List<Primitive> children() {
        return members;
    }

    Primitive first() {
        return members.getFirst();
    }

    Primitive last() {
        return members.getLast();
    }
}
