package io.aplomb.control.agent;

import io.aplomb.control.guard.Hold.Removal;
import io.aplomb.control.guard.Step;
import java.util.List;
import java.util.Map;

/**
 * How to be rid of a resource without this program: for the guard.
 *
 * @param removals addresses that go first of all
 * @param stop ways to stop it, tried in order until one succeeds
 * @param demote ways to demote it; empty where the agent knows none
 */
record Relief(List<Removal> removals, List<Step> stop, List<Step> demote) {

    Relief {
        removals = List.copyOf(removals);
        stop = List.copyOf(stop);
        demote = List.copyOf(demote);
    }

    /** By one program. */
    static Relief command(List<String> words, Map<String, String> environment, long limitMs) {
        return new Relief(
                List.of(), List.of(new Step.Command(words, environment, limitMs)), List.of());
    }
}
