package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code pcs resource utilization}. */
final class Utilization {

    private static final String HEADING = "Resource Utilization:\n";

    private Utilization() {}

    static PcsAnswer resource(Call call) {
        call.options().only("-f");
        if (call.words().isEmpty()) {
            return call.printed(all(call));
        }
        String id = call.word(0);
        if (new ResourceTree(call.cib()).isAnyStonith(call.words().subList(0, 1))) {
            call.reports().deprecation(StonithMismatch.of("stonith resources"));
        }
        Element resource =
                call.cib()
                        .find(id, Set.of("primitive"))
                        .orElseThrow(
                                () -> InvalidCommand.because("Unable to find a resource: " + id));
        if (call.words().size() == 1) {
            return call.printed(HEADING + line(resource));
        }
        Map<String, String> values = new TreeMap<>(Words.pairs(call.from(1).words()));
        values.forEach(
                (name, value) -> {
                    if (!value.isEmpty() && !value.matches("[-+]?\\d+")) {
                        throw InvalidCommand.because(
                                "Value of utilization attribute must be integer: '"
                                        + name
                                        + "="
                                        + value
                                        + "'");
                    }
                });
        call.cib().change(id, found -> Pairs.append(found, Pairs.UTILIZATION, values, call.cib()));
        return call.done();
    }

    private static String all(Call call) {
        StringBuilder text = new StringBuilder(HEADING);
        Map<String, String> lines = new TreeMap<>();
        for (Element resource : call.cib().all(element -> element.is("primitive"))) {
            if (!Pairs.first(resource, Pairs.UTILIZATION).isEmpty()) {
                lines.put(resource.id(), line(resource));
            }
        }
        lines.values().forEach(text::append);
        return text.toString();
    }

    private static String line(Element resource) {
        StringBuilder line = new StringBuilder(" " + resource.id() + ": ");
        String separator = "";
        for (Map.Entry<String, String> value :
                new TreeMap<>(Pairs.first(resource, Pairs.UTILIZATION)).entrySet()) {
            line.append(separator).append(value.getKey()).append('=').append(value.getValue());
            separator = " ";
        }
        return line.append('\n').toString();
    }
}
