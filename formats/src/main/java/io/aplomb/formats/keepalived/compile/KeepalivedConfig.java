package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostic;
import io.aplomb.base.Diagnostics;
import io.aplomb.formats.keepalived.KeepalivedFiles;
import io.aplomb.formats.keepalived.LoadOptions;
import io.aplomb.formats.keepalived.syntax.ConfigReader;
import io.aplomb.model.vrrp.VrrpConfig;
import java.util.Comparator;
import java.util.List;

/** Loads {@code keepalived.conf}: text to checked, immutable model. Stateless, for any thread. */
public final class KeepalivedConfig {

    private KeepalivedConfig() {}

    /**
     * Reads, compiles and checks a file with all it includes. Never throws for a bad text: every
     * error is in the result.
     *
     * @param path of the file, as given to {@code -f}
     * @param files where it and the files it names are looked up
     */
    public static LoadResult load(String path, KeepalivedFiles files, LoadOptions options) {
        Diagnostics diagnostics = new Diagnostics();
        ConfigReader.Tree tree = ConfigReader.read(path, files, options, diagnostics);
        VrrpConfig config = new Compiler(files, options, diagnostics).compile(tree.root());
        return new LoadResult(
                diagnostics.hasErrors() ? null : config,
                inFileOrder(diagnostics.all(), tree.files()));
    }

    private static List<Diagnostic> inFileOrder(List<Diagnostic> found, List<String> files) {
        Comparator<Diagnostic> byFile =
                Comparator.comparingInt(diagnostic -> files.indexOf(diagnostic.position().file()));
        return found.stream().sorted(byFile.thenComparing(Diagnostic::position)).toList();
    }
}
