package io.aplomb.sample.fetch;

import io.aplomb.base.Check;
import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.Parameter;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleFetch;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Signature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects fetches while the registry is made. */
final class FetchTable {

    private final Map<String, SampleFetch> byName = new LinkedHashMap<>();

    /** Starts a fetch under these names, today's first. */
    Definition fetch(String name, String... aliases) {
        return new Definition(name, List.of(aliases));
    }

    Map<String, SampleFetch> byName() {
        return byName;
    }

    /** What is said of one fetch, ended by {@link #as} or {@link #compiledBy}. */
    final class Definition {
        private final String name;
        private final List<String> aliases;
        private List<Parameter> parameters = List.of();
        private SampleType output = SampleType.STR;
        private Set<Requirement> requires = Set.of(Requirement.INTERNAL);

        private Definition(String name, List<String> aliases) {
            this.name = name;
            this.aliases = aliases;
        }

        Definition takes(Parameter... taken) {
            parameters = List.of(taken);
            return this;
        }

        Definition gives(SampleType type) {
            output = type;
            return this;
        }

        Definition reads(Requirement... read) {
            requires = Set.of(read);
            return this;
        }

        /** For a fetch without arguments. */
        void as(CompiledFetch fetch) {
            compiledBy(_ -> fetch);
        }

        /** For a fetch with arguments. */
        void compiledBy(SampleFetch.Compiler compiler) {
            Signature signature =
                    new Signature(name, aliases, parameters, SampleType.ANY, output, requires);
            SampleFetch fetch = new SampleFetch(signature, compiler);
            add(name, fetch);
            aliases.forEach(alias -> add(alias, fetch));
        }

        private void add(String key, SampleFetch fetch) {
            Check.state(byName.put(key, fetch) == null, "fetch registered twice: " + key);
        }
    }
}
