package io.aplomb.formats.keepalived;

import io.aplomb.base.Diagnostic;
import io.aplomb.base.Severity;
import io.aplomb.formats.keepalived.compile.KeepalivedConfig;
import io.aplomb.formats.keepalived.compile.LoadResult;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.VrrpConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Loads texts as tests need it. */
public final class Loading {

    public static final String FILE = "/etc/keepalived/keepalived.conf";

    private Loading() {}

    /** On the machine lb1, with no other file. */
    public static LoadResult load(String text) {
        return load(text, Map.of());
    }

    /** On the machine lb1, with further files by path. */
    public static LoadResult load(String text, Map<String, String> others) {
        Map<String, String> files = new HashMap<>(others);
        files.put(FILE, text);
        return KeepalivedConfig.load(
                FILE, new MemoryFiles(files), LoadOptions.forHost("lb1.example.org", 1));
    }

    /** The model of a text without errors. */
    public static VrrpConfig model(String text) {
        LoadResult result = load(text);
        VrrpConfig config = result.config();
        if (config == null) {
            throw new AssertionError(render(result));
        }
        return config;
    }

    /** An instance with the lines every one needs, and some more. */
    public static String instance(String name, String lines) {
        return """
                vrrp_instance %s {
                  interface eth0
                  virtual_router_id 51
                  virtual_ipaddress { 10.0.0.1/24 }
                %s
                }
                """
                .formatted(name, lines);
    }

    /** The model of one instance with some lines. */
    public static Instance instance(String lines) {
        return model(instance("VI_1", lines)).instances().getFirst();
    }

    /** What was found of a severity, as {@code LINE: MESSAGE}. */
    public static List<String> found(LoadResult result, Severity severity) {
        return result.diagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() == severity)
                .map(diagnostic -> diagnostic.position().line() + ": " + diagnostic.message())
                .toList();
    }

    public static List<String> errors(String text) {
        return found(load(text), Severity.ERROR);
    }

    public static List<String> warnings(String text) {
        return found(load(text), Severity.WARNING);
    }

    public static String render(LoadResult result) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : result.diagnostics()) {
            out.append(diagnostic.render()).append('\n');
        }
        return out.toString();
    }
}
