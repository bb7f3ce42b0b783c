package io.aplomb.vrrp.router;

/** What the shell shall do for a group. */
public sealed interface GroupEffect {

    /** For one of its members, by name. */
    record OfMember(String member, Effect effect) implements GroupEffect {}

    /** Run the group's {@code notify_master}, {@code notify_backup}, {@code notify_fault}. */
    record Notify(State from, State to) implements GroupEffect {}

    /** Run the group's {@code notify_stop}. */
    record NotifyStop(State from) implements GroupEffect {}
}
