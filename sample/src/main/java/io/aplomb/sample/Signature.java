package io.aplomb.sample;

import java.util.List;
import java.util.Set;

/**
 * How a fetch or converter is written and what it gives.
 *
 * @param name its name of today
 * @param aliases further names, obsolete ones included
 * @param parameters in order; optional ones last
 * @param input what a converter takes (the value is cast to it first); ANY for a fetch
 * @param output what it gives
 * @param requires what it reads
 */
public record Signature(
        String name,
        List<String> aliases,
        List<Parameter> parameters,
        SampleType input,
        SampleType output,
        Set<Requirement> requires) {

    /** Copies the collections. */
    public Signature {
        aliases = List.copyOf(aliases);
        parameters = List.copyOf(parameters);
        requires = Set.copyOf(requires);
    }

    /** How many arguments must be given. */
    public int requiredCount() {
        return (int) parameters.stream().filter(Parameter::required).count();
    }
}
