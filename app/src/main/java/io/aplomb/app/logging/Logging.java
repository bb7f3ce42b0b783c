package io.aplomb.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Log lines on standard error, in syslog, or in both, configured in code: no file to find, no XML
 * parser at start.
 *
 * <p>Logback finds this class as its configurator service, so that its first logger is made only
 * once.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    private static volatile Setup chosen =
            new Setup(LogFormat.HUMAN, Optional.empty(), true, false);

    /**
     * How this program logs.
     *
     * @param syslog empty for none
     * @param console whether on standard error
     * @param details whether with every step
     */
    private record Setup(
            LogFormat format, Optional<Syslog> syslog, boolean console, boolean details) {}

    /**
     * Chooses the format on standard error; called before the first logger is used, or at any later
     * time to change it.
     */
    public static void use(LogFormat format) {
        Setup now = chosen;
        become(new Setup(format, now.syslog(), now.console(), now.details()));
    }

    /**
     * Chooses where lines go, and how many, at any time.
     *
     * @param syslog empty for none
     * @param console whether to standard error
     * @param details whether to log every step of this program, too
     */
    public static void use(Optional<Syslog> syslog, boolean console, boolean details) {
        become(new Setup(chosen.format(), syslog, console, details));
    }

    private static void become(Setup next) {
        boolean changes = !next.equals(chosen);
        chosen = next;
        if (changes && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            install(context, next);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        install(context, chosen);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void install(LoggerContext context, Setup setup) {
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.INFO);
        for (String own : List.of("io.aplomb", "aplomb")) {
            context.getLogger(own).setLevel(setup.details() ? Level.DEBUG : Level.INFO);
        }
        // What Ratis does is its own business, and a node that is down makes it warn without end;
        // the store says what
        // matters of it.
        context.getLogger("org.apache.ratis").setLevel(setup.details() ? Level.WARN : Level.ERROR);
        if (setup.console()) {
            root.addAppender(console(context, setup.format()));
        }
        setup.syslog().ifPresent(where -> root.addAppender(syslog(context, where)));
    }

    private static Appender<ILoggingEvent> syslog(LoggerContext context, Syslog where) {
        var appender =
                new SyslogAppender(where, ProcessHandle.current().pid(), ZoneId.systemDefault());
        appender.setContext(context);
        appender.start();
        return appender;
    }

    private static Appender<ILoggingEvent> console(LoggerContext context, LogFormat format) {
        LayoutBase<ILoggingEvent> layout =
                switch (format) {
                    case HUMAN -> new HumanLayout(colourful());
                    case JSON -> new JsonLayout();
                };
        layout.setContext(context);
        layout.start();

        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();

        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        return console;
    }

    /**
     * Colour only for a person: standard error is a terminal, and nobody has asked for none
     * (no-color.org).
     */
    private static boolean colourful() {
        if (System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException unknown) {
            return false;
        }
    }
}
