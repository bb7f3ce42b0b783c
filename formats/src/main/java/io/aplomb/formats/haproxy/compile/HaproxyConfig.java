package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Diagnostic;
import io.aplomb.base.Diagnostics;
import io.aplomb.formats.haproxy.syntax.ConfigReader;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import io.aplomb.formats.haproxy.syntax.ConfigTree;
import io.aplomb.formats.haproxy.syntax.ReadOptions;
import io.aplomb.model.proxy.ProxyConfig;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads {@code haproxy.cfg}: text to checked, immutable model. Stateless, for any thread. */
public final class HaproxyConfig {

    private HaproxyConfig() {}

    /**
     * Reads, compiles and checks the files as one configuration. Never throws for a bad text: every
     * error is in the result.
     *
     * @param environment the process's variables, for {@code "${NAME}"}
     * @param files where the files that the configuration names are looked up
     */
    public static LoadResult load(
            List<ConfigSource> sources,
            Map<String, String> environment,
            FileResolver files,
            LoadOptions options) {
        Diagnostics diagnostics = new Diagnostics();
        Map<String, String> variables = new HashMap<>(environment);
        variables.putIfAbsent("HAPROXY_LOCALPEER", options.localPeer());
        ConfigTree tree = ConfigReader.read(sources, ReadOptions.of(variables), diagnostics);
        @Nullable ProxyConfig config = new Compiler(files, options, diagnostics).compile(tree);
        List<String> names = sources.stream().map(ConfigSource::name).toList();
        return new LoadResult(
                diagnostics.hasErrors() ? null : config, inFileOrder(diagnostics.all(), names));
    }

    private static List<Diagnostic> inFileOrder(List<Diagnostic> found, List<String> files) {
        Comparator<Diagnostic> byFile =
                Comparator.comparingInt(diagnostic -> files.indexOf(diagnostic.position().file()));
        return found.stream()
                .sorted(byFile.thenComparing(Diagnostic::position))
                .distinct()
                .toList();
    }
}
