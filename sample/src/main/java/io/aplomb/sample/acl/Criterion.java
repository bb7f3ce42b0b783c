package io.aplomb.sample.acl;

import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One test of a sample: {@code path_beg -i /static /img}. Immutable, for any thread.
 *
 * @param indexes patterns by whether case counts; the sample passes when any of them has it
 * @param id the number of {@code -u}, or -1
 */
public record Criterion(
        SampleExpression expression,
        MatchMethod method,
        List<PatternIndex<String>> indexes,
        int id) {

    /** Copies the list. */
    public Criterion {
        indexes = List.copyOf(indexes);
    }

    /** Tests the sample, every occurrence of it. */
    public Outcome test(SampleContext context) {
        if (expression.any(context, this::matches)) {
            return Outcome.HOLDS;
        }
        return expression.mayChange(context) ? Outcome.UNDECIDED : Outcome.FAILS;
    }

    /** The pattern that matches this value, or null. */
    public @Nullable String matchingPattern(Value value) {
        SampleType wanted = method.compares();
        Value comparable = wanted == SampleType.ANY ? value : value.castTo(wanted);
        if (comparable == null) {
            return null;
        }
        for (PatternIndex<String> index : indexes) {
            String found = index.find(comparable);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private boolean matches(Value value) {
        return matchingPattern(value) != null;
    }
}
