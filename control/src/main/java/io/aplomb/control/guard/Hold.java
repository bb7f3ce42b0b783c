package io.aplomb.control.guard;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.netlink.RouteKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Something that this machine has only while its lease is good, and how to be rid of it. It is
 * given to the guard before it is started, and taken back once it is stopped.
 *
 * @param id by which it is known
 * @param needs ids of holds that stop after this one: usually what was started before it
 * @param removals addresses and routes that go first of all, whatever else is slow
 * @param stop ways to stop it, tried in order until one succeeds; empty where the removals are all
 * @param demote ways to demote it, likewise; empty where it is not promoted
 */
public record Hold(
        String id, Set<String> needs, List<Removal> removals, List<Step> stop, List<Step> demote) {

    public Hold {
        Check.argument(!id.isEmpty(), "a hold has an id");
        Check.argument(
                !removals.isEmpty() || !stop.isEmpty(), "nothing says how to be rid of " + id);
        needs = Set.copyOf(new HashSet<>(needs));
        removals = List.copyOf(removals);
        stop = List.copyOf(stop);
        demote = List.copyOf(demote);
    }

    /** What is taken out of the kernel at once. */
    public sealed interface Removal {}

    /**
     * An address, whatever the length of its prefix.
     *
     * @param device on which; empty for any
     */
    public record Address(IpAddress ip, String device) implements Removal {}

    /** A route. */
    public record RouteRemoval(RouteKey route) implements Removal {}
}
