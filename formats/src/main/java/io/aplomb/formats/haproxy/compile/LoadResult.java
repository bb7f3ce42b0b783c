package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Diagnostic;
import io.aplomb.model.proxy.ProxyConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of loading a configuration.
 *
 * @param config null when there is any error
 * @param diagnostics everything found, errors and warnings, in file order
 */
public record LoadResult(@Nullable ProxyConfig config, List<Diagnostic> diagnostics) {

    public LoadResult {
        diagnostics = List.copyOf(diagnostics);
    }
}
