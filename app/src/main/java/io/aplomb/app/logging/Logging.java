package io.aplomb.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Log lines on standard error, configured in code: no file to find, no XML parser at start.
 *
 * <p>Logback finds this class as its configurator service, so that its first logger is made only
 * once.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static volatile LogFormat chosen = LogFormat.HUMAN;

    /**
     * Chooses the format; called before the first logger is used, or at any later time to change
     * it.
     */
    public static void use(LogFormat format) {
        boolean changes = format != chosen;
        chosen = format;
        if (changes && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            install(context, format);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        install(context, chosen);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void install(LoggerContext context, LogFormat format) {
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();

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

        root.setLevel(Level.INFO);
        root.addAppender(console);
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
