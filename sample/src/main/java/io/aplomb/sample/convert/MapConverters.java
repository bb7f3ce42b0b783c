package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;

import io.aplomb.base.net.IpAddress;
import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Regexes;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import io.aplomb.sample.acl.BadPatternException;
import io.aplomb.sample.acl.MatchMethod;
import io.aplomb.sample.acl.PatternIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Maps from files of two columns: manual section 7.3.1, {@code map_<match>_<output>}. */
final class MapConverters {

    private static final List<MatchMethod> METHODS =
            List.of(
                    MatchMethod.STR,
                    MatchMethod.BEG,
                    MatchMethod.SUB,
                    MatchMethod.DIR,
                    MatchMethod.DOM,
                    MatchMethod.END,
                    MatchMethod.REG,
                    MatchMethod.INT,
                    MatchMethod.IP);

    private MapConverters() {}

    static void register(ConverterTable table) {
        define(table, "map", MatchMethod.STR, SampleType.STR);
        for (MatchMethod method : METHODS) {
            String name = "map_" + method.word();
            define(table, name, method, SampleType.STR);
            define(table, name + "_int", method, SampleType.SINT);
            define(table, name + "_ip", method, SampleType.ADDR);
        }
        table.converter("map_regm")
                .takes(
                        required("map_file", ArgumentType.MAP),
                        optional("default_value", ArgumentType.TEXT))
                .compiledBy(MapConverters::regexWithGroups);
    }

    /** One line of a map file. */
    private record Line(int number, String key, String value) {}

    private static void define(
            ConverterTable table, String name, MatchMethod method, SampleType output) {
        SampleType input =
                switch (method) {
                    case INT -> SampleType.SINT;
                    case IP -> SampleType.ADDR;
                    default -> SampleType.STR;
                };
        table.converter(name)
                .turns(input, output)
                .takes(
                        required("map_file", ArgumentType.MAP),
                        optional("default_value", ArgumentType.TEXT))
                .compiledBy(arguments -> map(arguments, method, output));
    }

    private static CompiledConverter map(Arguments arguments, MatchMethod method, SampleType output)
            throws ArgumentException {
        PatternIndex<Value> index = PatternIndex.of(method, false);
        for (Line line : lines(arguments)) {
            Value value = output(line.value, output);
            if (value == null) {
                throw bad(arguments, line, "'" + line.value + "' is not of type " + output.label());
            }
            try {
                index.add(line.key, value);
            } catch (BadPatternException wrong) {
                throw bad(arguments, line, wrong.getMessage());
            }
        }
        Value fallback = fallback(arguments, output);
        return (_, value) -> {
            Value found = index.find(value);
            return found == null ? fallback : found;
        };
    }

    private static CompiledConverter regexWithGroups(Arguments arguments) throws ArgumentException {
        record Entry(Pattern regex, String replacement) {}
        List<Entry> entries = new ArrayList<>();
        for (Line line : lines(arguments)) {
            try {
                entries.add(new Entry(Regexes.compile(line.key, false), line.value));
            } catch (PatternSyntaxException wrong) {
                throw bad(arguments, line, wrong.getDescription());
            }
        }
        Value fallback = fallback(arguments, SampleType.STR);
        return (_, value) -> {
            for (Entry entry : entries) {
                Matcher matcher = entry.regex.matcher(TextConverters.text(value));
                if (matcher.find()) {
                    StringBuilder out = new StringBuilder();
                    TextConverters.appendReplacement(out, matcher, entry.replacement);
                    return Value.of(out.toString());
                }
            }
            return fallback;
        };
    }

    private static @Nullable Value fallback(Arguments arguments, SampleType output)
            throws ArgumentException {
        String text = arguments.textOrNull(1);
        if (text == null) {
            return null;
        }
        Value value = output(text, output);
        if (value == null) {
            throw new ArgumentException(1, "'" + text + "' is not of type " + output.label());
        }
        return value;
    }

    private static @Nullable Value output(String text, SampleType type) {
        return switch (type) {
            case SINT -> text.matches("-?\\d{1,18}") ? Value.of(Long.parseLong(text)) : null;
            case ADDR -> {
                IpAddress address = IpAddress.parse(text);
                yield address == null ? null : Value.of(address);
            }
            default -> Value.of(text);
        };
    }

    private static List<Line> lines(Arguments arguments) throws ArgumentException {
        String path = arguments.text(0);
        List<String> read = arguments.resources().lines(path);
        if (read == null) {
            throw new ArgumentException(0, "cannot read the map file '" + path + "'");
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            String text = read.get(i).strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                String[] columns = text.split("[ \t]+", 2);
                lines.add(new Line(i + 1, columns[0], columns.length > 1 ? columns[1] : ""));
            }
        }
        return lines;
    }

    private static ArgumentException bad(Arguments arguments, Line line, @Nullable String reason) {
        return new ArgumentException(
                0, "map file '%s' line %d: %s".formatted(arguments.text(0), line.number, reason));
    }
}
