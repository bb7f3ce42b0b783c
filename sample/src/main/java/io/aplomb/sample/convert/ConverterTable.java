package io.aplomb.sample.convert;

import io.aplomb.base.Check;
import io.aplomb.sample.CompiledConverter;
import io.aplomb.sample.Converter;
import io.aplomb.sample.Parameter;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Signature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects converters while the registry is made. */
final class ConverterTable {

    private final Map<String, Converter> byName = new LinkedHashMap<>();

    /** Starts a converter. */
    Definition converter(String name) {
        return new Definition(name);
    }

    Map<String, Converter> byName() {
        return byName;
    }

    /** What is said of one converter, ended by {@link #as} or {@link #compiledBy}. */
    final class Definition {
        private final String name;
        private List<Parameter> parameters = List.of();
        private SampleType input = SampleType.STR;
        private SampleType output = SampleType.STR;

        private Definition(String name) {
            this.name = name;
        }

        Definition turns(SampleType from, SampleType to) {
            input = from;
            output = to;
            return this;
        }

        Definition takes(Parameter... taken) {
            parameters = List.of(taken);
            return this;
        }

        /** For a converter without arguments. */
        void as(CompiledConverter converter) {
            compiledBy(_ -> converter);
        }

        /** For a converter with arguments. */
        void compiledBy(Converter.Compiler compiler) {
            Signature signature =
                    new Signature(name, List.of(), parameters, input, output, Set.of());
            Check.state(
                    byName.put(name, new Converter(signature, compiler)) == null,
                    "converter registered twice: " + name);
        }
    }
}
