package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A resource, as the picture has it; worked on while it is placed and its actions are planned. */
abstract sealed class Resource permits Primitive, Collective {

    /** What happens to a resource that runs in more places than it may. */
    enum MultipleActive {
        STOP_START,
        STOP_ONLY,
        BLOCK,
        STOP_UNEXPECTED
    }

    /** Its name, the number of the instance included: {@code web:1}. */
    final String id;

    /** As configured, template and references resolved. */
    final Element xml;

    final @Nullable Collective parent;
    final Map<String, String> meta;
    final Map<Node, Candidate> allowed = new LinkedHashMap<>();

    /** Nodes where it was looked for, or ran. */
    final Set<Node> knownOn = new LinkedHashSet<>();

    final List<Node> runningOn = new ArrayList<>();

    /** The newest first. */
    final Deque<Action> actions = new ArrayDeque<>();

    /** What spoke for and against nodes, to be told to who asks. */
    final List<Contribution> contributions = new ArrayList<>();

    final List<LocationConstraint> locations = new ArrayList<>();

    /** Colocations in which this one depends on another. */
    final List<Colocation> withOthers = new ArrayList<>();

    /** Colocations in which others depend on this one. */
    final List<Colocation> othersWith = new ArrayList<>();

    final List<TicketConstraint> tickets = new ArrayList<>();

    /** The name in a node's history, where that differs. */
    @Nullable String historyName;

    int priority;
    int stickiness;
    int migrationThreshold = Scores.INFINITY;
    long failureTimeoutS;
    MultipleActive multipleActive = MultipleActive.STOP_START;
    boolean restartsWithOptional;

    boolean managed = true;
    boolean blocked;
    boolean orphan;
    boolean failed;
    boolean mustStop;
    boolean unique;
    boolean promotable;
    boolean notify;
    boolean critical = true;
    boolean needsQuorum;
    boolean needsFencing;
    boolean needsUnfencing;
    boolean fenceDevice;
    boolean allowMigrate;
    boolean startPending;
    boolean maintenance;
    boolean failureIgnored;
    boolean exclusiveDiscovery;
    boolean reload;
    boolean starting;
    boolean stopping;

    /** Of the places it runs in, only those where it does not belong are to be cleared. */
    boolean stopUnexpected;

    /** Its place is not decided yet. */
    boolean provisional = true;

    /** Its place is being decided; met again, that is a loop. */
    boolean assigning;

    /** Its scores are being merged; met again, that is a loop. */
    boolean merging;

    /** Its colocations are being looked through; met again, that is a loop. */
    boolean visited;

    Role role = Role.STOPPED;
    Role nextRole = Role.UNKNOWN;
    @Nullable Node assigned;
    @Nullable Node lockedTo;
    long lockedAtS;

    Resource(String id, Element xml, @Nullable Collective parent, Map<String, String> meta) {
        this.id = id;
        this.xml = xml;
        this.parent = parent;
        this.meta = meta;
    }

    /** Its name without the number of an instance. */
    String baseId() {
        return xml.id();
    }

    abstract List<? extends Resource> children();

    Resource top() {
        Resource top = this;
        while (top.parent != null) {
            top = top.parent;
        }
        return top;
    }

    /** The clone it is an instance of, or part of an instance of. */
    @Nullable CloneSet cloneSet() {
        return top() instanceof CloneSet clone ? clone : null;
    }

    boolean inAnonymousClone() {
        return !unique && cloneSet() != null;
    }

    /** What a ban of this resource applies to: all instances alike, where they have no names. */
    Resource banned() {
        return unique ? this : top();
    }

    /** Remembers what spoke for or against a node. */
    void note(Contribution.Cause cause, String name, Node node, int score) {
        if (score != 0) {
            contributions.add(new Contribution(cause, name, node.name, score));
        }
    }

    /** Remembers what a change did to the scores. */
    void noteChanges(Contribution.Cause cause, String name, Map<Node, Integer> before) {
        allowed.forEach(
                (node, candidate) -> {
                    int had = before.getOrDefault(node, 0);
                    boolean forbids = candidate.score <= -Scores.INFINITY && had > -Scores.INFINITY;
                    note(cause, name, node, forbids ? -Scores.INFINITY : candidate.score - had);
                });
    }

    Map<Node, Integer> scoresNow() {
        Map<Node, Integer> scores = new LinkedHashMap<>();
        allowed.forEach((node, candidate) -> scores.put(node, candidate.score));
        return scores;
    }

    /** Itself, or all primitives in it. */
    void eachPrimitive(Consumer<Primitive> what) {
        children().forEach(child -> child.eachPrimitive(what));
    }

    void eachInTree(Consumer<Resource> what) {
        what.accept(this);
        children().forEach(child -> child.eachInTree(what));
    }

    @Nullable Node currentNode() {
        return runningOn.isEmpty() ? null : runningOn.getFirst();
    }

    /** Where it runs now, with what its members run on. */
    Set<Node> nodesNow() {
        Set<Node> nodes = new LinkedHashSet<>();
        eachPrimitive(primitive -> nodes.addAll(primitive.runningOn));
        return nodes;
    }

    /** Where it will run. */
    Set<Node> nodesNext() {
        Set<Node> nodes = new LinkedHashSet<>();
        eachPrimitive(
                primitive -> {
                    if (primitive.assigned != null) {
                        nodes.add(primitive.assigned);
                    }
                });
        return nodes;
    }

    abstract Role roleNow();

    abstract Role roleNext();

    /** Whether it runs: all of it, or any part. */
    abstract boolean isActive(boolean all);

    @Nullable String meta(String name) {
        return meta.get(name);
    }

    boolean metaIsTrue(String name, boolean otherwise) {
        return Settings.isTrue(meta.get(name), otherwise);
    }

    @Override
    public String toString() {
        return id;
    }
}
