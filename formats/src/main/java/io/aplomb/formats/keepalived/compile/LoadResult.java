package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostic;
import io.aplomb.model.vrrp.VrrpConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of loading a configuration.
 *
 * @param config null when there is any error
 * @param diagnostics everything found, errors and warnings, in file order
 */
public record LoadResult(@Nullable VrrpConfig config, List<Diagnostic> diagnostics) {

    public LoadResult {
        diagnostics = List.copyOf(diagnostics);
    }
}
