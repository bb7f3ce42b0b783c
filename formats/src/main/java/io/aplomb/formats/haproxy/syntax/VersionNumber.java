package io.aplomb.formats.haproxy.syntax;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A HAProxy version such as {@code 2.4-dev19} or {@code 2.6.12}; missing parts are 0 and a
 * development version comes before its release.
 */
record VersionNumber(int major, int minor, int patch, int development)
        implements Comparable<VersionNumber> {

    private static final Pattern FORM =
            Pattern.compile(
                    "(\\d{1,4})(?:\\.(\\d{1,4}))?(?:\\.(\\d{1,4}))?(?:-dev(\\d{1,4}))?(?:-.*)?");

    private static final Comparator<VersionNumber> ORDER =
            Comparator.comparingInt(VersionNumber::major)
                    .thenComparingInt(VersionNumber::minor)
                    .thenComparingInt(VersionNumber::patch)
                    .thenComparingInt(VersionNumber::development);

    static VersionNumber parse(String text) throws ConditionException {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new ConditionException("invalid version '" + text + "'");
        }
        String development = form.group(4);
        return new VersionNumber(
                number(form.group(1)),
                number(form.group(2)),
                number(form.group(3)),
                development == null ? Integer.MAX_VALUE : number(development));
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    @Override
    public int compareTo(VersionNumber other) {
        return ORDER.compare(this, other);
    }
}
