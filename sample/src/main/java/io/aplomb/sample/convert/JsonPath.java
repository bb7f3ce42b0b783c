package io.aplomb.sample.convert;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code $.name.other[2]}; a dot in a name is written {@code \.}. */
final class JsonPath {

    private sealed interface Step {}

    private record Name(String name) implements Step {}

    private record Index(int index) implements Step {}

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    /** The path, or null when the text is none. */
    static @Nullable JsonPath parse(String text) {
        if (!text.startsWith("$")) {
            return null;
        }
        List<Step> steps = new ArrayList<>();
        int at = 1;
        while (at < text.length()) {
            if (text.charAt(at) == '.') {
                StringBuilder name = new StringBuilder();
                at = readName(text, at + 1, name);
                if (name.isEmpty()) {
                    return null;
                }
                steps.add(new Name(name.toString()));
            } else {
                int end = text.indexOf(']', at);
                String digits = end < 0 ? "" : text.substring(at + 1, end);
                if (text.charAt(at) != '[' || !digits.matches("\\d{1,9}")) {
                    return null;
                }
                steps.add(new Index(Integer.parseInt(digits)));
                at = end + 1;
            }
        }
        return new JsonPath(steps);
    }

    private static int readName(String text, int from, StringBuilder name) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            name.append(text.charAt(at++));
        }
        return at;
    }

    /** What lies there, or null. */
    Json.@Nullable Node find(Json.Node root) {
        Json.Node node = root;
        for (Step step : steps) {
            node = node == null ? null : child(node, step);
        }
        return node;
    }

    private static Json.@Nullable Node child(Json.Node node, Step step) {
        return switch (step) {
            case Name(String name) ->
                    node instanceof Json.Members(var members) ? members.get(name) : null;
            case Index(int index) ->
                    node instanceof Json.Items(var items) && index < items.size()
                            ? items.get(index)
                            : null;
        };
    }
}
