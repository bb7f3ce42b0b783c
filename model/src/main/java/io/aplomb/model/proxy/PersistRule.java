package io.aplomb.model.proxy;

import io.aplomb.sample.acl.Condition;

/** An exception to persistence (manual 4.2 "force-persist", "ignore-persist"). */
public record PersistRule(Kind kind, Condition condition) {

    /** What it does for the requests it is met by. */
    public enum Kind {
        /** A server that is down is used all the same, and nothing is redispatched. */
        FORCE,
        /** The persistence cookie counts for nothing, and none is set. */
        IGNORE
    }
}
