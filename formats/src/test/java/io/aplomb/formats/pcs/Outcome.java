package io.aplomb.formats.pcs;

import io.aplomb.formats.cib.CibWriter;
import io.aplomb.model.cib.Element;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a command line gave, in the form in which transcripts keep it.
 *
 * @param code the exit code
 * @param output lines of the standard output
 * @param errors lines of the standard error
 * @param order what the cluster is asked to do, empty for nothing
 * @param after the base afterwards
 */
record Outcome(int code, List<String> output, List<String> errors, String order, Element after) {

    /** What this program gives. */
    static Outcome of(PcsAnswer answer, Element before) {
        return switch (answer) {
            case PcsAnswer.Changed changed ->
                    new Outcome(
                            0,
                            changed.output().lines().toList(),
                            lines(changed.warnings()),
                            "",
                            changed.cib());
            case PcsAnswer.Printed printed ->
                    new Outcome(
                            0,
                            printed.output().lines().toList(),
                            lines(printed.warnings()),
                            "",
                            before);
            case PcsAnswer.Refused refused ->
                    new Outcome(1, List.of(), lines(refused.errors()), "", before);
            case PcsAnswer.Delegated delegated ->
                    new Outcome(
                            0,
                            List.of(),
                            lines(delegated.warnings()),
                            describe(delegated.request()),
                            cibOf(delegated.request(), before));
        };
    }

    private static List<String> lines(List<String> texts) {
        return texts.stream().flatMap(String::lines).toList();
    }

    private static Element cibOf(RuntimeRequest request, Element otherwise) {
        for (RecordComponent component : request.getClass().getRecordComponents()) {
            if (component.getType().equals(Element.class)) {
                return (Element) read(component, request);
            }
        }
        return otherwise;
    }

    private static String describe(RuntimeRequest request) {
        StringBuilder text = new StringBuilder(request.getClass().getSimpleName());
        for (RecordComponent component : request.getClass().getRecordComponents()) {
            if (!component.getType().equals(Element.class)) {
                String value = String.valueOf(read(component, request));
                text.append(' ').append(component.getName()).append('=');
                text.append(value.replaceAll("Element\\[.*\\]", "Element").replace("\n", "\\n"));
            }
        }
        return text.toString();
    }

    private static Object read(RecordComponent component, RuntimeRequest request) {
        try {
            return component.getAccessor().invoke(request);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The block of a transcript behind the command.
     *
     * @param asPcs without what pcs does not say
     */
    List<String> block(Element before, boolean asPcs) {
        List<String> block = new ArrayList<>();
        if (code != 0) {
            block.add("= " + code);
        }
        if (!order.isEmpty()) {
            block.add("? " + order);
        }
        withoutUsage(output, asPcs).forEach(line -> block.add(("> " + line).stripTrailing()));
        withoutUsage(errors, asPcs).forEach(line -> block.add(("! " + line).stripTrailing()));
        block.addAll(Difference.of(lines(before), lines(after)));
        return block;
    }

    /** The syntax of a command is worded differently. */
    private static List<String> withoutUsage(List<String> lines, boolean asPcs) {
        List<String> kept = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("Usage: ")) {
                kept.removeIf(String::isBlank);
                kept.add("Usage");
                return kept;
            }
            boolean own =
                    line.startsWith("Error: unknown command ") || line.startsWith("Hint: did you");
            if (!asPcs || !own) {
                kept.add(line);
            }
        }
        return kept;
    }

    private static List<String> lines(Element cib) {
        return CibWriter.write(canonical(cib.childOrEmpty("configuration"))).lines().toList();
    }

    /** Attributes in one order: it has no meaning, and libraries differ in it. */
    private static Element canonical(Element element) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (!element.id().isEmpty()) {
            attributes.put("id", element.id());
        }
        attributes.putAll(new TreeMap<>(element.attributes()));
        return new Element(
                element.name(),
                attributes,
                element.children().stream().map(Outcome::canonical).toList(),
                0);
    }
}
