package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;

/**
 * A thing watched, with what it does to the priority.
 *
 * <p>The rule for scripts, interfaces and processes: a positive weight is added while the thing is
 * up; a negative one is added (so takes away) while it is down; with 0 its failure is the fault
 * state. {@code reverse} swaps up and down, and, for a file, the sign.
 *
 * @param name of the script, file, process, or interface
 * @param weight that counts here: the thing's own default is filled in already
 */
public record Track(String name, int weight, boolean reverse, SourcePosition position) {

    /** Whether the failure of the thing is the fault state. */
    public boolean isFaultWhenDown() {
        return weight == 0;
    }
}
