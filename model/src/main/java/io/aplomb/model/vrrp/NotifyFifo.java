package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * A named pipe that is told of every change of state, one line each.
 *
 * @param owner who owns the pipe if the program makes it; null for the program's own user
 * @param reader started by the program with the pipe's path as last argument, null for none
 */
public record NotifyFifo(
        String path,
        @Nullable ScriptUser owner,
        @Nullable Script reader,
        SourcePosition position) {}
