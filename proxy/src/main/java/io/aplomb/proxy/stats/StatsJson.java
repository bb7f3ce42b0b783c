package io.aplomb.proxy.stats;

import java.util.Iterator;
import java.util.StringJoiner;

/** The statistics as JSON, in HAProxy's shape (management manual 9.3 "show stat ... json"). */
public final class StatsJson {

    private StatsJson() {}

    /** An array of rows, each an array of fields. */
    public static String stats(StatsSnapshot snapshot, StatsFilter filter) {
        StringBuilder out = new StringBuilder("[");
        Iterator<StatsRow> rows = StatsText.rows(snapshot, filter).iterator();
        while (rows.hasNext()) {
            row(rows.next(), out);
            out.append(rows.hasNext() ? "," : "");
        }
        return out.append("]\n").toString();
    }

    private static void row(StatsRow row, StringBuilder out) {
        StringJoiner fields = new StringJoiner(",", "[", "]");
        String object =
                "{\"objType\":\"%s\",\"proxyId\":%d,\"id\":%d,"
                        .formatted(row.kind().word(), row.proxyId(), row.id());
        for (Column column : Column.values()) {
            if (row.has(column)) {
                fields.add(
                        object
                                + field(column.position(), column.word(), column.tags(row.kind()))
                                + value(column.type(), row.text(column)));
            }
        }
        out.append(fields);
    }

    /** {@code show info json}. */
    public static String info(StatsSnapshot snapshot) {
        StringJoiner fields = new StringJoiner(",", "[", "]\n");
        for (InfoField each : InfoField.values()) {
            fields.add(
                    "{"
                            + field(each.ordinal(), each.label(), each.tags())
                            + value(each.type(), snapshot.info(each)));
        }
        return fields.toString();
    }

    private static String field(int position, String name, String tags) {
        return "\"field\":{\"pos\":%d,\"name\":%s},\"processNum\":1,\"tags\":{%s},"
                .formatted(position, string(name), tags(tags));
    }

    private static String tags(String tags) {
        return "\"origin\":\"%s\",\"nature\":\"%s\",\"scope\":\"%s\""
                .formatted(origin(tags.charAt(0)), nature(tags.charAt(1)), scope(tags.charAt(2)));
    }

    private static String origin(char letter) {
        return switch (letter) {
            case 'M' -> "Metric";
            case 'S' -> "Status";
            case 'K' -> "Key";
            case 'C' -> "Config";
            case 'P' -> "Product";
            default -> "Unknown";
        };
    }

    private static String nature(char letter) {
        return switch (letter) {
            case 'A' -> "Age";
            case 'a' -> "Avg";
            case 'C' -> "Counter";
            case 'D' -> "Duration";
            case 'G' -> "Gauge";
            case 'L' -> "Limit";
            case 'M' -> "Max";
            case 'm' -> "Min";
            case 'N' -> "Name";
            case 'O' -> "Output";
            case 'R' -> "Rate";
            case 'T' -> "Time";
            default -> "Unknown";
        };
    }

    private static String scope(char letter) {
        return switch (letter) {
            case 'C' -> "Cluster";
            case 'P' -> "Process";
            case 'S' -> "Service";
            case 's' -> "System";
            default -> "Unknown";
        };
    }

    private static String value(Column.Type type, String text) {
        String shown = type == Column.Type.STR ? string(text) : text;
        return "\"value\":{\"type\":\"%s\",\"value\":%s}}".formatted(type.word(), shown);
    }

    private static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /** {@code show schema json}: what the two other forms look like. */
    public static String schema() {
        return SCHEMA;
    }

    private static final String SCHEMA =
            """
            {"$schema":"http://json-schema.org/draft-04/schema#","title":"Statistics","oneOf":[\
            {"title":"Info","type":"array","items":{"$ref":"#/definitions/infoItem"}},\
            {"title":"Stat","type":"array","items":{"type":"array","items":\
            {"$ref":"#/definitions/statItem"}}}],"definitions":{\
            "field":{"type":"object","properties":{"pos":{"type":"integer","minimum":0},\
            "name":{"type":"string"}},"required":["pos","name"]},\
            "tags":{"type":"object","properties":{\
            "origin":{"enum":["Metric","Status","Key","Config","Product","Unknown"]},\
            "nature":{"enum":["Gauge","Limit","Min","Max","Rate","Counter","Duration","Age",\
            "Time","Name","Output","Avg","Unknown"]},\
            "scope":{"enum":["Cluster","Process","Service","System","Unknown"]}},\
            "required":["origin","nature","scope"]},\
            "value":{"type":"object","properties":{\
            "type":{"enum":["s32","s64","u32","u64","str"]},\
            "value":{"type":["integer","string"]}},"required":["type","value"]},\
            "infoItem":{"type":"object","properties":{"field":{"$ref":"#/definitions/field"},\
            "processNum":{"type":"integer","minimum":1},"tags":{"$ref":"#/definitions/tags"},\
            "value":{"$ref":"#/definitions/value"}},\
            "required":["field","processNum","tags","value"]},\
            "statItem":{"allOf":[{"$ref":"#/definitions/infoItem"},{"type":"object",\
            "properties":{"objType":{"enum":["Frontend","Backend","Listener","Server"]},\
            "proxyId":{"type":"integer","minimum":0},"id":{"type":"integer","minimum":0}},\
            "required":["objType","proxyId","id"]}]}}}
            """;
}
