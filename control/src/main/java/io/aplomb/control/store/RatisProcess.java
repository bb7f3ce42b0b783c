package io.aplomb.control.store;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.ratis.util.ExitUtils;

/** Keeps Ratis from doing to the whole process what it does to a server of its own. */
final class RatisProcess {
    /** gRPC logs there, past SLF4J; held, or its level would be collected with it. */
    private static final Logger GRPC = Logger.getLogger("org.apache.ratis.thirdparty");

    private RatisProcess() {}

    /** Before Ratis is used. Any number of times. */
    static synchronized void tame() {
        // The class takes the handler of uncaught exceptions, and ends the process in it.
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        ExitUtils.disableSystemExit(); // a port that is in use would end the process, too
        Thread.setDefaultUncaughtExceptionHandler(handler);
        GRPC.setLevel(Level.SEVERE);
    }
}
