package io.aplomb.formats.keepalived.syntax;

import io.aplomb.formats.keepalived.KeepalivedFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** File names with {@code * ? [...]} and braces, as glob(3) with GLOB_BRACE finds them. */
final class Globs {

    /** What braces may become: {@code {a,b}{c,d}...} doubles with each. */
    private static final int MAX_ALTERNATIVES = 1_000;

    private final KeepalivedFiles files;

    Globs(KeepalivedFiles files) {
        this.files = files;
    }

    static String directoryOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash);
    }

    /** A path seen from a directory. */
    static String resolve(String directory, String path) {
        if (path.startsWith("/") || directory.isEmpty()) {
            return path;
        }
        return directory.endsWith("/") ? directory + path : directory + "/" + path;
    }

    static boolean hasWildcards(String pattern) {
        return pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** The paths that match, those of each alternative sorted. */
    List<String> matches(String pattern) {
        List<String> found = new ArrayList<>();
        List<String> alternatives = new ArrayList<>();
        expandBraces(pattern, alternatives);
        for (String alternative : alternatives) {
            boolean absolute = alternative.startsWith("/");
            String relative = absolute ? alternative.substring(1) : alternative;
            descend(absolute ? "/" : "", relative, found);
        }
        return found;
    }

    private static void expandBraces(String pattern, List<String> out) {
        int open = pattern.indexOf('{');
        int close = open < 0 ? -1 : matchingBrace(pattern, open);
        if (close < 0) {
            if (out.size() < MAX_ALTERNATIVES) {
                out.add(pattern);
            }
            return;
        }
        int depth = 0;
        int from = open + 1;
        for (int i = open + 1; i <= close; i++) {
            char c = pattern.charAt(i);
            if ((c == ',' && depth == 0) || i == close) {
                String head = pattern.substring(0, open) + pattern.substring(from, i);
                if (out.size() < MAX_ALTERNATIVES) {
                    expandBraces(head + pattern.substring(close + 1), out);
                }
                from = i + 1;
            }
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
    }

    private static int matchingBrace(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private void descend(String directory, String rest, List<String> found) {
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        String further = slash < 0 ? "" : rest.substring(slash + 1);
        if (!hasWildcards(name)) {
            String path = resolve(directory, name);
            boolean listed =
                    slash >= 0
                            || files.list(directory.isEmpty() ? "." : directory).contains(name)
                            || files.read(path) instanceof KeepalivedFiles.Content.Octets;
            if (listed) {
                next(path, slash >= 0, further, found);
            }
            return;
        }
        Pattern pattern = pattern(name);
        files.list(directory.isEmpty() ? "." : directory).stream()
                .filter(entry -> !entry.startsWith(".") || name.startsWith("."))
                .filter(entry -> pattern.matcher(entry).matches())
                .sorted()
                .forEach(entry -> next(resolve(directory, entry), slash >= 0, further, found));
    }

    private void next(String path, boolean more, String further, List<String> found) {
        if (more) {
            descend(path, further, found);
        } else {
            found.add(path);
        }
    }

    private static Pattern pattern(String name) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < name.length()) {
            char c = name.charAt(i);
            int close = c == '[' ? name.indexOf(']', Math.min(i + 2, name.length())) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                String set = name.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
                regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set);
                regex.append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
            i++;
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException _) {
            return Pattern.compile(Pattern.quote(name));
        }
    }
}
