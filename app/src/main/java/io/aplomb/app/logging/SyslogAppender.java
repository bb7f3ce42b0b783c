package io.aplomb.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SocketAddresses;
import io.aplomb.linux.SystemCallException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Log lines for this machine's syslog, as syslog(3) writes them (RFC 3164, section 4.1, without the
 * host): {@code <30>Nov 21 14:03:05 aplomb-vrrp[42]: VI_1: BACKUP -> MASTER}.
 *
 * <p>No line waits: the threads that log are those that send adverts. What syslog does not take,
 * because its queue is full or nobody listens, is lost and counted, and the next line that goes
 * through comes after one that says how many were. Every line names its receiver anew, so that a
 * syslog that was restarted gets the next one.
 */
final class SyslogAppender extends AppenderBase<ILoggingEvent> {

    /** More than any syslog takes is cut; theirs begin at 8 KiB. */
    private static final int LONGEST_BYTES = 8_000;

    private static final int WARNING = 4;

    private final int facility;
    private final String tag;
    private final long pid;
    private final byte[] address;
    private final DateTimeFormatter time;
    private @Nullable RawSocket socket;
    private long lost;

    SyslogAppender(Syslog where, long pid, ZoneId zone) {
        this.facility = where.facility();
        this.tag = where.tag();
        this.pid = pid;
        this.address = SocketAddresses.unix(where.socket());
        this.time = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH).withZone(zone);
    }

    @Override
    protected void append(ILoggingEvent event) {
        int severity = severity(event.getLevel());
        String text = event.getFormattedMessage();
        if (event.getThrowableProxy() != null) {
            text += "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
        }
        text.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> tell(event.getInstant(), severity, line));
    }

    private void tell(Instant when, int severity, String text) {
        if (lost > 0 && send(when, WARNING, lost + " log lines were lost")) {
            lost = 0;
        }
        if (lost > 0 || !send(when, severity, text)) {
            lost++;
        }
    }

    private boolean send(Instant when, int severity, String text) {
        String line =
                "<%d>%s %s[%d]: %s"
                        .formatted(facility * 8 + severity, time.format(when), tag, pid, text);
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        try {
            opened().send(Arrays.copyOf(octets, Math.min(octets.length, LONGEST_BYTES)), address);
            return true;
        } catch (SystemCallException refused) {
            return false;
        }
    }

    private RawSocket opened() throws SystemCallException {
        RawSocket open = socket;
        if (open == null) {
            open = RawSocket.open(SocketAddresses.AF_UNIX, RawSocket.SOCK_DGRAM, 0);
            socket = open;
        }
        return open;
    }

    private static int severity(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> 3;
            case Level.WARN_INT -> WARNING;
            case Level.INFO_INT -> 6;
            default -> 7;
        };
    }

    @Override
    public void stop() {
        super.stop();
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
