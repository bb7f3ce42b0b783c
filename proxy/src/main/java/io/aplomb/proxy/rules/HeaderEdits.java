package io.aplomb.proxy.rules;

import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.HttpAction.DeleteHeader;
import io.aplomb.model.proxy.HttpAction.ReplaceHeader;
import io.aplomb.proxy.names.ConfiguredNames;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The actions on header fields (manual 4.2 "http-request add-header" and on). Each returns false
 * when the head has no room or the text does not fit into a field: a failed rewrite.
 */
final class HeaderEdits {

    private HeaderEdits() {}

    static boolean add(HttpHead head, HttpAction.AddHeader action, Scratch scratch) {
        return head.add(ConfiguredNames.field(action.name()), scratch.render(action.value()));
    }

    static boolean set(HttpHead head, HttpAction.SetHeader action, Scratch scratch) {
        return head.set(ConfiguredNames.field(action.name()), scratch.render(action.value()));
    }

    static void delete(HttpHead head, DeleteHeader action) {
        if (action.match() == DeleteHeader.NameMatch.STR) {
            head.remove(ConfiguredNames.field(action.name()));
            return;
        }
        for (int i = head.fieldCount() - 1; i >= 0; i--) {
            if (nameMatches(head.name(i).toLowerCase(Locale.ROOT), action)) {
                head.removeAt(i);
            }
        }
    }

    private static boolean nameMatches(String name, DeleteHeader action) {
        String wanted = action.name().toLowerCase(Locale.ROOT);
        Pattern pattern = action.pattern();
        return switch (action.match()) {
            case STR -> name.equals(wanted);
            case BEG -> name.startsWith(wanted);
            case END -> name.endsWith(wanted);
            case SUB -> name.contains(wanted);
            case REG -> pattern != null && pattern.matcher(name).find();
        };
    }

    static boolean replace(HttpHead head, ReplaceHeader action, Scratch scratch) {
        FieldName name = ConfiguredNames.field(action.name());
        for (int i = head.indexOf(name); i >= 0; i = head.indexOf(name, i + 1)) {
            String value = head.value(i);
            String edited =
                    action.eachValue()
                            ? replaceEach(value, action, scratch)
                            : replaceWhole(value, action, scratch);
            if (!edited.equals(value) && !head.setValueAt(i, edited)) {
                return false;
            }
        }
        return true;
    }

    /** A value that matches anywhere becomes the replacement as a whole. */
    private static String replaceWhole(String value, ReplaceHeader action, Scratch scratch) {
        Matcher matcher = action.pattern().matcher(value);
        return matcher.find()
                ? Replacement.expand(matcher, scratch.render(action.replacement()))
                : value;
    }

    /** The blanks around an element go with it when it is replaced, as in HAProxy. */
    private static String replaceEach(String value, ReplaceHeader action, Scratch scratch) {
        StringBuilder out = new StringBuilder(value.length());
        int start = 0;
        while (start <= value.length()) {
            int end = elementEnd(value, start);
            String raw = value.substring(start, end);
            String element = raw.strip();
            Matcher matcher = action.pattern().matcher(element);
            boolean hit = !element.isEmpty() && matcher.find();
            out.append(
                    hit ? Replacement.expand(matcher, scratch.render(action.replacement())) : raw);
            if (end < value.length()) {
                out.append(',');
            }
            start = end + 1;
        }
        return out.toString();
    }

    private static int elementEnd(String value, int from) {
        boolean quoted = false;
        int at = from;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                at++;
            } else if (c == ',' && !quoted) {
                return at;
            }
            at++;
        }
        return value.length();
    }
}
