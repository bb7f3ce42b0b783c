package io.aplomb.cluster.fence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists of hosts as users and agents write them. Names are compared in any case, as Pacemaker does.
 */
final class HostNames {

    private HostNames() {}

    /**
     * {@code pcmk_host_list}, and what an agent's {@code list} prints ({@code PORT,ALIAS} in each
     * line): words between blanks, commas and semicolons, up to the first character that no name
     * has; states of plugs are none.
     */
    static List<String> list(String text) {
        List<String> names = new ArrayList<>();
        for (String word : text.split("[\\s,;]+")) {
            int end = 0;
            while (end < word.length() && isOfName(word.charAt(end))) {
                end++;
            }
            String name = word.substring(0, end);
            if (!name.isEmpty() && !name.equals("on") && !name.equals("off")) {
                names.add(name);
            }
        }
        return names;
    }

    private static boolean isOfName(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.';
    }

    /**
     * {@code pcmk_host_map}, and {@code pcmk_delay_base} with a delay for each host: {@code
     * node1:1;node2:2,3}. A backslash takes the next character as it is.
     */
    static Map<String, String> map(String text) {
        Map<String, String> map = new LinkedHashMap<>();
        StringBuilder word = new StringBuilder();
        String name = null;
        boolean escaped = false;
        for (char c : (text + ';').toCharArray()) {
            if (escaped) {
                word.append(c);
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if ((c == ':' || c == '=') && name == null) {
                name = word.toString();
                word.setLength(0);
            } else if (c == ';' || Character.isWhitespace(c)) {
                if (name != null && !name.isEmpty() && !word.isEmpty()) {
                    map.put(name, word.toString());
                }
                name = null;
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        return map;
    }

    static boolean contains(List<String> names, String wanted) {
        return names.stream().anyMatch(wanted::equalsIgnoreCase);
    }
}
