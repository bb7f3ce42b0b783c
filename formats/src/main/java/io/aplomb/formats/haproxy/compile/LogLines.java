package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.haproxy.value.Address;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.LogTarget;
import io.aplomb.model.proxy.LogTarget.Destination;
import io.aplomb.model.proxy.LogTarget.Format;
import io.aplomb.model.proxy.LogTarget.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code log ADDRESS [len N] [format F] [sample R:S] FACILITY [LEVEL [MINLEVEL]]}, manual 3.1. */
final class LogLines {

    private static final int SYSLOG_PORT = 514;
    private static final int DEFAULT_LENGTH = 1_024;
    private static final int MIN_LENGTH = 80;
    private static final int MAX_LENGTH = 65_535;

    /** In syslog's order (RFC 5424 6.2.1), with HAProxy's names. */
    private static final List<String> FACILITIES =
            List.of(
                    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp",
                    "cron", "auth2", "ftp", "ntp", "audit", "alert", "cron2", "local0", "local1",
                    "local2", "local3", "local4", "local5", "local6", "local7");

    private static final List<String> LEVELS =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    private static final int DEBUG = 7;

    private static final Map<String, Format> FORMATS =
            Map.of(
                    "local", Format.LOCAL,
                    "rfc3164", Format.RFC3164,
                    "rfc5424", Format.RFC5424,
                    "priority", Format.PRIORITY,
                    "short", Format.SHORT,
                    "timed", Format.TIMED,
                    "iso", Format.ISO,
                    "raw", Format.RAW);

    private final Load load;

    LogLines(Load load) {
        this.load = load;
    }

    /** The destination a line names, from its address on. */
    LogTarget target(Line line) throws Refusal {
        Destination destination = destination(line);
        int length = DEFAULT_LENGTH;
        @Nullable Format format = null;
        @Nullable Sampling sampling = null;
        for (boolean more = true; more; ) {
            if (line.takeIf("len")) {
                length = line.integer("a length", MIN_LENGTH, MAX_LENGTH);
            } else if (line.takeIf("format")) {
                format = FORMATS.get(line.oneOf("log format", FORMATS.keySet()));
            } else if (line.takeIf("sample")) {
                sampling = sampling(line, line.take("RANGES:SIZE"));
            } else {
                more = false;
            }
        }
        int facility = facility(line);
        int maxLevel = line.hasNext() ? level(line) : DEBUG;
        int minLevel = line.hasNext() ? level(line) : 0;
        line.end();
        return new LogTarget(
                destination,
                format == null ? defaultFormat() : format,
                length,
                facility,
                maxLevel,
                minLevel,
                sampling);
    }

    /** The host name is left out unless it was asked for (manual 3.1 "log-send-hostname"). */
    private Format defaultFormat() {
        return load.global().logSendHostname == null ? Format.LOCAL : Format.RFC3164;
    }

    private Destination destination(Line line) throws Refusal {
        Word word = line.take("an address, a socket path, stdout or stderr");
        if (word.is("stdout")) {
            return new Destination.Descriptor(1);
        }
        if (word.is("stderr")) {
            return new Destination.Descriptor(2);
        }
        if (word.text().startsWith("ring@")) {
            throw line.error(
                    word,
                    "log rings are not available",
                    "log to an address, a socket path, stdout or stderr");
        }
        return socket(line, word);
    }

    private static Destination socket(Line line, Word word) throws Refusal {
        Address address = Addresses.log(line, word);
        if (address.endpoint() instanceof EndpointSpec.Descriptor(int number)) {
            return new Destination.Descriptor(number);
        }
        EndpointSpec endpoint =
                address.ports() == Address.Ports.NONE
                        ? Addresses.withPort(address.endpoint(), SYSLOG_PORT)
                        : address.endpoint();
        return new Destination.Socket(endpoint, address.transport() == Address.Transport.STREAM);
    }

    private static int facility(Line line) throws Refusal {
        return FACILITIES.indexOf(line.oneOf("log facility", FACILITIES));
    }

    private static int level(Line line) throws Refusal {
        return LEVELS.indexOf(line.oneOf("log level", LEVELS));
    }

    /** The level number of a line that is not sent. */
    static final int SILENT = -1;

    /** The number of a level, for {@code set-log-level}; less than silent when there is none. */
    static int levelNumber(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.equals("silent")) {
            return SILENT;
        }
        int number = LEVELS.indexOf(lower);
        return number < 0 ? SILENT - 1 : number;
    }

    private static Sampling sampling(Line line, Word word) throws Refusal {
        int colon = word.text().lastIndexOf(':');
        if (colon <= 0) {
            throw line.error(word, "sampling must be RANGES:SIZE", "for example 1-2,5:10");
        }
        int size = positive(line, word, word.text().substring(colon + 1));
        List<Sampling.Range> ranges = new ArrayList<>();
        for (String part : word.text().substring(0, colon).split(",", -1)) {
            int dash = part.indexOf('-');
            int first = positive(line, word, dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : positive(line, word, part.substring(dash + 1));
            if (last < first || last > size) {
                throw line.error(word, "range '%s' does not fit in 1-%d".formatted(part, size));
            }
            ranges.add(new Sampling.Range(first, last));
        }
        return new Sampling(ranges, size);
    }

    private static int positive(Line line, Word word, String digits) throws Refusal {
        int number = Numbers.integer(digits, 1, Integer.MAX_VALUE);
        if (number < 0) {
            throw line.error(word, "'%s' is not a positive number".formatted(digits));
        }
        return number;
    }
}
