package io.aplomb.cluster.schedule;

/** A resource needs a ticket, and what happens where it is lost. */
record TicketConstraint(
        String id, Resource resource, Ticket ticket, Role role, LossPolicy lossPolicy) {

    enum LossPolicy {
        STOP,
        DEMOTE,
        FENCE,
        FREEZE
    }

    /** A leave to run, given to one of several sites. */
    record Ticket(String id, boolean granted, boolean standby) {}
}
