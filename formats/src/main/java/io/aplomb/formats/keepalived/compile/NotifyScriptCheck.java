package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.keepalived.KeepalivedFiles;
import io.aplomb.formats.keepalived.compile.NotifyDraft.Occasion;
import io.aplomb.model.vrrp.Script;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds shell scripts that read more arguments than they get. {@code notify} appends four to those
 * written; {@code notify_master} and its kin append none, so a script made for the one finds {@code
 * $3} empty when run by the other, and does nothing.
 */
final class NotifyScriptCheck {

    /** Longer scripts are not looked into. */
    private static final int MAX_SCRIPT_OCTETS = 256 * 1024;

    private static final int APPENDED_BY_NOTIFY = 4;
    private static final Pattern SHELL = Pattern.compile("\\A#!.*sh\\b");

    /** To the shell, what stands in single quotes is no parameter. */
    private static final Pattern NO_CODE = Pattern.compile("(?m)(^|\\s)#.*$|'[^'\\n]*'");

    private static final Pattern PARAMETER = Pattern.compile("\\$(?:([1-9])|\\{([1-9])[}:%#-])");

    private final KeepalivedFiles files;
    private final Diagnostics diagnostics;

    NotifyScriptCheck(KeepalivedFiles files, Diagnostics diagnostics) {
        this.files = files;
        this.diagnostics = diagnostics;
    }

    /**
     * Looks at the scripts of an instance or a group.
     *
     * @param type what {@code notify} gives as first argument: INSTANCE or GROUP
     */
    void check(String type, String name, Map<Occasion, Script> scripts) {
        scripts.forEach((occasion, script) -> check(type, name, occasion, script));
    }

    private void check(String type, String name, Occasion occasion, Script script) {
        int given = script.words().size() - 1;
        int passed = occasion == Occasion.NOTIFY ? given + APPENDED_BY_NOTIFY : given;
        int read = highestParameter(script.program());
        if (read <= passed) {
            return;
        }
        String arguments = passed == 1 ? "1 argument" : passed + " arguments";
        diagnostics.warning(
                script.position(),
                0,
                "%s reads $%d but gets %s from %s: it will find nothing there"
                        .formatted(script.program(), read, arguments, occasion.keyword()),
                advice(type, name, occasion, script));
    }

    private static String advice(String type, String name, Occasion occasion, Script script) {
        String program = script.program();
        if (occasion == Occasion.NOTIFY) {
            return "notify appends %s, the name, the state and the priority".formatted(type);
        }
        String state =
                script.words().size() > 1
                        ? script.words().getLast()
                        : occasion.keyword().replaceFirst("notify_", "").toUpperCase(Locale.ROOT);
        return "write %s \"%s %s %s %s\", or notify %s once for all states, in capitals"
                .formatted(occasion.keyword(), program, type, name, state, program);
    }

    /** The highest positional parameter of a shell script; 0 for anything else. */
    private int highestParameter(String program) {
        if (!program.startsWith("/")
                || !(files.read(program) instanceof KeepalivedFiles.Content.Octets octets)
                || octets.bytes().length() > MAX_SCRIPT_OCTETS) {
            return 0;
        }
        String text = new String(octets.bytes().toArray(), StandardCharsets.ISO_8859_1);
        if (!SHELL.matcher(text).find()) {
            return 0;
        }
        return PARAMETER
                .matcher(NO_CODE.matcher(text).replaceAll(" "))
                .results()
                .mapToInt(NotifyScriptCheck::number)
                .max()
                .orElse(0);
    }

    private static int number(MatchResult found) {
        return Integer.parseInt(found.group(1) == null ? found.group(2) : found.group(1));
    }
}
