package io.aplomb.control.guard;

import io.aplomb.cluster.live.LapsePolicy;
import java.util.Locale;

/** Reports as lines. What one writes the other reads. */
final class ReportText {

    private ReportText() {}

    static String write(GuardReport report) {
        return line(report).toString();
    }

    private static Line line(GuardReport report) {
        return switch (report) {
            case GuardReport.Ready(int pid, String notes) ->
                    new Line.Builder("ready").add("pid", pid).add("notes", notes).build();
            case GuardReport.Seen(long number) ->
                    new Line.Builder("seen").add("number", number).build();
            case GuardReport.Lapsed(LapsePolicy policy, long lateMs) ->
                    new Line.Builder("lapsed")
                            .add("policy", policy.name().toLowerCase(Locale.ROOT))
                            .add("late", lateMs)
                            .build();
            case GuardReport.Stopped(String id, int rc, long ms) ->
                    new Line.Builder("stopped").add("id", id).add("rc", rc).add("ms", ms).build();
            case GuardReport.Demoted(String id, long ms) ->
                    new Line.Builder("demoted").add("id", id).add("ms", ms).build();
            case GuardReport.AllStopped(int failed, long ms) ->
                    new Line.Builder("all-stopped").add("failed", failed).add("ms", ms).build();
            case GuardReport.SelfFencing(String method) ->
                    new Line.Builder("self-fencing").add("method", method).build();
            case GuardReport.Watchdog(boolean fed) ->
                    new Line.Builder("watchdog").add("fed", fed ? 1 : 0).build();
            case GuardReport.Remark(String text) ->
                    new Line.Builder("remark").add("text", text).build();
            case GuardReport.Died(int pid, String how) ->
                    new Line.Builder("died").add("pid", pid).add("how", how).build();
        };
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException for what is none
     */
    static GuardReport read(String text) {
        Line line = Line.parse(text);
        Line.Reader words = new Line.Reader(line);
        return switch (line.verb()) {
            case "ready" ->
                    new GuardReport.Ready(words.next("pid").number(), words.next("notes").value());
            case "seen" -> new GuardReport.Seen(words.next("number").longNumber());
            case "lapsed" ->
                    new GuardReport.Lapsed(
                            LapsePolicy.valueOf(
                                    words.next("policy").value().toUpperCase(Locale.ROOT)),
                            words.next("late").longNumber());
            case "stopped" -> {
                String id = words.next("id").value();
                int rc = words.next("rc").number();
                yield new GuardReport.Stopped(id, rc, words.next("ms").longNumber());
            }
            case "demoted" ->
                    new GuardReport.Demoted(
                            words.next("id").value(), words.next("ms").longNumber());
            case "all-stopped" ->
                    new GuardReport.AllStopped(
                            words.next("failed").number(), words.next("ms").longNumber());
            case "self-fencing" -> new GuardReport.SelfFencing(words.next("method").value());
            case "watchdog" -> new GuardReport.Watchdog(words.next("fed").number() == 1);
            case "remark" -> new GuardReport.Remark(words.next("text").value());
            case "died" ->
                    new GuardReport.Died(words.next("pid").number(), words.next("how").value());
            default -> throw new IllegalArgumentException("no report: " + line.verb());
        };
    }
}
