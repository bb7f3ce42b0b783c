package io.aplomb.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LayoutTest {
    private static final Instant TIME = Instant.parse("2026-11-21T14:03:05.120Z");

    private final LoggerContext context = new LoggerContext();

    @Test
    void human_lineHasTimeLevelLoggerMessageAndFields() {
        String line =
                new HumanLayout(false, ZoneOffset.UTC)
                        .doLayout(event(Level.WARN, "server down", null));
        assertThat(line)
                .isEqualTo(
                        "2026-11-21 14:03:05.120 WARN  aplomb.test: server down server=web1 failed=3\n");
    }

    @Test
    void human_onATerminal_coloursTheLevelOnly() {
        String line = new HumanLayout(true, ZoneOffset.UTC).doLayout(event(Level.ERROR, "x", null));
        assertThat(line).contains(" \u001b[31mERROR\u001b[0m aplomb.test: x ");
    }

    @Test
    void json_lineIsOneObjectWithTypedFields() {
        String line = new JsonLayout().doLayout(event(Level.INFO, "server down", null));
        assertThat(line)
                .isEqualTo(
                        "{\"timestamp\":\"2026-11-21T14:03:05.120Z\",\"level\":\"INFO\",\"logger\":\"aplomb.test\","
                                + "\"thread\":\"worker\",\"message\":\"server down\","
                                + "\"fields\":{\"server\":\"web1\",\"failed\":3}}\n");
    }

    @Test
    void json_escapesWhatRfc8259Section7Demands() {
        String line =
                new JsonLayout()
                        .doLayout(
                                event(
                                        Level.INFO,
                                        "a\"b\\c\nd\re\tf\u0001g\u007fh\u2028i\ud800j\ud83d\ude00k",
                                        null));
        assertThat(line)
                .contains(
                        "\"message\":\"a\\\"b\\\\c\\nd\\re\\tf\\u0001g\\u007fh\\u2028i\ufffdj\ud83d\ude00k\"");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    }

    @Test
    void json_withException_staysOneLine() {
        String line =
                new JsonLayout()
                        .doLayout(event(Level.ERROR, "broken", new IllegalStateException("why")));
        assertThat(line).contains("\"exception\":\"java.lang.IllegalStateException: why\\n\\tat ");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    }

    private LoggingEvent event(Level level, String message, @Nullable Throwable thrown) {
        var logger = context.getLogger("aplomb.test");
        var event = new LoggingEvent("test", logger, level, message, thrown, null);
        event.setInstant(TIME);
        event.setThreadName("worker");
        event.setMDCPropertyMap(Map.of());
        event.addKeyValuePair(new KeyValuePair("server", "web1"));
        event.addKeyValuePair(new KeyValuePair("failed", 3));
        return event;
    }
}
