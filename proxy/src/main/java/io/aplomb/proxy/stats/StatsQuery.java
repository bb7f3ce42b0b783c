package io.aplomb.proxy.stats;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a request for the statistics page asks for, from what follows the page's {@code stats uri}:
 * {@code ;csv;norefresh?scope=web}.
 *
 * @param result of the last action, as DONE; "" for none
 * @param scope part of a proxy's name, "" for all
 */
record StatsQuery(
        Form form,
        boolean upOnly,
        boolean withoutMaintenance,
        boolean noRefresh,
        String result,
        String scope) {

    /** Longest scope HAProxy's own page takes. */
    static final int MAX_SCOPE = 20;

    /** How the answer is written; the page itself says that it is in UTF-8. */
    enum Form {
        HTML("text/html"),
        CSV("text/plain"),
        TYPED("text/plain"),
        JSON("application/json"),
        JSON_SCHEMA("application/json");

        private final String contentType;

        Form(String contentType) {
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }
    }

    static StatsQuery parse(String afterUri) {
        Form form = Form.HTML;
        boolean upOnly = false;
        boolean withoutMaintenance = false;
        boolean noRefresh = false;
        String result = "";
        String scope = "";
        for (String word : afterUri.split("[;?&]", -1)) {
            switch (word) {
                case "csv" -> form = Form.CSV;
                case "typed" -> form = Form.TYPED;
                case "json" -> form = Form.JSON;
                case "json-schema" -> form = Form.JSON_SCHEMA;
                case "up" -> upOnly = true;
                case "no-maint" -> withoutMaintenance = true;
                case "norefresh" -> noRefresh = true;
                default -> {
                    if (word.startsWith("st=")) {
                        result = word.substring("st=".length());
                    } else if (word.startsWith("scope=")) {
                        scope = decode(word.substring("scope=".length()));
                    }
                }
            }
        }
        return new StatsQuery(form, upOnly, withoutMaintenance, noRefresh, result, scope);
    }

    /** The part of a link that keeps the choices made, with other ones before the scope. */
    String link(boolean up, boolean refreshOff, String more) {
        return more
                + (up ? ";up" : "")
                + (refreshOff ? ";norefresh" : "")
                + (scope.isEmpty() ? "" : "?scope=" + Markup.inUrl(scope));
    }

    boolean shows(String proxyName) {
        return proxyName.toLowerCase(Locale.ROOT).contains(scope.toLowerCase(Locale.ROOT));
    }

    static String decode(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            return decoded.length() > MAX_SCOPE ? decoded.substring(0, MAX_SCOPE) : decoded;
        } catch (IllegalArgumentException wrongEscape) {
            return "";
        }
    }
}
