package io.aplomb.sample.acl;

import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleExpression;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** An {@code if} or {@code unless} condition: manual section 7.2. For any thread. */
public interface Condition {

    /** Whether the condition lets its rule act; what is undecided does not. */
    default boolean holds(SampleContext context) {
        return test(context) == Outcome.HOLDS;
    }

    /** The same, telling apart what more input may still change. */
    Outcome test(SampleContext context);

    /** The expressions it evaluates. */
    Stream<SampleExpression> expressions();

    /** The words it was compiled from. */
    String source();

    /** What its expressions read. */
    default Set<Requirement> requires() {
        Set<Requirement> all = EnumSet.noneOf(Requirement.class);
        expressions().forEach(expression -> all.addAll(expression.requires()));
        return all;
    }

    /** An ACL, or its opposite. */
    record Term(Acl acl, boolean negated) {

        Outcome test(SampleContext context) {
            Outcome outcome = acl.test(context);
            return negated ? outcome.negated() : outcome;
        }
    }

    /**
     * Terms of which one group must hold altogether.
     *
     * @param unless whether it is turned around
     */
    record Disjunction(List<List<Term>> groups, boolean unless, String source)
            implements Condition {

        /** Copies the lists. */
        public Disjunction {
            groups = groups.stream().map(List::copyOf).toList();
        }

        @Override
        public Outcome test(SampleContext context) {
            Outcome any = Outcome.FAILS;
            for (List<Term> group : groups) {
                Outcome outcome = all(group, context);
                if (outcome == Outcome.HOLDS) {
                    any = outcome;
                    break;
                }
                any = outcome == Outcome.UNDECIDED ? outcome : any;
            }
            return unless ? any.negated() : any;
        }

        @Override
        public Stream<SampleExpression> expressions() {
            return groups.stream()
                    .flatMap(List::stream)
                    .flatMap(term -> term.acl().criteria().stream())
                    .map(Criterion::expression);
        }

        @Override
        public String toString() {
            return source;
        }

        private static Outcome all(List<Term> group, SampleContext context) {
            Outcome all = Outcome.HOLDS;
            for (Term term : group) {
                Outcome outcome = term.test(context);
                if (outcome == Outcome.FAILS) {
                    return outcome;
                }
                all = outcome == Outcome.UNDECIDED ? outcome : all;
            }
            return all;
        }
    }
}
