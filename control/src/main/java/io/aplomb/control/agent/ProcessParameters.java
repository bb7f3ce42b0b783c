package io.aplomb.control.agent;

import io.aplomb.linux.Accounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The parameters of {@code aplomb:Process}.
 *
 * @param words to run
 * @param health words whose exit status 0 means that it is well; empty for none
 * @param user empty for this program's own
 * @param group empty for the user's own
 * @param environment added to that of agents
 * @param log a file; empty for one in the state directory
 * @param pidFile which this program writes; empty for none
 */
record ProcessParameters(
        List<String> words,
        List<String> health,
        String user,
        String group,
        String directory,
        Map<String, String> environment,
        String log,
        String pidFile) {

    private static final Map<String, Integer> SIGNALS =
            Map.of("HUP", 1, "INT", 2, "QUIT", 3, "KILL", 9, "USR1", 10, "USR2", 12, "TERM", 15);

    ProcessParameters {
        words = List.copyOf(words);
        health = List.copyOf(health);
        environment = Map.copyOf(environment);
    }

    /** The configuration is wrong. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    static ProcessParameters of(AgentCall call) throws Refused {
        List<String> words = CommandWords.of(call.parameter("command", ""));
        if (words.isEmpty()) {
            throw new Refused("parameter command is missing");
        }
        int _ = stopSignal(call);
        String user = call.parameter("user", "");
        if (!user.isEmpty() && Accounts.user(user).isEmpty()) {
            throw new Refused("there is no user " + user);
        }
        return new ProcessParameters(
                words,
                CommandWords.of(call.parameter("health", "")),
                user,
                call.parameter("group", ""),
                call.parameter("directory", "/"),
                environment(call.parameter("environment", "")),
                call.parameter("log", ""),
                call.parameter("pidfile", ""));
    }

    private static Map<String, String> environment(String text) throws Refused {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String entry : CommandWords.split(text)) {
            int equal = entry.indexOf('=');
            if (equal <= 0) {
                throw new Refused("environment: " + entry + " is not NAME=value");
            }
            environment.put(entry.substring(0, equal), entry.substring(equal + 1));
        }
        return environment;
    }

    /** By which it is asked to end. */
    static int stopSignal(AgentCall call) throws Refused {
        String name = call.parameter("stop_signal", "TERM").toUpperCase(Locale.ROOT);
        Integer signal = SIGNALS.get(name.startsWith("SIG") ? name.substring(3) : name);
        if (signal == null) {
            throw new Refused("stop_signal: " + name + " is none of " + SIGNALS.keySet());
        }
        return signal;
    }

    /** The number of the user's own group. */
    int userGroup() {
        return Accounts.user(user).map(Accounts.User::group).orElseThrow();
    }
}
