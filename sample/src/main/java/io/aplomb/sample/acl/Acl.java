package io.aplomb.sample.acl;

import io.aplomb.sample.SampleContext;
import java.util.List;

/**
 * A named ACL: holds when any of its criteria does. Immutable, for any thread.
 *
 * @param name case matters
 */
public record Acl(String name, List<Criterion> criteria) {

    /** Copies the list. */
    public Acl {
        criteria = List.copyOf(criteria);
    }

    /** Tests the criteria in order until one holds. */
    public Outcome test(SampleContext context) {
        Outcome all = Outcome.FAILS;
        for (Criterion criterion : criteria) {
            Outcome one = criterion.test(context);
            if (one == Outcome.HOLDS) {
                return one;
            }
            all = one == Outcome.UNDECIDED ? one : all;
        }
        return all;
    }
}
