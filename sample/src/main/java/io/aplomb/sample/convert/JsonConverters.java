package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.ANY;
import static io.aplomb.sample.SampleType.STR;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON: manual section 7.3.1. */
final class JsonConverters {

    private JsonConverters() {}

    static void register(ConverterTable table) {
        table.converter("json")
                .takes(optional("input-code", ArgumentType.TEXT))
                .compiledBy(JsonConverters::escaping);
        table.converter("json_query")
                .turns(STR, ANY)
                .takes(
                        required("json_path", ArgumentType.TEXT),
                        optional("output_type", ArgumentType.TEXT))
                .compiledBy(
                        arguments -> {
                            Query query = Query.of(arguments, 0);
                            return (_, value) -> query.apply(TextConverters.text(value));
                        });
    }

    /** A path into JSON and the type wanted there. */
    record Query(JsonPath path, boolean integer) {

        /** Reads the two arguments from that index on. */
        static Query of(Arguments arguments, int index) throws ArgumentException {
            JsonPath path = JsonPath.parse(arguments.text(index));
            if (path == null) {
                throw new ArgumentException(
                        index, "'" + arguments.text(index) + "' is not a JSON path");
            }
            String type = arguments.text(index + 1, "");
            if (!type.isEmpty() && !type.equals("int")) {
                throw new ArgumentException(
                        index + 1, "output_type '" + type + "' is not supported; 'int' is");
            }
            return new Query(path, type.equals("int"));
        }

        @Nullable Value apply(String json) {
            Json.Node root = Json.read(json);
            Json.Node node = root == null ? null : path.find(root);
            return switch (node) {
                case Json.Text(String text) -> integer ? integer(text) : Value.of(text);
                case Json.Truth(boolean truth) ->
                        integer ? Value.of(truth ? 1L : 0L) : Value.of(truth);
                case Json.Numeral(String digits) -> number(digits);
                case null, default -> null;
            };
        }

        private @Nullable Value number(String digits) {
            Value number = integer(digits);
            if (number == null && integer) {
                return integer(digits.substring(0, Math.max(0, digits.indexOf('.'))));
            }
            return number == null ? Value.of(digits) : number;
        }

        private static @Nullable Value integer(String digits) {
            return digits.matches("-?\\d{1,18}") ? Value.of(Long.parseLong(digits)) : null;
        }
    }

    private static CompiledConverter escaping(Arguments arguments) throws ArgumentException {
        String code = arguments.text(0, "ascii").toLowerCase(Locale.ROOT);
        boolean known = code.isEmpty() || code.matches("ascii|utf8|utf8s|utf8p|utf8ps");
        if (!known) {
            throw new ArgumentException(
                    0,
                    "unexpected input code type '%s': 'ascii', 'utf8', 'utf8s', 'utf8p' and"
                                    .formatted(arguments.text(0))
                            + " 'utf8ps' are allowed");
        }
        JsonEscape escape = JsonEscape.of(code.isEmpty() ? "ascii" : code);
        return (_, value) -> Value.ofNullable(escape.apply(TextConverters.text(value)));
    }
}
