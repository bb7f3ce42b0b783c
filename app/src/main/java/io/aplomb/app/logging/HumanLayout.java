package io.aplomb.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.KeyValuePair;

/**
 * {@code 2026-11-21 14:03:05.120 WARN aplomb.proxy: server down name=web1}, local time, one line an
 * event.
 */
final class HumanLayout extends LayoutBase<ILoggingEvent> {
    private static final String RESET = "\u001b[0m";

    private final DateTimeFormatter time;
    private final boolean colourful;

    HumanLayout(boolean colourful) {
        this(colourful, ZoneId.systemDefault());
    }

    HumanLayout(boolean colourful, ZoneId zone) {
        this.colourful = colourful;
        this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(zone);
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder(120);
        line.append(time.format(event.getInstant())).append(' ');
        String level = "%-5s".formatted(event.getLevel());
        line.append(colourful ? colour(event.getLevel()) + level + RESET : level);
        line.append(' ')
                .append(event.getLoggerName())
                .append(": ")
                .append(event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                line.append(' ').append(pair.key).append('=').append(pair.value);
            }
        }
        event.getMDCPropertyMap()
                .forEach((key, value) -> line.append(' ').append(key).append('=').append(value));
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    private static String colour(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "\u001b[31m";
            case Level.WARN_INT -> "\u001b[33m";
            case Level.INFO_INT -> "\u001b[32m";
            default -> "\u001b[2m";
        };
    }
}
