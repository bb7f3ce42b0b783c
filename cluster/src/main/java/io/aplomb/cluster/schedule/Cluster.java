package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The picture of a cluster that one call of the scheduler works on. */
final class Cluster {
    final Element cib;
    final OffsetDateTime now;
    final Settings settings;
    final boolean haveQuorum;

    /** By name. */
    final List<Node> nodes = new ArrayList<>();

    final Map<String, Node> nodesById = new LinkedHashMap<>();
    final Map<String, Node> nodesByName = new LinkedHashMap<>();

    /** Those that stand on their own, by priority. */
    final List<Resource> resources = new ArrayList<>();

    private final Map<String, Resource> outsideClones = new HashMap<>();
    private int outsideClonesOf;

    final Map<String, List<String>> tags = new LinkedHashMap<>();
    final Map<String, List<String>> byTemplate = new LinkedHashMap<>();
    final Map<String, TicketConstraint.Ticket> tickets = new LinkedHashMap<>();
    final List<LocationConstraint> locations = new ArrayList<>();
    final List<Colocation> colocations = new ArrayList<>();
    final List<Ordering> orderings = new ArrayList<>();

    /** The newest first. */
    final Deque<Action> actions = new ArrayDeque<>();

    final Map<String, Action> ofCluster = new LinkedHashMap<>();
    final ScoreLog scores = new ScoreLog();
    final List<FailedOperation> failures = new ArrayList<>();

    /** Entries of monitors whose failure has expired: they are sent again. */
    final Set<Element> expiredMonitors = Collections.newSetFromMap(new IdentityHashMap<>());

    boolean haveFenceDevice;
    boolean unfencing;
    @Nullable Node dc;
    int actionsMade;

    /** Names of resources to their histories' entries, for the text of the status. */
    record FailedOperation(Resource resource, Node node, Element operation) {}

    Cluster(Element cib, OffsetDateTime now, Settings settings) {
        this.cib = cib;
        this.now = now;
        this.settings = settings;
        this.haveQuorum = Settings.isTrue(cib.attribute("have-quorum"), false);
    }

    Element configuration(String section) {
        return cib.childOrEmpty("configuration").childOrEmpty(section);
    }

    Element status() {
        return cib.childOrEmpty("status");
    }

    RuleInput rules() {
        return RuleInput.at(now);
    }

    long nowS() {
        return now.toEpochSecond();
    }

    Settings.QuorumPolicy quorumPolicy() {
        return haveQuorum ? Settings.QuorumPolicy.IGNORE : settings.noQuorumPolicy();
    }

    boolean canFence(@Nullable Node node) {
        if (!settings.fencingEnabled() || !haveFenceDevice) {
            return false;
        }
        return haveQuorum
                || settings.noQuorumPolicy() == Settings.QuorumPolicy.IGNORE
                || (node != null && node.online);
    }

    /** Adds to the score a resource and all in it have for a node. */
    void prefer(Resource resource, Node node, int score) {
        resource.children().forEach(child -> prefer(child, node, score));
        resource.allowed
                .computeIfAbsent(node, added -> new Candidate(added, added.baseScore))
                .add(score);
    }

    /** Adds to the scores a resource and all in it have for all nodes. */
    void preferEverywhere(Resource resource, int score) {
        nodes.forEach(node -> prefer(resource, node, score));
        if (score == -Scores.INFINITY) {
            resource.assigned = null;
        }
    }

    /** The resource with this name, wherever it stands; instances are found by their own names. */
    @Nullable Resource find(String id) {
        Resource plain = outsideClones().get(id);
        if (plain != null) {
            return plain;
        }
        for (Resource resource : resources) {
            Resource found = find(resource, id);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** What is configured outside clones keeps its name, so it need not be looked for each time. */
    private Map<String, Resource> outsideClones() {
        if (outsideClonesOf != resources.size()) {
            outsideClones.clear();
            resources.forEach(this::addOutsideClones);
            outsideClonesOf = resources.size();
        }
        return outsideClones;
    }

    private void addOutsideClones(Resource resource) {
        if (!(resource instanceof CloneSet) && !resource.orphan) {
            outsideClones.putIfAbsent(resource.id, resource);
            resource.children().forEach(this::addOutsideClones);
        }
    }

    private static @Nullable Resource find(Resource in, String id) {
        if (in.id.equals(id) || id.equals(in.historyName)) {
            return in;
        }
        for (Resource child : in.children()) {
            Resource found = find(child, id);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
