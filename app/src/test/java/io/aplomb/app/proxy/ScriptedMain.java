package io.aplomb.app.proxy;

import io.aplomb.app.process.ProcessSignals;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The command line around a scripted engine, as a process of its own. */
public final class ScriptedMain {
    private ScriptedMain() {}

    /**
     * Runs {@code aplomb proxy}.
     *
     * @param words how the engine behaves ({@code serve}, {@code daemon}, {@code fail}), then the
     *     proxy's words
     */
    public static void main(String[] words) {
        ScriptedProgram program = new ScriptedProgram();
        switch (words[0]) {
            case "serve" -> {}
            case "daemon" -> program.daemon(Path.of("configured.pid").toAbsolutePath());
            case "fail" -> program.failingToStart("cannot bind socket");
            default -> throw new IllegalArgumentException(words[0]);
        }
        int code =
                new ProxyRun(
                                Optional.of(program),
                                System.getenv(),
                                ProcessSignals::install,
                                System.out,
                                System.err,
                                "1.2.3")
                        .run(List.of(words).subList(1, words.length));
        System.exit(code);
    }
}
