package io.aplomb.sample.fetch;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.SampleType.SINT;
import static io.aplomb.sample.SampleType.STR;

import io.aplomb.http.HttpHead;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.Octets;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.Payload;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Parameters of the request's target and of forms: manual section 7.3.6. */
final class UrlFetches {

    /** The body of a form, and the query, beyond which no parameter is looked for. */
    private static final int MAX_FORM_BYTES = 1 << 20;

    private UrlFetches() {}

    static void register(FetchTable table) {
        parameter(table, false, "url_param", "urlp");
        parameter(table, true, "urlp_val");
        table.fetch("req.body_param")
                .takes(optional("name", ArgumentType.TEXT))
                .reads(Requirement.REQUEST_BODY)
                .compiledBy(
                        arguments ->
                                new ParameterValue(
                                        UrlFetches::form, arguments.text(0, ""), '&', false));
    }

    private static void parameter(
            FetchTable table, boolean number, String name, String... aliases) {
        table.fetch(name, aliases)
                .takes(optional("name", ArgumentType.TEXT), optional("delim", ArgumentType.TEXT))
                .gives(number ? SINT : STR)
                .reads(Requirement.REQUEST_HEAD)
                .compiledBy(
                        arguments -> {
                            String delimiter = arguments.text(1, "");
                            char start = delimiter.isEmpty() ? '?' : delimiter.charAt(0);
                            return new ParameterValue(
                                    context -> afterDelimiter(context, start),
                                    arguments.text(0, ""),
                                    start,
                                    number);
                        });
    }

    private static @Nullable String afterDelimiter(SampleContext context, char delimiter) {
        HttpHead head = context.requestHead();
        String target = head == null ? "" : head.pathAndQuery();
        int start = target.indexOf(delimiter);
        return start < 0 ? null : target.substring(start + 1);
    }

    private static @Nullable String form(SampleContext context) {
        Payload body = context.requestBody();
        return body == null
                ? null
                : Octets.text(body.slice(0, Math.min(body.length(), MAX_FORM_BYTES)));
    }

    /** A parameter's first value; each in turn for an ACL. */
    private record ParameterValue(
            Function<SampleContext, @Nullable String> text,
            String name,
            char delimiter,
            boolean number)
            implements CompiledFetch {

        @Override
        public @Nullable Value fetch(SampleContext context) {
            @Nullable Value[] found = {null};
            any(
                    context,
                    value -> {
                        found[0] = value;
                        return true;
                    });
            return found[0];
        }

        @Override
        public boolean any(SampleContext context, Predicate<Value> test) {
            String parameters = text.apply(context);
            return parameters != null
                    && QueryParameters.any(
                            parameters,
                            name,
                            delimiter,
                            value -> {
                                Value converted =
                                        number ? Value.of(value).castTo(SINT) : Value.of(value);
                                return converted != null && test.test(converted);
                            });
        }
    }
}
