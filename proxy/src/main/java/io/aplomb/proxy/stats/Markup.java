package io.aplomb.proxy.stats;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Texts made safe for HTML and its attributes. */
final class Markup {

    private Markup() {}

    /** Names come from the configuration and from servers: nothing of them is markup. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    static String inUrl(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
