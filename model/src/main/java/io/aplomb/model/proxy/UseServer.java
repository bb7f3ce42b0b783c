package io.aplomb.model.proxy;

import io.aplomb.sample.acl.Condition;
import io.aplomb.sample.log.LogFormat;
import org.jspecify.annotations.Nullable;

/** A {@code use-server} line: this server, if it is up, when the condition holds. */
public record UseServer(LogFormat serverName, @Nullable Condition condition) {}
