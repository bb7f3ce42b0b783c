package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One machine of the cluster, as the picture has it. */
final class Node {
    final String id;
    final String name;
    final boolean pingOnly;

    /** A Pacemaker Remote node: none is ever online here. */
    final boolean remote;

    /** Attributes, the lasting and the transient, and the special ones such as {@code #uname}. */
    final Map<String, String> attributes = new LinkedHashMap<>();

    /** What is left of its capacities while resources are being placed. */
    final Map<String, Integer> capacity = new LinkedHashMap<>();

    final List<Primitive> running = new ArrayList<>();

    /** The resources placed on it. */
    final List<Primitive> assigned = new ArrayList<>();

    boolean online;
    boolean standby;
    boolean standbyOnFail;
    boolean pending;
    boolean unclean;

    /** It has no entry in the status. */
    boolean unseen;

    boolean shutdown;
    boolean expectedUp;
    boolean dc;
    boolean maintenance;

    /** Its history has been read. */
    boolean historyRead;

    /** What every resource's score for it starts from. */
    int baseScore;

    /** The sum of the priorities of what runs on it. */
    int priority;

    boolean unfenced;

    Node(String id, String name, String kind) {
        this.id = id;
        this.name = name;
        this.pingOnly = kind.equals("ping");
        this.remote = kind.equals("remote");
    }

    @Nullable String attribute(String attribute) {
        return attributes.get(attribute);
    }

    boolean attributeIsTrue(String attribute) {
        return Settings.isTrue(attributes.get(attribute), false);
    }

    /** Whether resources may be run on it at all. */
    boolean available() {
        return online && !shutdown && !unclean && !standby && !maintenance;
    }

    @Override
    public String toString() {
        return name;
    }
}
