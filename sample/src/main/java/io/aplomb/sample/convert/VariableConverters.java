package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.ANY;
import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.BOOL;
import static io.aplomb.sample.SampleType.SINT;
import static io.aplomb.sample.SampleType.STR;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Parameter;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.VariableName;
import io.aplomb.sample.facts.VariableScope;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What reads or sets variables and captures: manual section 7.3.1. */
final class VariableConverters {

    private static final Parameter CONDITION = optional("condition", ArgumentType.TEXT);

    private VariableConverters() {}

    static void register(ConverterTable table) {
        table.converter("set-var")
                .turns(ANY, ANY)
                .takes(
                        required("var", ArgumentType.VARIABLE),
                        CONDITION,
                        CONDITION,
                        CONDITION,
                        CONDITION)
                .compiledBy(VariableConverters::set);
        table.converter("unset-var")
                .turns(ANY, ANY)
                .takes(required("var", ArgumentType.VARIABLE))
                .compiledBy(
                        arguments -> {
                            VariableName name = arguments.variable(0);
                            return (context, value) -> {
                                context.variables().unset(name);
                                return value;
                            };
                        });
        table.converter("concat")
                .takes(
                        optional("start", ArgumentType.TEXT),
                        optional("var", ArgumentType.VARIABLE),
                        optional("end", ArgumentType.TEXT))
                .compiledBy(VariableConverters::concatenation);
        table.converter("add_item")
                .takes(
                        required("delim", ArgumentType.TEXT),
                        optional("var", ArgumentType.VARIABLE),
                        optional("suff", ArgumentType.TEXT))
                .compiledBy(VariableConverters::addition);
        table.converter("strcmp")
                .turns(STR, SINT)
                .takes(required("var", ArgumentType.VARIABLE))
                .compiledBy(
                        arguments -> {
                            VariableName name = arguments.variable(0);
                            return (context, value) -> comparison(context, name, value);
                        });
        table.converter("secure_memcmp")
                .turns(BIN, BOOL)
                .takes(required("var", ArgumentType.VARIABLE))
                .compiledBy(
                        arguments -> {
                            VariableName name = arguments.variable(0);
                            return (context, value) -> secureComparison(context, name, value);
                        });
        captures(table);
    }

    private static void captures(ConverterTable table) {
        Parameter slot = required("id", ArgumentType.INTEGER).within(0, Integer.MAX_VALUE);
        table.converter("capture-req")
                .takes(slot)
                .compiledBy(
                        arguments -> {
                            int index = (int) arguments.integer(0);
                            return (context, value) -> {
                                if (index < context.captures().requestSlots()) {
                                    context.captures()
                                            .captureRequest(index, TextConverters.text(value));
                                }
                                return value;
                            };
                        });
        table.converter("capture-res")
                .takes(slot)
                .compiledBy(
                        arguments -> {
                            int index = (int) arguments.integer(0);
                            return (context, value) -> {
                                if (index < context.captures().responseSlots()) {
                                    context.captures()
                                            .captureResponse(index, TextConverters.text(value));
                                }
                                return value;
                            };
                        });
    }

    /** Conditions under which a variable is set. */
    private enum When {
        IFEXISTS,
        IFNOTEXISTS,
        IFEMPTY,
        IFNOTEMPTY,
        IFSET,
        IFNOTSET,
        IFGT,
        IFLT;

        static When of(String word, int index) throws ArgumentException {
            for (When when : values()) {
                if (when.name().equalsIgnoreCase(word)) {
                    return when;
                }
            }
            throw new ArgumentException(index, "unknown condition \"" + word + "\"");
        }

        boolean holds(VariableName name, @Nullable Value old, Value value) {
            boolean exists = old != null || name.scope() == VariableScope.PROC;
            return switch (this) {
                case IFEXISTS -> exists;
                case IFNOTEXISTS -> !exists;
                case IFEMPTY -> isEmpty(value);
                case IFNOTEMPTY -> !isEmpty(value);
                case IFSET -> old != null;
                case IFNOTSET -> old == null;
                case IFGT ->
                        !(old instanceof Value.IntValue(long a)
                                        && value instanceof Value.IntValue(long b))
                                || a > b;
                case IFLT ->
                        !(old instanceof Value.IntValue(long a)
                                        && value instanceof Value.IntValue(long b))
                                || a < b;
            };
        }

        private static boolean isEmpty(Value value) {
            return switch (value) {
                case Value.TextValue(String text) -> text.isEmpty();
                case Value.BinaryValue(byte[] octets) -> octets.length == 0;
                case Value.BoolValue _, Value.IntValue _, Value.IpValue _, Value.MethodValue _ ->
                        false;
            };
        }
    }

    private static CompiledConverter set(Arguments arguments) throws ArgumentException {
        VariableName name = arguments.variable(0);
        List<When> conditions = new ArrayList<>();
        for (int i = 1; arguments.has(i); i++) {
            conditions.add(When.of(arguments.text(i), i));
        }
        return (context, value) -> {
            Value old = context.variables().get(name);
            if (conditions.stream().allMatch(when -> when.holds(name, old, value))) {
                context.variables().set(name, value);
            }
            return value;
        };
    }

    private static CompiledConverter concatenation(Arguments arguments) {
        String start = arguments.text(0, "");
        VariableName name = arguments.has(1) ? arguments.variable(1) : null;
        String end = arguments.text(2, "");
        return (context, value) ->
                Value.of(TextConverters.text(value) + start + textOf(context, name) + end);
    }

    private static CompiledConverter addition(Arguments arguments) throws ArgumentException {
        String delimiter = arguments.text(0);
        VariableName name = arguments.has(1) ? arguments.variable(1) : null;
        String suffix = arguments.text(2, "");
        if (name == null && suffix.isEmpty()) {
            throw new ArgumentException(1, "one of the optional arguments has to be nonempty");
        }
        return (context, value) -> {
            String text = TextConverters.text(value);
            String added = textOf(context, name);
            boolean delimited = !text.isEmpty() && !(added.isEmpty() && suffix.isEmpty());
            return Value.of(text + (delimited ? delimiter : "") + added + suffix);
        };
    }

    private static String textOf(SampleContext context, @Nullable VariableName name) {
        Value value = name == null ? null : context.variables().get(name);
        String text = value == null ? null : value.asText();
        return text == null ? "" : text;
    }

    private static @Nullable Value comparison(
            SampleContext context, VariableName name, Value value) {
        Value other = context.variables().get(name);
        String theirs = other == null ? null : other.asText();
        return theirs == null ? null : Value.of(TextConverters.text(value).compareTo(theirs));
    }

    private static @Nullable Value secureComparison(
            SampleContext context, VariableName name, Value value) {
        Value other = context.variables().get(name);
        Value theirs = other == null ? null : other.castTo(BIN);
        return theirs == null
                ? null
                : Value.of(
                        MessageDigest.isEqual(
                                BinaryConverters.octets(value), BinaryConverters.octets(theirs)));
    }
}
