package io.aplomb.sample;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A fetch followed by converters, compiled. Immutable, for any thread. */
public final class SampleExpression {

    private final String source;
    private final Signature fetchSignature;
    private final CompiledFetch fetch;
    private final List<Step> steps;
    private final List<Reference> references;
    private final SampleType outputType;

    SampleExpression(
            String source,
            Signature fetchSignature,
            CompiledFetch fetch,
            List<Step> steps,
            List<Reference> references) {
        this.source = source;
        this.fetchSignature = fetchSignature;
        this.fetch = fetch;
        this.steps = List.copyOf(steps);
        this.references = List.copyOf(references);
        SampleType type = fetchSignature.output();
        for (Step step : steps) {
            type = step.signature().output() == SampleType.ANY ? type : step.signature().output();
        }
        this.outputType = type;
    }

    /** The sample, or null when there is none: the fetch had nothing or a converter failed. */
    public @Nullable Value evaluate(SampleContext context) {
        return convert(context, fetch.fetch(context));
    }

    /** As {@link #evaluate}, then cast; null when the cast fails. */
    public @Nullable Value evaluate(SampleContext context, SampleType wanted) {
        Value value = evaluate(context);
        return value == null ? null : value.castTo(wanted);
    }

    /** As {@link #evaluate}, as text; null when there is none. */
    public @Nullable String evaluateText(SampleContext context) {
        Value value = evaluate(context);
        return value == null ? null : value.asText();
    }

    /** Whether any occurrence of the sample passes the test, as ACLs need. */
    public boolean any(SampleContext context, Predicate<Value> test) {
        return fetch.any(
                context,
                raw -> {
                    Value value = convert(context, raw);
                    return value != null && test.test(value);
                });
    }

    /** The type of what it gives; ANY when only the sample itself tells. */
    public SampleType outputType() {
        return outputType;
    }

    /** What it reads. */
    public Set<Requirement> requires() {
        return fetchSignature.requires();
    }

    /** Names it uses that the configuration must declare. */
    public List<Reference> references() {
        return references;
    }

    /** Whether it stands alone, without converters. */
    public boolean hasConverters() {
        return !steps.isEmpty();
    }

    /** How the fetch is written. */
    public Signature fetchSignature() {
        return fetchSignature;
    }

    /** The first thing it reads that is not there at that point, or null when all is. */
    public @Nullable Requirement missingAt(UsePoint point) {
        Set<Requirement> missing = EnumSet.noneOf(Requirement.class);
        missing.addAll(requires());
        missing.removeAll(point.available());
        return missing.isEmpty() ? null : missing.iterator().next();
    }

    /**
     * Whether more input could still change the sample or make one appear, so that a rule which
     * waits for content should wait on. Never once the input is final.
     */
    public boolean mayChange(SampleContext context) {
        if (context.inputIsFinal()) {
            return false;
        }
        boolean headMissing =
                (requires().contains(Requirement.REQUEST_HEAD) && context.requestHead() == null)
                        || (requires().contains(Requirement.RESPONSE_HEAD)
                                && context.responseHead() == null);
        return headMissing || fetch.mayChange(context);
    }

    /** The text it was compiled from. */
    public String source() {
        return source;
    }

    @Override
    public String toString() {
        return source;
    }

    private @Nullable Value convert(SampleContext context, @Nullable Value raw) {
        Value value = raw;
        for (int i = 0; i < steps.size() && value != null; i++) {
            Step step = steps.get(i);
            Value input = value.castTo(step.signature().input());
            value = input == null ? null : step.converter().convert(context, input);
        }
        return value;
    }

    /** One converter with its arguments. */
    record Step(Signature signature, CompiledConverter converter) {}
}
