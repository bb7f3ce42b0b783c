package io.aplomb.cluster.explain;

import io.aplomb.model.cib.Element;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Something a person could do, and the state as it would be then.
 *
 * @param done what is done, as the first half of a sentence
 * @param command how to do it on a cluster of Pacemaker
 */
record Change(Phrase done, String command, UnaryOperator<Element> effect) {

    static Change unstandby(String node) {
        return new Change(
                new Phrase("with " + node + " out of standby", "avec " + node + " sorti de veille"),
                "crm_standby -N " + node + " -D",
                cib -> withoutPairs(cib, node, "standby"));
    }

    static Change endMaintenance(String node) {
        return new Change(
                new Phrase(
                        "with " + node + " out of maintenance",
                        "avec " + node + " sorti de maintenance"),
                "crm_attribute -N " + node + " -n maintenance -D",
                cib -> withoutPairs(cib, node, "maintenance"));
    }

    static Change cleanup(String resource, String node) {
        return new Change(
                new Phrase(
                        "with the failures of " + resource + " on " + node + " cleaned up",
                        "avec les échecs de " + resource + " sur " + node + " effacés"),
                "crm_resource --cleanup -r " + resource + " -N " + node,
                cib -> cleaned(cib, resource, node));
    }

    static Change withoutConstraint(String id) {
        return new Change(
                new Phrase("without the constraint " + id, "sans la contrainte " + id),
                "cibadmin -D --xpath \"//constraints/*[@id='" + id + "']\"",
                cib ->
                        inside(
                                cib,
                                "configuration",
                                "constraints",
                                list -> list.withoutChildren(each -> each.id().equals(id))));
    }

    static Change granted(String ticket) {
        return new Change(
                new Phrase("with the ticket " + ticket, "avec le ticket " + ticket),
                "crm_ticket -t " + ticket + " --grant --force",
                cib -> {
                    Element state =
                            Element.of("ticket_state", Map.of("id", ticket, "granted", "true"));
                    return inside(
                            cib,
                            "status",
                            "tickets",
                            list ->
                                    list.withoutChildren(each -> each.id().equals(ticket))
                                            .withChild(state));
                });
    }

    static Change started(String resource) {
        return meta(new Phrase("started", "démarrée"), resource, "target-role", "Started");
    }

    static Change managed(String resource) {
        return meta(new Phrase("managed", "gérée"), resource, "is-managed", "true");
    }

    private static Change meta(Phrase how, String resource, String name, String value) {
        return new Change(
                new Phrase(
                        "with " + name + "=" + value + " (" + how.english() + ")",
                        "avec " + name + "=" + value + " (" + how.french() + ")"),
                "crm_resource -r " + resource + " --meta -p " + name + " -v " + value,
                cib ->
                        inside(
                                cib,
                                "configuration",
                                "resources",
                                list -> withMeta(list, resource, name, value)));
    }

    private static Element inside(
            Element cib, String section, String list, UnaryOperator<Element> change) {
        return cib.withChanged(
                each -> each.is(section),
                Element.of(section, Map.of()),
                found ->
                        found.withChanged(
                                each -> each.is(list), Element.of(list, Map.of()), change));
    }

    private static Element withMeta(Element in, String resource, String name, String value) {
        if (in.id().equals(resource)) {
            Element pair =
                    Element.of(
                            "nvpair",
                            Map.of("id", resource + "-" + name, "name", name, "value", value));
            Element without = withoutPair(in, name);
            return without.withChanged(
                    each -> each.is("meta_attributes"),
                    Element.of("meta_attributes", Map.of("id", resource + "-meta")),
                    set -> set.withChild(pair));
        }
        return in.withChildren(
                in.children().stream().map(each -> withMeta(each, resource, name, value)).toList());
    }

    private static Element withoutPairs(Element cib, String node, String name) {
        return ofNode(cib, node, each -> withoutPair(each, name));
    }

    private static Element withoutPair(Element in, String name) {
        return in.withChildren(
                in.children().stream()
                        .filter(each -> !each.is("nvpair") || !name.equals(each.attribute("name")))
                        .map(each -> each.is("primitive") ? each : withoutPair(each, name))
                        .toList());
    }

    /** Changes all that is said of a node, in the configuration and in the status. */
    private static Element ofNode(Element cib, String node, UnaryOperator<Element> change) {
        return cib.withChildren(
                cib.children().stream()
                        .map(
                                section ->
                                        section.is("status")
                                                ? onNode(section, node, change)
                                                : section.withChanged(
                                                        each -> each.is("nodes"),
                                                        Element.of("nodes", Map.of()),
                                                        list -> onNode(list, node, change)))
                        .toList());
    }

    private static Element onNode(Element list, String node, UnaryOperator<Element> change) {
        return list.withChildren(
                list.children().stream()
                        .map(
                                each ->
                                        node.equals(each.attribute("uname"))
                                                ? change.apply(each)
                                                : each)
                        .toList());
    }

    private static Element cleaned(Element cib, String resource, String node) {
        return ofNode(cib, node, state -> withoutFailures(state, resource));
    }

    private static Element withoutFailures(Element in, String resource) {
        return in.withChildren(
                in.children().stream()
                        .filter(each -> !isFailure(each, resource))
                        .map(each -> withoutFailures(each, resource))
                        .toList());
    }

    private static boolean isFailure(Element each, String resource) {
        String name = Optional.ofNullable(each.attribute("name")).orElse("");
        boolean count =
                name.startsWith("fail-count-" + resource)
                        || name.startsWith("last-failure-" + resource);
        return (each.is("nvpair") && count)
                || (each.is("lrm_rsc_op") && each.id().equals(resource + "_last_failure_0"));
    }
}
