package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.facts.VariableName;
import io.aplomb.sample.facts.VariableScope;
import org.jspecify.annotations.Nullable;

/** The parts that actions on counters and variables share (manual 4.2 "http-request track-sc"). */
final class CounterActions {

    /** HAProxy's own default for {@code tune.stick-counters}. */
    static final int COUNTERS = 3;

    private static final int MAX_ARRAY_INDEX = 99;

    private final Load load;

    CounterActions(Load load) {
        this.load = load;
    }

    /** {@code KEY [table NAME]}. */
    record Tracked(SampleExpression key, @Nullable String table) {}

    Tracked tracked(Line line, RuleSite site) throws Refusal {
        SampleExpression key = load.expressions().expression(line, site.point());
        if (!line.takeIf("table")) {
            load.expressions().usesOwnTable(site.proxy(), line.keyword());
            return new Tracked(key, null);
        }
        Word table = line.take("the name of a table");
        load.expressions().usesTable(table);
        return new Tracked(key, table.text());
    }

    /** {@code 0} of {@code sc-inc-gpc0(0)}. */
    int counter(Line line, RuleSite site) throws Refusal {
        return number(line, site.argument(), COUNTERS - 1, "a counter");
    }

    /** The two numbers of {@code sc-inc-gpc(INDEX,COUNTER)}. */
    int[] indexAndCounter(Line line, RuleSite site) throws Refusal {
        String[] parts = site.argument().split(",", -1);
        if (parts.length != 2) {
            throw line.error(line.last(), "expected (INDEX,COUNTER)");
        }
        return new int[] {
            number(line, parts[0], MAX_ARRAY_INDEX, "an index"),
            number(line, parts[1], COUNTERS - 1, "a counter")
        };
    }

    private static int number(Line line, String text, int most, String what) throws Refusal {
        int number = Numbers.integer(text.strip(), 0, most);
        if (number == Numbers.NONE) {
            throw line.error(
                    line.last(),
                    "'%s' is not %s".formatted(text, what),
                    "expected a number from 0 to " + most);
        }
        return number;
    }

    /** A tag: a number, or an expression that gives one. */
    record Tag(@Nullable SampleExpression expression, long value) {}

    Tag tag(Line line, RuleSite site) throws Refusal {
        int number = Numbers.integer(line.peek(), 0, Integer.MAX_VALUE);
        if (number != Numbers.NONE) {
            line.take("a number");
            return new Tag(null, number);
        }
        return new Tag(load.expressions().expression(line, site.point()), 0);
    }

    /** The variable in the parentheses of {@code set-var(txn.name)}. */
    static String variable(Line line, RuleSite site) throws Refusal {
        String name = site.argument().split(",", 2)[0].strip();
        Word at = line.last();
        VariableName variable = VariableName.parse(name);
        if (variable == null) {
            throw line.error(
                    at,
                    "'%s' is not a variable".formatted(name),
                    "its name begins with proc. sess. txn. req. or res.");
        }
        if (variable.scope() == VariableScope.CHECK) {
            throw line.error(at, "'%s' only lives in health checks".formatted(name));
        }
        if (site.argument().contains(",")) {
            throw line.error(
                    at,
                    "conditions of variables are not available",
                    "add an 'if' with var(%s) -m found instead".formatted(name));
        }
        return name;
    }
}
