package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of a delimited text, and the language list: manual section 7.3.1. */
final class ListConverters {

    private ListConverters() {}

    static void register(ConverterTable table) {
        part(table, "field", false);
        part(table, "word", true);
        table.converter("language")
                .takes(
                        required("languages", ArgumentType.TEXT),
                        optional("default", ArgumentType.TEXT))
                .compiledBy(
                        arguments -> {
                            List<String> known = List.of(arguments.text(0).split(";"));
                            String fallback = arguments.textOrNull(1);
                            return (_, value) -> {
                                String best = bestLanguage(TextConverters.text(value), known);
                                return Value.ofNullable(best == null ? fallback : best);
                            };
                        });
    }

    private static void part(ConverterTable table, String name, boolean words) {
        table.converter(name)
                .takes(
                        required("index", ArgumentType.INTEGER)
                                .within(Integer.MIN_VALUE, Integer.MAX_VALUE),
                        required("delimiters", ArgumentType.TEXT),
                        optional("count", ArgumentType.INTEGER).within(0, Integer.MAX_VALUE))
                .compiledBy(arguments -> parts(arguments, words));
    }

    private record Span(int start, int end) {}

    private static CompiledConverter parts(Arguments arguments, boolean words)
            throws ArgumentException {
        int index = (int) arguments.integer(0);
        int count = (int) arguments.integer(2, 1);
        String delimiters = arguments.text(1);
        if (index == 0) {
            throw new ArgumentException(0, "Unexpected value 0 for index");
        }
        return (_, value) -> {
            String text = TextConverters.text(value);
            Value found = extract(text, spans(text, delimiters, words), index, count);
            return found == null && words ? Value.of("") : found;
        };
    }

    /** The text from one part on, over some parts; counted from the end, up to that part. */
    private static @Nullable Value extract(String text, List<Span> spans, int index, int count) {
        int size = spans.size();
        if (Math.abs((long) index) > size) {
            return null;
        }
        int first;
        int last;
        if (index > 0) {
            first = index - 1;
            last = count == 0 ? size - 1 : (int) Math.min(size - 1L, (long) first + count - 1);
        } else {
            last = size + index;
            first = count == 0 ? 0 : (int) Math.max(0L, (long) last - count + 1);
        }
        return Value.of(text.substring(spans.get(first).start, spans.get(last).end));
    }

    /** Fields lie between any two delimiters; words are the parts that are not empty. */
    private static List<Span> spans(String text, String delimiters, boolean words) {
        List<Span> spans = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || delimiters.indexOf(text.charAt(i)) >= 0) {
                if (!words || i > start) {
                    spans.add(new Span(start, i));
                }
                start = i + 1;
            }
        }
        return spans;
    }

    /** The listed language with the highest q-factor, the first of equals: RFC 9110 12.5.4. */
    private static @Nullable String bestLanguage(String accepted, List<String> known) {
        String best = null;
        int bestQuality = 0;
        for (String item : accepted.split(",")) {
            String[] halves = item.split(";", 2);
            int quality = halves.length == 1 ? 1000 : quality(halves[1].strip());
            String match = quality > bestQuality ? match(halves[0].strip(), known) : null;
            if (match != null) {
                best = match;
                bestQuality = quality;
            }
        }
        return best;
    }

    private static @Nullable String match(String language, List<String> known) {
        if (known.contains(language)) {
            return language;
        }
        int dash = language.indexOf('-');
        String base = dash < 0 ? language : language.substring(0, dash);
        return known.contains(base) ? base : null;
    }

    /** In thousandths; what is no q-factor counts as 1. */
    private static int quality(String parameter) {
        if (!parameter.matches("q=[01](\\.\\d{0,3})?")) {
            return 1000;
        }
        return (int) Math.round(Double.parseDouble(parameter.substring(2)) * 1000);
    }
}
