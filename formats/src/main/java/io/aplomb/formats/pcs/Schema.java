package io.aplomb.formats.pcs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schema that a base says it follows: {@code validate-with="pacemaker-3.9"}. */
final class Schema {

    private static final Pattern VERSION = Pattern.compile("pacemaker-(\\d+)\\.(\\d+)");

    private Schema() {}

    /** Whether a base follows a schema at least as new; also where it names none that is known. */
    static boolean isAtLeast(CibEdit cib, int major, int minor) {
        Matcher version = VERSION.matcher(cib.root().attribute("validate-with", ""));
        if (!version.matches()) {
            return true;
        }
        int found = Integer.parseInt(version.group(1));
        return found != major ? found > major : Integer.parseInt(version.group(2)) >= minor;
    }

    /** Whether roles are called Promoted and Unpromoted, from 3.7. */
    static boolean hasRolesOfToday(CibEdit cib) {
        return isAtLeast(cib, 3, 7);
    }
}
