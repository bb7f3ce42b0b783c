package io.aplomb.cluster.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds for every cluster, tried on thousands of random ones. */
class SchedulerPropertiesTest {
    private static final int CLUSTERS = 1000;

    /** A cluster, what is decided for it, and what comes of that. */
    private record Trial(
            Cluster before, Decision decision, Way way, Decision.Outcome outcome, Cluster after) {

        Cluster decided() {
            return decision.cluster();
        }
    }

    /** Looks for a fault in one trial; null where there is none. */
    private interface Property {
        @Nullable String fault(Trial trial);
    }

    private static final Map<String, Property> PROPERTIES =
            Map.of(
                    "copies", SchedulerPropertiesTest::secondCopy,
                    "starts", SchedulerPropertiesTest::earlyStart,
                    "recoveries", SchedulerPropertiesTest::earlyRecovery,
                    "groups", SchedulerPropertiesTest::disorderInGroup,
                    "orders", SchedulerPropertiesTest::brokenOrder,
                    "colocations", SchedulerPropertiesTest::brokenColocation,
                    "locations", SchedulerPropertiesTest::forbiddenStart,
                    "nodes", SchedulerPropertiesTest::impossible);

    /** By property: the first cluster for which it does not hold. */
    private static final Map<String, String> FAULTS = new HashMap<>();

    @BeforeAll
    static void tryAll() {
        for (long seed = 0; seed < CLUSTERS; seed++) {
            String xml = RandomCluster.troubled(seed);
            try {
                Trial trial = trial(xml);
                for (Map.Entry<String, Property> property : PROPERTIES.entrySet()) {
                    String fault = property.getValue().fault(trial);
                    if (fault != null) {
                        FAULTS.putIfAbsent(
                                property.getKey(), fault + "\nseed " + seed + '\n' + xml);
                    }
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + '\n' + xml, e);
            }
        }
    }

    private static void holds(String property) {
        assertThat(PROPERTIES).containsKey(property);
        assertThat(FAULTS).doesNotContainKey(property);
    }

    private static Trial trial(String xml) {
        Element cib = RandomCluster.read(xml);
        Decision decision = Scheduler.decide(cib, RandomCluster.NOW);
        Decision.Outcome outcome = decision.simulate(List.of());
        return new Trial(
                ConfigurationReader.read(cib, RandomCluster.NOW),
                decision,
                new Way(decision),
                outcome,
                ConfigurationReader.read(outcome.cib(), RandomCluster.NOW));
    }

    private static List<Primitive> primitives(Cluster cluster) {
        List<Primitive> all = new ArrayList<>();
        cluster.resources.forEach(resource -> resource.eachPrimitive(all::add));
        return all;
    }

    @Test
    void revisedStatus_ofAnyCluster_hasNoNewSecondCopies() {
        holds("copies");
    }

    private static @Nullable String secondCopy(Trial trial) {
        for (Resource resource : trial.after().resources) {
            Resource before = trial.before().find(resource.id);
            if (resource instanceof CloneSet clone && before instanceof CloneSet earlier) {
                for (Node node : trial.after().nodes) {
                    long now = running(clone, node.name);
                    if (now > clone.maxPerNode && now > running(earlier, node.name)) {
                        return clone + " runs " + now + " times on " + node;
                    }
                }
                boolean allManaged = primitivesOf(earlier).stream().allMatch(p -> p.managed);
                if (allManaged
                        && promoted(clone) > Math.max(clone.promotedMax, promoted(earlier))) {
                    return clone + " is promoted " + promoted(clone) + " times";
                }
                continue;
            }
            for (Primitive primitive : primitivesOf(resource)) {
                Resource earlier = trial.before().find(primitive.id);
                int had = earlier == null ? 0 : earlier.runningOn.size();
                if (primitive.runningOn.size() > Math.max(1, had)) {
                    return primitive + " runs on " + primitive.runningOn;
                }
            }
        }
        return null;
    }

    private static List<Primitive> primitivesOf(Resource resource) {
        List<Primitive> all = new ArrayList<>();
        resource.eachPrimitive(all::add);
        return all;
    }

    private static long running(CloneSet clone, String node) {
        return clone.instances.stream()
                .filter(
                        instance ->
                                instance.nodesNow().stream().anyMatch(on -> on.name.equals(node)))
                .count();
    }

    private static long promoted(CloneSet clone) {
        return primitivesOf(clone).stream()
                .filter(primitive -> primitive.role == Role.PROMOTED)
                .count();
    }

    @Test
    void starts_elsewhere_waitForTheStops() {
        holds("starts");
    }

    private static @Nullable String earlyStart(Trial trial) {
        for (Primitive primitive : primitives(trial.decided())) {
            for (Action start : trial.way().steps(primitive, Task.START)) {
                for (Action stop : trial.way().steps(primitive, Task.STOP)) {
                    boolean migrated = start.pseudo;
                    if (!migrated && !trial.way().waitsFor(start, stop)) {
                        return start + " does not wait for " + stop;
                    }
                }
            }
        }
        return null;
    }

    @Test
    void recoveries_fromLostNodes_waitForTheFencing() {
        holds("recoveries");
    }

    private static @Nullable String earlyRecovery(Trial trial) {
        if (!trial.decided().settings.fencingEnabled()) {
            return null;
        }
        for (Primitive primitive : primitives(trial.decided())) {
            if (!primitive.needsFencing || primitive.cloneSet() != null) {
                continue;
            }
            for (Node node : primitive.runningOn) {
                if (!node.unclean) {
                    continue;
                }
                Action fence = trial.way().fencingOf(node);
                for (Action start : trial.way().steps(primitive, Task.START)) {
                    if (fence == null || !trial.way().waitsFor(start, fence)) {
                        return start + " does not wait for the fencing of " + node;
                    }
                }
            }
        }
        return null;
    }

    @Test
    void membersOfGroups_startInOrder_andStopInReverse() {
        holds("groups");
    }

    private static @Nullable String disorderInGroup(Trial trial) {
        List<Group> groups = new ArrayList<>();
        trial.decided()
                .resources
                .forEach(
                        resource ->
                                resource.eachInTree(
                                        each -> {
                                            if (each instanceof Group group) {
                                                groups.add(group);
                                            }
                                        }));
        for (Group group : groups) {
            for (int i = 1; i < group.members.size(); i++) {
                Primitive first = group.members.get(i - 1);
                Primitive then = group.members.get(i);
                String fault = disorder(trial.way(), first, then, Task.START);
                fault = fault == null ? disorder(trial.way(), then, first, Task.STOP) : fault;
                if (fault != null) {
                    return fault;
                }
            }
        }
        return null;
    }

    private static @Nullable String disorder(Way way, Resource first, Resource then, String task) {
        boolean migrates =
                !way.steps(first, Task.MIGRATE_TO).isEmpty()
                        || !way.steps(then, Task.MIGRATE_TO).isEmpty();
        if (migrates) {
            return null; // a stop then only ends what has moved already
        }
        for (Action later : way.steps(then, task)) {
            for (Action earlier : way.steps(first, task)) {
                if (!later.pseudo && !earlier.pseudo && !way.waitsFor(later, earlier)) {
                    return later + " does not wait for " + earlier;
                }
            }
        }
        return null;
    }

    @Test
    void orders_betweenResources_areKept() {
        holds("orders");
    }

    private static @Nullable String brokenOrder(Trial trial) {
        for (Element order : constraints(trial, "rsc_order")) {
            if (order.attribute("kind", "").equals("Serialize")) {
                continue;
            }
            boolean mandatory = order.attribute("kind", "").equals("Mandatory");
            Resource first = trial.decided().find(order.attribute("first", ""));
            Resource then = trial.decided().find(order.attribute("then", ""));
            if (!(first instanceof Primitive) || !(then instanceof Primitive)) {
                continue;
            }
            String fault = disorder(trial.way(), first, then, Task.START);
            fault = fault == null ? disorder(trial.way(), then, first, Task.STOP) : fault;
            if (fault != null) {
                return order.id() + ": " + fault;
            }
            if (mandatory && started(trial, then) && !runsAfterwards(trial, first)) {
                return order.id() + ": " + then + " starts without " + first;
            }
        }
        return null;
    }

    private static List<Element> constraints(Trial trial, String kind) {
        return trial.decided().configuration("constraints").children(kind);
    }

    private static boolean started(Trial trial, Resource resource) {
        return resource.managed && !trial.way().steps(resource, Task.START).isEmpty();
    }

    private static boolean runsAfterwards(Trial trial, Resource resource) {
        Resource after = trial.after().find(resource.id);
        return after != null && !after.runningOn.isEmpty();
    }

    @Test
    void colocations_ofNewlyPlaced_areKept() {
        holds("colocations");
    }

    private static @Nullable String brokenColocation(Trial trial) {
        for (Element colocation : constraints(trial, "rsc_colocation")) {
            int score = Scores.parse(colocation.attribute("score"));
            Resource dependent = trial.decided().find(colocation.attribute("rsc", ""));
            Resource primary = trial.decided().find(colocation.attribute("with-rsc", ""));
            if (!(dependent instanceof Primitive) || !(primary instanceof Primitive)) {
                continue;
            }
            if (!started(trial, dependent) || Math.abs(score) < Scores.INFINITY) {
                continue;
            }
            Set<String> there = places(trial, dependent);
            Set<String> other = places(trial, primary);
            if (score > 0 && !other.containsAll(there)) {
                return colocation.id() + ": " + there + " is not where " + other;
            }
            if (score < 0 && there.stream().anyMatch(other::contains)) {
                return colocation.id() + ": both on " + there;
            }
        }
        return null;
    }

    private static Set<String> places(Trial trial, Resource resource) {
        Set<String> names = new HashSet<>();
        Resource after = trial.after().find(resource.id);
        if (after != null) {
            after.runningOn.forEach(node -> names.add(node.name));
        }
        return names;
    }

    @Test
    void forbiddenNodes_areNeverStartedOn() {
        holds("locations");
    }

    private static @Nullable String forbiddenStart(Trial trial) {
        for (Element location : constraints(trial, "rsc_location")) {
            Resource resource = trial.decided().find(location.attribute("rsc", ""));
            boolean forbids = Scores.parse(location.attribute("score")) <= -Scores.INFINITY;
            if (!forbids || resource == null) {
                continue;
            }
            for (Action step : trial.way().steps()) {
                boolean here =
                        step.resource instanceof Primitive primitive
                                && primitive.top() == resource
                                && step.is(Task.START)
                                && step.node != null
                                && step.node.name.equals(location.attribute("node"));
                if (here) {
                    return location.id() + ": " + step;
                }
            }
        }
        return null;
    }

    @Test
    void actions_onNodes_areOnlyWhereNodesCanDoThem() {
        holds("nodes");
    }

    private static @Nullable String impossible(Trial trial) {
        for (Action step : trial.way().steps()) {
            boolean real = !step.pseudo && step.resource instanceof Primitive;
            Node node = step.node;
            if (real && !step.byCluster && (node == null || !node.online)) {
                return step + " is impossible";
            }
            boolean starts = step.is(Task.START) || step.is(Task.PROMOTE);
            if (real && starts && node != null && !node.available()) {
                return step + " though it is not available";
            }
        }
        return null;
    }
}
