package io.aplomb.sample.facts;

import org.jspecify.annotations.Nullable;

/**
 * A variable: {@code txn.name}.
 *
 * @param name letters, digits, dots, underscores, without the scope
 */
public record VariableName(VariableScope scope, String name) {

    /** Reads {@code scope.name}; null when the scope or the name is not right. */
    public static @Nullable VariableName parse(String text) {
        int dot = text.indexOf('.');
        VariableScope scope = dot < 0 ? null : VariableScope.of(text.substring(0, dot));
        if (scope == null || dot + 1 == text.length()) {
            return null;
        }
        for (int i = dot + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = (c < 128 && Character.isLetterOrDigit(c)) || c == '_' || c == '.';
            if (!allowed) {
                return null;
            }
        }
        return new VariableName(scope, text.substring(dot + 1));
    }

    @Override
    public String toString() {
        return scope.keyword() + "." + name;
    }
}
