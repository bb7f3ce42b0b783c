package io.aplomb.sample;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.base.Suggestions;
import io.aplomb.sample.ExpressionText.Part;
import io.aplomb.sample.ExpressionText.RawArgument;
import io.aplomb.sample.ExpressionText.SyntaxException;
import io.aplomb.sample.SampleExpression.Step;
import io.aplomb.sample.convert.Converters;
import io.aplomb.sample.fetch.Fetches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles sample expressions, {@code hdr(host),lower}: HAProxy manual section 7.3. */
public final class SampleParser {

    /** Longest expression read; a configuration line is no longer than this. */
    static final int MAX_EXPRESSION_CHARS = 65_536;

    private static final String FETCH = "fetch method";

    private final SampleResources resources;

    /** A parser which takes the files that expressions name from there. */
    public SampleParser(SampleResources resources) {
        this.resources = resources;
    }

    /** Compiles an expression which names no file: see {@link #read}. */
    public static @Nullable SampleExpression parse(
            String text, SourcePosition position, Diagnostics out) {
        return new SampleParser(SampleResources.NONE).read(text, position, out);
    }

    /** Where files come from. */
    public SampleResources resources() {
        return resources;
    }

    /**
     * Compiles an expression.
     *
     * @param text one word, spaces already taken out by the configuration's own quoting
     * @param position where the text starts
     * @return null when it is wrong; then the diagnostics have grown
     */
    public @Nullable SampleExpression read(String text, SourcePosition position, Diagnostics out) {
        if (text.length() > MAX_EXPRESSION_CHARS) {
            out.error(position, 0, "expression is too long");
            return null;
        }
        try {
            return new Compilation(text, position, out).compile(ExpressionText.split(text));
        } catch (SyntaxException wrong) {
            String message = wrong.getMessage() == null ? "syntax error" : wrong.getMessage();
            out.error(moved(position, wrong.offset), 1, message);
            return null;
        }
    }

    private static SourcePosition moved(SourcePosition position, int offset) {
        return position.column() == 0
                ? position
                : new SourcePosition(position.file(), position.line(), position.column() + offset);
    }

    /** Thrown after a diagnostic has been written. */
    private static final class Refused extends Exception {
        Refused() {
            super(null, null, false, false);
        }
    }

    private final class Compilation {
        private final String text;
        private final SourcePosition position;
        private final Diagnostics out;
        private final List<Reference> references = new ArrayList<>();

        Compilation(String text, SourcePosition position, Diagnostics out) {
            this.text = text;
            this.position = position;
            this.out = out;
        }

        @Nullable SampleExpression compile(List<Part> parts) {
            try {
                Part first = parts.getFirst();
                SampleFetch fetch = fetch(first);
                CompiledFetch compiled =
                        compiled(
                                first,
                                "fetch method",
                                fetch.signature(),
                                fetch.compiler()::compile);
                List<Step> steps = new ArrayList<>();
                SampleType type = fetch.signature().output();
                for (Part part : parts.subList(1, parts.size())) {
                    Step step = step(part, type);
                    steps.add(step);
                    SampleType output = step.signature().output();
                    type = output == SampleType.ANY ? type : output;
                }
                return new SampleExpression(text, fetch.signature(), compiled, steps, references);
            } catch (Refused _) {
                return null;
            }
        }

        private SampleFetch fetch(Part part) throws Refused {
            SampleFetch fetch = Fetches.find(part.name());
            if (fetch != null) {
                return fetch;
            }
            String reason = Fetches.whyUnavailable(part.name());
            if (reason != null) {
                throw refuse(
                        part, "fetch method '" + part.name() + "' is not available: " + reason);
            }
            throw unknown(part, FETCH, Fetches.names());
        }

        private Step step(Part part, SampleType type) throws Refused {
            Converter converter = Converters.find(part.name());
            if (converter == null) {
                String reason = Converters.whyUnavailable(part.name());
                if (reason != null) {
                    throw refuse(
                            part, "converter '" + part.name() + "' is not available: " + reason);
                }
                throw unknown(part, "converter", Converters.names());
            }
            Signature signature = converter.signature();
            if (!type.castsTo(signature.input())) {
                out.error(
                        moved(position, part.offset()),
                        part.name().length(),
                        "converter '" + part.name() + "' cannot be applied",
                        "it takes %s and is given %s"
                                .formatted(signature.input().label(), type.label()));
                throw new Refused();
            }
            return new Step(
                    signature,
                    compiled(part, "converter", signature, converter.compiler()::compile));
        }

        private <T> T compiled(Part part, String kind, Signature signature, Binder<T> binder)
                throws Refused {
            Arguments arguments = arguments(part, kind, signature);
            try {
                return binder.bind(arguments);
            } catch (ArgumentException wrong) {
                int index = wrong.index();
                List<RawArgument> raw = part.arguments();
                int offset =
                        raw != null && index < raw.size() ? raw.get(index).offset() : part.offset();
                out.error(
                        moved(position, offset),
                        1,
                        "invalid args in %s '%s' : %s"
                                .formatted(kind, part.name(), wrong.getMessage()));
                throw new Refused();
            }
        }

        private Arguments arguments(Part part, String kind, Signature signature) throws Refused {
            List<RawArgument> raw = given(part);
            List<Parameter> parameters = signature.parameters();
            int required = signature.requiredCount();
            if (raw.size() > parameters.size()) {
                int offset = raw.get(parameters.size()).offset() - (parameters.isEmpty() ? 0 : 1);
                throw wrong(
                        part,
                        kind,
                        Math.max(1, parameters.size()),
                        offset,
                        "expected ')' before '" + text.substring(offset) + "'");
            }
            if (raw.size() < required) {
                String label = parameters.get(raw.size()).type().label();
                String problem =
                        raw.isEmpty()
                                ? "expected type '%s' at position 1, but got nothing"
                                        .formatted(label)
                                : "missing arguments (got %d/%d), type '%s' expected"
                                        .formatted(raw.size(), required, label);
                throw wrong(part, kind, raw.size() + 1, part.offset(), problem);
            }
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < raw.size(); i++) {
                values.add(value(raw.get(i), i, parameters.get(i), kind, part));
            }
            return new Arguments(values, resources);
        }

        /** Reports a wrong argument in HAProxy's words, which differ for the two kinds. */
        private Refused wrong(Part part, String kind, int number, int offset, String problem) {
            String start =
                    kind.equals(FETCH)
                            ? "%s '%s'".formatted(kind, part.name())
                            : "invalid arg %d in %s '%s'".formatted(number, kind, part.name());
            out.error(moved(position, offset), 1, start + " : " + problem);
            return new Refused();
        }

        /** Arguments written; {@code name()} is one empty argument, which counts as none. */
        private List<RawArgument> given(Part part) {
            List<RawArgument> raw = part.arguments();
            if (raw == null) {
                return List.of();
            }
            boolean justParentheses =
                    raw.size() == 1
                            && raw.getFirst().text().isEmpty()
                            && text.charAt(raw.getFirst().offset()) == ')';
            boolean takesText = Fetches.find(part.name()) != null && part.name().equals("str");
            return justParentheses && !takesText ? List.of() : raw;
        }

        private @Nullable Object value(
                RawArgument raw, int index, Parameter parameter, String kind, Part part)
                throws Refused {
            String given = raw.text();
            if (given.isEmpty() && !parameter.required() && parameter.type() != ArgumentType.TEXT) {
                return null;
            }
            Object value = ArgumentReader.read(given, parameter.type());
            if (value == null && parameter.type() == ArgumentType.VARIABLE) {
                out.error(
                        moved(position, raw.offset()),
                        Math.max(1, given.length()),
                        ("invalid args in %s '%s' : invalid variable name '%s'. A variable name must"
                                        + " be start by its scope. The scope can be 'proc',"
                                        + " 'sess', 'txn', 'req', 'res' or 'check'")
                                .formatted(kind, part.name(), given));
                throw new Refused();
            }
            String problem = problem(given, value, index, parameter);
            if (problem != null) {
                throw wrong(part, kind, index + 1, raw.offset(), problem);
            }
            if (parameter.type().isReference() && !given.isEmpty()) {
                references.add(new Reference(parameter.type(), given));
            }
            return value;
        }

        private static @Nullable String problem(
                String given, @Nullable Object value, int index, Parameter parameter) {
            String label = parameter.type().label();
            if (value == null && given.isEmpty()) {
                return "expected type '%s' at position %d, but got nothing"
                        .formatted(label, index + 1);
            }
            if (value == null) {
                return "failed to parse '%s' as type '%s' at position %d"
                        .formatted(given, label, index + 1);
            }
            boolean outside =
                    value instanceof Long number
                            && (number < parameter.least() || number > parameter.most());
            return outside
                    ? "'%s' is not within %d and %d"
                            .formatted(given, parameter.least(), parameter.most())
                    : null;
        }

        private Refused unknown(Part part, String kind, Collection<String> known) {
            SourcePosition where = moved(position, part.offset());
            String message = "unknown " + kind + " '" + part.name() + "'";
            Suggestions.nearest(part.name(), known)
                    .ifPresentOrElse(
                            near ->
                                    out.error(
                                            where,
                                            part.name().length(),
                                            message,
                                            "did you mean '" + near + "'?"),
                            () -> out.error(where, part.name().length(), message));
            return new Refused();
        }

        private Refused refuse(Part part, String message) {
            out.error(moved(position, part.offset()), part.name().length(), message);
            return new Refused();
        }
    }

    /** Either kind of compiler. */
    private interface Binder<T> {
        T bind(Arguments arguments) throws ArgumentException;
    }
}
