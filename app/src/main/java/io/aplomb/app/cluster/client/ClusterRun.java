package io.aplomb.app.cluster.client;

import io.aplomb.app.cluster.programs.Programs;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.FileCluster;
import io.aplomb.app.cluster.tool.StateDirectory;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.control.admin.AdminClient;
import io.aplomb.control.admin.AdminRequest;
import io.aplomb.formats.pcs.AgentCatalog;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the programs of the cluster's hands, in the process that was called: it is carried out
 * here when it works on a file, by the daemon when it works on the cluster.
 */
public final class ClusterRun {
    private static final int FAILED = 1;

    /** Other variables mean nothing to these programs. */
    private static final List<String> VARIABLES =
            List.of("OCF_", "CIB_", "PCMK_", "CRM_", "LANG", "LC_", "USER", "SUDO_USER", "APLOMB_");

    private final Map<String, String> environment;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final AgentCatalog agents;

    /**
     * @param agents of this machine
     */
    public ClusterRun(
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err,
            AgentCatalog agents) {
        this.agents = agents;
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs a program.
     *
     * @param program as a link would name it: {@code pcs}, {@code crm_mon}
     * @return the exit code
     */
    public int run(String program, List<String> words) {
        try {
            return dispatch(program, new ArrayList<>(words));
        } catch (CommandFailure failure) {
            failure.lines().forEach(err::println);
            return failure.code();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return FAILED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int dispatch(String program, List<String> words)
            throws CommandFailure, InterruptedException {
        StateDirectory state = state(words);
        Programs programs = Programs.withoutDaemon(agents);
        Optional<String> file = programs.file(program, words, environment);
        ProcessCaller caller = new ProcessCaller(request(program, words), in, out, err);
        if (file.isPresent()) {
            return here(programs, caller, words, file.get());
        }
        try {
            return AdminClient.carryOut(state.socket(), caller);
        } catch (AdminClient.NobodyThereException nobody) {
            if (Programs.needsNoCluster(program, words)) {
                return here(programs, caller, words, "/dev/null");
            }
            throw CommandFailure.because(
                    "no daemon runs here: cluster is not currently running on this node",
                    "  start it: systemctl start aplomb-cluster, or: aplomb daemon"
                            + option(state)
                            + " &");
        } catch (IOException cut) {
            throw CommandFailure.because(String.valueOf(cut.getMessage()));
        }
    }

    private static String option(StateDirectory state) {
        return state.path().equals(StateDirectory.DEFAULT)
                ? ""
                : " " + StateDirectory.OPTION + " " + state.path();
    }

    private int here(Programs programs, ProcessCaller caller, List<String> words, String file)
            throws InterruptedException {
        return Tool.carryOut(
                programs.find(caller.request().words().getFirst()),
                new ToolCall(caller, words, new FileCluster(caller, file)));
    }

    /** Takes {@code --state} away. */
    private StateDirectory state(List<String> words) throws CommandFailure {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith(StateDirectory.OPTION + "=")) {
                words.remove(i);
                return StateDirectory.at(word.substring(StateDirectory.OPTION.length() + 1));
            }
            if (word.equals(StateDirectory.OPTION)) {
                if (i + 1 == words.size()) {
                    throw CommandFailure.because("--state requires a directory");
                }
                words.remove(i);
                return StateDirectory.at(words.remove(i));
            }
        }
        return StateDirectory.of(environment);
    }

    private AdminRequest request(String program, List<String> words) {
        List<String> all = new ArrayList<>();
        all.add(program);
        all.addAll(words);
        Map<String, String> passed = new LinkedHashMap<>();
        environment.forEach(
                (name, value) -> {
                    if (VARIABLES.stream().anyMatch(name::startsWith)) {
                        passed.put(name, value);
                    }
                });
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        int[] size = terminal ? RawTerminal.size() : new int[2];
        return new AdminRequest(all, passed, size[1], size[0]);
    }
}
