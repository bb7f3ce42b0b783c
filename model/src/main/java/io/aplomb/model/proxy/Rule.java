package io.aplomb.model.proxy;

import io.aplomb.base.SourcePosition;
import io.aplomb.sample.acl.Condition;
import org.jspecify.annotations.Nullable;

/** An action and when it is done; a null condition means always. */
public record Rule<A>(A action, @Nullable Condition condition, SourcePosition position) {}
