package io.aplomb.acceptance.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** kill(1), for signals that Java does not have. */
final class Signals {
    private Signals() {}

    /** Sends a signal, by its name without SIG; processes that are gone are passed over. */
    static void send(String signal, List<Long> pids) throws IOException {
        if (!pids.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
            pids.forEach(pid -> command.add(Long.toString(pid)));
            var _ =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join();
        }
    }
}
