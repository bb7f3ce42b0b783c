package io.aplomb.proxy.admin;

import io.aplomb.proxy.session.SessionView;
import java.util.List;
import java.util.function.Function;

/** Commands about sessions, those of clients and those of callers of the runtime sockets. */
final class SessionCommands {

    private final RuntimeCommands.Surroundings around;
    private final Callers callers;

    SessionCommands(RuntimeCommands.Surroundings around, Callers callers) {
        this.around = around;
        this.callers = callers;
    }

    /** {@code show sess [<id>|all]}; as in HAProxy, what is no id shows them all, a line each. */
    String show(List<String> rest) {
        String wanted = rest.isEmpty() ? "" : rest.getFirst();
        if (wanted.equals("all")) {
            return list(around.sessions().sessions(), SessionText::details)
                    + callers.lines(nowMs());
        }
        long number = SessionIds.parse(wanted);
        if (number < 0) {
            return list(around.sessions().sessions(), SessionText::line) + callers.lines(nowMs());
        }
        String found =
                list(around.sessions().session(number), SessionText::details)
                        + callers.line(number, nowMs());
        return found.isEmpty() ? "Session not found.\n" : found;
    }

    private static String list(List<SessionView> sessions, Function<SessionView, String> text) {
        StringBuilder out = new StringBuilder();
        sessions.forEach(session -> out.append(text.apply(session)));
        return out.toString();
    }

    String shutDown(List<String> rest) {
        long number = rest.isEmpty() ? -1 : SessionIds.parse(rest.getFirst());
        if (number < 0) {
            return "Session pointer expected (use 'show sess').\n";
        }
        return callers.cut(number) || around.sessions().shutDown(number)
                ? ""
                : "No such session (use 'show sess').\n";
    }

    private long nowMs() {
        return around.control().nowMs();
    }
}
