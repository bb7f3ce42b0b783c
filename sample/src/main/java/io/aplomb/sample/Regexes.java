package io.aplomb.sample;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * PCRE as HAProxy's users write it, on java.util.regex. Rewritten on the way: POSIX classes {@code
 * [[:alpha:]]}, a {@code [} or a leading {@code ]} inside a class, {@code &&} inside a class, a
 * brace that is no repetition, {@code (?P<name>}. Not there: recursion {@code (?R)}, {@code \K},
 * callouts, conditionals; they are refused when the configuration is read.
 */
public final class Regexes {

    private Regexes() {}

    /**
     * Compiles it, to search octets as ISO-8859-1 text.
     *
     * @throws PatternSyntaxException when it is not one, with a message for the user
     */
    public static Pattern compile(String regex, boolean ignoreCase) {
        int flags = Pattern.UNIX_LINES | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        return Pattern.compile(translate(regex), flags);
    }

    /** The same expression in the dialect of java.util.regex. */
    static String translate(String regex) {
        StringBuilder out = new StringBuilder(regex.length() + 8);
        int at = 0;
        while (at < regex.length()) {
            char c = regex.charAt(at);
            if (c == '\\') {
                at = copyEscape(regex, at, out);
            } else if (c == '[') {
                at = copyClass(regex, at, out);
            } else if (c == '{' && !startsRepetition(regex, at)) {
                out.append("\\{");
                at++;
            } else if (regex.startsWith("(?P<", at)) {
                out.append("(?<");
                at += 4;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static int copyEscape(String regex, int at, StringBuilder out) {
        if (regex.startsWith("\\Q", at)) {
            int end = regex.indexOf("\\E", at + 2);
            int stop = end < 0 ? regex.length() : end + 2;
            out.append(regex, at, stop);
            return stop;
        }
        int stop = Math.min(at + 2, regex.length());
        out.append(regex, at, stop);
        return stop;
    }

    private static boolean startsRepetition(String regex, int at) {
        int end = regex.indexOf('}', at);
        return end > 0 && regex.substring(at + 1, end).matches("\\d+(,\\d*)?");
    }

    private static int copyClass(String regex, int start, StringBuilder out) {
        int at = start + 1;
        out.append('[');
        if (at < regex.length() && regex.charAt(at) == '^') {
            out.append('^');
            at++;
        }
        if (at < regex.length() && regex.charAt(at) == ']') {
            out.append("\\]");
            at++;
        }
        while (at < regex.length() && regex.charAt(at) != ']') {
            at = copyClassMember(regex, at, out);
        }
        if (at < regex.length()) {
            out.append(']');
            at++;
        }
        return at;
    }

    private static int copyClassMember(String regex, int at, StringBuilder out) {
        char c = regex.charAt(at);
        if (c == '\\') {
            return copyEscape(regex, at, out);
        }
        if (regex.startsWith("[:", at)) {
            int end = regex.indexOf(":]", at + 2);
            String posix = end < 0 ? null : posixClass(regex.substring(at + 2, end));
            if (posix != null) {
                out.append(posix);
                return end + 2;
            }
        }
        if (c == '[' || c == '&') {
            out.append('\\');
        }
        out.append(c);
        return at + 1;
    }

    private static @Nullable String posixClass(String name) {
        return switch (name) {
            case "alpha" -> "\\p{Alpha}";
            case "digit" -> "\\p{Digit}";
            case "alnum" -> "\\p{Alnum}";
            case "upper" -> "\\p{Upper}";
            case "lower" -> "\\p{Lower}";
            case "space" -> "\\s";
            case "blank" -> "\\p{Blank}";
            case "punct" -> "\\p{Punct}";
            case "cntrl" -> "\\p{Cntrl}";
            case "xdigit" -> "\\p{XDigit}";
            case "print" -> "\\p{Print}";
            case "graph" -> "\\p{Graph}";
            case "word" -> "\\w";
            default -> null;
        };
    }
}
