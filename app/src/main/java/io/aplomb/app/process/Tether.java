package io.aplomb.app.process;

import io.aplomb.lab.demo.DemoCommands;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Ends this process when its input ends, if whoever started it asked for that: so nothing of a
 * demonstration outlives it, whatever kills it.
 */
public final class Tether {

    private static final int FAILED = 1;

    private Tether() {}

    /** Watches the input from now on, where {@link DemoCommands#TETHER} is set. */
    public static void watch(Map<String, String> environment) {
        if (environment.containsKey(DemoCommands.TETHER)) {
            Thread _ = Thread.ofPlatform().daemon().name("tether").start(Tether::endWithInput);
        }
    }

    private static void endWithInput() {
        try {
            var _ = System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // As good as its end.
        }
        System.exit(FAILED);
    }
}
