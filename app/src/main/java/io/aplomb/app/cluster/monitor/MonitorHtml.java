package io.aplomb.app.cluster.monitor;

/** The text of crm_mon as a page: its titles are headings, its lists are lists. Pure. */
final class MonitorHtml {
    private MonitorHtml() {}

    /**
     * The page.
     *
     * @param text of {@link MonitorText}
     */
    static String of(String text, String title) {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<title>").append(escape(title));
        page.append("</title>\n<meta charset=\"utf-8\">\n</head>\n<body>\n");
        int depth = 0;
        for (String line : text.lines().toList()) {
            int star = line.indexOf("* ");
            boolean item = star >= 0 && line.substring(0, star).isBlank();
            int wanted = item ? star / 2 : 0;
            depth = lists(page, depth, wanted);
            if (item) {
                page.append("<li>").append(escape(line.substring(star + 2))).append("</li>\n");
            } else if (!line.isBlank()) {
                page.append(line.startsWith(" ") ? "<p>" : "<h2>");
                page.append(escape(line.strip().replaceFirst(":$", "")));
                page.append(line.startsWith(" ") ? "</p>\n" : "</h2>\n");
            }
        }
        int _ = lists(page, depth, 0);
        return page.append("</body>\n</html>\n").toString();
    }

    private static int lists(StringBuilder page, int from, int to) {
        for (int i = from; i < to; i++) {
            page.append("<ul>\n");
        }
        for (int i = from; i > to; i--) {
            page.append("</ul>\n");
        }
        return to;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
