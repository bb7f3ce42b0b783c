package io.aplomb.model.proxy;

import io.aplomb.base.SourcePosition;
import io.aplomb.sample.acl.Condition;
import io.aplomb.sample.log.LogFormat;
import org.jspecify.annotations.Nullable;

/** A {@code use_backend} line; the name may be computed per request. */
public record UseBackend(
        LogFormat backendName, @Nullable Condition condition, SourcePosition position) {}
