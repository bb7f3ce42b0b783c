package io.aplomb.control.guard;

import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How to start the guard: this Java machine once more, small. */
final class GuardProgram {

    /** Of what the guard starts itself, and its own. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8");

    private static final String CACHE = "-XX:AOTCache=";

    /**
     * One collector thread, one compiler, no figures for others, and a heap that it never fills.
     */
    private static final List<String> SMALL =
            List.of(
                    "-Xms4m",
                    "-Xmx16m",
                    "-Xss512k",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:CICompilerCount=1",
                    "-XX:ReservedCodeCacheSize=8m",
                    "-XX:-UsePerfData",
                    "-XX:+ExitOnOutOfMemoryError",
                    // Standard output is for reports.
                    "-Xlog:disable",
                    "-XX:+DisplayVMOutputToStderr",
                    "--enable-native-access=ALL-UNNAMED");

    private GuardProgram() {}

    /** Executable and arguments. */
    static List<String> words() throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
        words.addAll(SMALL);
        ProcessTable.find((int) ProcessHandle.current().pid())
                .map(RunningProcess::commandLine)
                .orElse(List.of())
                .stream()
                .filter(word -> word.startsWith(CACHE))
                .findFirst()
                .ifPresent(cache -> words.addAll(List.of(cache, "-Xlog:aot=off", "-Xlog:cds=off")));
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add(GuardProcess.class.getName());
        return words;
    }
}
