package io.aplomb.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.aplomb.linux.Datagram;
import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.SystemCallException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines to a unix datagram socket that stands in for {@code /dev/log}. */
class SyslogAppenderTest {
    private static final Instant TIME = Instant.parse("2026-11-05T14:03:05.120Z");

    /** Far more than net.unix.max_dgram_qlen, the number of datagrams that may wait. */
    private static final int TOO_MANY = 10_000;

    @TempDir private Path folder;

    private final Logger logger = new LoggerContext().getLogger("test");
    private Path path = Path.of("");
    private SyslogAppender appender = appender(path);

    @BeforeEach
    void start() {
        path = folder.resolve("log");
        appender = appender(path);
        appender.start();
    }

    @AfterEach
    void stop() {
        appender.stop();
    }

    @Test
    void line_isThatOfSyslog() throws Exception {
        try (RawSocket syslog = listen()) {
            log(Level.INFO, "VI_1: BACKUP -> MASTER", null);
            log(Level.ERROR, "caf\u00e9", null);
            assertThat(lines(syslog))
                    .containsExactly(
                            "<158>Nov  5 14:03:05 aplomb-vrrp[42]: VI_1: BACKUP -> MASTER",
                            "<155>Nov  5 14:03:05 aplomb-vrrp[42]: caf\u00e9");
        }
    }

    @Test
    void exception_isALineForEachOfItsLines() throws Exception {
        try (RawSocket syslog = listen()) {
            log(Level.WARN, "it broke", new IllegalStateException("why"));
            assertThat(lines(syslog))
                    .hasSizeGreaterThan(2)
                    .allMatch(line -> line.startsWith("<156>Nov  5 14:03:05 aplomb-vrrp[42]: "))
                    .anyMatch(line -> line.endsWith("]: java.lang.IllegalStateException: why"))
                    .noneMatch(line -> line.contains("\n"));
        }
    }

    @Test
    void line_thatIsTooLong_isCut() throws Exception {
        try (RawSocket syslog = listen()) {
            log(Level.INFO, "x".repeat(100_000), null);
            assertThat(lines(syslog)).singleElement().asString().hasSize(8_000);
        }
    }

    @Test
    void linesThatNobodyTook_areCounted() throws Exception {
        log(Level.INFO, "lost", null);
        log(Level.INFO, "lost, too", null);
        try (RawSocket syslog = listen()) {
            log(Level.INFO, "heard", null);
            assertThat(lines(syslog).stream().map(line -> line.replaceFirst(".*]: ", "")))
                    .containsExactly("2 log lines were lost", "heard");
        }
        Files.delete(path);
        try (RawSocket restarted = listen()) {
            log(Level.INFO, "again", null);
            assertThat(lines(restarted)).singleElement().asString().endsWith("]: again");
        }
    }

    @Test
    void syslogThatDoesNotRead_makesNobodyWait() throws Exception {
        try (RawSocket syslog = listen()) {
            for (int i = 0; i < TOO_MANY; i++) {
                log(Level.INFO, "line", null);
            }
            int taken = lines(syslog).size();
            log(Level.INFO, "last", null);
            assertThat(taken).isPositive().isLessThan(TOO_MANY);
            assertThat(lines(syslog).stream().map(line -> line.replaceFirst(".*]: ", "")))
                    .containsExactly(TOO_MANY - taken + " log lines were lost", "last");
        }
    }

    private static SyslogAppender appender(Path path) {
        int local3 = Syslog.facility("local3").orElseThrow();
        return new SyslogAppender(new Syslog(path, local3, "aplomb-vrrp"), 42, ZoneOffset.UTC);
    }

    private RawSocket listen() throws SystemCallException {
        RawSocket socket = RawSocket.open(SocketAddresses.AF_UNIX, RawSocket.SOCK_DGRAM, 0);
        socket.bind(SocketAddresses.unix(path));
        return socket;
    }

    private void log(Level level, String message, @Nullable Throwable thrown) {
        LoggingEvent event = new LoggingEvent("test", logger, level, message, thrown, null);
        event.setInstant(TIME);
        appender.doAppend(event);
    }

    private static List<String> lines(RawSocket syslog) {
        return Stream.generate(() -> next(syslog))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .map(datagram -> new String(datagram.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    private static Optional<Datagram> next(RawSocket syslog) {
        try {
            return syslog.receive();
        } catch (SystemCallException refused) {
            throw new AssertionError(refused);
        }
    }
}
