package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Several instances of one resource or group. */
final class CloneSet extends Collective {
    final List<Resource> instances = new ArrayList<>();
    boolean interleave;
    boolean ordered;
    int max;
    int maxPerNode = 1;
    int promotedMax;
    int promotedMaxPerNode;

    /** Instances ever made, those nobody asked for included. */
    int made;

    /** 0 once its instances are in the order of promotion, -1 before. */
    int promoted = -1;

    /** The notifications of this clone, by task, where it sends some. */
    final java.util.Map<String, Notification> notifications = new java.util.LinkedHashMap<>();

    CloneSet(String id, Element xml, Map<String, String> meta) {
        super(id, xml, null, meta);
    }

    @Override
    List<Resource> children() {
        return instances;
    }

    /** Whether there is an instance for each node. */
    boolean isUniversal(int nodes) {
        return max == nodes;
    }
}
