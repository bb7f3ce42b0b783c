package io.aplomb.app.cluster.monitor;

import io.aplomb.model.cib.Element;
import io.aplomb.model.cib.ExitCodes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** An entry of a history, as it is told. */
record Operation(Element entry) {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    int number(String attribute) {
        return (int) longNumber(attribute);
    }

    private long longNumber(String attribute) {
        try {
            return Long.parseLong(entry.attribute(attribute, "0"));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    long intervalMs() {
        return longNumber("interval");
    }

    /** A monitor that only looks whether something runs has a name of its own. */
    String task() {
        String task = entry.attribute("operation", "");
        return task.equals("monitor") && intervalMs() == 0 ? "probe" : task;
    }

    private boolean isTimed() {
        return longNumber("last-rc-change") > 0;
    }

    /** {@code (6) monitor: interval="30000ms"}. */
    String line(boolean timing) {
        StringBuilder line = new StringBuilder();
        line.append('(').append(number("call-id")).append(") ").append(task());
        String separator = ": ";
        if (intervalMs() > 0) {
            line.append(separator).append("interval=\"").append(intervalMs()).append("ms\"");
            separator = " ";
        }
        if (timing) {
            if (isTimed()) {
                line.append(separator)
                        .append("last-rc-change=\"")
                        .append(Words.time(longNumber("last-rc-change")))
                        .append('"');
                separator = " ";
            }
            line.append(separator).append("exec-time=\"").append(number("exec-time"));
            line.append("ms\" queue-time=\"").append(number("queue-time")).append("ms\"");
            int rc = number("rc-code");
            line.append(" rc=").append(rc).append(" (").append(ExitCodes.meaning(rc)).append(')');
        }
        return line.toString();
    }

    /** A failure, for people. */
    String failure(String resource, String node) {
        StringBuilder text = new StringBuilder(resource).append(' ');
        if (intervalMs() > 0) {
            text.append(Words.length(intervalMs())).append("-interval ");
        }
        text.append(task()).append(" on ").append(node);
        String reason = entry.attribute("exit-reason", "");
        if (number("op-status") == 0) {
            text.append(" returned '").append(ExitCodes.meaning(number("rc-code"))).append('\'');
            text.append(reason.isEmpty() ? "" : " (" + reason + ')');
        } else {
            text.append(" could not be executed (").append(Words.status(number("op-status")));
            text.append(reason.isEmpty() ? "" : ": " + reason).append(')');
        }
        if (isTimed()) {
            text.append(" at ").append(Words.time(longNumber("last-rc-change")));
        }
        if (longNumber("exec-time") > 0) {
            text.append(" after ").append(Words.length(longNumber("exec-time")));
        }
        return text.toString();
    }

    /** A failure with everything that is known. */
    String failureInFull(String node) {
        StringBuilder text =
                new StringBuilder(
                        "%s on %s '%s' (%d): call=%d, status='%s'"
                                .formatted(
                                        entry.attribute("operation_key", ""),
                                        node,
                                        ExitCodes.meaning(number("rc-code")),
                                        number("rc-code"),
                                        number("call-id"),
                                        Words.status(number("op-status"))));
        String reason = entry.attribute("exit-reason", "");
        if (!reason.isEmpty()) {
            text.append(", exitreason='").append(reason).append('\'');
        }
        if (isTimed()) {
            text.append(", last-rc-change='")
                    .append(Words.time(longNumber("last-rc-change")))
                    .append("', queued=%dms, exec=%dms".formatted(queued(), executed()));
        }
        return text.toString();
    }

    private int queued() {
        return number("queue-time");
    }

    private int executed() {
        return number("exec-time");
    }

    Element failureElement(String node) {
        String reason = entry.attribute("exit-reason", "");
        Element element =
                Element.of("failure", Map.of())
                        .with("op_key", entry.attribute("operation_key", ""))
                        .with("node", node)
                        .with("exitstatus", ExitCodes.meaning(number("rc-code")))
                        .with("exitreason", reason.isEmpty() ? "none" : reason)
                        .with("exitcode", Integer.toString(number("rc-code")))
                        .with("call", Integer.toString(number("call-id")))
                        .with("status", Words.status(number("op-status")));
        return isTimed()
                ? element.with(
                                "last-rc-change",
                                UTC.format(Instant.ofEpochSecond(longNumber("last-rc-change"))))
                        .with("queued", Integer.toString(queued()))
                        .with("exec", Integer.toString(executed()))
                        .with("interval", Long.toString(intervalMs()))
                        .with("task", entry.attribute("operation", ""))
                : element;
    }

    Element historyElement() {
        Element element =
                Element.of("operation_history", Map.of())
                        .with("call", Integer.toString(number("call-id")))
                        .with("task", task())
                        .with("rc", Integer.toString(number("rc-code")))
                        .with("rc_text", ExitCodes.meaning(number("rc-code")));
        if (intervalMs() > 0) {
            element = element.with("interval", intervalMs() + "ms");
        }
        if (isTimed()) {
            element = element.with("last-rc-change", Words.time(longNumber("last-rc-change")));
        }
        return element.with("exec-time", executed() + "ms").with("queue-time", queued() + "ms");
    }
}
