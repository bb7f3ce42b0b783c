package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.NameValues;
import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes actions, each once. */
final class ActionFactory {
    private final Cluster cluster;

    ActionFactory(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A step of the cluster itself. */
    Action ofCluster(String key, String task, @Nullable Node node) {
        Action known = cluster.ofCluster.get(key);
        if (known != null) {
            return known;
        }
        Action action = new Action(++cluster.actionsMade, key, task, null, node, 0);
        cluster.ofCluster.put(key, action);
        cluster.actions.addFirst(action);
        return action;
    }

    /** A moment of the cluster itself. */
    Action momentOfCluster(String name) {
        Action action = cluster.ofCluster.get(name);
        if (action == null) {
            action = ofCluster(name, name, null);
            action.optional = true;
            action.pseudo = true;
        }
        return action;
    }

    /** A moment of a resource, such as that all its members have started. */
    Action moment(Resource resource, String task, boolean optional, boolean runnable) {
        Action action = of(resource, Task.key(resource.id, task, 0), task, null, optional);
        action.pseudo = true;
        action.runnable = runnable;
        return action;
    }

    Action start(Resource resource, @Nullable Node node, boolean optional) {
        return once(resource, Task.START, node, optional);
    }

    Action stop(Resource resource, @Nullable Node node, boolean optional) {
        return once(resource, Task.STOP, node, optional);
    }

    Action promote(Resource resource, @Nullable Node node, boolean optional) {
        return once(resource, Task.PROMOTE, node, optional);
    }

    Action demote(Resource resource, @Nullable Node node, boolean optional) {
        return once(resource, Task.DEMOTE, node, optional);
    }

    Action once(Resource resource, String task, @Nullable Node node, boolean optional) {
        return of(resource, Task.key(resource.id, task, 0), task, node, optional);
    }

    /** The action with this key on this node, made if there is none. */
    Action of(Resource resource, String key, String task, @Nullable Node node, boolean optional) {
        Action action = find(resource, key, node);
        if (action == null) {
            action = make(resource, key, task, node, optional);
            cluster.actions.addFirst(action);
            resource.actions.addFirst(action);
        }
        if (node(action) && !action.pseudo && !resource.managed && action.intervalMs == 0) {
            // nobody is to touch it
            action.optional = true;
        } else if (!optional) {
            action.optional = false;
        }
        refreshRunnable(action, true);
        refreshResource(action);
        return action;
    }

    private static boolean node(Action action) {
        return action.node != null;
    }

    /** What would become of an operation that failed, without making it part of anything. */
    Action imagine(Resource resource, String key, String task) {
        return make(resource, key, task, null, true);
    }

    private Action make(
            Resource resource, String key, String task, @Nullable Node node, boolean optional) {
        long interval = intervalOf(key);
        Action action = new Action(++cluster.actionsMade, key, task, resource, node, interval);
        action.optional = optional;
        configure(action, resource);
        return action;
    }

    static @Nullable Action find(Resource resource, String key, @Nullable Node node) {
        for (Action action : resource.actions) {
            if (!action.key.equals(key)) {
                continue;
            }
            if (node == null) {
                return action;
            }
            if (action.node == null) {
                action.node = node;
                return action;
            }
            if (action.node == node) {
                return action;
            }
        }
        return null;
    }

    static List<Action> all(Resource resource, String key, @Nullable Node node) {
        List<Action> found = new ArrayList<>();
        for (Action action : resource.actions) {
            if (action.key.equals(key) && (node == null || action.node == node)) {
                found.add(action);
            }
        }
        return found;
    }

    private static long intervalOf(String key) {
        int last = key.lastIndexOf('_');
        try {
            return Long.parseLong(key.substring(last + 1));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /** What the configuration says of the operation. */
    private void configure(Action action, Resource resource) {
        Element configured =
                resource instanceof Primitive primitive
                        ? Operations.find(
                                primitive, action.key, action.task, action.intervalMs, true)
                        : null;
        RuleInput input =
                cluster.rules()
                        .ofAgent(
                                resource.xml.attribute("class"),
                                resource.xml.attribute("provider"),
                                resource.xml.attribute("type"))
                        .ofOperation(action.task, action.intervalMs);
        Map<String, String> meta = new LinkedHashMap<>();
        if (configured != null) {
            meta.putAll(NameValues.unpack(configured.children("meta_attributes"), input, ""));
            meta.putAll(configured.attributes());
        }
        NameValues.unpack(
                        cluster.configuration("op_defaults").children("meta_attributes"), input, "")
                .forEach(meta::putIfAbsent);
        meta.remove("id");
        meta.forEach(action.meta::putIfAbsent);
        action.needs = needs(action, resource);
        setOnFail(action, meta);
        if (action.roleAfterFailure == Role.UNKNOWN) {
            action.roleAfterFailure = action.is(Task.PROMOTE) ? Role.UNPROMOTED : Role.STARTED;
        }
    }

    private static Action.Needs needs(Action action, Resource resource) {
        if (!action.is(Task.START) && !action.is(Task.PROMOTE)) {
            return Action.Needs.NOTHING;
        }
        if (resource.needsFencing) {
            return Action.Needs.FENCING;
        }
        return resource.needsQuorum ? Action.Needs.QUORUM : Action.Needs.NOTHING;
    }

    private void setOnFail(Action action, Map<String, String> meta) {
        boolean fencing = cluster.settings.fencingEnabled();
        String text = meta.getOrDefault("on-fail", "").toLowerCase(Locale.ROOT);
        if (text.equals("demote") && !mayDemote(action, meta)) {
            text = "";
        }
        if (action.is(Task.STOP) && (text.equals("standby") && !fencing)) {
            text = "";
        }
        switch (text) {
            case "block" -> action.onFail = OnFail.BLOCK;
            case "fence" -> {
                action.onFail = fencing ? OnFail.FENCE : OnFail.STOP;
                if (!fencing) {
                    action.roleAfterFailure = Role.STOPPED;
                }
            }
            case "standby" -> action.onFail = OnFail.STANDBY;
            case "ignore", "nothing" -> action.onFail = OnFail.IGNORE;
            case "migrate" -> action.onFail = OnFail.MIGRATE;
            case "stop" -> {
                action.onFail = OnFail.STOP;
                action.roleAfterFailure = Role.STOPPED;
            }
            case "restart" -> action.onFail = OnFail.RECOVER;
            case "demote" -> action.onFail = OnFail.DEMOTE;
            default ->
                    action.onFail =
                            !action.is(Task.STOP)
                                    ? OnFail.RECOVER
                                    : fencing ? OnFail.FENCE : OnFail.BLOCK;
        }
    }

    /** Only what concerns the promoted role can be answered by a demotion. */
    private static boolean mayDemote(Action action, Map<String, String> meta) {
        return action.is(Task.PROMOTE)
                || (action.is(Task.MONITOR)
                        && action.intervalMs > 0
                        && Role.parse(meta.get("role")) == Role.PROMOTED);
    }

    /** Whether the action can be done where it is to be done, as things are. */
    private void refreshRunnable(Action action, boolean forGraph) {
        Resource resource = action.resource;
        if (action.pseudo || resource == null) {
            return;
        }
        Node node = action.node;
        if (node == null) {
            action.runnable = false;
        } else if (!action.byCluster && !node.online) {
            action.runnable = false;
            if (resource.managed && forGraph && action.is(Task.STOP) && !node.unclean) {
                new Fencing(cluster).markUnclean(node, "resource actions are unrunnable", false);
            }
        } else if (!action.byCluster && node.pending) {
            action.runnable = false;
        } else if (action.needs == Action.Needs.NOTHING) {
            action.runnable = true;
            action.reason = null;
        } else {
            switch (policyFor(resource)) {
                case STOP -> {
                    action.runnable = false;
                    action.reason = "no quorum";
                }
                case FREEZE -> {
                    if (!resource.isActive(true) || resource.nextRole.above(resource.role)) {
                        action.runnable = false;
                        action.reason = "quorum freeze";
                    }
                }
                case IGNORE, DEMOTE, SUICIDE -> action.runnable = true;
            }
        }
    }

    private Settings.QuorumPolicy policyFor(Resource resource) {
        Settings.QuorumPolicy policy = cluster.quorumPolicy();
        if (policy != Settings.QuorumPolicy.DEMOTE) {
            return policy;
        }
        if (resource.role != Role.PROMOTED && resource.role != Role.UNPROMOTED) {
            return Settings.QuorumPolicy.STOP;
        }
        if (resource.nextRole.above(Role.UNPROMOTED)) {
            resource.nextRole = Role.UNPROMOTED;
        }
        return Settings.QuorumPolicy.IGNORE;
    }

    private static void refreshResource(Action action) {
        Resource resource = action.resource;
        if (resource == null) {
            return;
        }
        if (action.is(Task.STOP)) {
            resource.stopping = true;
        } else if (action.is(Task.START)) {
            resource.starting = action.runnable;
        }
    }
}
