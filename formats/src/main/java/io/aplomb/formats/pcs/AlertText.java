package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Alerts as pcs tells them. */
final class AlertText {

    private AlertText() {}

    /** {@code alert config}. */
    static PcsAnswer config(Call call) {
        call.options().only("-f", "--output-format");
        call.expectWords(0, 0);
        if (call.options().outputFormat("text", "json").equals("json")) {
            List<Object> alerts = new ArrayList<>();
            alerts(call.cib()).forEach(alert -> alerts.add(json(alert)));
            return call.printed(Json.text(alerts) + "\n");
        }
        return call.printed(String.join("\n", lines(call.cib())) + "\n");
    }

    private static List<Element> alerts(CibEdit cib) {
        return cib.section("alerts").children("alert");
    }

    /** All, under their heading. */
    static List<String> lines(CibEdit cib) {
        List<String> lines = new ArrayList<>(List.of("Alerts:"));
        if (alerts(cib).isEmpty()) {
            lines.add(" No alerts defined");
        }
        for (Element alert : alerts(cib)) {
            lines.add(" Alert: %s (path=%s)".formatted(alert.id(), alert.attribute("path", "")));
            lines.addAll(details(alert, "  "));
            List<Element> recipients = alert.children("recipient");
            if (!recipients.isEmpty()) {
                lines.add("  Recipients:");
            }
            for (Element recipient : recipients) {
                lines.add(
                        "   Recipient: %s (value=%s)"
                                .formatted(recipient.id(), recipient.attribute("value", "")));
                lines.addAll(details(recipient, "    "));
            }
        }
        return lines;
    }

    private static List<String> details(Element owner, String indent) {
        List<String> lines = new ArrayList<>();
        String description = owner.attribute("description", "");
        if (!description.isEmpty()) {
            lines.add(indent + "Description: " + description);
        }
        Map<String, String> options = Pairs.first(owner, Pairs.INSTANCE);
        if (!options.isEmpty()) {
            lines.add(indent + "Options: " + pairs(options));
        }
        Map<String, String> meta = Pairs.first(owner, Pairs.META);
        if (!meta.isEmpty()) {
            lines.add(indent + "Meta options: " + pairs(meta));
        }
        return lines;
    }

    private static String pairs(Map<String, String> pairs) {
        List<String> words = new ArrayList<>();
        new TreeMap<>(pairs)
                .forEach(
                        (name, value) ->
                                words.add(
                                        name
                                                + "="
                                                + (value.contains(" ")
                                                        ? "\"" + value + "\""
                                                        : value)));
        return String.join(" ", words);
    }

    private static Map<String, Object> json(Element alert) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", alert.id());
        json.put("path", alert.attribute("path", ""));
        jsonDetails(alert, json);
        List<Object> recipients = new ArrayList<>();
        for (Element recipient : alert.children("recipient")) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", recipient.id());
            one.put("value", recipient.attribute("value", ""));
            jsonDetails(recipient, one);
            recipients.add(one);
        }
        json.put("recipient_list", recipients);
        return json;
    }

    private static void jsonDetails(Element owner, Map<String, Object> json) {
        json.put("description", owner.attribute("description", ""));
        json.put("instance_attributes", jsonPairs(owner, Pairs.INSTANCE));
        json.put("meta_attributes", jsonPairs(owner, Pairs.META));
    }

    private static List<Object> jsonPairs(Element owner, String kind) {
        List<Object> pairs = new ArrayList<>();
        for (Element pair : owner.childOrEmpty(kind).children("nvpair")) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", pair.id());
            one.put("name", pair.attribute("name", ""));
            one.put("value", pair.attribute("value", ""));
            pairs.add(one);
        }
        return pairs;
    }
}
