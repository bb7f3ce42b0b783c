package io.aplomb.app.cluster.programs;

import io.aplomb.app.cluster.monitor.MonitorTool;
import io.aplomb.app.cluster.monitor.TopTool;
import io.aplomb.app.cluster.pcs.Machines;
import io.aplomb.app.cluster.pcs.PcsTool;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tools.AttributeTools;
import io.aplomb.app.cluster.tools.CorosyncTools;
import io.aplomb.app.cluster.tools.NodeTool;
import io.aplomb.app.cluster.tools.ResourceTool;
import io.aplomb.app.cluster.tools.VerifyTool;
import io.aplomb.formats.pcs.AgentCatalog;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The programs of the cluster's hands, by name. */
public final class Programs {
    /** Programs that take the cluster from a file where {@code CIB_file} names one. */
    private static final Set<String> READ_VARIABLE =
            Set.of("crm_mon", "crm_verify", "crm_attribute", "crm_resource", "cibadmin");

    private final Map<String, Tool> tools;

    private Programs(Map<String, Tool> tools) {
        this.tools = tools;
    }

    /** For the process that was called: what works on files. */
    public static Programs withoutDaemon(AgentCatalog agents) {
        return of(Machines.none(), agents, InstantSource.system());
    }

    /**
     * All.
     *
     * @param machines for what is asked of machines
     */
    public static Programs of(Machines machines, AgentCatalog agents, InstantSource clock) {
        Map<String, Tool> tools = new LinkedHashMap<>();
        TopTool top = new TopTool(clock);
        PcsTool pcs = new PcsTool(machines, agents, clock);
        tools.put(
                "pcs",
                call ->
                        call.words().equals(List.of("cluster", "unit"))
                                ? UnitFile.print(call)
                                : pcs.run(call));
        tools.put("crm_mon", new MonitorTool(clock, top));
        tools.put("top", top);
        ResourceTool resources = new ResourceTool(clock);
        tools.put("crm_verify", new VerifyTool(clock));
        tools.put("crm_node", NodeTool::run);
        tools.put("crm_attribute", AttributeTools::attribute);
        tools.put("crm_master", AttributeTools::master);
        tools.put("attrd_updater", AttributeTools::updater);
        tools.put("crm_resource", resources::resource);
        tools.put("cibadmin", ResourceTool::query);
        tools.put("corosync-cfgtool", CorosyncTools::cfgtool);
        tools.put("corosync-cmapctl", CorosyncTools::cmapctl);
        return new Programs(tools);
    }

    /** All names. */
    public static Set<String> names() {
        return ClusterUsage.programs();
    }

    /** The program of this name; there is one for each of {@link #names}. */
    public Tool find(String name) {
        Tool tool = tools.get(name);
        if (tool == null) {
            throw new IllegalArgumentException("there is no program " + name);
        }
        return tool;
    }

    /**
     * The file that a command line works on instead of the running cluster. What names it is taken
     * away from the words.
     */
    public Optional<String> file(
            String program, List<String> words, Map<String, String> environment) {
        if (program.equals("pcs")) {
            return pcsFile(words);
        }
        boolean named =
                words.contains("-p")
                        || words.stream().anyMatch(word -> word.startsWith("--xml-"))
                        || words.stream().anyMatch(word -> word.matches("-[a-zA-Z]*[xX].*"));
        if (program.equals("crm_verify") && named) {
            return Optional.of("-");
        }
        return READ_VARIABLE.contains(program)
                ? Optional.ofNullable(environment.get("CIB_file"))
                : Optional.empty();
    }

    private static Optional<String> pcsFile(List<String> words) {
        for (int i = 0; i < words.size() && !words.get(i).equals("--"); i++) {
            String word = words.get(i);
            if (word.equals("-f") && i + 1 < words.size()) {
                words.remove(i);
                return Optional.of(words.remove(i));
            }
            if (word.startsWith("-f") && word.length() > 2) {
                words.remove(i);
                return Optional.of(word.substring(2));
            }
        }
        return Optional.empty();
    }

    /** Whether a command line says the same whatever the cluster is like. */
    public static boolean needsNoCluster(String program, List<String> words) {
        boolean ofMachines =
                words.size() > 1
                        && List.of("cluster", "host").contains(words.getFirst())
                        && !words.contains("help")
                        && !words.contains("--help");
        return program.equals("pcs")
                && (words.equals(List.of("cluster", "unit"))
                        || (!PcsTool.needsBase(words) && !ofMachines));
    }
}
