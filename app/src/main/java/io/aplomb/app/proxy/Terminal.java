package io.aplomb.app.proxy;

import io.aplomb.app.proxy.ProxyProgram.Notice;
import io.aplomb.app.proxy.ProxyProgram.Severity;
import java.io.PrintStream;
import java.util.List;

/**
 * What {@code aplomb proxy} says, in HAProxy's form: {@code [ALERT] (1234) : config : text} on
 * standard error.
 *
 * <p>As HAProxy does it, a run without any warning or alert prints no notice either, and the first
 * line of complaint comes after two lines that name the program.
 */
final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final String version;
    private boolean quiet;
    private boolean introduced;

    Terminal(PrintStream out, PrintStream err, String version) {
        this.out = out;
        this.err = err;
        this.version = version;
    }

    /** From here on nothing is said but alerts. */
    void quiet(boolean quieten) {
        this.quiet = quieten;
    }

    /** A line on standard output, in quiet mode too when {@code always}. */
    void say(String line, boolean always) {
        if (always || !quiet) {
            out.println(line);
            out.flush();
        }
    }

    void notices(List<Notice> notices) {
        for (Notice notice : notices) {
            String context = notice.severity() == Severity.NOTICE ? "" : "config : ";
            print(notice.severity(), context + notice.text());
        }
    }

    void alert(String text) {
        print(Severity.ALERT, text);
    }

    void warning(String text) {
        print(Severity.WARNING, text);
    }

    /** A line on standard error as it is. */
    void raw(String line) {
        err.println(line);
        err.flush();
    }

    private void print(Severity severity, String text) {
        if (quiet && severity != Severity.ALERT) {
            return;
        }
        if (!introduced && severity != Severity.NOTICE) {
            introduced = true;
            line(Severity.NOTICE, "aplomb version is " + version);
        }
        line(severity, text);
    }

    private void line(Severity severity, String text) {
        String tag = "[" + severity + "]";
        // HAProxy shows further lines of one message behind a bar.
        String body = text.stripTrailing().replace("\n", "\n   | ");
        raw("%-10s (%d) : %s".formatted(tag, ProcessHandle.current().pid(), body));
    }
}
