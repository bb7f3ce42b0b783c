package io.aplomb.app.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The texts of {@code aplomb proxy} that depend on nothing but the command line. */
public final class ProxyUsage {
    private static final String ONE_PROCESS =
            "there is one process here, which reloads its configuration by itself on SIGUSR2 or SIGHUP";

    private ProxyUsage() {}

    /** The usage text, one line for each option. */
    public static String text() {
        var text =
                new StringBuilder("Usage: aplomb proxy [-f FILE|DIR]... [options] [-- FILE...]\n");
        for (HaproxyOption option : HaproxyOption.values()) {
            String left = (option.option() + " " + option.parameter()).strip();
            text.append("  %-14s %s%n".formatted(left, option.meaning()));
        }
        text.append(
                "  %-14s %s"
                        .formatted(
                                "-d...", "other options of HAProxy that begin with -d: no effect"));
        return text.toString();
    }

    /** The names of the options, for the shell's completion. */
    public static List<String> optionNames() {
        List<String> names = new ArrayList<>();
        for (HaproxyOption option : HaproxyOption.values()) {
            names.add(option.option());
        }
        return names;
    }

    /** Why a run with these options cannot be; empty when it can. */
    static Optional<String> refusal(HaproxyArguments arguments) {
        if (arguments.has(HaproxyOption.CONDITION)) {
            return Optional.of("-cc: conditions are not evaluated by this program");
        }
        for (HaproxyOption master :
                List.of(
                        HaproxyOption.MASTER,
                        HaproxyOption.MASTER_SYSTEMD,
                        HaproxyOption.MASTER_SOCKET)) {
            if (arguments.has(master)) {
                return Optional.of(
                        master.option()
                                + ": no master process: "
                                + ONE_PROCESS
                                + "; leave the option out, and use -db under systemd");
            }
        }
        return Optional.empty();
    }

    /** What an accepted option will not do. */
    static List<String> remarks(HaproxyArguments arguments) {
        List<String> remarks = new ArrayList<>();
        for (HaproxyOption handover :
                List.of(HaproxyOption.FINISH, HaproxyOption.TERMINATE, HaproxyOption.TRANSFER)) {
            if (arguments.has(handover)) {
                remarks.add(handover.option() + " has no effect: " + ONE_PROCESS);
            }
        }
        return remarks;
    }

    static List<String> version(String version, boolean full) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Aplomb version "
                        + version
                        + ", speaks the configuration language of HAProxy 2.6 to 3.x");
        if (full) {
            lines.add(
                    "Java    : "
                            + System.getProperty("java.vm.name")
                            + " "
                            + System.getProperty("java.vm.version"));
            lines.add(
                    "Running on: "
                            + System.getProperty("os.name")
                            + " "
                            + System.getProperty("os.version")
                            + " "
                            + System.getProperty("os.arch"));
        }
        return lines;
    }
}
