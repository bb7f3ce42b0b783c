package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.ANY;
import static io.aplomb.sample.SampleType.BOOL;
import static io.aplomb.sample.SampleType.SINT;
import static io.aplomb.sample.SampleType.STR;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Regexes;
import io.aplomb.sample.Value;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Text to text: manual section 7.3.1. */
final class TextConverters {

    private TextConverters() {}

    static void register(ConverterTable table) {
        plain(table, "lower", TextConverters::lower);
        plain(table, "upper", TextConverters::upper);
        plain(table, "cut_crlf", TextConverters::cutAtLineEnd);
        plain(table, "host_only", text -> lower(HostText.of(text).host()));
        table.converter("port_only")
                .turns(STR, SINT)
                .as((_, value) -> Value.of(HostText.of(text(value)).port()));
        table.converter("length").turns(STR, SINT).as((_, value) -> Value.of(text(value).length()));
        table.converter("ltrim")
                .takes(required("chars", ArgumentType.TEXT))
                .compiledBy(
                        arguments -> {
                            String chars = arguments.text(0);
                            return (_, value) -> Value.of(trimStart(text(value), chars));
                        });
        table.converter("rtrim")
                .takes(required("chars", ArgumentType.TEXT))
                .compiledBy(
                        arguments -> {
                            String chars = arguments.text(0);
                            return (_, value) -> Value.of(trimEnd(text(value), chars));
                        });
        table.converter("iif")
                .turns(BOOL, STR)
                .takes(required("true", ArgumentType.TEXT), required("false", ArgumentType.TEXT))
                .compiledBy(
                        arguments -> {
                            Value yes = Value.of(arguments.text(0));
                            Value no = Value.of(arguments.text(1));
                            return (_, value) -> value.equals(Value.of(true)) ? yes : no;
                        });
        table.converter("regsub")
                .takes(
                        required("regex", ArgumentType.REGEX),
                        required("subst", ArgumentType.TEXT),
                        optional("flags", ArgumentType.TEXT))
                .compiledBy(TextConverters::substitution);
        table.converter("debug")
                .turns(ANY, ANY)
                .takes(
                        optional("prefix", ArgumentType.TEXT),
                        optional("destination", ArgumentType.TEXT))
                .compiledBy(_ -> (_, value) -> value);
    }

    private static void plain(ConverterTable table, String name, UnaryOperator<String> operator) {
        table.converter(name).as((_, value) -> Value.of(operator.apply(text(value))));
    }

    /** The text of a sample already cast to text. */
    static String text(Value value) {
        return value instanceof Value.TextValue(String text) ? text : "";
    }

    static String lower(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                out.setCharAt(i, (char) (c + 32));
            }
        }
        return out.toString();
    }

    private static String upper(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c >= 'a' && c <= 'z') {
                out.setCharAt(i, (char) (c - 32));
            }
        }
        return out.toString();
    }

    private static String cutAtLineEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\r' || text.charAt(i) == '\n') {
                return text.substring(0, i);
            }
        }
        return text;
    }

    private static String trimStart(String text, String chars) {
        int start = 0;
        while (start < text.length() && chars.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return text.substring(start);
    }

    private static String trimEnd(String text, String chars) {
        int end = text.length();
        while (end > 0 && chars.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private static CompiledConverter substitution(Arguments arguments) throws ArgumentException {
        String flags = arguments.text(2, "");
        if (!flags.matches("[gi]*")) {
            throw new ArgumentException(2, "'" + flags + "' has other flags than 'g' and 'i'");
        }
        boolean all = flags.indexOf('g') >= 0;
        Pattern regex;
        try {
            regex = Regexes.compile(arguments.text(0), flags.indexOf('i') >= 0);
        } catch (PatternSyntaxException wrong) {
            throw new ArgumentException(
                    0,
                    "regex '%s' is invalid: %s"
                            .formatted(arguments.text(0), wrong.getDescription()));
        }
        String replacement = arguments.text(1);
        return (_, value) -> Value.of(substitute(regex, text(value), replacement, all));
    }

    /** As sed does: the first match, or all of them; {@code \1} stands for a group. */
    static String substitute(Pattern regex, String text, String replacement, boolean all) {
        Matcher matcher = regex.matcher(text);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        while (matcher.find()) {
            out.append(text, copied, matcher.start());
            appendReplacement(out, matcher, replacement);
            copied = matcher.end();
            if (!all) {
                break;
            }
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** Appends a replacement with back references {@code \0} to {@code \9} filled in. */
    static void appendReplacement(StringBuilder out, Matcher matcher, String replacement) {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            boolean escape = c == '\\' && i + 1 < replacement.length();
            if (!escape) {
                out.append(c);
                continue;
            }
            char next = replacement.charAt(++i);
            int group = next - '0';
            if (group >= 0 && group <= 9) {
                String found = group <= matcher.groupCount() ? matcher.group(group) : null;
                out.append(found == null ? "" : found);
            } else {
                out.append(next);
            }
        }
    }
}
