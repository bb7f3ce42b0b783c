package io.aplomb.proxy.rules;

import java.util.regex.Matcher;

/** The right-hand side of a {@code replace-} action: {@code \0} to {@code \9} are the groups. */
final class Replacement {

    private Replacement() {}

    /** The text with its references filled in; a group that took no part is empty. */
    static String expand(Matcher matcher, String template) {
        if (template.indexOf('\\') < 0) {
            return template;
        }
        StringBuilder out = new StringBuilder(template.length());
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c != '\\' || i + 1 == template.length()) {
                out.append(c);
                continue;
            }
            char next = template.charAt(++i);
            int octet = next == 'x' ? hexOctet(template, i + 1) : -1;
            if (next >= '0' && next <= '9') {
                appendGroup(out, matcher, next - '0');
            } else if (octet >= 0) {
                out.append((char) octet);
                i += 2;
            } else {
                out.append(next);
            }
        }
        return out.toString();
    }

    private static void appendGroup(StringBuilder out, Matcher matcher, int group) {
        if (group <= matcher.groupCount()) {
            String text = matcher.group(group);
            if (text != null) {
                out.append(text);
            }
        }
    }

    private static int hexOctet(String text, int at) {
        if (at + 1 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
