package io.aplomb.sample.fetch;

import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.SINT;

import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.Payload;
import java.util.function.Function;

/** Bodies as far as they were waited for: manual section 7.3.6. */
final class BodyFetches {

    private BodyFetches() {}

    static void register(FetchTable table) {
        define(table, Direction.REQUEST, "req.body");
        define(table, Direction.RESPONSE, "res.body");
    }

    private static void define(FetchTable table, Direction direction, String name) {
        table.fetch(name)
                .gives(BIN)
                .reads(direction.body)
                .as(fetch(direction, body -> Value.of(body.slice(0, body.length()))));
        table.fetch(name + "_len")
                .gives(SINT)
                .reads(direction.body)
                .as(fetch(direction, body -> Value.of(body.length())));
        table.fetch(name + "_size")
                .gives(SINT)
                .reads(direction.body)
                .as(fetch(direction, BodyFetches::size));
    }

    private static Value size(Payload body) {
        return Value.of(body.announcedLength() < 0 ? body.length() : body.announcedLength());
    }

    private static CompiledFetch fetch(Direction direction, Function<Payload, Value> read) {
        return new Moving(
                context -> {
                    Payload body = direction.body(context);
                    return body == null ? null : read.apply(body);
                },
                context -> {
                    Payload body = direction.body(context);
                    return body == null || !body.complete();
                });
    }
}
