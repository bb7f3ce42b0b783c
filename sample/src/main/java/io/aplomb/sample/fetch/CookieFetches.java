package io.aplomb.sample.fetch;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.SampleType.SINT;
import static io.aplomb.sample.SampleType.STR;

import io.aplomb.http.HttpHead;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Cookies of both messages: manual section 7.3.6. */
final class CookieFetches {

    private CookieFetches() {}

    static void register(FetchTable table) {
        value(table, Direction.REQUEST, false, "req.cook", "cook");
        value(table, Direction.RESPONSE, false, "res.cook", "scook", "set-cookie");
        value(table, Direction.CURRENT, false, "cookie");
        value(table, Direction.REQUEST, true, "req.cook_val", "cook_val");
        value(table, Direction.RESPONSE, true, "res.cook_val", "scook_val");
        count(table, Direction.REQUEST, "req.cook_cnt", "cook_cnt");
        count(table, Direction.RESPONSE, "res.cook_cnt", "scook_cnt");
    }

    private static void value(
            FetchTable table, Direction direction, boolean number, String name, String... aliases) {
        table.fetch(name, aliases)
                .takes(optional("name", ArgumentType.TEXT))
                .gives(number ? SINT : STR)
                .reads(direction.head)
                .compiledBy(arguments -> new CookieValue(direction, arguments.text(0, ""), number));
    }

    private static void count(
            FetchTable table, Direction direction, String name, String... aliases) {
        table.fetch(name, aliases)
                .takes(optional("name", ArgumentType.TEXT))
                .gives(SINT)
                .reads(direction.head)
                .compiledBy(
                        arguments -> {
                            CookieValue cookie =
                                    new CookieValue(direction, arguments.text(0, ""), false);
                            return context -> {
                                long[] count = {0};
                                cookie.any(
                                        context,
                                        _ -> {
                                            count[0]++;
                                            return false;
                                        });
                                return direction.head(context) == null ? null : Value.of(count[0]);
                            };
                        });
    }

    /** A cookie's last value, the first of any without a name; each in turn for an ACL. */
    private record CookieValue(Direction direction, String name, boolean number)
            implements CompiledFetch {

        @Override
        public @Nullable Value fetch(SampleContext context) {
            @Nullable Value[] found = {null};
            boolean onlyFirst = name.isEmpty();
            any(
                    context,
                    value -> {
                        found[0] = value;
                        return onlyFirst;
                    });
            return found[0];
        }

        @Override
        public boolean any(SampleContext context, Predicate<Value> test) {
            HttpHead head = direction.head(context);
            if (head == null) {
                return false;
            }
            return Cookies.any(head, head.isRequest(), name, text -> test.test(valueOf(text)));
        }

        @Override
        public boolean mayChange(SampleContext context) {
            return direction.head(context) == null;
        }

        private Value valueOf(String text) {
            Value value = Value.of(text);
            if (!number) {
                return value;
            }
            return value.castTo(SINT) instanceof Value.IntValue integer ? integer : Value.of(0L);
        }
    }
}
