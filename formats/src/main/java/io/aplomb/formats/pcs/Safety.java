package io.aplomb.formats.pcs;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Warns of settings with which a resource can run twice. */
final class Safety {

    private static final String FENCING = "stonith-enabled";
    private static final String POLICY = "no-quorum-policy";
    private static final Set<String> FALSE = Set.of("false", "off", "no", "n", "0");

    private Safety() {}

    /**
     * Reports that nothing keeps two parts of a cluster apart any more.
     *
     * @param touched the properties that a command has set or taken away
     */
    static void warn(Collection<String> touched, Call call) {
        Map<String, String> properties = PropertyCommands.configured(call.cib());
        boolean relevant = touched.contains(FENCING) || touched.contains(POLICY);
        if (!relevant || !isUnsafe(properties)) {
            return;
        }
        int nodes = NodeNames.ofCluster(call.cib()).size();
        String who =
                switch (nodes) {
                    case 0, 1 -> "nodes";
                    case 2 -> "two nodes";
                    default -> nodes + " nodes";
                };
        List.of(
                        "DANGER: nothing keeps a resource from running twice now. Fencing is off"
                                + " (stonith-enabled=false) and nodes go on without a majority"
                                + " (no-quorum-policy=ignore): when the "
                                + who
                                + " lose sight of each other, each runs everything, and data is"
                                + " lost.",
                        "Safer, with any third small machine as a witness: 'aplomb quorum witness"
                                + " add NAME', then 'aplomb property set no-quorum-policy=stop'.",
                        "Safer, with a device that switches nodes off: 'aplomb stonith create NAME"
                                + " fence_...', then 'aplomb property set stonith-enabled=true'.")
                .forEach(call.reports()::warning);
    }

    private static boolean isUnsafe(Map<String, String> properties) {
        String fencing = properties.getOrDefault(FENCING, "true").toLowerCase(Locale.ROOT);
        return FALSE.contains(fencing)
                && properties.getOrDefault(POLICY, "stop").equalsIgnoreCase("ignore");
    }
}
