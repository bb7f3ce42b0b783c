package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;

/** Notes where resources run, and what running in too many places leads to. */
final class Running {
    private final Cluster cluster;

    Running(Cluster cluster) {
        this.cluster = cluster;
    }

    void add(Resource resource, Node node, boolean failed) {
        if (resource.runningOn.contains(node)) {
            return;
        }
        resource.runningOn.add(node);
        if (resource instanceof Primitive primitive) {
            node.running.add(primitive);
            addPriority(primitive, node, failed);
            if (node.maintenance) {
                resource.managed = false;
                resource.maintenance = true;
            }
        }
        if (!resource.managed) {
            cluster.prefer(resource, node, Scores.INFINITY);
            for (Resource p = resource.parent; p != null && node.online; p = p.parent) {
                // to stay is said of the member only
                p.runningOn.add(node);
            }
            return;
        }
        if (resource instanceof Primitive primitive && places(primitive) > 1) {
            tooMany(primitive);
        }
        if (resource.parent != null) {
            add(resource.parent, node, false);
        }
    }

    /**
     * In how many places it runs, as far as that matters: what needs no fencing ignores the lost.
     */
    static int places(Primitive resource) {
        int places = 0;
        for (Node node : resource.runningOn) {
            if (resource.needsFencing || (node.online && !node.unclean)) {
                places++;
            }
        }
        return places;
    }

    private void tooMany(Primitive resource) {
        switch (resource.multipleActive) {
            case STOP_ONLY -> {
                resource.allowed.clear();
                for (Node node : cluster.nodes) {
                    resource.allowed.put(node, new Candidate(node, -Scores.INFINITY));
                }
            }
            case BLOCK -> {
                block(resource);
                if (resource.parent instanceof Group group
                        && group.multipleActive == Resource.MultipleActive.BLOCK) {
                    group.members.forEach(Running::block);
                }
            }
            case STOP_START, STOP_UNEXPECTED -> {}
        }
    }

    private static void block(Resource resource) {
        resource.managed = false;
        resource.blocked = true;
    }

    private void addPriority(Primitive resource, Node node, boolean failed) {
        if (resource.priority == 0 || failed) {
            return;
        }
        // one more for what is promoted, so that it outweighs its like
        int weight = resource.role == Role.PROMOTED ? resource.priority + 1 : resource.priority;
        node.priority = Scores.add(node.priority, weight);
    }
}
