package io.aplomb.model.proxy;

import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.acl.Condition;
import org.jspecify.annotations.Nullable;

/** A {@code stick} line; {@code on} is given as a match and a store-request of the same key. */
public record StickRule(
        Kind kind, SampleExpression key, String table, @Nullable Condition condition) {

    /** When the rule acts and what it does. */
    public enum Kind {
        MATCH,
        STORE_REQUEST,
        STORE_RESPONSE
    }
}
