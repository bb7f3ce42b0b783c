package io.aplomb.app.vrrp;

import io.aplomb.app.logging.Logging;
import io.aplomb.app.logging.Syslog;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where {@code aplomb vrrp} logs: in the background to syslog, as keepalived does; in the
 * foreground, where a service manager or a person reads it, to standard error, unless {@code -S}
 * asks for syslog.
 *
 * @param console {@code -l}: to standard error, too
 * @param details {@code -D}: every step
 * @param facility {@code -S}, a number of syslog(3); empty for {@code daemon}
 * @param syslogRefused {@code -G}: not to syslog
 * @param socket {@code --syslog-socket}: where syslog listens
 */
record LogOptions(
        boolean console,
        boolean details,
        OptionalInt facility,
        boolean syslogRefused,
        Path socket) {

    static final String TAG = "aplomb-vrrp";

    /** What keepalived does without options. */
    static final LogOptions USUAL =
            new LogOptions(false, false, OptionalInt.empty(), false, Syslog.USUAL_SOCKET);

    LogOptions withConsole() {
        return new LogOptions(true, details, facility, syslogRefused, socket);
    }

    LogOptions withDetails() {
        return new LogOptions(console, true, facility, syslogRefused, socket);
    }

    LogOptions withFacility(int number) {
        return new LogOptions(console, details, OptionalInt.of(number), syslogRefused, socket);
    }

    LogOptions withoutSyslog() {
        return new LogOptions(console, details, facility, true, socket);
    }

    LogOptions withSocket(Path path) {
        return new LogOptions(console, details, facility, syslogRefused, path);
    }

    /** Has this process log that way from now on. */
    void apply(boolean background) {
        Logging.use(syslog(background), onConsole(background), details);
    }

    Optional<Syslog> syslog(boolean background) {
        if (syslogRefused || (!background && facility.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new Syslog(socket, facility.orElse(Syslog.DAEMON), TAG));
    }

    /** In the background nobody reads it, but while the process starts. */
    boolean onConsole(boolean background) {
        return console || syslog(background).isEmpty();
    }
}
