package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads which resources need a ticket. */
final class TicketReader {
    private final Cluster cluster;
    private final ConstraintReader names;

    TicketReader(Cluster cluster, ConstraintReader names) {
        this.cluster = cluster;
        this.names = names;
    }

    void read(Element constraint) {
        String id = constraint.attribute("ticket");
        if (id == null) {
            return;
        }
        TicketConstraint.Ticket ticket =
                cluster.tickets.getOrDefault(id, new TicketConstraint.Ticket(id, false, false));
        String policy = constraint.attribute("loss-policy");
        boolean anySet = false;
        for (Element set : constraint.children("resource_set")) {
            anySet = true;
            names.members(set)
                    .forEach(
                            resource ->
                                    add(
                                            constraint,
                                            resource,
                                            ticket,
                                            set.attribute("role"),
                                            policy));
        }
        Resource resource = names.resource(constraint.attribute("rsc"));
        if (!anySet && resource != null) {
            add(constraint, resource, ticket, constraint.attribute("rsc-role"), policy);
        }
    }

    private void add(
            Element constraint,
            Resource resource,
            TicketConstraint.Ticket ticket,
            @Nullable String roleText,
            @Nullable String policyText) {
        Role parsed = Role.parse(roleText);
        Role role = parsed == Role.STARTED ? Role.UNKNOWN : parsed;
        TicketConstraint.LossPolicy policy = policy(policyText, role);
        TicketConstraint ticketed =
                new TicketConstraint(constraint.id(), resource, ticket, role, policy);
        resource.tickets.add(ticketed);
        if (!ticket.granted() || ticket.standby()) {
            noteLoss(resource, ticket);
            lost(resource, ticketed);
        }
    }

    private TicketConstraint.LossPolicy policy(@Nullable String text, Role role) {
        return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
            case "fence" ->
                    cluster.settings.fencingEnabled()
                            ? TicketConstraint.LossPolicy.FENCE
                            : TicketConstraint.LossPolicy.STOP;
            case "demote" -> TicketConstraint.LossPolicy.DEMOTE;
            case "freeze" -> TicketConstraint.LossPolicy.FREEZE;
            case "stop" -> TicketConstraint.LossPolicy.STOP;
            default ->
                    role == Role.PROMOTED
                            ? TicketConstraint.LossPolicy.DEMOTE
                            : TicketConstraint.LossPolicy.STOP;
        };
    }

    private void noteLoss(Resource resource, TicketConstraint.Ticket ticket) {
        for (Node node : cluster.nodes) {
            resource.eachInTree(
                    each ->
                            each.note(
                                    Contribution.Cause.TICKET,
                                    ticket.id(),
                                    node,
                                    -Scores.INFINITY));
        }
    }

    private void lost(Resource resource, TicketConstraint ticketed) {
        if (!resource.children().isEmpty()) {
            resource.children().forEach(child -> lost(child, ticketed));
            return;
        }
        boolean promotedOnly = ticketed.role() == Role.PROMOTED;
        boolean stops = ticketed.lossPolicy() == TicketConstraint.LossPolicy.STOP;
        if (ticketed.ticket().granted() || resource.runningOn.isEmpty()) {
            if (!promotedOnly || stops) {
                ban(resource);
            }
            return;
        }
        switch (ticketed.lossPolicy()) {
            case STOP -> ban(resource);
            case DEMOTE -> {
                if (!promotedOnly) {
                    ban(resource);
                }
            }
            case FENCE -> {
                ban(resource);
                Fencing fencing = new Fencing(cluster);
                resource.runningOn.forEach(
                        node -> fencing.markUnclean(node, "deadman ticket was lost", false));
            }
            case FREEZE -> {
                resource.managed = false;
                resource.blocked = true;
            }
        }
    }

    private void ban(Resource resource) {
        cluster.preferEverywhere(resource, -Scores.INFINITY);
    }
}
