package io.aplomb.model.proxy;

import io.aplomb.sample.log.LogFormat;
import org.jspecify.annotations.Nullable;

/** {@code unique-id-format} and, when given, the {@code unique-id-header} that carries it. */
public record UniqueId(LogFormat format, @Nullable String header) {}
