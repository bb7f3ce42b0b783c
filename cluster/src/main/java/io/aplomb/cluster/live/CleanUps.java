package io.aplomb.cluster.live;

import io.aplomb.model.cib.Element;
import java.util.function.Predicate;

/**
 * Forgets failures, so that a resource gets another chance. Pure.
 *
 * <p>Source: crm_resource(8), {@code --cleanup} and {@code --refresh}.
 */
final class CleanUps {
    private CleanUps() {}

    static ClusterState clean(ClusterState state, Command.CleanUp clean) {
        ClusterState changed = state;
        for (Member member : state.membership().members()) {
            boolean concerned = clean.node() == null || clean.node().equals(member.name());
            if (concerned && state.session(member.name()) != null) {
                changed = changed.withNode(member.name(), node -> clean(node, clean));
            }
        }
        return changed;
    }

    private static Element clean(Element node, Command.CleanUp clean) {
        Predicate<String> wanted =
                name ->
                        clean.resource() == null
                                || clean.resource().equals(name)
                                || name.startsWith(clean.resource() + ':');
        Predicate<String> forgotten =
                name ->
                        wanted.test(name)
                                && (clean.historyToo() || Histories.hasFailure(node, name));
        Element without = Histories.forgotten(node, forgotten);
        return Histories.withoutFailures(without, wanted, clean.operation());
    }
}
